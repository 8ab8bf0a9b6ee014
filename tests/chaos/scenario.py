"""A scenario: a tracker, what people do to it and to our lists, what breaks, and when; and how chance draws one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from sync.emulator.faults.fault import Fault, FaultKind, Scope


@dataclass(frozen=True)
class Edit:
    """What somebody does before the request of that number; ``row`` is the n-th there is."""

    at: int
    what: str
    row: int


@dataclass(frozen=True)
class Kill:
    """The end of the process at the request of that number: before it arrived, or when it was done and not yet answered."""

    at: int
    is_after: bool


@dataclass(frozen=True)
class SlowSignIn:
    """A sign-in that takes so many ``seconds``, as when it is throttled itself, and gives tokens that last for so many."""

    seconds: float
    lasts: float


@dataclass(frozen=True)
class Scenario:
    """Everything that happens.

    Unless it ``is_first``, a run in fair weather went before, and what is disturbed are runs that mostly update. Edits at 0 are
    made between it and them. ``stop`` is after how many looks at its signal a run is asked to stop.
    """

    rows: tuple[Mapping[str, object], ...]
    faults: tuple[Fault, ...] = ()
    edits: tuple[Edit, ...] = ()
    kill: Kill | None = None
    stop: int | None = None
    runs: int = 1
    group_size: int = 100
    page_size: int = 5_000
    is_first: bool = True
    sign_in: SlowSignIn | None = None


EDITS: Final = (
    "a tracker cell of theirs",
    "a tracker cell that makes or clears a gap",
    "a new tracker row",
    "a tracker row removed",
    "their column of a gap",
    "our column of a gap",
    "a gap row removed",
    "a row of theirs in our list",
    "a row of theirs with a key of ours",
    "the lease's row",
    "the lease's row blanked",
    "the lease's row removed",
)
LASTING: Final = 0
"""The count of a fault that strikes until it is taken back."""

EXCLUDED: Final = {
    FaultKind.EXPIRED_CHANGE_TOKEN: "the service sends no change token: it reads its lists whole (tested beside this)",
}
"""Faults of the local SharePoint that cannot happen to the service, and why."""

KINDS: Final = tuple(kind for kind in FaultKind if kind not in EXCLUDED)


def faults() -> st.SearchStrategy[Fault]:
    """Draw a fault; one in six lasts until the runs in trouble are over."""
    return st.builds(
        Fault,
        kind=st.sampled_from(KINDS),
        method=st.sampled_from(["*", "*", "POST", "MERGE"]),
        path=st.sampled_from(["*", "*", "*items*"]),
        scope=st.sampled_from(Scope),
        nth=st.integers(1, 12),
        count=st.sampled_from([1, 1, 2, 3, 5, LASTING]),
        probability=st.sampled_from([1.0, 1.0, 0.5]),
        seed=st.integers(0, 99),
        status=st.sampled_from([429, 503]),
        retry_after=st.integers(0, 40),
        limit=st.integers(3, 40),
        reset=st.integers(5, 60),
        parts=st.integers(0, 6),
        seconds=st.sampled_from([2.0, 20.0, 60.0, 60.0]),
    )


def slow_sign_ins() -> st.SearchStrategy[SlowSignIn]:
    """Draw a sign-in that takes its time, within what a run may spend on waiting, and is due again while the run writes."""
    return st.builds(SlowSignIn, st.sampled_from([20.0, 100.0, 200.0, 290.0]), st.sampled_from([6.0, 12.0, 30.0]))


def tracker_rows() -> st.SearchStrategy[Mapping[str, object]]:
    return st.fixed_dictionaries(
        {
            "Recommendation_x0020_Ref": st.sampled_from(
                [f"ROCU-2021-R{n}" for n in range(1, 7)] + ["Not there 9", None]
            ),
            "Status": st.sampled_from(["In Progress", "Complete", "Not Started", "Parked"]),
            "Item_x0020_Type": st.sampled_from(["Recommendation", "AFI", "Something"]),
            "National_x0020__x002f__x0020_Loc": st.sampled_from(["National", "Local", None]),
            "Target_x0020_Date": st.sampled_from(["31/12/2021", "01/01/2021", None]),
        }
    )


TRACKERS: Final[tuple[tuple[Mapping[str, object], ...], ...]] = (
    (
        {"Recommendation_x0020_Ref": "ROCU-2021-R1", "Status": "In Progress"},
        {"Recommendation_x0020_Ref": "ROCU-2021-R2", "Status": "Complete", "Target_x0020_Date": "31/12/2021"},
        {"Recommendation_x0020_Ref": "ROCU-2021-R2", "Status": "Not Started"},
        {"Recommendation_x0020_Ref": "Not there 9", "Status": "Parked"},
    ),
    (
        {"Recommendation_x0020_Ref": "ROCU-2021-R3", "Status": "Complete", "Item_x0020_Type": "AFI"},
        {"Recommendation_x0020_Ref": "ROCU-2021-R5", "Status": "In Progress", "Target_x0020_Date": "01/01/2021"},
    ),
)
"""Trackers that a run went over already, so that this need be done once only."""


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a scenario."""
    is_first = draw(st.booleans())
    edits = draw(
        st.lists(st.builds(Edit, st.integers(0, 16), st.sampled_from(EDITS), st.integers(0, 5)), min_size=1, max_size=6)
    )
    # A column of ours that is changed again and again is a quarrel, and frozen; that has tests of its own.
    once = [edit for edit in edits if edit.what == "our column of a gap"][:1]
    rows = st.sampled_from(TRACKERS) if not is_first else st.lists(tracker_rows(), min_size=1, max_size=5).map(tuple)
    return Scenario(
        rows=draw(rows),
        faults=tuple(draw(st.lists(faults(), min_size=1, max_size=5))),
        edits=tuple(edit for edit in edits if edit.what != "our column of a gap" or edit in once),
        kill=draw(st.none() | st.builds(Kill, st.integers(1, 14), st.booleans())),
        stop=draw(st.none() | st.none() | st.integers(0, 12)),
        runs=draw(st.sampled_from([1, 1, 2])),
        group_size=draw(st.sampled_from([3, 7, 100])),
        page_size=draw(st.sampled_from([5_000, 5_000, 4])),
        is_first=is_first,
        sign_in=draw(st.none() | st.none() | slow_sign_ins()),
    )
