"""The ValidateUpdate calls: a form filled in, always answered 200, nothing stored if any field fails (C.6)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.emulator.errors import (
    BodyError,
    ColumnMissingError,
    DuplicateValuesError,
    ReadOnlyError,
    RequiredValueError,
    SharePointError,
    UnsupportedError,
)
from sync.emulator.formats.bodies import Answer, Complex, Many, Value
from sync.emulator.handlers.call import Call
from sync.emulator.handlers.places import find_place_at
from sync.emulator.moments import write_instant
from sync.emulator.payloads import Payload, check_properties
from sync.emulator.reading.form_values import read_form_date, read_form_person, read_form_value
from sync.emulator.store.cells import Sheet, find_writable, normalise_cells
from sync.emulator.store.content_types import find_type_by_name, read_list_types
from sync.emulator.store.file_names import resolve_path
from sync.emulator.store.items import ItemRecord, Stamp, add_cells, find_item, update_cells

_FAILED = -2146232832
_TYPE = "SP.ListItemFormUpdateValue"
_STAMPS = ("Created", "Modified", "Author", "Editor")
_CALL: Mapping[str, type] = {
    "formValues": tuple,
    "bNewDocumentUpdate": bool,
    "checkInComment": str,
    "datesInUTC": bool,
    "numberInInvariantCulture": bool,
}
_ADDITION: Mapping[str, type] = {**_CALL, "listItemCreateInfo": dict}
_PLACE: Mapping[str, type] = {"FolderPath": dict, "FolderUrl": str, "LeafName": str, "UnderlyingObjectType": int}


@dataclass(slots=True)
class _Form:
    """A form as far as it has been read."""

    cells: dict[str, object] = field(default_factory=dict)
    stamps: dict[str, str | int | None] = field(default_factory=dict)
    results: list[dict[str, object]] = field(default_factory=list)

    @property
    def has_failed(self) -> bool:
        return any(result["HasException"] for result in self.results)


def validate_update(call: Call) -> Answer:
    """Fill in the form of an item."""
    sheet, item_id = call.find_sheet(), call.read_number("item_id")
    item = find_item(sheet, item_id)
    given = _read_call(call.payload, _CALL)
    form = _read_form(call, sheet, given)
    if not form.has_failed:
        stamp = _build_stamp(call, form, is_new_version=not given.get("bNewDocumentUpdate"))
        _save(form, sheet, lambda: update_cells(sheet, item_id, form.cells, stamp))
    return _answer("ValidateUpdateListItem", form, item.id)


def add_validated_item(call: Call) -> Answer:
    """Add an item by filling in its form; the answer has its id as one more field."""
    sheet = call.find_sheet()
    given = _read_call(call.payload, _ADDITION)
    _check_place(call, sheet, given.get("listItemCreateInfo"))
    form = _read_form(call, sheet, given)
    made: ItemRecord | None = None
    if not form.has_failed:
        stamp = _build_stamp(call, form, is_new_version=True)
        made = _save(form, sheet, lambda: add_cells(sheet, form.cells, stamp))
    if made:
        form.results.append(_write_result("Id", str(made.id), None))
    return _answer("AddValidateUpdateItemUsingPath", form, made.id if made else 0)


def _read_call(payload: Payload, allowed: Mapping[str, type]) -> dict[str, object]:
    properties = {name: value for name, value in payload.properties.items() if value is not None}
    given = check_properties(properties, allowed, "the call's parameters", real=frozenset())
    if "formValues" not in given:
        raise RequiredValueError(name="formValues")
    if given.get("checkInComment"):
        raise UnsupportedError(what="checkInComment")
    return given


def _check_place(call: Call, sheet: Sheet, info: object) -> None:
    place = (
        check_properties(info, _PLACE, "SP.ListItemCreationInformationUsingPath", real=frozenset())
        if isinstance(info, Mapping)
        else {}
    )
    if place.get("UnderlyingObjectType") or place.get("LeafName"):
        raise UnsupportedError(what="AddValidateUpdateItemUsingPath for anything but an item")
    path = place.get("FolderPath")
    written = path.get("DecodedUrl") if isinstance(path, Mapping) else place.get("FolderUrl")
    if written and find_place_at(call, resolve_path(str(written), call.site.path)).path != sheet.list.folder:
        raise UnsupportedError(what=f"adding an item in the folder '{written}'")
    if sheet.list.is_library:
        raise UnsupportedError(what="AddValidateUpdateItemUsingPath on a library")


def _read_form(call: Call, sheet: Sheet, given: Mapping[str, object]) -> _Form:
    form = _Form()
    values = given["formValues"]
    is_utc, is_new = bool(given.get("datesInUTC")), bool(given.get("bNewDocumentUpdate"))
    for entry in values if isinstance(values, Sequence) else ():
        name, text = _read_entry(entry)
        error: str | None = None
        try:
            if name in _STAMPS:
                _read_stamp(call, form, name, text, is_allowed=is_new)
            else:
                form.cells |= _read_cell(call, sheet, name, text, is_utc=is_utc)
        except (ColumnMissingError, UnsupportedError):
            raise
        except SharePointError as refusal:
            error = refusal.message
        form.results.append(_write_result(name, text, error))
    return form


def _read_entry(entry: object) -> tuple[str, str]:
    name = entry.get("FieldName") if isinstance(entry, Mapping) else None
    text = entry.get("FieldValue") if isinstance(entry, Mapping) else None
    if not isinstance(name, str) or not (text is None or isinstance(text, str)):
        raise BodyError(message=f"'{entry}' is not a FieldName and a FieldValue in text.")
    return name, text or ""


def _read_cell(call: Call, sheet: Sheet, name: str, text: str, *, is_utc: bool) -> Mapping[str, object]:
    if name in ("ContentType", "ContentTypeId"):
        types = read_list_types(call.store, sheet.list)
        type_id = find_type_by_name(types, text).id if name == "ContentType" else text
        return normalise_cells(sheet, {"ContentTypeId": type_id})
    column = next((column for column in sheet.fields if column.internal_name == name), None)
    if column is None:
        raise ColumnMissingError(name=name)
    if all(column.internal_name != other.internal_name for other in find_writable(sheet.fields).values()):
        raise ReadOnlyError
    value = read_form_value(call.store, call.site, column, text, is_utc=is_utc)
    return normalise_cells(sheet, {column.value_name: value})


def _read_stamp(call: Call, form: _Form, name: str, text: str, *, is_allowed: bool) -> None:
    if not is_allowed:
        raise UnsupportedError(what=f"setting {name} without bNewDocumentUpdate")
    if name in ("Created", "Modified"):
        form.stamps[name] = write_instant(read_form_date(text, call.site.zone))
    else:
        form.stamps[name] = read_form_person(call.store, text)


def _build_stamp(call: Call, form: _Form, *, is_new_version: bool) -> Stamp:
    author, editor = form.stamps.get("Author"), form.stamps.get("Editor")
    return Stamp(
        editor if isinstance(editor, int) else call.user_id,
        str(form.stamps.get("Created") or ""),
        str(form.stamps.get("Modified") or ""),
        author if isinstance(author, int) else None,
        is_new_version,
    )


def _save(form: _Form, sheet: Sheet, write: Callable[[], ItemRecord]) -> ItemRecord | None:
    try:
        with sheet.store.undoing():
            return write()
    except DuplicateValuesError as refusal:
        unique = {column.internal_name for column in sheet.fields if column.is_unique}
        for result in form.results:
            if result["FieldName"] in unique:
                result.update(_write_result(str(result["FieldName"]), str(result["FieldValue"]), refusal.message))
    return None


def _write_result(name: str, text: str, error: str | None) -> dict[str, object]:
    return {
        "ErrorCode": _FAILED if error is not None else 0,
        "ErrorMessage": error,
        "FieldName": name,
        "FieldValue": text,
        "HasException": error is not None,
    }


def _answer(name: str, form: _Form, item_id: int) -> Answer:
    results = [Complex(_TYPE, {**result, "ItemId": item_id}) for result in form.results]
    return Answer(body=Value(name, f"Collection({_TYPE})", Many(_TYPE, results)))
