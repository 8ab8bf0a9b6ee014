"""The order of the stages lives here and nowhere else."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sync.core.decisions import drop_outlived, read_decisions, read_troubles, read_unreasoned, tell_refused_pins
from sync.core.flags import Flags, find_asked, settle_flags, tell_copies, tell_unasked
from sync.core.gaps import assess_gaps
from sync.core.match import Matcher, read_later_words, tell_decisions
from sync.core.memory import freeze
from sync.core.normalise import normalise_histories, normalise_kept, normalise_memories, normalise_tracker
from sync.core.plan import make_plan, plan_list
from sync.core.publications import assess_publications, read_answers
from sync.core.records import (
    Gap,
    ListContents,
    Match,
    Plan,
    Position,
    PublicationStanding,
    Register,
    Row,
    RowVersion,
    RunMemory,
    Standing,
    TargetList,
    TrackerEntry,
)
from sync.core.rollup import (
    INSPECTIONS,
    SELF_ASSESSMENT,
    AskedFor,
    Workings,
    build_flag_column_rows,
    build_position_rows,
    build_publication_rows,
    freeze_history,
    roll_up,
)
from sync.core.rules import MatchingRules, Rules
from sync.core.standing import assess_standings
from sync.core.values import read_text
from sync.core.vocabulary import TrackerField
from sync.core.written import FIGURE_COLUMNS
from sync.errors import ShrunkSourceError


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read: the sources, and the lists we write as they stand now.

    ``versions`` are those of some rows of the tracker; see ``Flags.untold``. ``inspections`` and ``assessments`` are None where
    the site has no such list.
    """

    register: Register
    tracker: ListContents
    gaps: ListContents
    position: ListContents
    publications: ListContents
    history: ListContents
    versions: Mapping[int, Sequence[RowVersion]] = field(default_factory=dict)
    remembered: RunMemory = field(default_factory=RunMemory)
    inspections: ListContents | None = None
    assessments: ListContents | None = None


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What the stages made of the inputs, one after the other."""

    register: Register
    entries: tuple[TrackerEntry, ...]
    matches: tuple[Match, ...]
    standings: tuple[Standing, ...]
    publications: tuple[PublicationStanding, ...]
    gaps: tuple[Gap, ...]
    flags: Flags
    position: Position
    plan: Plan


class Memory:
    """What matching found out in the last run, for as long as register and rules stay what they were.

    It changes no result: with it, only rows whose words changed cost anything.
    """

    def __init__(self) -> None:
        self._matcher: Matcher | None = None

    def recall(self, register: Register, rules: MatchingRules) -> Matcher:
        """Return the last run's matcher, or a new one when what it knew holds no longer."""
        if self._matcher is None or not self._matcher.is_for(register, rules):
            self._matcher = Matcher(register, rules)
        return self._matcher


def reconcile(inputs: Inputs, rules: Rules, as_of: date, memory: Memory | None = None) -> Reconciliation:
    """Turn what was read into what should be written; ``memory`` spares looking again at what has not changed.

    Raises:
        ShrunkSourceError: the tracker has no rows although the position list speaks of some.
    """
    _check_source(inputs, rules)
    register = inputs.register.published_by(as_of)
    entries = normalise_tracker(inputs.tracker, rules)
    decisions = read_decisions(inputs.gaps, as_of)
    matcher = memory.recall(register, rules.matching) if memory else Matcher(register, rules.matching)
    matches = matcher.match(entries, decisions)
    governance, targets = rules.governance, rules.targets
    memories = normalise_memories(inputs.tracker)
    standings = assess_standings(entries, matches, register, governance, memories, as_of)
    answers = read_answers(inputs.publications, targets.publications)
    publications = assess_publications(standings, register, rules, answers, as_of)
    histories = normalise_histories(inputs.versions, rules)
    kept = normalise_kept(inputs.inspections, inputs.assessments, governance, register)
    gaps = assess_gaps(standings, register, rules, as_of, publications, histories, kept)
    twice = frozenset(kind for kind, rule in rules.gaps.items() if rule.is_on and rule.is_seen_twice)
    later = read_later_words(entries, decisions, matches, register, find_asked(inputs.gaps))
    flags = settle_flags(gaps, inputs.gaps, targets.gaps, inputs.tracker.address, as_of, twice, later)
    records_returns = TrackerField.RETURNED_ON in rules.tracker.columns
    position = roll_up(standings, governance, as_of, kept, records_returns=records_returns)
    workings = Workings(
        inputs.tracker, standings, rules.tracker, has_our_columns=targets.flags is not None, kept=_find_kept(inputs)
    )
    history = freeze_history(standings, governance, inputs.history, targets.history, as_of, workings)
    position = replace(position, trend=history.trend)
    asked_for = AskedFor(inputs.gaps.address, flags.flags)
    lines = build_position_rows(position, inputs.position, targets.position, workings)
    changes = [
        *plan_list(targets.gaps, inputs.gaps, flags.rows),
        *plan_list(targets.position, inputs.position, lines),
        *plan_list(
            targets.publications,
            inputs.publications,
            build_publication_rows(publications, inputs.publications, targets.publications, workings, asked_for),
        ),
        *plan_list(targets.history, inputs.history, history.rows),
    ]
    if targets.flags:
        changes += plan_list(targets.flags, inputs.tracker, build_flag_column_rows(standings, flags.flags))
    existing = {
        inputs.tracker.title: len(inputs.tracker.rows),
        inputs.gaps.title: flags.before,
        inputs.position.title: sum(1 for _ in _current_lines(inputs.position, targets.position)),
        inputs.publications.title: sum(1 for _ in _current_lines(inputs.publications, targets.publications)),
        inputs.history.title: len(inputs.history.rows),
    }
    thawed = freeze(changes, inputs.remembered)
    plan = make_plan(thawed.changes, existing, targets.guards, as_of, held=thawed.held, frozen=thawed.frozen)
    notes = (
        *tell_decisions(entries, drop_outlived(decisions, entries, register), matches, register, rules.matching),
        *tell_refused_pins(entries, decisions, rules.matching.pinned, rules.matching.pinned_places),
        *read_troubles(inputs.gaps, as_of),
        *read_unreasoned(inputs.gaps),
        *tell_copies(inputs.gaps, targets.gaps),
        *tell_unasked(flags),
    )
    plan = replace(plan, notes=notes)
    return Reconciliation(register, entries, matches, standings, publications, gaps, flags, position, plan)


def _find_kept(inputs: Inputs) -> dict[str, str]:
    """Return the address of each list that people keep, by the position's table about it."""
    kept = {INSPECTIONS: inputs.inspections, SELF_ASSESSMENT: inputs.assessments}
    return {table: contents.address for table, contents in kept.items() if contents is not None}


def _check_source(inputs: Inputs, rules: Rules) -> None:
    """Hold the run when the tracker is empty and was not before: somebody emptied or replaced the list."""
    lines = _current_lines(inputs.position, rules.targets.position)
    had_rows = any(line.cells.get(column) for line in lines for column in FIGURE_COLUMNS.values())
    if had_rows and not inputs.tracker.rows:
        raise ShrunkSourceError(
            f"The list '{rules.tracker.list_title}' has no rows, but {rules.targets.position.title} has figures from earlier "
            "runs. Nothing was changed. Restore the rows from the recycle bin, or check which list the mapping names."
        )


def _current_lines(position: ListContents, target: TargetList) -> Iterator[Row]:
    """Yield the rows of a list of ours that have not had their day."""
    return (row for row in position.rows if read_text(row.cells.get(target.key)) and not row.cells.get("Retired"))
