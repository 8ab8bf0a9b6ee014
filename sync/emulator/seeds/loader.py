"""Fill an empty site from a seed, all of it or nothing."""

from collections.abc import Mapping
from pathlib import Path

from sync.emulator.errors import LocalSharePointError, SharePointError
from sync.emulator.naming import build_free_name, build_internal_name
from sync.emulator.seeds.cells import Known
from sync.emulator.seeds.document import FieldEntry, ListEntry, SeedDocument
from sync.emulator.seeds.problems import Problem, SeedError
from sync.emulator.seeds.rows import load_rows
from sync.emulator.seeds.yaml_file import SITE_FILE, Lines, load_document
from sync.emulator.store import built_in, kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.database import Store
from sync.emulator.store.documents import add_documents
from sync.emulator.store.fields import NewField, add_field, read_fields, update_field
from sync.emulator.store.lists import ListRecord, add_list, find_list
from sync.emulator.store.site import Site, add_site
from sync.emulator.store.users import add_user
from sync.emulator.store.views import find_default_view, read_views, update_view_fields

_HERE = Path(__file__).parent
_KINDS = {kind.name: kind for kind in kinds.CREATABLE}


def list_seeds() -> list[str]:
    """Return the names of the seeds that come with the package."""
    return sorted(file.parent.name for file in _HERE.glob(f"*/{SITE_FILE}"))


def find_seed(name_or_path: str | Path) -> Path:
    """Return the folder of a seed; raises ``LocalSharePointError`` when there is none."""
    if isinstance(name_or_path, Path):
        if not (name_or_path / SITE_FILE).is_file():
            raise LocalSharePointError(f"{name_or_path} holds no {SITE_FILE}. Name a folder that is a seed.")
        return name_or_path
    if name_or_path not in list_seeds():
        known = ", ".join(list_seeds())
        raise LocalSharePointError(f"There is no seed called '{name_or_path}'. Choose one of: {known}.")
    return _HERE / name_or_path


def load_seed(store: Store, name_or_path: str | Path) -> Site:
    """Fill ``store`` from the seed of that name, or from the one in that folder.

    Raises ``LocalSharePointError`` when there is no such seed and ``SeedError`` with every mistake in it.
    """
    folder = find_seed(name_or_path)
    document, lines = load_document(folder, folder.name)
    problems = _check_document(document, lines, folder)
    if problems:
        raise SeedError(folder.name, problems)
    with store.writing():
        site = add_site(store, document.site.title, document.site.path, document.site.time_zone)
        people = {user.key: add_user(store, user.title, user.email).id for user in document.users}
        problems = _Filling(store, site, folder, people).load_lists(document, lines)
        add_documents(store, site)
        if problems:
            raise SeedError(folder.name, problems)
    return site


class _Filling:
    def __init__(self, store: Store, site: Site, folder: Path, people: Mapping[str, int]) -> None:
        self._store = store
        self._site = site
        self._folder = folder
        self._ids: dict[str, str] = {}
        self._titles: dict[str, dict[str, int]] = {}
        self._known = Known(site.zone, people, self._titles)

    def load_lists(self, document: SeedDocument, lines: Lines) -> list[Problem]:
        problems: list[Problem] = []
        for index, entry in enumerate(document.lists):
            try:
                record = self._add_list(entry)
            except SharePointError as error:
                problems.append(Problem(SITE_FILE, lines.find("lists", index), error.message))
                continue
            if entry.rows:
                sheet = Sheet(self._store, self._site, record, read_fields(self._store, record.id))
                file = self._folder / entry.rows
                problems += load_rows(sheet, file, self._known, self._titles[record.id])
        return problems

    def _add_list(self, entry: ListEntry) -> ListRecord:
        settings = {
            "Description": entry.description,
            "EnableVersioning": entry.versioning,
            "MajorVersionLimit": 500 if entry.versioning else 0,
            "Hidden": entry.hidden,
        }
        record = add_list(self._store, self._site, entry.title, settings)
        self._ids[entry.title] = record.id
        self._titles[record.id] = {}
        for field in entry.fields:
            added = add_field(self._store, record.id, self._build_field(field))
            if field.renamed_to:
                update_field(self._store, added, field.renamed_to, {})
        if entry.view:
            view = find_default_view(read_views(self._store, record.id))
            update_view_fields(self._store, view, entry.view)
        return find_list(self._store, record.id)

    def _build_field(self, entry: FieldEntry) -> NewField:
        settings: dict[str, object] = {
            "Description": entry.description,
            "Required": entry.required,
            "Indexed": entry.indexed or entry.unique,
            "EnforceUniqueValues": entry.unique,
        }
        if entry.choices:
            settings["Choices"] = list(entry.choices)
        if entry.type == "Note":
            settings["RichText"] = entry.rich
        if entry.type == "DateTime":
            settings["DisplayFormat"] = 0 if entry.date_only else 1
        if entry.list:
            settings |= {"LookupList": self._ids[entry.list], "LookupField": "Title"}
        if entry.multiple:
            settings["AllowMultipleValues"] = True
        return NewField(entry.title, _KINDS[entry.type], settings)


def _check_document(document: SeedDocument, lines: Lines, folder: Path) -> list[Problem]:
    problems = [
        *_check_repeats([user.key for user in document.users], "users", "key", lines),
        *_check_repeats([user.email.lower() for user in document.users], "users", "email", lines),
        *_check_repeats([entry.title for entry in document.lists], "lists", "title", lines),
    ]
    for index, entry in enumerate(document.lists):
        before = [earlier.title for earlier in document.lists[: index + 1]]
        problems += _check_list(entry, index, before, lines)
        if entry.rows and not (folder / entry.rows).is_file():
            line = lines.find("lists", index, "rows")
            problems.append(Problem(SITE_FILE, line, f"There is no file called {entry.rows} beside {SITE_FILE}."))
    return problems


def _check_repeats(values: list[str], section: str, name: str, lines: Lines) -> list[Problem]:
    return [
        Problem(SITE_FILE, lines.find(section, index, name), f"The {name} '{value}' is there twice.")
        for index, value in enumerate(values)
        if value in values[:index]
    ]


def _check_list(entry: ListEntry, index: int, before: list[str], lines: Lines) -> list[Problem]:
    problems = []
    names = set(built_in.NAMES)
    for number, field in enumerate(entry.fields):
        names.add(build_free_name(build_internal_name(field.title), frozenset(names)))
        if field.list and field.list not in before:
            line = lines.find("lists", index, "fields", number, "list")
            problems.append(Problem(SITE_FILE, line, f"There is no list called '{field.list}' before this one."))
    for number, name in enumerate(entry.view):
        if name not in names:
            line = lines.find("lists", index, "view", number)
            problems.append(Problem(SITE_FILE, line, f"The list has no column with the internal name '{name}'."))
    return problems
