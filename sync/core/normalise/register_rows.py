"""One row of the register becomes a publication or an item; what cannot be read is told by column."""

from datetime import date
from typing import Final

from sync.core.inspectorates import Inspectorate, RegisterWords
from sync.core.normalise.cells import RegisterCells
from sync.core.normalise.due import read_due
from sync.core.records import DatedTo, Due, DutyDate, Place, Publication, RegisterItem, RegisterRow, StatusEntry
from sync.core.text import fold
from sync.core.vocabulary import (
    DatePrecision,
    InspectorateStatus,
    ItemKind,
    PublicationId,
    RegisterRef,
    RegisterState,
    Scope,
)

_NO_DATE: Final = DatedTo(date(2100, 1, 1))
"""Stands for a date that could not be read, which is told; far enough from the calendar's end to count from."""

PUBLICATION_COLUMNS: Final = (
    "id",
    "title",
    "published_on",
    "inspectorates",
    "series",
    "scope",
    "bodies_inspected",
    "addressed_to",
    "address",
    "aliases",
    "items_expected",
    "source",
)
MORE_PUBLICATION_COLUMNS: Final = (
    "other_addresses",
    "page_date",
    "first_seen",
    "response_due",
    "action_plan_due",
    "answered_with",
    "public",
    "state",
)
"""Columns that a table may leave out."""

ITEM_COLUMNS: Final = (
    "id",
    "publication",
    "number",
    "kind",
    "parent",
    "addressed_to",
    "text",
    "due_phrase",
    "due_on",
    "due_precision",
    "status",
    "status_on",
    "superseded_by",
    "source",
)
MORE_ITEM_COLUMNS: Final = (
    "type",
    "limbs",
    "priority",
    "themes",
    "restates",
    "same_as",
    "supersedes",
    "status_history",
    "state",
)
"""Columns that a table may leave out."""


def read_publication(row: RegisterRow, cells: RegisterCells) -> Publication:
    """Return the publication that a row describes; what is wrong with the row is kept by ``cells``."""
    published = cells.dated("published_on") or _NO_DATE
    answered_with = cells.text("answered_with")
    return Publication(
        id=PublicationId(cells.text("id")),
        title=cells.text("title"),
        published=published,
        inspectorates=cells.many("inspectorates") or ("HMICFRS",),
        series=cells.text("series"),
        scope=cells.word("scope", Scope, Scope.NATIONAL),
        bodies_inspected=cells.many("bodies_inspected"),
        addressed_to=cells.many("addressed_to"),
        address=cells.text("address"),
        other_addresses=cells.many("other_addresses", "|"),
        aliases=cells.many("aliases", "|"),
        items_expected=cells.expected_items("items_expected"),
        page_date=cells.day("page_date"),
        first_seen=cells.day("first_seen"),
        response=_read_duty(cells, "response_due"),
        action_plan=_read_duty(cells, "action_plan_due"),
        answered_with=PublicationId(answered_with) if answered_with else None,
        is_public=cells.yes_no("public", default=True),
        state=cells.word("state", RegisterState, RegisterState.CONFIRMED),
        source=cells.text("source"),
        place=Place(row.file, row.line),
    )


def _read_duty(cells: RegisterCells, column: str) -> DutyDate | None:
    """Return a date that the publication sets, that it sets none (``none``), or None for a blank."""
    if fold(cells.text(column)) == "none":
        return DutyDate(None)
    on = cells.day(column)
    return DutyDate(on) if on else None


def read_item(
    row: RegisterRow, cells: RegisterCells, publication: Publication | None, words: RegisterWords
) -> RegisterItem:
    """Return the item that a row describes; what is wrong with the row is kept by ``cells``.

    ``publication`` is None where the row names one that is not there. A blank kind comes from the inspectorate's own word in
    ``type``, a blank due date from the phrase, and a blank status from the last line of the history.
    """
    inspectorate = words.inspectorates.get(fold(publication.lead)) if publication else None
    history = _read_history(cells, inspectorate, words)
    status = cells.word("status", InspectorateStatus, history[-1].status if history else InspectorateStatus.OPEN)
    if history and status is not history[-1].status:
        told = f"The status is {status.label}, but the history ends with {history[-1].word!r}, which means {history[-1].status.label}."
        cells.tell("status", "status-differs", f"{told} Correct one of the two.")
    superseded_by = cells.refs("superseded_by")
    if len(superseded_by) > 1:
        cells.tell("superseded_by", "several", "An item is superseded by one other. Name the latest.")
    parent = cells.text("parent")
    return RegisterItem(
        id=RegisterRef(cells.text("id")),
        publication=PublicationId(cells.text("publication")),
        kind=_read_kind(cells, publication, words),
        text=cells.text("text"),
        number=cells.text("number"),
        type=cells.text("type"),
        parent=RegisterRef(parent) if parent else None,
        limbs=cells.many("limbs", "|"),
        addressed_to=cells.many("addressed_to"),
        due=_read_due(cells, publication),
        priority=cells.text("priority"),
        themes=cells.many("themes"),
        status=status,
        status_on=cells.day("status_on") or (history[-1].on if history else None),
        history=history,
        restates=cells.refs("restates"),
        same_as=cells.refs("same_as"),
        supersedes=cells.refs("supersedes"),
        superseded_by=superseded_by[0] if superseded_by else None,
        state=cells.word("state", RegisterState, RegisterState.CONFIRMED),
        source=cells.text("source"),
        place=Place(row.file, row.line),
    )


def _read_kind(cells: RegisterCells, publication: Publication | None, words: RegisterWords) -> ItemKind:
    """Return our kind: the one the row gives, or what the inspectorate's own word meant when it was published."""
    kind = cells.word("kind", ItemKind, None)
    own_word = cells.text("type")
    if kind or cells.text("kind"):
        return kind or ItemKind.RECOMMENDATION
    if not own_word:
        cells.tell("kind", "blank", "This must not be blank, unless type has the inspectorate's own word.")
    if not own_word or publication is None:
        return ItemKind.RECOMMENDATION
    inspectorate = words.inspectorates.get(fold(publication.lead))
    meant = inspectorate.kind_of(fold(own_word), publication.published.on) if inspectorate else None
    if meant is None and words.is_whole:
        told = f"No vocabulary says what {publication.lead} meant by {own_word!r} on {publication.published.on}."
        cells.tell("type", "unknown-type", f"{told} Fill in kind, or add the word to mappings/inspectorates.")
    return meant or ItemKind.RECOMMENDATION


def _read_due(cells: RegisterCells, publication: Publication | None) -> Due:
    """Return when the item is due: the day the row gives, or else what its phrase comes to; the phrase stays either way."""
    phrase = cells.text("due_phrase")
    given = cells.dated("due_on")
    precision = cells.word("due_precision", DatePrecision, None)
    read = read_due(phrase, publication.published) if publication else None
    if given is None:
        return read or Due(phrase)
    return Due(
        phrase=phrase,
        on=given.on,
        precision=precision or given.precision,
        starts_on=read.starts_on if read else None,
        recurrence=read.recurrence if read else None,
    )


def _read_history(
    cells: RegisterCells, inspectorate: Inspectorate | None, words: RegisterWords
) -> tuple[StatusEntry, ...]:
    """Return the status history, ``2018-03-08 awaiting review; 2018-05-17 …``, in order of days."""
    entries = []
    for part in cells.many("status_history"):
        day_text, _, word = part.partition(" ")
        if (on := cells.read_day("status_history", day_text)) is None:
            continue
        known = {fold(status.value): status for status in InspectorateStatus}
        status = known.get(fold(word)) or (inspectorate.statuses.get(fold(word)) if inspectorate else None)
        if status is None and words.is_whole:
            told = f"{word.strip()!r} is no status that we or the inspectorate's vocabulary know. Write a line as '2018-03-08 open'."
            cells.tell("status_history", "unknown-word", told)
        if status:
            entries.append(StatusEntry(on, word.strip(), status))
    if entries != sorted(entries, key=lambda entry: entry.on):
        cells.tell("status_history", "not-in-order", "The lines of the history are not in order of days.")
    return tuple(entries)
