"""What an inspectorate calls things, who agrees that its items are done, and what it wants answered by when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sync.core.vocabulary import InspectorateStatus, ItemKind


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A wording for a kind of item (folded), and the publication days on which it means that; None is without end."""

    wording: str
    kind: ItemKind
    first: date | None = None
    last: date | None = None

    def holds(self, published: date) -> bool:
        """Say whether the wording had this meaning in something published on a day."""
        return (self.first is None or self.first <= published) and (self.last is None or published <= self.last)


@dataclass(frozen=True, slots=True)
class ResponseDuty:
    """That a published report has to be answered: within ``days`` beginning with the day of publication, and by whom.

    Days count as in the Police Act 1996 s.55(5A): the day of publication is the first of them. ``not_for`` are folded series
    whose publications set their own dates.
    """

    days: int
    answered_by: str
    basis: str = ""
    not_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ActionPlanDuty:
    """That publications of a (folded) series want an action plan within ``days`` after publication."""

    series: str
    days: int
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Inspectorate:
    """One inspectorate as its vocabulary file describes it. ``began`` is the first day on which it, or the body before it, published."""

    name: str
    names: frozenset[str] = frozenset()
    began: date | None = None
    types: tuple[TypeWord, ...] = ()
    statuses: Mapping[str, InspectorateStatus] = field(default_factory=dict)
    closure_agreed_by: str = ""
    response: ResponseDuty | None = None
    action_plans: tuple[ActionPlanDuty, ...] = ()

    def kind_of(self, wording: str, published: date) -> ItemKind | None:
        """Return what a (folded) wording meant in something published on a day, or None when the file does not say."""
        return next((word.kind for word in self.types if word.wording == wording and word.holds(published)), None)

    def action_plan_days(self, series: str) -> int | None:
        """Return within how many days publications of a (folded) series want an action plan, or None when they want none."""
        return next((duty.days for duty in self.action_plans if duty.series == series), None)


@dataclass(frozen=True, slots=True)
class RegisterWords:
    """The words that rows of the register may use: inspectorates by every folded name they go by, and known addressees.

    Where the vocabularies could not be read, which is told elsewhere, ``is_whole`` is False and no word is called unknown.
    """

    inspectorates: Mapping[str, Inspectorate] = field(default_factory=dict)
    addressees: frozenset[str] = frozenset()
    is_whole: bool = True


NO_WORDS = RegisterWords()
"""For a register that uses our own words only."""
