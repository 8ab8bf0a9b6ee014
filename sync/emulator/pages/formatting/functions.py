"""The functions and operators of expressions, by the names of Microsoft's "Formatting syntax reference"."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.formatting.values import (
    Moment,
    Thing,
    Value,
    add,
    compare,
    is_equal,
    move,
    move_days,
    read_number,
    subtract,
    write_date,
    write_date_time,
    write_text,
    write_time,
)

_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,? +(\d{1,2}):(\d\d)(?::(\d\d))?)?")
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Function:
    """One function: what it does, and how many operands it takes at the least and the most."""

    work: Callable[..., Value]
    fewest: int
    most: int


def call_function(name: str, operands: list[Value], zone: ZoneInfo) -> Value:
    """Return what a function makes of its operands; raises ``FormattingError`` for one that is not known."""
    function = _FUNCTIONS.get(name)
    if function is None:
        raise FormattingError(f"the operator '{name}'")
    if not function.fewest <= len(operands) <= function.most:
        raise FormattingError(f"the operator '{name}' with {len(operands)} operands")
    if name == "Date":
        return _read_date(operands[0], zone)
    return function.work(*operands)


def _read_date(value: Value, zone: ZoneInfo) -> Moment:
    if isinstance(value, Moment):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return Moment(datetime.fromtimestamp(value / 1000, zone))
        except (OverflowError, ValueError, OSError):
            return Moment(None)
    try:
        return Moment(_parse_date(write_text(value).strip(), zone))
    except ValueError:
        return Moment(None)


def _parse_date(text: str, zone: ZoneInfo) -> datetime:
    # Browsers read a date with slashes the American way round, whatever the site's language.
    found = _AMERICAN.fullmatch(text)
    if found:
        month, day, year, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    moment = datetime.fromisoformat(text)
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)


def _divide(left: Value, right: Value) -> float:
    first, second = read_number(left), read_number(right)
    if second == 0:
        return math.nan if first == 0 or math.isnan(first) else math.copysign(math.inf, first)
    return first / second


def _take_remainder(left: Value, right: Value) -> float:
    first, second = read_number(left), read_number(right)
    return math.nan if second == 0 or not math.isfinite(first) else math.fmod(first, second)


def _raise_to_power(base: Value, exponent: Value) -> float:
    try:
        return math.pow(read_number(base), read_number(exponent))
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _round(rounding: Callable[[float], int]) -> Callable[[Value], float]:
    def work(value: Value) -> float:
        number = read_number(value)
        return float(rounding(number)) if math.isfinite(number) else number

    return work


def _turn(turning: Callable[[float], float]) -> Callable[[Value], float]:
    def work(value: Value) -> float:
        number = read_number(value)
        return turning(number) if math.isfinite(number) else math.nan

    return work


def _count(value: Value) -> float:
    # Not the length of a text: SharePoint says 1 for a text and 0 for an empty one.
    if isinstance(value, tuple):
        return float(len(value))
    return 0.0 if value in ("", 0, False) else 1.0


def _find(text: Value, wanted: Value) -> float:
    if isinstance(text, tuple):
        return float(next((place for place, member in enumerate(text) if is_equal(member, wanted)), -1))
    return float(write_text(text).find(write_text(wanted)))


def _find_last(text: Value, wanted: Value) -> float:
    if isinstance(text, tuple):
        found = [place for place, member in enumerate(text) if is_equal(member, wanted)]
        return float(found[-1] if found else -1)
    return float(write_text(text).rfind(write_text(wanted)))


def _join(members: Value, separator: Value) -> str:
    if not isinstance(members, tuple):
        return write_text(members)
    return write_text(separator).join(write_text(member) for member in members)


def _cut(text: Value, start: Value, end: Value = math.inf) -> str:
    written = write_text(text)
    places = sorted(_limit(read_number(place), len(written)) for place in (start, end))
    return written[places[0] : places[1]]


def _limit(number: float, most: int) -> int:
    return 0 if math.isnan(number) else int(min(max(number, 0), most))


def _replace(text: Value, old: Value, new: Value) -> Value:
    if isinstance(text, tuple):
        return tuple(new if is_equal(member, old) else member for member in text)
    return write_text(text).replace(write_text(old), write_text(new), 1)


def _replace_all(text: Value, old: Value, new: Value) -> Value:
    if isinstance(text, tuple):
        return _replace(text, old, new)
    return write_text(text).replace(write_text(old), write_text(new))[:_LONGEST]


def _pad(*, at_start: bool) -> Callable[[Value, Value, Value], str]:
    def work(text: Value, length: Value, padding: Value = " ") -> str:
        written, filler = write_text(text), write_text(padding)
        missing = _limit(read_number(length), _LONGEST) - len(written)
        if missing <= 0 or not filler:
            return written
        fill = (filler * (missing // len(filler) + 1))[:missing]
        return fill + written if at_start else written + fill

    return work


def _split(text: Value, separator: Value) -> Value:
    between = write_text(separator)
    written = write_text(text)
    return tuple(written.split(between)) if between else tuple(written)


def _append(members: Value, entry: Value) -> Value:
    return (*(members if isinstance(members, tuple) else ()), entry)


def _remove(members: Value, entry: Value) -> Value:
    return tuple(member for member in members if not is_equal(member, entry)) if isinstance(members, tuple) else ()


def _write_locally(writing: Callable[[Moment], str]) -> Callable[[Value], str]:
    def work(value: Value) -> str:
        return writing(Moment(value.at)) if isinstance(value, Moment) else write_text(value)

    return work


def _write_friendly(value: Value) -> str:
    return value.at.strftime("%a %b %d %Y") if isinstance(value, Moment) and value.at else write_text(value)


def _read_part(part: Callable[[datetime], int]) -> Callable[[Value], float]:
    def work(value: Value) -> float:
        return float(part(value.at)) if isinstance(value, Moment) and value.at else math.nan

    return work


def _move_days(value: Value, days: Value) -> Value:
    return move_days(value, read_number(days)) if isinstance(value, Moment) else Moment(None)


def _move_minutes(value: Value, minutes: Value) -> Value:
    return move(value, milliseconds=read_number(minutes) * 60_000) if isinstance(value, Moment) else Moment(None)


def _write_plainly(value: Value) -> str:
    return value.text if isinstance(value, Thing) else write_text(value)


def _of_one(work: Callable[[Value], Value]) -> Function:
    return Function(work, 1, 1)


def _of_two(work: Callable[[Value, Value], Value]) -> Function:
    return Function(work, 2, 2)


_FUNCTIONS: Mapping[str, Function] = {
    "+": _of_two(add),
    "-": _of_two(subtract),
    "*": _of_two(lambda left, right: read_number(left) * read_number(right)),
    "/": _of_two(_divide),
    "%": _of_two(_take_remainder),
    "<": _of_two(lambda left, right: compare(left, right) < 0),
    ">": _of_two(lambda left, right: compare(left, right) > 0),
    "<=": _of_two(lambda left, right: compare(left, right) <= 0),
    ">=": _of_two(lambda left, right: compare(left, right) >= 0),
    "==": _of_two(is_equal),
    "!=": _of_two(lambda left, right: not is_equal(left, right)),
    "toString": _of_one(_write_plainly),
    "Number": _of_one(read_number),
    "Date": _of_one(lambda value: value),
    "toLocaleString": _of_one(_write_locally(write_date_time)),
    "toLocaleDateString": _of_one(_write_locally(write_date)),
    "toLocaleTimeString": _of_one(_write_locally(write_time)),
    "toDateString": _of_one(_write_friendly),
    "toLowerCase": _of_one(lambda value: write_text(value).lower()),
    "toUpperCase": _of_one(lambda value: write_text(value).upper()),
    "abs": _of_one(lambda value: abs(read_number(value))),
    "floor": _of_one(_round(math.floor)),
    "ceiling": _of_one(_round(math.ceil)),
    "cos": _of_one(_turn(math.cos)),
    "sin": _of_one(_turn(math.sin)),
    "pow": _of_two(_raise_to_power),
    "length": _of_one(_count),
    "indexOf": _of_two(_find),
    "lastIndexOf": _of_two(_find_last),
    "join": _of_two(_join),
    "startsWith": _of_two(lambda text, start: write_text(text).startswith(write_text(start))),
    "endsWith": _of_two(lambda text, end: write_text(text).endswith(write_text(end))),
    "substring": Function(_cut, 2, 3),
    "replace": Function(_replace, 3, 3),
    "replaceAll": Function(_replace_all, 3, 3),
    "padStart": Function(_pad(at_start=True), 2, 3),
    "padEnd": Function(_pad(at_start=False), 2, 3),
    "split": _of_two(_split),
    "appendTo": _of_two(_append),
    "removeFrom": _of_two(_remove),
    "getDate": _of_one(_read_part(lambda moment: moment.day)),
    "getMonth": _of_one(_read_part(lambda moment: moment.month - 1)),
    "getYear": _of_one(_read_part(lambda moment: moment.year)),
    "addDays": _of_two(_move_days),
    "addMinutes": _of_two(_move_minutes),
}
