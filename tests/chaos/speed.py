"""What makes the chaos quick and changes nothing of it: answers that can only be the same are worked out once."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from sync.core import reconcile
from sync.core.records import NOTHING_KEPT, Kept, Position, Standing
from sync.core.rollup import roll_up
from sync.core.rules import Governance
from sync.emulator.api import Api
from sync.emulator.exchange import Request, Response
from sync.emulator.hints import NO_HINTS, Hints
from tests.chaos.service import the_template


@contextmanager
def played_fast() -> Iterator[None]:
    """Play with what is remembered, and without looking for garbage after every few objects."""
    # The lists are provisioned before their columns are remembered.
    the_template()
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    with _remembered_figures(), _remembered_columns():
        yield
    gc.set_threshold(*before)


@contextmanager
def _remembered_figures() -> Iterator[None]:
    """Count the figures of the same rows only once: a pure function, and a quarter of what a scenario costs."""
    kept: dict[str, Position] = {}

    def remember(
        standings: Sequence[Standing],
        governance: Governance,
        as_of: date,
        beside: Kept = NOTHING_KEPT,
        *,
        records_returns: bool = False,
    ) -> Position:
        said = repr((standings, as_of, beside, records_returns))
        if said not in kept:
            if len(kept) > 100:
                kept.clear()
            kept[said] = roll_up(standings, governance, as_of, beside, records_returns=records_returns)
        return kept[said]

    with patch.object(reconcile, "roll_up", remember):
        yield


@contextmanager
def _remembered_columns() -> Iterator[None]:
    """Let the local SharePoint describe the columns of a list only once: on the stage nobody changes them.

    Faults still strike the request for them, and whoever asks is still let in or not: both come before.
    """
    kept: dict[tuple[str, str], Response] = {}
    answer = Api._respond_to_part  # noqa: SLF001 - the one place where a part is answered and not yet disturbed

    def remember(api: Api, part: Request, hints: Hints) -> Response:
        if part.method != "GET" or hints != NO_HINTS or not part.path.endswith("/fields"):
            return answer(api, part, hints)
        known = kept.get((part.path, part.query))
        if known is None:
            known = answer(api, part, hints)
            if known.status == 200:
                kept[part.path, part.query] = known
        return known

    with patch.object(Api, "_respond_to_part", remember):
        yield
