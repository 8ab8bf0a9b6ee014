"""What all of the chaos needs."""

import logging
from collections.abc import Iterator

import pytest

from tests.chaos.speed import played_fast


@pytest.fixture(autouse=True, scope="package")
def played_quietly() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    with played_fast():
        yield
    logging.disable(logging.NOTSET)
