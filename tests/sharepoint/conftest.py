"""A mocked network for the client's tests; whatever is not mocked fails."""

from collections.abc import Iterator

import pytest
import responses


@pytest.fixture
def network() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
        yield mocked
