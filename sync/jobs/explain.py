"""Explain one row: a pass that writes nothing, and what it made of the row."""

from datetime import date

from sync.core.decisions import read_decisions
from sync.core.explanation import Explanation
from sync.core.rules import Rules
from sync.errors import UserError
from sync.jobs.pipeline import RegisterSource, begin_pass, prepare, read_source
from sync.ports import Ports


def explain_row(ports: Ports, rules: Rules, register: RegisterSource, as_of: date, wanted: str) -> Explanation:
    """Return what a run would make of the row with this ID.

    Raises:
        UserError: there is no such row.
    """
    meter = begin_pass(ports)
    prepared = prepare(ports, rules, read_source(register), as_of, meter)
    result, inputs = prepared.reconciliation, prepared.inputs
    row = next((row for row in inputs.tracker.rows if str(row.id) == wanted.strip().lstrip("#")), None)
    if row is None:
        raise UserError(
            f"The list '{inputs.tracker.title}' has no row {wanted}. Give the number in its ID column; the list has "
            f"{len(inputs.tracker.rows):,} rows."
        )
    standing = next(standing for standing in result.standings if standing.entry.id == row.id)
    by_words = ports.memory.recall(result.register, rules.matching).rank(standing.entry)
    flags = tuple(flag for flag in result.flags.flags if row.id in flag.gap.entries)
    keys = {flag.gap.key for flag in flags}
    changes = tuple(
        change
        for change in result.plan.changes
        if (change.list_title == inputs.tracker.title and change.row_id == row.id)
        or (change.list_title == inputs.gaps.title and change.key in keys)
    )
    refs = [candidate.ref for candidate in by_words.candidates] + ([standing.item.id] if standing.item else [])
    return Explanation(
        as_of=as_of,
        read={name.value: row.cells.get(column) for name, column in rules.tracker.columns.items()},
        standing=standing,
        by_words=by_words,
        decisions=tuple(one for one in read_decisions(inputs.gaps, as_of) if one.entry == row.id),
        flags=flags,
        changes=changes,
        texts={ref: result.register.items[ref].text for ref in refs},
    )
