"""One site in memory for each test."""

from collections.abc import Iterator

import pytest

from tests.emulator.pages.visitor import Visitor


@pytest.fixture
def visitor() -> Iterator[Visitor]:
    visitor = Visitor()
    yield visitor
    visitor.store.close()
