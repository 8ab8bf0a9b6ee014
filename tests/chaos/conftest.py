"""What all of the chaos needs."""

import logging
from collections.abc import Iterator

import pytest

from tests.chaos.stage import remembered_figures


@pytest.fixture(autouse=True, scope="package")
def played_quietly() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    with remembered_figures():
        yield
    logging.disable(logging.NOTSET)
