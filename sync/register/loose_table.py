"""A spreadsheet with columns named as anybody names them becomes drafts: one for each publication that it speaks of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sync.core.normalise import RegisterTable
from sync.core.normalise.dates import find_readings, read_date, read_serial
from sync.core.normalise.due import read_due
from sync.core.records import DatedTo, RegisterRow
from sync.core.text import fold, say_list, shorten
from sync.core.vocabulary import ItemKind
from sync.errors import Problem, RegisterError
from sync.register.csv_file import decode_csv, split_records
from sync.register.drafts import Draft, DraftItem, DraftPublication, Remarks
from sync.register.spreadsheet import build_table
from sync.register.workbook import Workbook

_NAMES: Final = {
    "text": (
        "recommendation text|recommendation wording|recommendations|recommendation|wording|text|description|details|detail|"
        "area for improvement|areas for improvement|afi|item|finding|recommendation afi|hmicfrs recommendation"
    ),
    "number": "number|no|rec no|rec number|recommendation number|recommendation no|recommendation ref|rec ref|ref|ref no|reference|item no",
    "kind": "kind|type|item type|recommendation type|category|classification",
    "due": "due|due date|due on|due phrase|deadline|by when|timescale|timeframe|hmicfrs due date|date due|completion date|when",
    "addressed_to": "addressed to|addressee|addressees|to whom|recipient|recipients|responsible body|for",
    "publication": "publication|publication title|report|report title|report name|inspection|inspection title|source report|title",
    "published_on": "published on|published|publication date|date published|report date|date of report|date of publication",
    "address": "url|link|web link|address|web address|report link|publication link",
}
_FIELDS: Final = {
    name: (field_name, rank) for field_name, names in _NAMES.items() for rank, name in enumerate(names.split("|"))
}
_KINDS: Final = {
    "recommendation": ItemKind.RECOMMENDATION,
    "recommendations": ItemKind.RECOMMENDATION,
    "rec": ItemKind.RECOMMENDATION,
    "r": ItemKind.RECOMMENDATION,
    "area for improvement": ItemKind.AREA_FOR_IMPROVEMENT,
    "areas for improvement": ItemKind.AREA_FOR_IMPROVEMENT,
    "afi": ItemKind.AREA_FOR_IMPROVEMENT,
    "cause of concern": ItemKind.CAUSE_OF_CONCERN,
    "cause for concern": ItemKind.CAUSE_OF_CONCERN,
    "accelerated cause of concern": ItemKind.CAUSE_OF_CONCERN,
    "coc": ItemKind.CAUSE_OF_CONCERN,
}
_HEADING_WITHIN: Final = 20


@dataclass(slots=True)
class _Group:
    """The rows of one publication."""

    publication: DraftPublication
    items: list[DraftItem] = field(default_factory=list)
    remarks: Remarks = field(default_factory=Remarks)


def read_loose_spreadsheet(file: str, content: bytes, *, published: DatedTo | None = None) -> tuple[Draft, ...]:
    """Return the drafts of a CSV file or a workbook: one for each publication that its rows name.

    Args:
        file: its path; ``.xlsx`` means a workbook, whose first sheet with a column for the text is read.
        content: its bytes.
        published: the date of publication to count due phrases from, where the rows give none.

    Raises:
        RegisterError: it cannot be read, has formulas or merged cells, or no column that could be the items' text.
    """
    problems: list[Problem] = []
    tables = list(
        _read_workbook(file, content, problems)
        if file.casefold().endswith(".xlsx")
        else _read_csv(file, content, problems)
    )
    if problems:
        raise RegisterError(problems)
    for table in tables:
        fields = _name_columns(table.columns)
        if "text" in fields:
            return _draft(table, fields, published)
    found = [name for table in tables for name in table.columns if name]
    told = (
        f"No column looks like the text of the items; the headings are {say_list([repr(name) for name in found[:12]])}. "
        "Call it 'Recommendation'."
        if found
        else "There is nothing in it."
    )
    raise RegisterError([Problem(file, 1, 0, "no-text-column", told)])


def _read_csv(file: str, content: bytes, problems: list[Problem]) -> Iterator[RegisterTable]:
    text = decode_csv(file, content, problems)
    if text is not None:
        rows = [(record.line, record.cells) for record in split_records(file, text, problems)]
        yield build_table(file, _from_heading(rows), problems, "Is a quote or a comma missing?")


def _read_workbook(file: str, content: bytes, problems: list[Problem]) -> Iterator[RegisterTable]:
    workbook = Workbook(file, content)
    for title in workbook.titles:
        found: list[Problem] = []
        rows = _from_heading(list(workbook.read_rows(title)))
        if rows and "text" in _name_columns(rows[0][1]):
            # Merged cells matter only from the heading on: a banner above it is often one.
            found.extend(problem for problem in workbook.find_merged(title) if problem.line >= rows[0][0])
        table = build_table(workbook.name_of(title), rows, found, "Give each column a heading.")
        if "text" in _name_columns(table.columns):
            problems.extend(found)
        yield table


def _from_heading(rows: Sequence[tuple[int, Sequence[str]]]) -> Sequence[tuple[int, Sequence[str]]]:
    """Return the rows from the heading on: above it, there may be a title or a date. A cell cut off at the end is blank."""
    for place, (_, cells) in enumerate(rows[:_HEADING_WITHIN]):
        fields = _name_columns(cells)
        if ("text" in fields and sum(bool(cell.strip()) for cell in cells) > 1) or len(fields) > 1:
            width = len(cells)
            return [(line, [*row, *[""] * (width - len(row))]) for line, row in rows[place:]]
    return rows


def _name_columns(columns: Sequence[str]) -> dict[str, str]:
    """Return which column holds which field: of two that could, the one whose name is nearer to ours."""
    chosen: dict[str, tuple[int, str]] = {}
    for column in columns:
        if (known := _FIELDS.get(fold(column))) is None:
            continue
        field_name, rank = known
        if field_name not in chosen or rank < chosen[field_name][0]:
            chosen[field_name] = (rank, column)
    return {field_name: column for field_name, (_, column) in chosen.items()}


def _draft(table: RegisterTable, fields: Mapping[str, str], published: DatedTo | None) -> tuple[Draft, ...]:
    groups: dict[str, _Group] = {}
    for row in table.rows:
        cells = {name: row.values.get(column, "").strip() for name, column in fields.items()}
        if not cells["text"]:
            continue
        key = fold(cells.get("publication", ""))
        if key not in groups:
            groups[key] = _Group(_read_publication(cells))
        _take_row(groups[key], row, cells, published)
    unused = [column for column in table.columns if column and column not in fields.values()]
    if unused and groups:
        said = say_list([repr(column) for column in unused])
        next(iter(groups.values())).remarks.pass_over(table.file, f"Columns that were not used: {said}.")
    return tuple(
        Draft(group.publication, tuple(group.items), group.remarks.all_unsure(), tuple(group.remarks.passed_over))
        for group in groups.values()
    )


def _read_publication(cells: Mapping[str, str]) -> DraftPublication:
    return DraftPublication(
        title=cells.get("publication", ""),
        published=_read_day(cells.get("published_on", "")),
        address=cells.get("address", ""),
    )


def _read_day(text: str) -> DatedTo | None:
    return None if read_serial(text) or len(find_readings(text)) > 1 else read_date(text)


def _take_row(group: _Group, row: RegisterRow, cells: Mapping[str, str], published: DatedTo | None) -> None:
    place = f"row {row.line}"
    if group.publication.published is None and (day := _read_day(cells.get("published_on", ""))):
        group.publication = replace(group.publication, published=day)
    kind = _KINDS.get(fold(cells.get("kind", "")))
    if kind is None and cells.get("kind"):
        told = f"‘{cells['kind']}’ is no kind of item that we know; ‘{shorten(cells['text'], 70)}’ was left out."
        group.remarks.pass_over(place, told)
        return
    if any(fold(item.text) == fold(cells["text"]) and item.kind is (kind or item.kind) for item in group.items):
        group.remarks.pass_over(place, f"‘{shorten(cells['text'], 70)}’ stands already further up; it is drafted once.")
        return
    if kind is None:
        group.remarks.doubt(place, "The row does not say what kind of item it is; it was taken for a recommendation.")
    phrase, due_on = _read_due(group, place, cells.get("due", ""), group.publication.published or published)
    addressed = tuple(
        part.strip() for part in cells.get("addressed_to", "").replace("\n", ";").split(";") if part.strip()
    )
    group.items.append(
        DraftItem(
            kind=kind or ItemKind.RECOMMENDATION,
            text=cells["text"],
            number=cells.get("number", ""),
            type=cells.get("kind", ""),
            addressed_to=addressed,
            due_phrase=phrase,
            due_on=due_on,
            place=place,
        )
    )


def _read_due(group: _Group, place: str, phrase: str, published: DatedTo | None) -> tuple[str, DatedTo | None]:
    """Return the due phrase, and its date where a rule reads one and it can mean no other."""
    if not phrase:
        return "", None
    if day := _read_day(phrase):
        return phrase, day
    due = read_due(phrase, published) if published else None
    if due is None:
        told = f"No rule reads ‘{shorten(phrase, 60)}’ as a date that can mean only one day; the words alone were kept."
        group.remarks.doubt(place, told)
    return phrase, DatedTo(due.on, due.precision) if due and due.on and due.precision else None
