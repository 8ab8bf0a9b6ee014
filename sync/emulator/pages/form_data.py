"""A form as it is filled in: for each column what is typed, what was there before, and what somebody else did meanwhile.

A form carries what was there when it was opened. So a save can tell what its person changed from what others changed,
writes only the former, and loses neither.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from sync.emulator.exchange import Request
from sync.emulator.pages.inputs import Problem, Typed, write_typed
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord

LARGEST_FORM = 8 * 1024 * 1024
_MOST_INPUTS = 5000

TYPED, OTHER, WAS = "f-", "o-", "w-"


@dataclass(frozen=True, slots=True)
class Entry:
    """One column of a form.

    Args:
        was: what was there when the form was opened.
        now: what somebody else has put there since; None when nobody has.
    """

    field: FieldRecord
    typed: Typed
    was: Typed
    now: Typed | None = None
    problem: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether the form's person changed it."""
        return self.typed != self.was

    @property
    def is_contested(self) -> bool:
        """Whether they and somebody else changed it, and not to the same."""
        return self.now is not None and self.now != self.typed


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form.

    Args:
        etag: the version it was opened on; empty for a new row.
        source: where to go back to.
    """

    entries: tuple[Entry, ...]
    etag: str = ""
    source: str = ""
    token: str = ""
    problems: tuple[Problem, ...] = field(default_factory=tuple)

    def add_problems(self, problems: Sequence[Problem]) -> "Form":
        """Return the form with what is wrong with it."""
        sentences = {problem.field.internal_name: problem.sentence for problem in reversed(problems)}
        entries = [replace(entry, problem=sentences.get(entry.field.internal_name, "")) for entry in self.entries]
        return replace(self, entries=tuple(entries), problems=tuple(problems))


def list_form_fields(fields: Iterable[FieldRecord]) -> list[FieldRecord]:
    """Return the columns that a form has."""
    return [
        field
        for field in fields
        if field.kind in kinds.CREATABLE
        and not field.read("ReadOnlyField")
        and not field.read("Hidden")
        and (field.internal_name == "Title" or not field.is_built_in)
    ]


def build_form(sheet: Sheet, values: Mapping[str, object], etag: str, source: str) -> Form:
    """Return the form for a row's values."""
    entries = []
    for column in list_form_fields(sheet.fields):
        typed = write_typed(column, values.get(column.internal_name), sheet)
        entries.append(Entry(column, typed, typed))
    return Form(tuple(entries), etag, source)


def read_form(sheet: Sheet, request: Request) -> Form:
    """Return the form that a browser sent; what is missing in it is as it was."""
    sent: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_INPUTS)
    except ValueError:
        pairs = []
    for name, value in pairs:
        sent.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\r", "\n"))
    entries = [_read_entry(column, sent) for column in list_form_fields(sheet.fields)]
    etag, source, token = (sent.get(name, [""])[0] for name in ("etag", "source", "token"))
    return Form(tuple(entries), etag, source, token)


def merge_form(form: Form, sheet: Sheet, values: Mapping[str, object], etag: str) -> Form:
    """Return a form brought up to a row that somebody changed meanwhile.

    What only they changed is taken over; what both changed stays as typed, and says what they put there.
    """
    return replace(form, entries=tuple(_merge_entry(entry, sheet, values) for entry in form.entries), etag=etag)


def _merge_entry(entry: Entry, sheet: Sheet, values: Mapping[str, object]) -> Entry:
    now = write_typed(entry.field, values.get(entry.field.internal_name), sheet)
    if now == entry.was:
        return entry
    return replace(entry, typed=entry.typed if entry.is_changed else now, was=now, now=now)


def _read_entry(column: FieldRecord, sent: Mapping[str, list[str]]) -> Entry:
    name = column.internal_name
    was = _fit(column, sent.get(WAS + name, []))
    other = [word.strip() for word in sent.get(OTHER + name, []) if word.strip()]
    typed = sent.get(TYPED + name, [])
    if column.is_many:
        return Entry(column, tuple(dict.fromkeys([*typed, *other])), was)
    if other:
        return Entry(column, (other[0],), was)
    return Entry(column, _fit(column, typed) if typed else was, was)


def _fit(column: FieldRecord, words: Sequence[str]) -> Typed:
    if column.is_many:
        return tuple(words)
    count = 2 if column.kind is kinds.URL else 1
    return tuple([*words, *[""] * count][:count])
