"""What all of the chaos needs."""

from collections.abc import Iterator

import pytest

from tests.chaos.stage import remembered_figures


@pytest.fixture(autouse=True, scope="package")
def figures_counted_once() -> Iterator[None]:
    with remembered_figures():
        yield
