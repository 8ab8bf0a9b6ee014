"""A certificate for this computer, and an authority to trust it by."""

import ssl
from pathlib import Path

import trustme

from sync.emulator.private_files import write_private

_NAMES = ("localhost", "127.0.0.1")


def load_authority(folder: Path) -> Path:
    """Return the file with the authority's certificate, making it and the server's certificate when absent."""
    authority_file, server_file = folder / "ca.pem", folder / "server.pem"
    if not authority_file.exists() or not server_file.exists():
        authority = trustme.CA(organization_name="hmicfrs-sync local SharePoint")
        server = authority.issue_cert(*_NAMES, common_name=_NAMES[0])
        write_private(server_file, server.private_key_and_cert_chain_pem.bytes())
        write_private(authority_file, authority.cert_pem.bytes())
    return authority_file


def build_context(folder: Path) -> ssl.SSLContext:
    """Return the server's side of TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(folder / "server.pem")
    return context
