"""Clients that others wrote do their everyday work on the site: two versions of one library, and one in another language.

Each runs in a process of its own and looks up what it did by plain HTTP. CI asks for all of them; elsewhere one that is not there
is left out, with the reason.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.site import SITE, TOKEN
from tests.emulator.rest import Endpoint

HERE = Path(__file__).parent / "clients"
OLD_LIBRARY, REQUIRED = "HMICFRS_OLD_LIBRARY", "HMICFRS_CLIENTS_REQUIRED"


def leave_out(reason: str) -> None:
    if os.environ.get(REQUIRED):
        pytest.fail(f"{reason} {REQUIRED} is set, so it has to be there.")
    pytest.skip(reason)


def run(site: Endpoint, *command: str) -> str:
    """Run a script against a site and return what it says; it has to succeed."""
    named = {SITE: site.site_url, TOKEN: site.token}
    trusted = {"REQUESTS_CA_BUNDLE": site.ca_file, "NODE_EXTRA_CA_CERTS": site.ca_file} if site.ca_file else {}
    kept = {name: value for name, value in os.environ.items() if name not in ("CURL_CA_BUNDLE", "PYTHONPATH")}
    done = subprocess.run(  # noqa: S603 - our own scripts
        command, env={**kept, **named, **trusted}, cwd=HERE, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.parametrize("version", ["3.3.0", "2.6.2"])
def test_the_library_does_its_everyday_work(site: Endpoint, version: str) -> None:
    python = sys.executable if version == "3.3.0" else os.environ.get(OLD_LIBRARY, "")
    if not python:
        leave_out(f"{OLD_LIBRARY} does not name a Python that has office365-rest-python-client 2.6.2.")

    said = run(site, python, "library_checks.py")

    assert said.startswith(f"office365-rest-python-client {version} on ")
    assert re.search(r"^Ran (\d+) tests", said, re.MULTILINE), said
    assert said.rstrip().endswith("OK")


def test_pnp_does_its_everyday_work(site: Endpoint) -> None:
    node = shutil.which("node")
    if node is None:
        leave_out("Node is not installed.")
    elif not (HERE / "node" / "node_modules" / "@pnp" / "sp").is_dir():
        leave_out("@pnp/sp is not installed; npm ci in tests/contract/clients/node installs it.")
    else:
        said = run(site, node, "--test-reporter=tap", "node/checks.mjs")

        assert re.search(r"^# pass [1-9]\d*\n# fail 0\n# cancelled 0\n# skipped 0", said, re.MULTILINE), said
