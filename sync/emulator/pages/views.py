"""Views by address: ``AllItems.aspx``, ``VIEW%20TITLE.aspx`` or ``?viewid=GUID``; and the address of each."""

from collections.abc import Sequence

from sync.emulator.pages.addresses import write_address
from sync.emulator.store.database import Store
from sync.emulator.store.lists import ListRecord
from sync.emulator.store.views import FIRST_VIEW, ViewRecord, read_views

_FIRST_PAGE = "AllItems"
#: What the first view is called, in a list and in a library.
_FIRST_TITLES = (FIRST_VIEW, "All Documents")


def find_view(views: Sequence[ViewRecord], page: str, view_id: str) -> ViewRecord | None:
    """Return the view for a page's name without ``.aspx``; a view that is named by its id comes first.

    ``AllItems`` is the first view by that name, and the default view when there is none.
    """
    wanted = view_id.strip("{} ").lower()
    if wanted:
        return next((view for view in views if view.id == wanted), None)
    is_first_page = page.lower() == _FIRST_PAGE.lower()
    titles = _FIRST_TITLES if is_first_page else (page,)
    folded = {title.casefold() for title in titles}
    found = next((view for view in views if view.title.casefold() in folded), None)
    return found or (find_first(views) if is_first_page else None)


def read_shown_views(store: Store, record: ListRecord) -> list[ViewRecord]:
    """Return the views that a list offers, the one that opens first before the others."""
    views = [view for view in read_views(store, record.id) if not view.read("Hidden")]
    return sorted(views, key=lambda view: not view.read("DefaultView"))


def write_default_address(store: Store, record: ListRecord) -> str:
    """Return the address at which a list opens."""
    first = find_first(read_shown_views(store, record))
    return write_view_address(record, first) if first else write_address(f"{record.forms_folder}/{_FIRST_PAGE}.aspx")


def find_first(views: Sequence[ViewRecord]) -> ViewRecord | None:
    """Return the view that opens when a list is opened."""
    return next((view for view in views if view.read("DefaultView")), views[0] if views else None)


def write_view_path(record: ListRecord, view: ViewRecord) -> str:
    """Return the path of a view's page, as SharePoint gives it."""
    return f"{record.forms_folder}/{_FIRST_PAGE if view.title in _FIRST_TITLES else view.title}.aspx"


def write_view_address(record: ListRecord, view: ViewRecord, options: Sequence[tuple[str, object]] = ()) -> str:
    """Return the address of a view; a title that no address can hold is replaced by the view's id."""
    if "/" in view.title or "\\" in view.title:
        return write_address(f"{record.forms_folder}/{_FIRST_PAGE}.aspx", [("viewid", view.id), *options])
    return write_address(write_view_path(record, view), options)
