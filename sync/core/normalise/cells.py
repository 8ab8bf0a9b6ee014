"""The cells of one register row, read by column name; what cannot be read is told with its place."""

import re
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar, overload

from rapidfuzz import process

from sync.core.clocks import say_date
from sync.core.normalise.dates import find_readings, read_date, read_serial
from sync.core.records import DatedTo, RegisterRow
from sync.core.text import fold, plain_text, say_list, shorten
from sync.core.vocabulary import DatePrecision, RegisterRef
from sync.errors import Problem

_Word = TypeVar("_Word", bound=StrEnum)
_NEAR_ENOUGH_TO_SUGGEST = 60
_REQUIRED = frozenset({"id", "title", "published_on", "scope", "publication", "text"})
_COUNT = re.compile(r"[0-9]{1,5}")
_LONGEST_SHOWN = 80
_YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}


@cache
def _fold_words(words: type[_Word]) -> dict[str, _Word]:
    """Return the words of a closed list by their folded form."""
    return {fold(word.value): word for word in words}


def _show(text: str) -> str:
    """Return a cell as a message repeats it."""
    return repr(shorten(text, _LONGEST_SHOWN))


class RegisterCells:
    """Reads one row and adds what is wrong with it to ``problems``."""

    def __init__(self, row: RegisterRow, problems: list[Problem]) -> None:
        self._row = row
        self._problems = problems

    def text(self, column: str) -> str:
        """Return the cell's text; a blank cell in a column that must be filled is a problem."""
        raw = self._row.values.get(column, "")
        text = plain_text(raw) if raw else ""
        if not text and column in _REQUIRED:
            self.tell(column, "blank", "This must not be blank.")
        return text

    def peek(self, column: str) -> str:
        """Return the cell's text without a word about a blank, which is told where the cell is read."""
        return plain_text(self._row.values.get(column, ""))

    def many(self, column: str, separator: str = ";") -> tuple[str, ...]:
        """Return the cell's parts."""
        return tuple(part.strip() for part in self.text(column).split(separator) if part.strip())

    def dated(self, column: str) -> DatedTo | None:
        """Return the cell's date, or None when it is blank or no date."""
        text = self.text(column)
        if not text:
            return None
        if self._is_unclear(column, text):
            return None
        if (dated := read_date(text)) is None:
            self.tell(
                column, "not-a-date", f"{_show(text)} is not a date. Write it as 2021-06-30 (or 2021-06, or 2021)."
            )
        return dated

    def day(self, column: str) -> date | None:
        """Return the cell's day, or None when it is blank or no day of the calendar."""
        text = self.text(column)
        return self.read_day(column, text) if text else None

    def read_day(self, column: str, text: str) -> date | None:
        """Return the day that a part of a cell writes, or None, with the mistake told."""
        if self._is_unclear(column, text):
            return None
        dated = read_date(text)
        if dated is None or dated.precision is not DatePrecision.DAY:
            self.tell(column, "not-a-day", f"{_show(text)} is not a day. Write it as 2021-06-30.")
            return None
        return dated.on

    def _is_unclear(self, column: str, text: str) -> bool:
        """Tell what a spreadsheet program made of a date, where it leaves open which day was meant."""
        if serial := read_serial(text):
            told = f"{text} is how Excel keeps {say_date(serial)} inside. Write it as {serial.isoformat()}."
            self.tell(column, "serial-number", told, serial.isoformat())
            return True
        if len(readings := find_readings(text)) > 1:
            days = say_list([say_date(day) for day in readings], "or")
            told = f"{text!r} can be {days}. Write the one it is as {readings[0].isoformat()}."
            self.tell(column, "ambiguous-date", told)
            return True
        return False

    def refs(self, column: str) -> tuple[RegisterRef, ...]:
        """Return the references that the cell names, parted by semicolons."""
        return tuple(RegisterRef(part) for part in self.many(column))

    def yes_no(self, column: str, *, default: bool) -> bool:
        """Return what the cell says; ``default`` when it is blank or neither."""
        text = self.text(column)
        if not text:
            return default
        if (meant := _YES_NO.get(fold(text))) is None:
            self.tell(column, "not-yes-or-no", f"{_show(text)} is neither yes nor no.", "yes")
            return default
        return meant

    @overload
    def word(self, column: str, words: type[_Word], default: _Word) -> _Word: ...
    @overload
    def word(self, column: str, words: type[_Word], default: None) -> _Word | None: ...
    def word(self, column: str, words: type[_Word], default: _Word | None) -> _Word | None:
        """Return the word of a closed list that the cell holds, in any writing; ``default`` when it is blank or unknown."""
        text = self.text(column)
        if not text:
            return default
        known: dict[str, _Word] = _fold_words(words)
        if (word := known.get(fold(text))) is not None:
            return word
        nearest = process.extractOne(fold(text), list(known), score_cutoff=_NEAR_ENOUGH_TO_SUGGEST)
        message = f"{_show(text)} is not one of {', '.join(known)}."
        self.tell(column, "unknown-word", message, nearest[0] if nearest else "")
        return default

    def expected_items(self, column: str) -> int | None:
        """Return how many items the publication makes: a number, 0 for ``none``, None for a blank (nobody knows)."""
        text = self.text(column)
        if not text:
            return None
        if fold(text) == "none":
            return 0
        if not _COUNT.fullmatch(text):
            told = f"{_show(text)} is not a whole number up to 99,999, none, or blank for unknown."
            self.tell(column, "not-a-number", told)
            return None
        return int(text)

    def tell(self, column: str, code: str, message: str, suggestion: str = "") -> None:
        """Keep one mistake in a column of this row."""
        self._problems.append(Problem(self._row.file, self._row.line, 0, code, message, suggestion, where=column))
