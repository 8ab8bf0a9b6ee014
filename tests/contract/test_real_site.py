"""A real site is checked too where the environment names one, and never by half."""

import os
from pathlib import Path

import pytest

from tests.contract.site import CERTIFICATE, CLIENT_ID, PRIVATE_KEY, SITE, TENANT, TOKEN, read_real_site
from tests.emulator.rest import Endpoint

ADDRESS = "https://tenant.example/sites/tests"


def test_a_real_site_is_checked_too(site: Endpoint) -> None:
    if not os.environ.get(SITE):
        pytest.skip(f"{SITE} names no real site, so the contract was checked on the local one only.")

    assert site.site_url.startswith("https://")


def test_a_token_is_taken_as_it_is() -> None:
    site = read_real_site({SITE: f"{ADDRESS}/", TOKEN: "a token"})

    assert (site.site_url, site.token, site.ca_file) == (ADDRESS, "a token", "")


@pytest.mark.parametrize("missing", [TENANT, CLIENT_ID, CERTIFICATE, PRIVATE_KEY])
def test_half_an_app_is_told_what_it_lacks(tmp_path: Path, missing: str) -> None:
    pem = tmp_path / "key.pem"
    pem.write_text("not read", encoding="utf-8")
    whole = {TENANT: "t", CLIENT_ID: "c", CERTIFICATE: str(pem), PRIVATE_KEY: str(pem)}

    with pytest.raises(KeyError, match=missing):
        read_real_site({SITE: ADDRESS, **{name: value for name, value in whole.items() if name != missing}})
