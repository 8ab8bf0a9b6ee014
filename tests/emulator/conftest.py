"""One local SharePoint per module of tests, with the small seed; tests make the lists they write to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.emulator.server import Connection, LocalSharePoint
from tests.emulator.rest import Api, an_api


@pytest.fixture(scope="module")
def sharepoint(tmp_path_factory: pytest.TempPathFactory) -> LocalSharePoint:
    return LocalSharePoint(tmp_path_factory.mktemp("sharepoint"), seed="minimal")


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
