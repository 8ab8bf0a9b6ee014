"""One local SharePoint per module of tests, with the small seed; tests make the lists they write to."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.emulator.server import Connection, LocalSharePoint
from tests.emulator.rest import Api, an_api


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with keys and certificates and no site: they take long to make and are as good as others."""
    folder = tmp_path_factory.mktemp("keys")
    with LocalSharePoint(folder, pages_port=None):
        pass
    for file in folder.iterdir():
        if file.suffix != ".pem" and file.name != "identity.json":
            file.unlink()
    return folder


@pytest.fixture(scope="module")
def sharepoint(tmp_path_factory: pytest.TempPathFactory, keys: Path) -> LocalSharePoint:
    data_dir = tmp_path_factory.mktemp("sharepoint")
    shutil.copytree(keys, data_dir, dirs_exist_ok=True)
    return LocalSharePoint(data_dir, seed="minimal")


@pytest.fixture(scope="module")
def connection(sharepoint: LocalSharePoint) -> Iterator[Connection]:
    with sharepoint as connection:
        yield connection


@pytest.fixture(scope="module")
def api(connection: Connection) -> Iterator[Api]:
    with an_api(connection) as api:
        yield api


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"
