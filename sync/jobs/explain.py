"""Explain one row: a pass that writes nothing, and what it made of the row."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sync.core.decisions import read_decisions
from sync.core.explanation import Explanation
from sync.core.gaps import name_row
from sync.core.records import Change, ListContents, Register, Standing
from sync.core.rules import Rules
from sync.core.text import fold, say_list
from sync.core.values import read_number, read_text
from sync.errors import UserError
from sync.jobs.pipeline import RegisterSource, begin_pass, prepare, read_source
from sync.ports import Ports

_LISTED: Final = 12
"""So many rows are named when several answer; of more, how many they are."""


def explain_row(ports: Ports, rules: Rules, register: RegisterSource, as_of: date, wanted: str) -> Explanation:
    """Return what a run would make of one row.

    Args:
        ports: the outside world; nothing is written.
        rules: the administrators' decisions.
        register: the register, or where it is read from.
        as_of: the day the figures would speak for.
        wanted: the row's ID, its reference as the Tracker has it, or that of the register item it is about.

    Raises:
        UserError: no row answers to ``wanted``, or several do.
    """
    meter = begin_pass(ports)
    prepared = prepare(ports, rules, read_source(register), as_of, meter)
    result, inputs = prepared.reconciliation, prepared.inputs
    standing = _find(wanted, result.standings, result.register, inputs.tracker.title)
    row = next(row for row in inputs.tracker.rows if row.id == standing.entry.id)
    by_words = ports.memory.recall(result.register, rules.matching).rank(standing.entry)
    flags = tuple(flag for flag in result.flags.flags if row.id in flag.gap.entries)
    keys = {flag.gap.key for flag in flags} | _read_keys(inputs.gaps, rules.targets.gaps.key, row.id)

    def is_meant(change: Change) -> bool:
        if change.list_title == inputs.tracker.title:
            return change.row_id == row.id
        return change.list_title == inputs.gaps.title and change.key in keys

    refs = [candidate.ref for candidate in by_words.candidates] + ([standing.item.id] if standing.item else [])
    return Explanation(
        as_of=as_of,
        read={name.value: row.cells.get(column) for name, column in rules.tracker.columns.items()},
        standing=standing,
        by_words=by_words,
        decisions=tuple(one for one in read_decisions(inputs.gaps, as_of) if one.entry == row.id),
        flags=flags,
        changes=tuple(filter(is_meant, result.plan.changes)),
        held=tuple(filter(is_meant, result.plan.held)),
        texts={ref: result.register.items[ref].text for ref in refs},
    )


def _read_keys(gaps: ListContents, key: str, row: int) -> frozenset[str]:
    """Return the keys of the gap list's rows about a row, whether or not they are found today: one may be about to be cleared."""
    return frozenset(read_text(one.cells.get(key)) for one in gaps.rows if read_number(one.cells.get("EntryId")) == row)


def _find(wanted: str, standings: Sequence[Standing], register: Register, title: str) -> Standing:
    """Return the row that is meant. An ID goes first: a Tracker may well number its recommendations too."""
    number, words = wanted.strip().lstrip("#"), fold(wanted)
    found = [standing for standing in standings if str(standing.entry.id) == number] or [
        standing for standing in standings if words and words in _names(standing)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        listed = [name_row(standing) for standing in found]
        if len(listed) > _LISTED:
            listed[_LISTED:] = [f"{len(listed) - _LISTED:,} more"]
        raise UserError(
            f"{len(found):,} rows of '{title}' answer to {wanted.strip()}: {say_list(listed)}. Give the number in the ID column of "
            "one of them."
        )
    item = next((item for item in register.items.values() if fold(item.id) == words), None)
    known = f" {item.id} is in the register, but no row is about it." if item else ""
    raise UserError(
        f"The list '{title}' has no row {wanted}.{known} Give the number in its ID column, its reference, or the register's "
        f"reference of the item it is about; the list has {len(standings):,} rows."
    )


def _names(standing: Standing) -> tuple[str, ...]:
    """Return the references that a row answers to: its own, and that of the item it is about."""
    return (fold(standing.entry.reference), fold(standing.item.id) if standing.item else "")
