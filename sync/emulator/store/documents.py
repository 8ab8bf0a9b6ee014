"""The library that every site has from the start: Documents, at the address Shared Documents."""

from sync.emulator.store.database import Store
from sync.emulator.store.lists import DOCUMENT_LIBRARY, add_list, read_lists
from sync.emulator.store.site import Site

_TITLE, _FOLDER = "Documents", "Shared Documents"


def add_documents(store: Store, site: Site) -> None:
    """Give a new site its library, unless a list has that title."""
    if all(record.title.casefold() != _TITLE.casefold() for record in read_lists(store)):
        add_list(store, site, _TITLE, {"BaseTemplate": DOCUMENT_LIBRARY}, _FOLDER)
