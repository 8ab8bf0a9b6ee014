"""What an item can be expanded by that is not one of its columns: its texts, its versions, its file or folder."""

from collections.abc import Callable, Mapping, Sequence

from sync.emulator.errors import FileMissingError, UnsupportedError
from sync.emulator.formats.bodies import Collection, Entity
from sync.emulator.naming import build_text_name
from sync.emulator.query.options import Options
from sync.emulator.query.shaping import Resource, shape_collection, shape_entity
from sync.emulator.reading.file_resources import build_file, build_folder
from sync.emulator.reading.texts import write_texts
from sync.emulator.reading.version_resources import build_versions
from sync.emulator.store.cells import Sheet
from sync.emulator.store.entries import find_entry_of_item
from sync.emulator.store.items import ItemRecord
from sync.emulator.store.versions import read_versions

Expansion = Entity | Collection | None


def build_texts(sheet: Sheet, records: Sequence[ItemRecord]) -> list[Resource]:
    """Return the values of items as text; names escape their underscores once more."""
    names = [field.internal_name for field in sheet.fields]
    return [
        Resource(
            "SP.FieldStringValues",
            f"{sheet.list.path}/Items({record.id})/FieldValuesAsText",
            {build_text_name(name): text for name, text in texts.items()},
        )
        for record, texts in zip(records, write_texts(sheet, records, names), strict=True)
    ]


def expand(sheet: Sheet, name: str, records: Sequence[ItemRecord], options: Options) -> list[Expansion]:
    """Return what ``name`` brings to each of ``records``; ``options`` say which part of it."""
    return list(EXPANSIONS[name](sheet, records, options))


def _expand_texts(sheet: Sheet, records: Sequence[ItemRecord], options: Options) -> Sequence[Expansion]:
    return [shape_entity(texts, options) for texts in build_texts(sheet, records)]


def _expand_versions(sheet: Sheet, records: Sequence[ItemRecord], options: Options) -> Sequence[Expansion]:
    return [
        shape_collection(
            build_versions(sheet, record, read_versions(sheet, record.id)),
            options,
            "SP.ApiData.ListItemVersions",
            sheet.site.zone,
        )
        for record in records
    ]


def _expand_file(sheet: Sheet, records: Sequence[ItemRecord], options: Options) -> Sequence[Expansion]:
    return [_shape_entry(sheet, record, options, is_folder=False) for record in records]


def _expand_folder(sheet: Sheet, records: Sequence[ItemRecord], options: Options) -> Sequence[Expansion]:
    return [_shape_entry(sheet, record, options, is_folder=True) for record in records]


def _shape_entry(sheet: Sheet, record: ItemRecord, options: Options, *, is_folder: bool) -> Expansion:
    if not sheet.list.is_library:
        raise UnsupportedError(what="expanding 'File' or 'Folder' of items that are in no library")
    try:
        entry = find_entry_of_item(sheet.store, sheet.list.id, record.id)
    except FileMissingError:
        return None
    if bool(entry.is_folder) is not is_folder:
        return None
    return shape_entity(build_folder(sheet.store, entry) if is_folder else build_file(entry), options)


EXPANSIONS: Mapping[str, Callable[[Sheet, Sequence[ItemRecord], Options], Sequence[Expansion]]] = {
    "FieldValuesAsText": _expand_texts,
    "Versions": _expand_versions,
    "File": _expand_file,
    "Folder": _expand_folder,
}
