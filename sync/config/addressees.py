"""The part of governance.yaml that says whom publications address, and which of them is this force."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from pydantic import Field

from sync.config.inspectorates import Day
from sync.config.places import at_place
from sync.config.settings import Section
from sync.config.yaml_source import Document
from sync.core.rules import ClockRules, Override
from sync.core.text import fold
from sync.core.vocabulary import Addressee, RegisterRef
from sync.errors import Problem


class OverrideSection(Section):
    """What an administrator decided about one item, against its addressees."""

    for_this_force: bool
    """Whether the item is for this force."""
    reason: Annotated[str, Field(min_length=3)]
    """Why; it is shown wherever the decision shows."""


class ClocksSection(Section):
    """What is chased, and the force's own dates beside the statutory ones."""

    watched_from: Day | None = None
    """Publications before this day are taken as answered long ago; blank: none is."""
    response_local_days: Annotated[int, Field(ge=1, le=365)] | None = None
    """The force's own target for answering a report, in days beginning with the day of publication."""


def check_addressees(document: Document, addressees: Mapping[Addressee, list[str]]) -> Iterator[Problem]:
    """Yield wordings that mean two bodies."""
    seen: dict[str, Addressee] = {}
    for addressee, wordings in addressees.items():
        for index, wording in enumerate(wordings):
            if seen.setdefault(fold(wording), addressee) is not addressee:
                told = f"'{wording}' already means {seen[fold(wording)]}; a wording means one body."
                yield at_place(document, ("addressees", addressee.value, index), "ambiguous-word", told)


def check_clocks(document: Document, clocks: ClocksSection) -> Iterator[Problem]:
    """Yield a day that the calendar has not."""
    try:
        build_clocks(clocks)
    except ValueError:
        yield at_place(document, ("clocks", "watched_from"), "not-a-day", "The calendar has no such day.")


def build_clocks(clocks: ClocksSection) -> ClockRules:
    """Return the clocks; raises ValueError for a day that the calendar has not."""
    watched_from = date.fromisoformat(clocks.watched_from) if clocks.watched_from else None
    return ClockRules(watched_from, clocks.response_local_days)


def build_overrides(document: Document, overrides: Mapping[str, OverrideSection]) -> dict[RegisterRef, Override]:
    """Return the decisions by item, each with the line that made it."""
    return {
        RegisterRef(ref): Override(
            section.for_this_force,
            section.reason,
            f"governance.yaml line {document.place_of(('overrides', ref), is_key=True).line}",
        )
        for ref, section in overrides.items()
    }
