"""Mistakes in targets.yaml that would only show on the site: titles that clash, keys that are not unique, broken views."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree

from sync.config.places import at_place
from sync.config.targets import ColumnSection, ListSection, TargetsFile, ViewSection, build_targets
from sync.config.yaml_source import Document, KeyPath
from sync.core.rules import Rules
from sync.core.written import READ_COLUMNS
from sync.errors import Problem

KEY: Final = "SyncKey"
_BUILT_IN: Final = frozenset({"ID", "Title", "LinkTitle", "Created", "Modified", "Author", "Editor"})
_OF_WHAT_IS_NOT_THERE: Final = frozenset({"missing-column", "unknown-column"})
_CLAUSES: Final = ("Where", "GroupBy", "OrderBy")


def check_targets(document: Document, file: TargetsFile, *, tracker_title: str, is_whole: bool) -> Iterator[Problem]:
    """Yield what is wrong with the lists we write taken together with what the service expects of them.

    Without ``is_whole`` some of the file could not be read, so nothing is called missing or unknown.
    """
    found = build_targets(document, file, tracker_title=tracker_title)[1]
    yield from (problem for problem in found if is_whole or problem.code not in _OF_WHAT_IS_NOT_THERE)
    sections = {name: getattr(file.lists, name) for name in type(file.lists).model_fields}
    yield from _check_titles(document, sections, tracker_title)
    for name, section in sections.items():
        path: KeyPath = ("lists", name)
        key = section.columns.get(KEY)
        if key is not None and not key.unique:
            told = f"{KEY} must say unique: true; it is what keeps two runs from writing a row twice."
            yield at_place(document, (*path, "columns", KEY), "key-not-unique", told)
        yield from _check_peoples_columns(document, path, name, section.columns, is_whole=is_whole)
        known = {*section.columns, *_BUILT_IN} if is_whole else None
        yield from _check_views(document, (*path, "views"), section.views, known)
    for name in type(file.other_views).model_fields:
        # Their columns are people's: only the site knows them.
        yield from _check_views(document, ("other_views", name), getattr(file.other_views, name), None)


def check_register_titles(file: str, titles: Iterable[str], rules: Rules) -> Iterator[Problem]:
    """Yield titles of the register's lists on the site that another list has; ``file`` are the settings that name them."""
    seen = {title.strip().casefold() for title in (rules.tracker.list_title, *(t.title for t in rules.targets.owned))}
    for title in titles:
        if title.strip().casefold() in seen:
            told = f"'{title}' is the title of another list already; each list needs a title of its own."
            yield Problem(file, 0, 0, "shared-title", told, where="register_lists")
        seen.add(title.strip().casefold())


def _check_titles(document: Document, sections: Mapping[str, ListSection], tracker_title: str) -> Iterator[Problem]:
    seen = {tracker_title.strip().casefold(): "the Tracker (list_title in tracker.yaml)"} if tracker_title else {}
    for name, section in sections.items():
        title = section.title.strip().casefold()
        if title and seen.setdefault(title, name) is not name:
            told = f"'{section.title}' is the title of {seen[title]} already; each list needs a title of its own."
            yield at_place(document, ("lists", name, "title"), "shared-title", told)


def _check_peoples_columns(
    document: Document, path: KeyPath, name: str, columns: Mapping[str, ColumnSection], *, is_whole: bool
) -> Iterator[Problem]:
    """Yield the columns in which people tell the service something, when they are not there for it."""
    for column, wanted in READ_COLUMNS.get(name, {}).items():
        section = columns.get(column)
        if section is None:
            if is_whole:
                told = f"The service reads what people put into {column} (type {wanted}); it is missing here."
                yield at_place(document, (*path, "columns"), "missing-column", told)
        elif section.type is not wanted:
            told = f"The service reads {column}: it must be of type {wanted}."
            yield at_place(document, (*path, "columns", column), "wrong-column", told)


def _check_views(
    document: Document, path: KeyPath, views: Sequence[ViewSection], known: Collection[str] | None
) -> Iterator[Problem]:
    """Yield what is wrong with views' queries; ``known`` are the list's columns, if that is certain."""
    for index, view in enumerate(views):
        for told in _find_mistakes(view.query, known):
            yield at_place(document, (*path, index, "query"), "bad-query", told)


def _find_mistakes(query: str, known: Collection[str] | None) -> Iterator[str]:
    """Yield what is wrong with the inside of a view's Query element, in CAML; ``known`` are the columns, if that is certain."""
    try:
        root = ElementTree.fromstring(f"<Query>{query}</Query>")  # noqa: S314 - the administrator's own file
    except ElementTree.ParseError as error:
        yield f"This is not well-formed XML: {str(error).split(':')[0]}. Look at the brackets and the closing tags."
        return
    if (root.text or "").strip():
        yield "There is text outside its elements."
    for clause in root:
        if clause.tag not in _CLAUSES:
            yield f"<{clause.tag}> cannot stand here; a query is made of {', '.join(_CLAUSES)}."
    for reference in root.iter("FieldRef"):
        name = reference.get("Name", "")
        if known is not None and name not in known:
            yield f"It asks for '{name}', which is not a column of this list."
