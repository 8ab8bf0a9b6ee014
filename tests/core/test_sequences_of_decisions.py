"""From run to run: no decision is forgotten or applied to another row or item, and it is asked again only when a text changes.

The oracle remembers what each person saw as plain texts, where the service keeps fingerprints, and knows nothing of the
columns in which it keeps them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.match import match_entries
from sync.core.reconcile import Reconciliation
from sync.core.records import Cell, Row
from sync.core.rules import MatchingRules
from sync.core.vocabulary import MatchMethod
from tests.builders import AS_OF, a_register, an_item, on
from tests.core.force import BAIL, COLUMNS, FORCE, PUBLICATION, SHARED, Force, a_force

TEXTS = {f"BAIL-2020-R{number}": text for number, text in enumerate((BAIL, FORCE, f"{SHARED} searches"), start=1)}
NEARER = "BAIL-2020-R9"
RESOLVED = {
    "": None,
    "R1": "BAIL-2020-R1",
    "r-1": "BAIL-2020-R1",
    "BAIL-2020-R1": "BAIL-2020-R1",
    "R2": "BAIL-2020-R2",
    "Rec 2": "BAIL-2020-R2",
}
DECIDED, REFUSED = ("Accept candidate 1", "Accept candidate 2", "Accept candidate 3"), ("Not this one", "None of these")
CHOICES = (*DECIDED, *REFUSED, "Not in the register", "Dismiss", None)


@dataclass(frozen=True)
class Seen:
    """What a row of the gap list showed: the row's text, where its reference led, and the items with their texts, in order."""

    text: str
    reference: str
    items: Mapping[str, str]


@dataclass(frozen=True)
class Claim:
    """What somebody said of a row as they saw it: that it is an item (None: none at all), or that it is not."""

    ref: str | None
    is_refused: bool
    seen: Seen
    item: str
    until: date | None = None


@dataclass
class Oracle:
    """What is known of one row: the claims that stand, the last of which belong together, and the cells last read."""

    claims: list[Claim] = field(default_factory=list)
    last: list[Claim] = field(default_factory=list)
    choice: str | None = None
    said: tuple[str | None, str | None, date | None] = (None, None, None)
    shown: Seen | None = None

    def read(self, choice: str | None, reason: str | None, until: date | None) -> None:
        """Take in what stands in the row of the gap list when a run begins."""
        if choice is None:
            self.claims, self.last, self.choice, self.said = [], [], None, (None, None, None)
        elif choice != "Dismiss" and self.shown and (choice, reason, until) != self.said:
            self.said = (choice, reason, until)
            made = self._say_again(until) if choice == self.choice and self.last else self._say(choice, until)
            self.choice, self.last = choice, made

    def _say(self, choice: str, until: date | None) -> list[Claim]:
        assert self.shown
        shown = list(self.shown.items.items())
        if choice == "Not in the register":
            made = [Claim(None, is_refused=False, seen=self.shown, item="", until=until)]
        else:
            number = int(choice[-1]) if choice in DECIDED else 1
            about = shown if choice == "None of these" else shown[number - 1 : number]
            made = [Claim(ref, choice in REFUSED, self.shown, text, until) for ref, text in about]
        refs = {one.ref for one in made}
        settles = any(not one.is_refused for one in made)
        self.claims = [one for one in self.claims if one.ref not in refs and (one.is_refused or not settles)] + made
        return made

    def _say_again(self, until: date | None) -> list[Claim]:
        assert self.shown
        again = []
        for one in self.last:
            is_same = one.seen.text == self.shown.text
            if one.ref is None or is_same or one.ref in self.shown.items:
                item = self.shown.items.get(one.ref or "", one.item)
                again.append(replace(one, seen=self.shown, item=item, until=until))
            else:
                again.append(one)
        self.claims = [one for one in self.claims if one not in self.last] + again
        return again

    def holds(self, text: str, reference: str, items: Mapping[str, str], as_of: date) -> list[Claim]:
        """Return what holds of the claims today."""
        return [
            one
            for one in self.claims
            if one.seen.text == text
            and (one.ref is None or items.get(one.ref) == one.item)
            and (one.until is None or one.until > as_of)
            and not self._is_overruled(one, reference)
        ]

    @staticmethod
    def _is_overruled(one: Claim, reference: str) -> bool:
        now, then = RESOLVED[reference], RESOLVED[one.seen.reference]
        is_later = now is not None and now != then
        return is_later and (now == one.ref if one.is_refused else now != one.ref)


@dataclass
class World:
    """The lists, the people, and what the oracle knows of each row."""

    force: Force = field(default_factory=a_force)
    items: dict[str, str] = field(default_factory=lambda: dict(TEXTS))
    oracles: dict[int, Oracle] = field(default_factory=dict)

    def cells(self, number: int) -> Mapping[str, Cell]:
        return next(row.cells for row in self.force.tracker.rows if row.id == number)

    def text_of(self, number: int) -> str:
        return str(self.cells(number)[COLUMNS["text"]])  # type: ignore[index]

    def reference_of(self, number: int) -> str:
        return str(self.cells(number)[COLUMNS["reference"]] or "")  # type: ignore[index]

    def retype(self, number: int, name: str, text: str) -> None:
        change: dict[str, Cell] = {COLUMNS[name]: text or None}  # type: ignore[index]
        rows = [_with(row, change) if row.id == number else row for row in self.force.tracker.rows]
        self.force.tracker = replace(self.force.tracker, rows=rows)

    def copy(self) -> None:
        rows = list(self.force.tracker.rows)
        if len(rows) < 3:
            self.force.tracker = replace(self.force.tracker, rows=[*rows, replace(rows[0], id=len(rows) + 1)])

    def decide(self, number: int, **cells: Cell) -> None:
        self.force.decide(f"ambiguous-match/{number}", **cells)

    def run(self) -> Reconciliation:
        for number, cells in self._gap_rows().items():
            until = cells.get("ReviewOn")
            day = (until + timedelta(hours=12)).date() if isinstance(until, datetime) else None
            choice, reason = cells.get("Decision"), cells.get("Reason")
            oracle = self.oracles.setdefault(number, Oracle())
            oracle.read(str(choice) if choice else None, str(reason) if reason else None, day)
        self.force.register = a_register([PUBLICATION], [an_item(ref, text=text) for ref, text in self.items.items()])
        result = self.force.run()
        asked = {gap.entry for gap in result.gaps if gap.key.startswith("ambiguous-match/")}
        for number, cells in self._gap_rows().items():
            oracle = self.oracles.setdefault(number, Oracle())
            if number not in asked and oracle.shown:
                # What is decided from now on is decided with the reference in view that the row has by now.
                oracle.shown = replace(oracle.shown, reference=self.reference_of(number))
            if number in asked:
                says = [line.partition(". ")[2].partition(": ") for line in str(cells["RegisterSays"]).splitlines()]
                seen = Seen(self.text_of(number), self.reference_of(number), {ref: text for ref, _, text in says})
                oracle.shown = seen
        return result

    def _gap_rows(self) -> dict[int, Mapping[str, Cell]]:
        rows = [row for row in self.force.gaps.rows if str(row.cells["SyncKey"]).startswith("ambiguous-match/")]
        return {int(str(row.cells["SyncKey"]).partition("/")[2]): row.cells for row in rows}

    def check(self, result: Reconciliation) -> None:
        alone = match_entries(result.entries, self.force.register, MatchingRules())
        for entry, match, before in zip(result.entries, result.matches, alone, strict=True):
            number, reference = int(entry.id), self.reference_of(entry.id)
            held = self.oracles.get(number, Oracle()).holds(
                self.text_of(number), reference, self.items, self.force.as_of
            )
            settled = [one.ref for one in held if not one.is_refused]
            refused = {one.ref for one in held if one.is_refused}
            if settled:
                assert (match.method, match.ref) == (MatchMethod.DECISION, settled[0])
            elif refused:
                assert match.ref not in refused
                assert match.method is not MatchMethod.DECISION
            else:
                assert replace(match, referred=None) == replace(before, referred=None)


def _with(row: Row, cells: Mapping[str, Cell]) -> Row:
    return replace(row, cells={**row.cells, **cells})


def _pass_days(world: World) -> None:
    world.force.as_of += timedelta(days=20)


def _turn_round(world: World) -> None:
    world.items = dict(reversed(world.items.items()))


def _reword(ref: str, tail: str) -> Callable[[World], None]:
    return lambda world: world.items.update({ref: TEXTS[ref] + tail})


def _add_or_take(world: World) -> None:
    if world.items.pop(NEARER, None) is None:
        world.items[NEARER] = f"{SHARED} it"


def _draw(random: Random) -> Callable[[World], None]:
    """Return something that people do between two runs: half of it in the gap list, mostly about the first row."""
    number = random.choice([1, 1, 1, 2])
    match random.randrange(10):
        case 0 | 1 | 2:
            choice = random.choice(CHOICES)
            return lambda world: world.decide(number, Decision=choice)
        case 3 | 4:
            said = random.choice(["Seen", "Sene", None])
            return lambda world: world.decide(number, Reason=said)
        case 5:
            days = random.choice([0, 10, 30, 300])
            until = on(AS_OF + timedelta(days=days)) if days else None
            return lambda world: world.decide(number, ReviewOn=until)
        case 6:
            text = SHARED + random.choice(["", " arrests", " bail"])
            return lambda world: world.retype(number, "text", text)
        case 7:
            reference = random.choice(sorted(RESOLVED))
            return lambda world: world.retype(number, "reference", reference)
        case 8:
            return _reword(random.choice(sorted(TEXTS)), random.choice(["", " now"]))
        case _:
            return random.choice([World.copy, _add_or_take, _turn_round, _pass_days])


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1))
def test_no_decision_is_ever_forgotten_or_applied_to_another_row_or_item(seed: int) -> None:
    # Drawn by ourselves: hypothesis prefers short and simple lists, in which nothing is decided twice.
    random = Random(seed)  # noqa: S311
    world = World()
    world.check(world.run())
    world.decide(1, Decision=random.choice([*DECIDED[:2], *REFUSED]), Reason="Seen")
    world.check(world.run())

    for _ in range(12):
        for _ in range(random.choice([1, 1, 2])):
            _draw(random)(world)
        world.check(world.run())
