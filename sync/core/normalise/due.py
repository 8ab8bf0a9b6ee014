"""Due phrases as HMICFRS writes them, read by rule; what no rule reads stays text and is told, never guessed.

Source of the forms: hmicfrs.md, section 1.7.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sync.core.clocks import add_months
from sync.core.normalise.dates import read_date
from sync.core.records import DatedTo, Due
from sync.core.text import fold
from sync.core.vocabulary import DatePrecision, Recurrence

_NUMBER_WORDS: Final = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
_NUMBERS: Final = {word: number for number, word in enumerate(_NUMBER_WORDS.split(), 1)} | {
    "a": 1,
    "an": 1,
    "twenty four": 24,
    "thirty six": 36,
}
_COUNT: Final = r"[0-9]{1,3}|" + "|".join(_NUMBERS)
_DAY: Final = r"[0-9]{1,2}(?:st|nd|rd|th)?(?: of)? "
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?) [0-9]{4}"
)
_REPORT: Final = r"(?:this|the|our) (?:inspection )?(?:report|publication|letter)"
_PUBLICATION: Final = (
    rf"(?:{_REPORT} s publication|(?:the )?date of (?:{_REPORT}|publication)(?: of {_REPORT})?"
    rf"|(?:the |its )?publication(?: date)?(?: of {_REPORT})?|{_REPORT})"
)
_SINCE: Final = r"(?:of|from|after|following)"
_RECURRENCES: Final = (
    (Recurrence.SIX_MONTHLY, r"(?:every|each) six months|six monthly|twice a year|half yearly"),
    (Recurrence.QUARTERLY, r"(?:every|each) (?:three months|quarter)|quarterly"),
    (Recurrence.MONTHLY, r"(?:every|each) month|monthly"),
    (Recurrence.YEARLY, r"(?:every|each) year|yearly|annual(?:ly)?|once a year"),
)
_MONTHS_OF: Final = {Recurrence.YEARLY: 12, Recurrence.SIX_MONTHLY: 6, Recurrence.QUARTERLY: 3, Recurrence.MONTHLY: 1}
_PARTS: Final = re.compile(
    r"(?<!\S)(?:"
    r"(?P<now>immediately|(?:with )?immediate effect|straight ?away|at once|(?:start|begin)(?:ning|ing)? now|now)"
    r"|(?P<open>as soon as (?:is )?(?:reasonably )?(?:possible|practicable)|without (?:undue )?delay"
    r"|at the earliest opportunity|ongoing|continu(?:al|ally|e|ing|ous|ously))"
    r"|(?P<recurs>(?:(?:publish|report|review|repeat) )?(?:(?:then|and|at least) ){0,3}"
    rf"(?:{'|'.join(pattern for _, pattern in _RECURRENCES)})"
    rf"(?: (?:afterwards|thereafter|after that|from then on))?)(?: from(?= (?:{_DAY})?{_MONTH}(?!\S)))?"
    rf"|(?:within|in|(?P<late1>no later than|not later than)) (?:the next )?(?P<count>{_COUNT}) (?P<unit>day|week|month|year)s?"
    rf"(?: {_SINCE} (?:{_PUBLICATION}|(?P<anchor>{_DAY}{_MONTH})))?"
    r"|(?:(?P<lead>by|on or before|on|in|before|(?P<late2>no later than|not later than)) )?(?:the )?(?P<end>end (?:of )?)?"
    rf"(?:(?P<date>(?:{_DAY})?{_MONTH})|(?P<year>[0-9]{{4}}))"
    r"|(?P<begins>begin(?:ning)?|start(?:ing)?|commenc(?:e|ing))"
    r"|(?P<ends>complet(?:e|ed|ing)|conclud(?:e|ed|ing)|finish(?:ed)?|at the latest)"
    r"|(?P<filler>the|all|every|police|forces?|chief|constables?|should|must|will|to|be|and|then|this|these|it|them|they|work)"
    r")(?!\S)"
)
"""Everything that the rules read, in a folded phrase. A date's own lead goes with it: *before* is another day than *by*."""
_TELLING: Final = re.compile(
    r"(?<!\S)(?:no|not|nor|never|un(?:less|til)|till?|except|after|before|earlier|earliest|later|follow(?:ing|s)|since|if|when"
    r"|once|from|within|pending|subject|between|by|days?|weeks?|months?|years?|quarters?|\S*[0-9]\S*"
    rf"|{_NUMBER_WORDS.replace(' ', '|')})(?!\S)"
)
"""Words that give a date another meaning, or are part of one that no rule reads."""


@dataclass(slots=True)
class _Parts:
    """What a phrase says, part by part."""

    stops: list[DatedTo]
    recurrence: Recurrence | None = None
    is_now: bool = False
    is_open: bool = False
    begins: bool = False
    ends: bool = False

    @property
    def has_two_ends(self) -> bool:
        """Say whether it has a beginning and an end, or a first time and those after: what to do may stand in between."""
        return bool(self.stops) and (self.is_now or (self.begins and self.ends) or self.recurrence is not None)


def read_due(phrase: str, published: DatedTo) -> Due | None:
    """Return when a phrase wants an item done, counted from its publication, or None when no rule reads all of it.

    A month comes to its last day; *immediately* to the day of publication; *within six months* to the same day six months on;
    a beginning with a long stop to both; *as soon as possible* to no day. A yearly duty is due first on the day it names, or a
    year after publication when it names none. An empty phrase is no date, as for areas for improvement.

    A word left over (*until*, *not*, *following*), a second date, and a day before the publication make a phrase one that is
    not read: what they change, no rule knows.
    """
    words = fold(phrase)
    if not words:
        return Due()
    parts = _read_parts(words, published)
    if parts is None or len(parts.stops) > 1:
        return None
    if parts.stops:
        stop = parts.stops[0]
        starts_on = published.on if parts.is_now or (parts.begins and parts.ends) else None
        if stop.on < _first_day(published) or (parts.begins and not starts_on):
            return None
        return Due(phrase, stop.on, stop.precision, starts_on=starts_on, recurrence=parts.recurrence)
    if parts.is_now:
        return Due(phrase, published.on, DatePrecision.IMMEDIATE, recurrence=parts.recurrence)
    if parts.begins or parts.ends:
        return None
    if parts.recurrence:
        on = add_months(published.on, _MONTHS_OF[parts.recurrence])
        return Due(phrase, on, DatePrecision.RELATIVE, recurrence=parts.recurrence)
    return Due(phrase, None, DatePrecision.OPEN) if parts.is_open else None


def _first_day(published: DatedTo) -> date:
    """Return the first day that the date can mean: a month or a year stands as its last."""
    match published.precision:
        case DatePrecision.MONTH:
            return published.on.replace(day=1)
        case DatePrecision.YEAR:
            return published.on.replace(month=1, day=1)
        case _:
            return published.on


def _read_parts(words: str, published: DatedTo) -> _Parts | None:
    """Return the parts of a folded phrase, or None where something is left over that can change their meaning."""
    parts = _Parts([])
    read = list(_PARTS.finditer(words))
    found = [part for part in read if part["filler"] is None]
    for part in found:
        if not _take(parts, part, published.on, is_first=part.start() == 0):
            return None
    left = list(_find_left_over(words, read))
    if not left or not found:
        return parts if found else None
    are_between = all(found[0].end() <= start and end <= found[-1].start() for start, end in left)
    is_harmless = not any(_TELLING.search(words[start:end]) for start, end in left)
    return parts if are_between and is_harmless and parts.has_two_ends else None


def _find_left_over(words: str, read: Sequence[re.Match[str]]) -> Iterator[tuple[int, int]]:
    """Yield where the words stand that are no part of anything the rules read."""
    end = 0
    for part in read:
        if words[end : part.start()].strip():
            yield end, part.start()
        end = part.end()
    if words[end:].strip():
        yield end, len(words)


def _take(parts: _Parts, part: re.Match[str], published: date, *, is_first: bool) -> bool:
    """Add what one part says; False when it is a date that the calendar has not, or one that nothing leads to."""
    if part["count"] or part["date"] or part["year"]:
        is_led = part["lead"] or part["end"] or is_first or parts.ends or parts.recurrence
        stop = _count_on(part, published) if part["count"] else _read_named(part) if is_led else None
        if stop is None:
            return False
        parts.stops.append(stop)
        parts.ends = parts.ends or bool(part["late1"] or part["late2"])
    elif part["recurs"]:
        if parts.recurrence:
            return False
        parts.recurrence = next(meant for meant, pattern in _RECURRENCES if re.search(pattern, part["recurs"]))
    parts.is_now = parts.is_now or part["now"] is not None
    parts.is_open = parts.is_open or part["open"] is not None
    parts.begins = parts.begins or part["begins"] is not None
    parts.ends = parts.ends or part["ends"] is not None
    return True


def _read_named(part: re.Match[str]) -> DatedTo | None:
    """Return the last day that a named date leaves time for."""
    if part["year"]:
        # A year alone is a date only as *the end of* one: *by 2021* may mean its first day or its last.
        ended = read_date(part["year"]) if part["end"] else None
        return DatedTo(ended.on, DatePrecision.MONTH) if ended else None
    named = _read_day(part["date"])
    if named is None or part["lead"] != "before" or part["end"]:
        return named
    first = named.on.replace(day=1) if named.precision is DatePrecision.MONTH else named.on
    return DatedTo(first - timedelta(days=1), named.precision)


def _read_day(words: str) -> DatedTo | None:
    return read_date(words.replace(" of ", " "))


def _count_on(part: re.Match[str], published: date) -> DatedTo | None:
    """Return the day so many units after the publication, or after the day that the phrase counts from."""
    start = published
    if part["anchor"]:
        anchor = _read_day(part["anchor"])
        if anchor is None:
            return None
        start = anchor.on
    count = int(part["count"]) if part["count"].isdecimal() else _NUMBERS[part["count"]]
    return DatedTo(_add(start, count, part["unit"]), DatePrecision.RELATIVE)


def _add(day: date, count: int, unit: str) -> date:
    match unit:
        case "day":
            return day + timedelta(days=count)
        case "week":
            return day + timedelta(weeks=count)
        case "month":
            return add_months(day, count)
        case _:
            return add_months(day, 12 * count)
