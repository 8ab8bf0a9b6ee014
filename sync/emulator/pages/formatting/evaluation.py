"""Expressions worked out for one row. Pure: the row, the moment and the person come in the scope."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol
from zoneinfo import ZoneInfo

from sync.emulator.pages.formatting.expressions import Call, Expression, Literal, Reference, read_expression
from sync.emulator.pages.formatting.functions import call_function
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.formatting.values import Moment, Thing, Value, is_true, write_text


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and how its column shows it."""

    value: Value
    shown: str


class Row(Protocol):
    """One row of a list, as formatting sees it."""

    def read_cell(self, name: str) -> Cell:
        """Return a column's cell by internal name; raises ``FormattingError`` for a column that is not there."""
        ...

    def read_title(self, name: str) -> str:
        """Return what a column is called; raises ``FormattingError`` for a column that is not there."""
        ...


@dataclass(frozen=True, slots=True)
class Loop:
    """Where a ``forEach`` is."""

    member: Cell
    index: int


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything an expression may ask for.

    Args:
        current: what ``@currentField`` is.
        me: the e-mail address of whoever looks.
        web: the site's address.
        extras: further ``@`` names and what they are: ``@group``, ``@aggregates``.
    """

    row: Row
    current: Cell
    now: Moment
    zone: ZoneInfo
    me: str
    web: str
    row_index: int = 0
    loops: Mapping[str, Loop] = field(default_factory=dict)
    extras: Mapping[str, Value] = field(default_factory=dict)

    def enter(self, name: str, member: Value, index: int) -> "Scope":
        """Return the scope inside one turn of a loop."""
        return replace(self, loops={**self.loops, name: Loop(Cell(member, write_text(member)), index)})


def evaluate(written: object, scope: Scope) -> Value:
    """Return what is written in formatting, worked out; raises ``FormattingError`` for what is not known."""
    try:
        return _evaluate(read_expression(written), scope)
    except RecursionError as error:
        raise FormattingError("an expression nested too deeply") from error


def evaluate_text(written: object, scope: Scope) -> str:
    """Return the same as text."""
    return write_text(evaluate(written, scope))


def _evaluate(expression: Expression, scope: Scope) -> Value:
    if isinstance(expression, Literal):
        return expression.value
    if isinstance(expression, Reference):
        return _refer(expression, scope)
    return _call(expression, scope)


def _call(call: Call, scope: Scope) -> Value:
    lazy = _LAZY.get(call.name)
    if lazy:
        return lazy(call, scope)
    return call_function(call.name, [_evaluate(operand, scope) for operand in call.operands], scope.zone)


def _choose(call: Call, scope: Scope) -> Value:
    if len(call.operands) not in (2, 3):
        raise FormattingError(f"a condition with {len(call.operands)} operands")
    if is_true(_evaluate(call.operands[0], scope)):
        return _evaluate(call.operands[1], scope)
    return _evaluate(call.operands[2], scope) if len(call.operands) == 3 else ""


def _find_first_true(call: Call, scope: Scope) -> Value:
    value: Value = ""
    for operand in call.operands:
        value = _evaluate(operand, scope)
        if is_true(value):
            return value
    return value


def _find_first_false(call: Call, scope: Scope) -> Value:
    value: Value = ""
    for operand in call.operands:
        value = _evaluate(operand, scope)
        if not is_true(value):
            return value
    return value


def _count_loop(call: Call, scope: Scope) -> Value:
    name = write_text(_evaluate(call.operands[0], scope)) if call.operands else ""
    if name not in scope.loops:
        raise FormattingError(f"the loop '{name}'")
    return scope.loops[name].index


_LAZY = {"if": _choose, "||": _find_first_true, "&&": _find_first_false, "loopIndex": _count_loop}


def _refer(reference: Reference, scope: Scope) -> Value:
    if reference.source == "!":
        return scope.row.read_title(reference.name)
    return _follow(_find_cell(reference, scope), reference.path)


def _find_cell(reference: Reference, scope: Scope) -> Cell:
    if reference.source == "$":
        loop = scope.loops.get(reference.name)
        return loop.member if loop else scope.row.read_cell(reference.name)
    known: Mapping[str, Value] = {
        "@now": scope.now,
        "@me": scope.me,
        "@currentWeb": scope.web,
        "@rowIndex": scope.row_index,
        "@isSelected": False,
        "@lcid": 2057,
        "@UIlcid": 2057,
        **scope.extras,
    }
    if reference.source == "@currentField":
        return scope.current
    if reference.source not in known:
        raise FormattingError(f"'{reference.source}'")
    value = known[reference.source]
    return Cell(value, write_text(value))


def _follow(cell: Cell, path: tuple[str, ...]) -> Value:
    if path == ("displayValue",):
        return cell.shown
    value = cell.value
    for name in path:
        value = _read_property(value, name)
    return value


def _read_property(value: Value, name: str) -> Value:
    if isinstance(value, tuple):
        return tuple(_read_property(member, name) for member in value)
    if isinstance(value, Thing) and name in value.properties:
        return value.properties[name]
    # A property that is not there is empty, as in SharePoint; of a plain value, what it shows is itself.
    return write_text(value) if name == "displayValue" else ""
