"""A force with one unclear row and its lists, from run to run, with people who write into them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sync.core.reconcile import Inputs, Reconciliation, reconcile
from sync.core.records import Cell, ListContents, Register, Row
from sync.core.vocabulary import GapKind, MatchMethod, RegisterRef
from tests.builders import AS_OF, TRACKER_TITLE, a_list, a_publication, a_register, a_row, an_item, the_rules
from tests.core.store import apply_changes

SHARED = "Custody sergeants should receive refresher instruction in judging the necessity and proportionality of"
BAIL, FORCE = f"{SHARED} bail", f"{SHARED} force"
OTHER = "Frontline officers should receive training about modern slavery or have access to specialists in it"
PUBLICATION = a_publication("BAIL-2020", title="Pre-charge bail", items_expected=3)
ITEMS = [an_item("BAIL-2020-R1", text=BAIL), an_item("BAIL-2020-R2", text=FORCE), an_item("BAIL-2020-R3", text=OTHER)]
REGISTER = a_register([PUBLICATION], ITEMS)
COLUMNS = the_rules().tracker.columns
GAPS = the_rules().targets.gaps


@dataclass
class Force:
    """A force with one unclear row and its lists, from run to run."""

    tracker: ListContents
    gaps: ListContents
    position: ListContents
    publications: ListContents
    register: Register = REGISTER
    as_of: date = AS_OF
    pinned: Mapping[str, RegisterRef] | None = None
    seen_twice: frozenset[GapKind] = frozenset()

    def run(self) -> Reconciliation:
        """Make one pass and keep what it writes."""
        rules = the_rules()
        matching = replace(rules.matching, pinned=self.pinned or {})
        gaps = {kind: replace(rule, is_seen_twice=kind in self.seen_twice) for kind, rule in rules.gaps.items()}
        history = a_list(rules.targets.history.title)
        inputs = Inputs(self.register, self.tracker, self.gaps, self.position, self.publications, history)
        result = reconcile(inputs, replace(rules, matching=matching, gaps=gaps), self.as_of)
        for name in ("tracker", "gaps", "position", "publications"):
            setattr(self, name, apply_changes(getattr(self, name), result.plan.changes))
        return result

    def decide(self, key: str = "ambiguous-match/1", **cells: Cell) -> None:
        """Let a person write into a row of the gap list."""
        self.gaps = replace(
            self.gaps, rows=[_change(row, cells) if row.cells["SyncKey"] == key else row for row in self.gaps.rows]
        )

    def retype(self, **fields: str | None) -> None:
        """Let a person write into the row of the tracker, by our names of the fields."""
        cells = {COLUMNS[name]: text for name, text in fields.items()}  # type: ignore[index]
        self.tracker = replace(self.tracker, rows=[_change(row, cells) for row in self.tracker.rows])

    def gap(self, key: str = "ambiguous-match/1") -> Row:
        return next(row for row in self.gaps.rows if row.cells["SyncKey"] == key)


def _change(row: Row, cells: Mapping[str, Cell]) -> Row:
    return replace(row, cells={**row.cells, **cells})


def a_force(text: str = SHARED, **changes: object) -> Force:
    targets = the_rules().targets
    lists = [a_list(target.title) for target in (targets.gaps, targets.position, targets.publications)]
    cells: dict[str, Cell] = {COLUMNS[name]: None for name in COLUMNS}
    cells |= {COLUMNS["title"]: "Refresher", COLUMNS["publication"]: "Pre-charge bail", COLUMNS["text"]: text}  # type: ignore[index]
    return Force(a_list(TRACKER_TITLE, [a_row(1, **cells)]), *lists, **changes)  # type: ignore[arg-type]


def match_of(result: Reconciliation) -> tuple[MatchMethod, RegisterRef | None]:
    return result.matches[0].method, result.matches[0].ref


def keys_of(result: Reconciliation) -> set[str]:
    return {gap.key for gap in result.gaps}
