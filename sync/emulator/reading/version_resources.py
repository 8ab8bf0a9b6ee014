"""The versions of an item as SharePoint describes them: names escaped once more, lookups and people in parts."""

from collections.abc import Callable, Mapping, Sequence

from sync.emulator.formats.bodies import Complex, Many
from sync.emulator.naming import build_text_name
from sync.emulator.query.shaping import Resource
from sync.emulator.reading.references import read_titles
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.items import ItemRecord
from sync.emulator.store.users import read_users
from sync.emulator.store.versions import VersionRecord, write_label

_ALWAYS = ("Title", "Author", "Editor", "Created", "Modified", "ID", "_UIVersionString", "owshiddenversion")

_Spell = Callable[[object], object]


def build_versions(sheet: Sheet, item: ItemRecord, versions: Sequence[VersionRecord]) -> list[Resource]:
    """Describe versions of ``item``, in the order given."""
    rows = [_read_values(item, version) for version in versions]
    fields = [field for field in sheet.fields if not field.is_built_in or field.internal_name in _ALWAYS]
    spelt = {field.internal_name: _find_spelling(sheet, field, rows) for field in fields}
    resources = []
    for version, values in zip(versions, rows, strict=True):
        properties = {
            "VersionId": version.label,
            "VersionLabel": write_label(version.label),
            "IsCurrentVersion": version.label == item.label,
            **{build_text_name(name): spell(values.get(name)) for name, spell in spelt.items()},
        }
        path = f"{sheet.list.path}/Items({item.id})/Versions({version.label})"
        resources.append(Resource("SP.ListItemVersion", path, properties, links=("CreatedBy", "Fields", "FileVersion")))
    return resources


def _read_values(item: ItemRecord, version: VersionRecord) -> dict[str, object]:
    then = item._replace(cells=version.cells, label=version.label, modified=version.modified, editor=version.editor)
    # What a version says of when it was made is when it was written.
    return {**then.values, "Created": version.modified}


def _find_spelling(sheet: Sheet, field: FieldRecord, rows: Sequence[Mapping[str, object]]) -> _Spell:
    if field.kind is kinds.USER:
        people = {user.id: (user.title, user.email) for user in read_users(sheet.store)}
        return _spell_each("SP.FieldUserValue", lambda key: _write_person(key, *people.get(key, ("", ""))))
    if field.kind is kinds.LOOKUP and field.read("LookupList"):
        titles = read_titles(sheet, field, [row.get(field.internal_name) for row in rows])
        return _spell_each("SP.FieldLookupValue", lambda key: {"LookupId": key, "LookupValue": titles.get(key, "")})
    if field.kind is kinds.URL:
        return lambda value: Complex("SP.FieldUrlValue", value) if isinstance(value, dict) else None
    return lambda value: Many("Edm.String", value) if isinstance(value, list) else value


def _spell_each(type_name: str, write: Callable[[int], Mapping[str, object]]) -> _Spell:
    def spell(value: object) -> object:
        if isinstance(value, list):
            return Many(type_name, [Complex(type_name, write(key)) for key in value])
        return Complex(type_name, write(value)) if isinstance(value, int) else None

    return spell


def _write_person(key: int, title: str, email: str) -> Mapping[str, object]:
    return {"Email": email, "LookupId": key, "LookupValue": title}
