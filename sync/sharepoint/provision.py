"""Provision: bring our lists, columns, indexes and looks into being. Everything is checked before anything is made.

Nothing is deleted or renamed, views that people made are left alone, and a list that is not ours is never taken over.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from office365.runtime.client_request_exception import ClientRequestException
from office365.sharepoint.lists.creation_information import ListCreationInformation
from office365.sharepoint.lists.templates.type import ListTemplateType

from sync.core.records import TargetColumn, TargetList
from sync.core.vocabulary import ColumnType
from sync.errors import SiteShapeError, SyncError
from sync.ports import ProvisionStep
from sync.sharepoint.batch import PARTS_LIMIT, Part, write_parts
from sync.sharepoint.complaints import complain_of_owner
from sync.sharepoint.failures import explain, read_failure
from sync.sharepoint.lists import ListShape, list_url, quote_literal, read_shapes, read_site_titles
from sync.sharepoint.looks import (
    LooksNow,
    LooksWork,
    build_form_part,
    leave_out_views,
    list_looks_parts,
    plan_looks,
    read_looks,
)
from sync.sharepoint.nearest import say_nearest
from sync.sharepoint.transport import Transport

_KEEP_INTERNAL_NAME: Final = 8
"""AddFieldInternalNameHint: without it SharePoint makes the internal name from the title (sharepoint.md, C.7)."""

_SCHEMAS: Mapping[ColumnType, Mapping[str, str]] = {
    ColumnType.TEXT: {"Type": "Text", "MaxLength": "255"},
    ColumnType.NOTE: {"Type": "Note", "NumLines": "6", "RichText": "FALSE"},
    ColumnType.CHOICE: {"Type": "Choice", "FillInChoice": "TRUE"},
    ColumnType.NUMBER: {"Type": "Number"},
    ColumnType.DATE: {"Type": "DateTime", "Format": "DateOnly", "FriendlyDisplayFormat": "Disabled"},
    ColumnType.MOMENT: {"Type": "DateTime", "Format": "DateTime", "FriendlyDisplayFormat": "Disabled"},
    ColumnType.YES_NO: {"Type": "Boolean"},
    ColumnType.LINK: {"Type": "URL", "Format": "Hyperlink"},
    ColumnType.PERSON: {"Type": "User", "UserSelectionMode": "PeopleOnly"},
}


@dataclass(frozen=True, slots=True)
class _Work:
    """What one list still needs."""

    target: TargetList
    is_new: bool
    columns: tuple[TargetColumn, ...]
    settings: tuple[tuple[TargetColumn, Mapping[str, object]], ...]
    looks: LooksWork
    left_out: tuple[str, ...] = ()

    def steps(self) -> Iterator[ProvisionStep]:
        """Yield each thing as a sentence."""
        title = self.target.title
        if self.is_new:
            yield ProvisionStep(title, f"create the list '{title}'")
        for column in self.columns:
            yield ProvisionStep(title, f"add the column {column.name} ({column.title}) to '{title}'")
        for column, settings in self.settings:
            yield ProvisionStep(title, f"set {', '.join(settings)} of {column.name} in '{title}'")
        for sentence in self.looks.sentences():
            yield ProvisionStep(title, sentence)
        for sentence in self.left_out:
            yield ProvisionStep(title, sentence, is_left_out=True)


def provision(
    transport: Transport,
    targets: Sequence[TargetList],
    flags: TargetList | None,
    kept: Sequence[TargetList] = (),
    *,
    is_dry_run: bool,
) -> list[ProvisionStep]:
    """Make what is missing, bring back what is ours, and return what was made, or would be, and which views were left out.

    Args:
        transport: the site.
        targets: the lists that are the service's own.
        flags: the tracker with our columns and views, None when it is left alone.
        kept: lists that people keep: made empty when they are missing; when they are there, only our views are added.
        is_dry_run: whether only to tell.

    Raises:
        SiteShapeError: a list under a target's title is not ours, a column has another type, or the tracker is missing. All
            are named, and nothing was made.
        AccessError: the app may not make lists or columns.
    """
    works = _plan_works(transport, targets, flags, kept)
    steps = [step for work in works for step in work.steps()]
    if not is_dry_run:
        for work in works:
            _make(transport, work)
        _check_made(transport, [*targets, *([flags] if flags else [])])
    return steps


def _plan_works(
    transport: Transport, targets: Sequence[TargetList], flags: TargetList | None, kept: Sequence[TargetList]
) -> list[_Work]:
    wanted = [*targets, *([flags] if flags else []), *kept]
    shapes = read_shapes(transport, [target.title for target in wanted])
    complaints = [told for target in targets for told in _complain(target, shapes[target.title])]
    if flags:
        complaints.extend(_complain_of_tracker(transport, flags, shapes[flags.title]))
    if complaints:
        raise SiteShapeError("\n".join(complaints))
    present = [target.title for target in wanted if shapes[target.title]]
    looks = read_looks(transport, present)
    gaps_shape = shapes[targets[0].title] if targets else None
    site_path = urlsplit(transport.api).path.removesuffix("/_api")
    gaps = unquote(urlsplit(gaps_shape.address).path) if gaps_shape else f"{site_path}/Lists/{targets[0].title}"
    works = []
    for target in wanted:
        shape = shapes[target.title]
        shown, left_out = (target, []) if target in targets else leave_out_views(target, shape)
        work = plan_looks(transport, shown, shape, looks.get(target.title, LooksNow()), gaps)
        works.append(replace(_plan_work(shown, shape, work, is_kept=target in kept), left_out=tuple(left_out)))
    return works


def _complain(target: TargetList, shape: ListShape | None) -> Iterator[str]:
    """Yield why a list under a target's title cannot be used."""
    if shape is None:
        return
    is_half_made = shape.item_count == 0 and shape.description == target.description
    if target.key not in shape.columns and not is_half_made:
        yield complain_of_owner(target.title, target.key).sentence
        return
    yield from _complain_of_types(target, shape)


def _complain_of_types(target: TargetList, shape: ListShape) -> Iterator[str]:
    for column in target.columns:
        found = shape.columns.get(column.name)
        wanted = _SCHEMAS[column.type]["Type"]
        if found and found.column.type != wanted:
            yield (
                f"The column {column.name} of '{target.title}' is of type {found.column.type}, not {wanted}. Rename or remove "
                "it, and provision again. Nothing was changed."
            )


def _complain_of_tracker(transport: Transport, flags: TargetList, shape: ListShape | None) -> Iterator[str]:
    if shape is None:
        near = say_nearest(flags.title, read_site_titles(transport))
        yield f"The site has no list '{flags.title}'.{near} Correct list_title in tracker.yaml. Nothing was changed."
    else:
        yield from _complain_of_types(flags, shape)


def _plan_work(target: TargetList, shape: ListShape | None, looks: LooksWork, *, is_kept: bool) -> _Work:
    existing = shape.columns if shape else {}
    built_in = {"Title"}
    if is_kept and shape is not None:
        # It belongs to people: what columns it has is their business.
        return _Work(target, is_new=False, columns=(), settings=(), looks=looks)
    missing = tuple(c for c in target.columns if c.name not in existing and c.name not in built_in)
    settings = []
    for column in target.columns:
        found = existing.get(column.name)
        wanted = _missing_settings(column, found.column.is_indexed, found.column.is_unique) if found else {}
        if column.name in built_in and column.title != "Title" and (found is None or found.column.title == "Title"):
            wanted["Title"] = column.title
        if wanted:
            settings.append((column, wanted))
    return _Work(target, shape is None, missing, tuple(settings), looks)


def _missing_settings(column: TargetColumn, is_indexed: bool, is_unique: bool) -> dict[str, object]:  # noqa: FBT001 - two facts of one column
    settings: dict[str, object] = {}
    if column.is_indexed and not is_indexed:
        settings["Indexed"] = True
    if column.is_unique and not is_unique:
        settings["EnforceUniqueValues"] = True
    return settings


def _make(transport: Transport, work: _Work) -> None:
    """Make what one list needs: the list, its columns with the key first, their settings, its looks."""
    title = work.target.title
    if work.is_new:
        information = ListCreationInformation(
            Title=title, Description=work.target.description, BaseTemplate=ListTemplateType.GenericList
        )
        transport.context.web.lists.add(information)
        _execute(transport, f"while making the list '{title}'")
    ordered = sorted(work.columns, key=lambda column: column.name != work.target.key)
    _send(
        transport, [_column_part(transport, title, column) for column in ordered], f"while adding columns to '{title}'"
    )
    parts = [_settings_part(transport, title, column, settings) for column, settings in work.settings]
    _send(transport, parts, f"while setting columns of '{title}'")
    _send(transport, list(list_looks_parts(transport, work.looks)), f"while giving '{title}' its views and formatting")
    if work.looks.form:
        type_id = work.looks.type_id or read_looks(transport, [title])[title].type_id
        part = build_form_part(transport, work.looks, type_id)
        _send(transport, [part], f"while putting our head on the form of '{title}'")


def _column_part(transport: Transport, title: str, column: TargetColumn) -> Part:
    body = {"parameters": {"SchemaXml": build_schema_xml(column), "Options": _KEEP_INTERNAL_NAME}}
    return Part("POST", f"{list_url(transport, title)}/fields/createfieldasxml", body)


def build_schema_xml(column: TargetColumn) -> str:
    """Return the field's definition in SharePoint's own XML."""
    attributes = dict(_SCHEMAS[column.type])
    attributes |= {"Name": column.name, "StaticName": column.name, "DisplayName": column.title}
    if column.description:
        attributes["Description"] = column.description
    if column.is_indexed:
        attributes["Indexed"] = "TRUE"
    if column.is_unique:
        attributes["EnforceUniqueValues"] = "TRUE"
    element = ElementTree.Element("Field", attributes)
    if column.choices:
        choices = ElementTree.SubElement(element, "CHOICES")
        for word in column.choices:
            ElementTree.SubElement(choices, "CHOICE").text = word
    return ElementTree.tostring(element, encoding="unicode")


def _settings_part(transport: Transport, title: str, column: TargetColumn, settings: Mapping[str, object]) -> Part:
    url = f"{list_url(transport, title)}/fields/getbyinternalnameortitle({quote_literal(column.name)})"
    return Part("MERGE", url, dict(settings))


def _send(transport: Transport, parts: Sequence[Part], what: str) -> None:
    for start in range(0, len(parts), PARTS_LIMIT):
        for answer in write_parts(transport, parts[start : start + PARTS_LIMIT], what):
            # A missing answer is told by the check of what was made; a column that is there already is what we want.
            if answer is not None and answer.status >= 300:
                raise explain(read_failure(answer.status, answer.content), what)


def _execute(transport: Transport, what: str) -> None:
    try:
        transport.context.execute_query()
    except ClientRequestException as error:
        raise _translate(error, what) from error


def _translate(error: ClientRequestException, what: str) -> SyncError:
    response: Any = error.response
    if response is None:
        return explain(read_failure(500, b""), what)
    return explain(read_failure(response.status_code, response.content), what)


def _check_made(transport: Transport, targets: Sequence[TargetList]) -> None:
    """Look again at what was made: SharePoint's answers to a batch are no proof."""
    shapes = read_shapes(transport, [target.title for target in targets])
    for target in targets:
        shape = shapes[target.title]
        missing = [c.name for c in target.columns if shape is None or c.name not in shape.columns]
        if missing:
            raise SiteShapeError(
                f"'{target.title}' is not complete yet: {', '.join(missing)} could not be made. Provision again; what is "
                "there is kept."
            )
