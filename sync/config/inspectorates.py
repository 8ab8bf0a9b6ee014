"""mappings/inspectorates/*.yaml: a vocabulary file per inspectorate."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sync.config.places import at_place
from sync.config.problems import read_as
from sync.config.settings import Section
from sync.config.yaml_source import Document, KeyPath, read_document
from sync.core.inspectorates import ActionPlanDuty, Inspectorate, ResponseDuty, TypeWord
from sync.core.text import fold
from sync.core.vocabulary import InspectorateStatus, ItemKind
from sync.errors import ConfigError, Problem

Days = Annotated[int, Field(ge=1, le=730)]
Day = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class TypeSection(Section):
    """What the inspectorate calls a kind of item, and since when."""

    wordings: Annotated[list[str], Field(min_length=1)]
    """The inspectorate's own words, singular and plural; upper and lower case are the same."""
    kind: ItemKind
    """What that is with us."""
    first: Day | None = None
    """The first day of publication with this meaning, e.g. 2022-05-03; blank: always."""
    last: Day | None = None
    """The last day of publication with this meaning; blank: still."""


class ResponseSection(Section):
    """The duty to answer a report that makes recommendations."""

    days: Days
    """Days beginning with the day of publication, which is the first of them."""
    answered_by: str
    """Who answers: a role or a body."""
    basis: str = ""
    """The statute or the guidance that says so."""
    not_for: list[str] = []
    """Series whose publications set their own dates (response_due in the register)."""


class ActionPlanSection(Section):
    """The wish for an action plan after publications of a series."""

    series: str
    """The series as the register names it."""
    days: Days
    """Days after publication."""
    basis: str = ""
    """Where that is said."""


class InspectorateFile(Section):
    """What an inspectorate calls things, who agrees closure, and what it wants answered by when."""

    version: Literal[1]
    name: str
    """The inspectorate as people call it."""
    also: list[str] = []
    """Other names under which the register may list it, bodies before it among them."""
    began: Day | None = None
    """The first day on which it, or the body before it, can have published; an earlier date in the register is a mistake."""
    closure_agreed_by: str = ""
    """Who agrees that an item is done: a role; blank where that is not established."""
    types: Annotated[list[TypeSection], Field(min_length=1)]
    """Its types of item."""
    statuses: dict[InspectorateStatus, list[str]] = {}
    """Its words for where an item stands."""
    response: ResponseSection | None = None
    """The duty to answer its reports; leave it out where there is none."""
    action_plans: list[ActionPlanSection] = []
    """Series after which it wants an action plan."""


def load_inspectorates(folder: Path) -> dict[str, Inspectorate]:
    """Return the inspectorates of a folder by every folded name they go by.

    Raises:
        ConfigError: everything that is wrong with all files, or that there are none.
    """
    problems: list[Problem] = []
    known: dict[str, Inspectorate] = {}
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        told = "There is no vocabulary file in it; at least one inspectorate needs one."
        problems.append(Problem(str(folder), 0, 0, "missing-file", told))
    for path in paths:
        try:
            document = read_document(path)
        except ConfigError as error:
            problems.extend(error.problems)
            continue
        reading = read_as(document, InspectorateFile)
        problems.extend(reading.problems)
        if reading.file is None:
            continue
        found = _check(document, reading.file)
        problems.extend(found)
        if not found:
            problems.extend(_add(document, reading.file, known))
    if problems:
        raise ConfigError(problems)
    return known


def _check(document: Document, file: InspectorateFile) -> list[Problem]:
    """Return the days that the calendar has not or, when there are none, the words that mean two things at one time."""
    return list(_check_days(document, file)) or [*_check_types(document, file), *_check_statuses(document, file)]


def _check_days(document: Document, file: InspectorateFile) -> Iterator[Problem]:
    days: list[tuple[KeyPath, str | None]] = [(("began",), file.began)]
    for number, section in enumerate(file.types):
        days += [(("types", number, "first"), section.first), (("types", number, "last"), section.last)]
    for path, day in days:
        if day and _read_day(day) is None:
            yield at_place(document, path, "not-a-day", f"The calendar has no {day}. Write the day as 2021-06-30.")


def _check_types(document: Document, file: InspectorateFile) -> Iterator[Problem]:
    words = [(number, word) for number, section in enumerate(file.types) for word in _build_types(section)]
    for (earlier, other), (number, word) in combinations(words, 2):
        is_same_time = _begins(word) <= _ends(other) and _begins(other) <= _ends(word)
        if other.wording == word.wording and is_same_time and number != earlier:
            told = f"'{word.wording}' already means {other.kind.phrase} at that time; a wording means one thing."
            yield at_place(document, ("types", number, "wordings"), "ambiguous-word", told)


def _begins(word: TypeWord) -> date:
    return word.first or date.min


def _ends(word: TypeWord) -> date:
    return word.last or date.max


def _check_statuses(document: Document, file: InspectorateFile) -> Iterator[Problem]:
    seen: dict[str, InspectorateStatus] = {}
    for status, wordings in file.statuses.items():
        for index, wording in enumerate(wordings):
            if seen.setdefault(fold(wording), status) is not status:
                told = f"'{wording}' already means {seen[fold(wording)].label}; a wording means one thing."
                yield at_place(document, ("statuses", status.value, index), "ambiguous-word", told)


def _add(document: Document, file: InspectorateFile, known: dict[str, Inspectorate]) -> Iterator[Problem]:
    """Keep an inspectorate under its names, and yield those that another file has taken."""
    built = _build(file)
    for path, name in [(("name",), file.name), *((("also", index), name) for index, name in enumerate(file.also))]:
        other = known.setdefault(fold(name), built)
        if other is not built:
            yield at_place(
                document, path, "ambiguous-word", f"'{name}' is {other.name} already; a name means one body."
            )


def _build(file: InspectorateFile) -> Inspectorate:
    response = file.response
    return Inspectorate(
        name=file.name,
        names=frozenset(fold(name) for name in (file.name, *file.also)),
        began=date.fromisoformat(file.began) if file.began else None,
        types=tuple(word for section in file.types for word in _build_types(section)),
        statuses={fold(word): status for status, wordings in file.statuses.items() for word in wordings},
        closure_agreed_by=file.closure_agreed_by,
        response=ResponseDuty(
            response.days, response.answered_by, response.basis, frozenset(fold(series) for series in response.not_for)
        )
        if response
        else None,
        action_plans=tuple(ActionPlanDuty(fold(plan.series), plan.days, plan.basis) for plan in file.action_plans),
    )


def _build_types(section: TypeSection) -> Iterator[TypeWord]:
    first = date.fromisoformat(section.first) if section.first else None
    last = date.fromisoformat(section.last) if section.last else None
    for wording in dict.fromkeys(fold(wording) for wording in section.wordings):
        yield TypeWord(wording, section.kind, first, last)


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
