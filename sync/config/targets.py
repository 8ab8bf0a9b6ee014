"""targets.yaml: the lists we write, with every column, its owner, and the safety limits."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import Field

from sync.config.settings import Named, Section
from sync.config.yaml_source import Document, KeyPath
from sync.core.records import TargetColumn, TargetList, TargetView
from sync.core.rules import GuardRule, TargetRules
from sync.core.vocabulary import ChangeKind, ColumnFormat, ColumnOwner, ColumnType, FormFormat, ViewFormat
from sync.core.written import WRITTEN_COLUMNS
from sync.errors import Problem


class ColumnSection(Section):
    """A column of a list we write, under its internal name."""

    title: Named
    """The name people see."""
    type: ColumnType
    """The kind of column."""
    owner: ColumnOwner = ColumnOwner.SERVICE
    """Who fills it: the service, or people. What people own is never written."""
    description: str = ""
    """Shown under the column in forms."""
    choices: list[str] = []
    """The words of a choice column."""
    unique: bool = False
    """Whether no two rows may have the same value."""
    indexed: bool = False
    """Whether SharePoint keeps an index, for lists over 5,000 rows."""
    format: ColumnFormat | None = None
    """How its values look."""


class ViewSection(Section):
    """A view of a list we write; the first is the default."""

    title: Named
    """The name people see."""
    columns: list[str]
    """Internal names, in order."""
    query: str = ""
    """What is shown and in which order, in CAML."""
    rows: Annotated[int, Field(ge=1, le=5000)] = 100
    """Rows on a page."""
    format: ViewFormat | None = None
    """How its rows look."""


class ListSection(Section):
    """A list we write."""

    title: Named
    """Its title on the site."""
    description: str = ""
    """Shown under the title."""
    columns: dict[str, ColumnSection]
    """Internal name: the column. Internal names have no spaces and never change."""
    views: list[ViewSection] = []
    """The views we keep; views that people made are left alone."""
    form: FormFormat | None = None
    """What stands at the head of a row's form."""


class FlagsSection(Section):
    """Our columns on the force's own list."""

    on: bool = True
    """Whether we write them at all."""
    columns: dict[str, ColumnSection]
    """Internal name: the column."""
    form: FormFormat | None = None
    """What stands at the head of a row's form; without it the force's form is left alone."""
    status: Literal["word"] | None = None
    """How the force's own status column looks: ``word`` gives each status an icon and a colour, unless people gave it formatting."""


class OtherViewsSection(Section):
    """Views that we add to lists of people's; all other views of theirs are left alone."""

    tracker: list[ViewSection] = []
    """Views of the tracker, with the internal names of its own columns."""
    inspections: list[ViewSection] = []
    """Views of the inspections list."""
    self_assessment: list[ViewSection] = []
    """Views of the self-assessment list."""


class GuardSection(Section):
    """A safety limit for one kind of change, per list and run."""

    share: Annotated[float, Field(ge=0, le=1)] | None = None
    """The share of the list's rows that may change; without one, only the cap counts."""
    floor: Annotated[int, Field(ge=0)] = 10
    """So many may always change, whatever their share."""
    cap: Annotated[int, Field(ge=1)] = 5000
    """More than this never change in one run."""


class ListsSection(Section):
    """The lists we write."""

    gaps: ListSection
    position: ListSection
    publications: ListSection
    history: ListSection
    runs: ListSection


class TargetsFile(Section):
    """targets.yaml."""

    version: Literal[1]
    lists: ListsSection
    tracker_columns: FlagsSection
    other_views: OtherViewsSection = OtherViewsSection()
    guards: dict[ChangeKind, GuardSection] = {}
    """Kind of change: its safety limit."""
    source: GuardSection = GuardSection(share=0.25, floor=10)
    """How many rows the Tracker, or the register, may have lost since the last run that wrote."""


def build_targets(document: Document, file: TargetsFile, *, tracker_title: str) -> tuple[TargetRules, list[Problem]]:
    """Return the lists we write, and what is wrong with them: a column that the service writes and the file has not."""
    sections = {name: getattr(file.lists, name) for name in ListsSection.model_fields}
    problems = [p for name, section in sections.items() for p in _check_list(document, ("lists", name), name, section)]
    problems.extend(_check_columns(document, ("tracker_columns",), "flags", file.tracker_columns.columns))
    own = file.tracker_columns
    views = build_views(file.other_views)["tracker"]
    flags = TargetList(tracker_title, "", _build_columns(own.columns), views, key="", form=own.form or "")
    rules = TargetRules(
        gaps=_build_list(file.lists.gaps),
        position=_build_list(file.lists.position),
        publications=_build_list(file.lists.publications),
        history=_build_list(file.lists.history),
        runs=_build_list(file.lists.runs),
        flags=flags if file.tracker_columns.on else None,
        guards={kind: GuardRule(guard.share, guard.floor, guard.cap) for kind, guard in file.guards.items()},
        source=GuardRule(file.source.share, file.source.floor, file.source.cap),
    )
    return rules, problems


def _check_list(document: Document, path: KeyPath, name: str, section: ListSection) -> Iterator[Problem]:
    yield from _check_columns(document, path, name, section.columns)
    for index, view in enumerate(section.views):
        for position, column in enumerate(view.columns):
            if column not in section.columns and column not in {"LinkTitle", "ID", "Created", "Modified", "Editor"}:
                told = f"{column} is not a column of this list."
                yield _problem(document, (*path, "views", index, "columns", position), "unknown-column", told)


def _check_columns(
    document: Document, path: KeyPath, name: str, columns: dict[str, ColumnSection]
) -> Iterator[Problem]:
    for column, wanted in WRITTEN_COLUMNS[name].items():
        section = columns.get(column)
        if section is None:
            told = f"The service writes a column {column} of type {wanted}; it is missing here."
            yield _problem(document, (*path, "columns"), "missing-column", told)
        elif section.type is not wanted or section.owner is not ColumnOwner.SERVICE:
            told = f"The service writes {column}: it must be of type {wanted} and owned by the service."
            yield _problem(document, (*path, "columns", column), "wrong-column", told)
    for column, section in columns.items():
        if not column.isidentifier() or not column.isascii() or len(column) > 32:
            told = f"'{column}' cannot be an internal name: letters and digits only, at most 32, no spaces."
            yield _problem(document, (*path, "columns", column), "bad-name", told)
        if section.owner is ColumnOwner.SERVICE and column not in WRITTEN_COLUMNS[name]:
            told = f"The service writes no column {column}; say owner: people."
            yield _problem(document, (*path, "columns", column), "wrong-owner", told)


def _problem(document: Document, path: KeyPath, code: str, told: str) -> Problem:
    place = document.place_of(path, is_key=True)
    return Problem(place.file, place.line, place.column, code, told, where=" › ".join(str(part) for part in path))


def _build_list(section: ListSection) -> TargetList:
    return TargetList(
        title=section.title,
        description=section.description,
        columns=_build_columns(section.columns),
        views=_build_views(section.views),
        form=section.form or "",
    )


def build_views(section: OtherViewsSection) -> dict[str, tuple[TargetView, ...]]:
    """Return the views that we add to lists of people's, by the list's name in targets.yaml."""
    return {
        "tracker": _build_views(section.tracker),
        "inspections": _build_views(section.inspections),
        "self_assessment": _build_views(section.self_assessment),
    }


def _build_views(sections: Iterable[ViewSection]) -> tuple[TargetView, ...]:
    return tuple(TargetView(v.title, tuple(v.columns), v.query, v.rows, v.format or "") for v in sections)


def _build_columns(columns: dict[str, ColumnSection]) -> tuple[TargetColumn, ...]:
    return tuple(
        TargetColumn(
            name=name,
            title=section.title,
            type=section.type,
            owner=section.owner,
            description=section.description,
            choices=tuple(section.choices),
            is_unique=section.unique,
            is_indexed=section.indexed or section.unique,
            format=section.format or "",
        )
        for name, section in columns.items()
    )
