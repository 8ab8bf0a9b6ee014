"""Houses for the journeys: the sample site is made and provisioned once, and every journey walks through a copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.house import House, empty_folder, open_house


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the sample site, not provisioned."""
    folder = tmp_path_factory.mktemp("sample")
    with open_house(folder, empty_folder(folder)):
        pass
    return folder / "sharepoint"


@pytest.fixture(scope="session")
def provisioned_data(tmp_path_factory: pytest.TempPathFactory, sample_data: Path) -> Path:
    """The data folder of the sample site with our lists on it."""
    folder = tmp_path_factory.mktemp("provisioned")
    with open_house(folder, sample_data) as house:
        assert house.command("provision").exit_code == 0
    return folder / "sharepoint"


@pytest.fixture(scope="session")
def applied_data(tmp_path_factory: pytest.TempPathFactory, provisioned_data: Path) -> Path:
    """The data folder of the sample site after its first run."""
    folder = tmp_path_factory.mktemp("applied")
    with open_house(folder, provisioned_data) as house:
        house.run()
    return folder / "sharepoint"


@pytest.fixture
def bare_house(tmp_path: Path, sample_data: Path) -> Iterator[House]:
    """The sample site, as a force would have it before the service."""
    with open_house(tmp_path, sample_data) as house:
        yield house


@pytest.fixture
def house(tmp_path: Path, provisioned_data: Path) -> Iterator[House]:
    """The sample site, provisioned."""
    with open_house(tmp_path, provisioned_data) as opened:
        yield opened


@pytest.fixture
def settled_house(tmp_path: Path, applied_data: Path) -> Iterator[House]:
    """The sample site after its first run."""
    with open_house(tmp_path, applied_data) as opened:
        yield opened
