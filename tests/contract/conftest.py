"""The sites to check: the local one, and a real one when the environment names it."""

import os
from collections.abc import Iterator

import pytest

from sync.emulator.server import LocalSharePoint
from tests.contract.site import SITE, Workspace, read_real_site
from tests.emulator.rest import Api, Endpoint, an_api


@pytest.fixture(scope="package", params=["local", "real"] if os.environ.get(SITE) else ["local"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    if request.param == "real":
        yield read_real_site(os.environ)
        return
    with LocalSharePoint(tmp_path_factory.mktemp("contract"), seed="minimal", pages_port=None) as connection:
        yield connection


@pytest.fixture
def local_site(site: Endpoint) -> Endpoint:
    """Return the local SharePoint; what is asked of it only is left out for a real site."""
    if not site.ca_file:
        pytest.skip("This is about the local SharePoint only.")
    return site


@pytest.fixture(scope="package")
def api(site: Endpoint) -> Iterator[Api]:
    with an_api(site) as api:
        yield api


@pytest.fixture(scope="package")
def work(api: Api) -> Iterator[Workspace]:
    work = Workspace(api)
    yield work
    work.remove()
