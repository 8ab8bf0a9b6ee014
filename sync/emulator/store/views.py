"""Views: which columns of a list are shown, and how."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sync.emulator.errors import ViewFormatterError, ViewMissingError
from sync.emulator.list_errors import check_title_length
from sync.emulator.store.database import Store
from sync.emulator.store.list_version import raise_list_version

FIRST_VIEW, FIRST_OF_LIBRARY = "All Items", "All Documents"
_SHOWN_OF_LIBRARY = ("DocIcon", "LinkFilename", "Modified", "Editor")
_BREAKS_XML = re.compile(r"<|&(?!(?:\w+|#\d+);)")
DEFAULTS: Mapping[str, object] = {
    "Aggregations": "",
    "CustomFormatter": "",
    "DefaultView": False,
    "Hidden": False,
    "MobileView": True,
    "MobileDefaultView": False,
    "Paged": True,
    "PersonalView": False,
    "RowLimit": 30,
    "TabularView": True,
    "ViewQuery": "",
}


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """One view; ``fields`` are internal names in the order shown."""

    list_id: str
    id: str
    title: str
    settings: Mapping[str, object]
    fields: tuple[str, ...]

    def read(self, name: str) -> object:
        """Return a setting, or its default."""
        return self.settings.get(name, DEFAULTS[name])


def add_first_view(store: Store, list_id: str, *, is_library: bool) -> ViewRecord:
    """Give a new list the view that every list has."""
    title, shown = (FIRST_OF_LIBRARY, _SHOWN_OF_LIBRARY) if is_library else (FIRST_VIEW, ("LinkTitle",))
    return add_view(store, list_id, title, shown, {"DefaultView": True, "MobileDefaultView": True})


def add_view(
    store: Store, list_id: str, title: str, fields: Sequence[str], settings: Mapping[str, object]
) -> ViewRecord:
    """Make a view; raises ``ViewFormatterError`` for a formatter that breaks XML."""
    _check_formatter(settings)
    check_title_length(title)
    record = ViewRecord(list_id, str(uuid4()), title, settings, tuple(fields))
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO views (list_id, id, title, settings) VALUES (?, ?, ?, ?)",
            (list_id, record.id, title, _write_settings(record)),
        )
        if record.read("DefaultView"):
            _unset_other_defaults(store, record)
        raise_list_version(store, list_id)
    return record


def read_views(store: Store, list_id: str) -> list[ViewRecord]:
    """Return a list's views in the order they were made."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT id, title, settings FROM views WHERE list_id = ? ORDER BY position", (list_id,)
        ).fetchall()
    return [_read_row(list_id, *row) for row in rows]


def find_view_by_title(views: Sequence[ViewRecord], title: str) -> ViewRecord:
    """Return the first view with that title, whatever its case; raises ``ViewMissingError``."""
    for view in views:
        if view.title.casefold() == title.casefold():
            return view
    raise ViewMissingError


def find_view_by_id(views: Sequence[ViewRecord], view_id: str) -> ViewRecord:
    """Return the view with that GUID; raises ``ViewMissingError``."""
    for view in views:
        if view.id == view_id:
            return view
    raise ViewMissingError


def find_default_view(views: Sequence[ViewRecord]) -> ViewRecord:
    """Return the view that opens when none is asked for; raises ``ViewMissingError``."""
    for view in views:
        if view.read("DefaultView"):
            return view
    raise ViewMissingError


def update_view(store: Store, view: ViewRecord, title: str | None, changes: Mapping[str, object]) -> None:
    """Change a view's title and settings; raises ``ViewFormatterError``."""
    _check_formatter(changes)
    check_title_length(title or "")
    settings = {**view.settings, **changes}
    _write_view(store, ViewRecord(view.list_id, view.id, title or view.title, settings, view.fields))


def update_view_fields(store: Store, view: ViewRecord, fields: Sequence[str]) -> None:
    """Say anew which columns a view shows."""
    _write_view(store, ViewRecord(view.list_id, view.id, view.title, view.settings, tuple(fields)))


def delete_view(store: Store, view: ViewRecord) -> None:
    """Take a view away."""
    with store.writing() as connection:
        connection.execute("DELETE FROM views WHERE id = ?", (view.id,))
        raise_list_version(store, view.list_id)


def _write_view(store: Store, view: ViewRecord) -> None:
    with store.writing() as connection:
        connection.execute(
            "UPDATE views SET title = ?, settings = ? WHERE id = ?", (view.title, _write_settings(view), view.id)
        )
        if view.read("DefaultView"):
            _unset_other_defaults(store, view)
        raise_list_version(store, view.list_id)


def _unset_other_defaults(store: Store, chosen: ViewRecord) -> None:
    with store.writing() as connection:
        connection.execute(
            "UPDATE views SET settings = json_set(settings, '$.DefaultView', json('false')) "
            "WHERE list_id = ? AND id <> ?",
            (chosen.list_id, chosen.id),
        )


def _check_formatter(settings: Mapping[str, object]) -> None:
    formatter = str(settings.get("CustomFormatter") or "")
    broken = _BREAKS_XML.search(formatter)
    if broken:
        raise ViewFormatterError(character=broken[0])


def _write_settings(view: ViewRecord) -> str:
    return json.dumps({**view.settings, "fields": list(view.fields)})


def _read_row(list_id: str, view_id: str, title: str, settings: str) -> ViewRecord:
    values = json.loads(settings)
    fields = tuple(values.pop("fields"))
    return ViewRecord(list_id, view_id, title, values, fields)
