"""Which page answers which address. Looking writes nothing; what writes is asked where it comes from."""

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from sync.emulator.exchange import Request, Response
from sync.emulator.pages.addresses import write_address
from sync.emulator.pages.documents import send_document
from sync.emulator.pages.edit_form import Forms, is_too_large
from sync.emulator.pages.guard import Guard, is_from_here
from sync.emulator.pages.html import Markup, build, join
from sync.emulator.pages.item_form import recycle_shown, show_item
from sync.emulator.pages.layout import (
    CONTENTS_PATH,
    ICON_PATH,
    RECYCLE_PATH,
    STYLE_PATH,
    Page,
    redirect,
    render_button,
    render_heading,
    render_icon,
    render_page,
    render_style_sheet,
)
from sync.emulator.pages.list_page import show_list
from sync.emulator.pages.recycle import restore_from_bin, show_bin
from sync.emulator.pages.site import show_site
from sync.emulator.pages.views import write_default_address
from sync.emulator.pages.visit import Visit
from sync.emulator.store.cells import Sheet
from sync.emulator.store.database import Store
from sync.emulator.store.fields import read_fields
from sync.emulator.store.lists import read_lists
from sync.emulator.store.site import Site

_Answer = Callable[[Visit, Sheet], Response | None]
_ENDING = ".aspx"


class Pages:
    """Answers every address that is neither sign-in nor API."""

    def __init__(self, store: Store, site: Site) -> None:
        self._store = store
        self._site = site
        self._guard = Guard()
        forms = Forms(self._guard)
        self._forms: Mapping[str, _Answer] = {
            "dispform": lambda visit, sheet: show_item(visit, sheet, self._guard),
            "editform": forms.show_edit,
            "newform": forms.show_new,
        }
        self._savers: Mapping[str, _Answer] = {
            "dispform": self._recycle,
            "editform": forms.save_edit,
            "newform": forms.save_new,
        }

    def respond(self, request: Request) -> Response:
        """Return the page at an address, a redirect to one, or a page that says there is none."""
        visit = Visit(self._store, self._site, request)
        if request.method == "POST":
            return self._take_in(visit)
        if request.method not in ("GET", "HEAD"):
            return _say(visit, 501, f"The local SharePoint does not support {request.method} {request.path}.")
        return self._show(visit) or _say(visit, 404, "There is no page at this address.")

    def _show(self, visit: Visit) -> Response | None:
        path = visit.request.path.lower()
        home = visit.home.lower()
        if path in ("/", home.rstrip("/")):
            return redirect(write_address(visit.home))
        if path in (home, home + CONTENTS_PATH.lower()):
            return show_site(visit)
        if path == home + RECYCLE_PATH.lower():
            return show_bin(visit, self._guard)
        if path == home + STYLE_PATH.lower():
            return render_style_sheet()
        if path == home + ICON_PATH.lower():
            return render_icon()
        found = self._find_sheet(visit)
        if found is None:
            return send_document(visit)
        sheet, page = found
        if not page:
            return redirect(write_default_address(self._store, sheet.list))
        form = self._forms.get(page.lower())
        return form(visit, sheet) if form else show_list(visit, sheet, page)

    def _take_in(self, visit: Visit) -> Response:
        request = visit.request
        found = self._find_sheet(visit)
        is_bin = request.path.lower() == f"{visit.home}{RECYCLE_PATH}".lower()
        saver = self._savers.get(found[1].lower()) if found else None
        if not is_bin and saver is None:
            return _say(visit, 501, f"The local SharePoint does not support {request.method} {request.path}.")
        if not is_from_here(request):
            return _say(visit, 403, "This was sent by another web site, so nothing was changed.")
        if is_too_large(visit):
            return _say(visit, 413, "That is more than a form can hold, so nothing was changed.")
        if is_bin:
            return self._restore(visit)
        answer = saver(visit, found[0]) if saver and found else None
        return answer or _say(visit, 404, "There is no such row.")

    def _recycle(self, visit: Visit, sheet: Sheet) -> Response | None:
        if not self._guard.has_token(visit.request, _read_inputs(visit.request).get("token", "")):
            return show_item(visit, sheet, self._guard)
        return recycle_shown(visit, sheet)

    def _restore(self, visit: Visit) -> Response:
        inputs = _read_inputs(visit.request)
        if not self._guard.has_token(visit.request, inputs.get("token", "")):
            return show_bin(visit, self._guard, problem="The page was too old. Try once more.")
        return restore_from_bin(visit, self._guard, inputs.get("id", ""))

    def _find_sheet(self, visit: Visit) -> tuple[Sheet, str] | None:
        """Return the list that an address is about, and the name of its page, empty for the list's own folder."""
        path = visit.request.path
        for record in read_lists(self._store):
            folder, forms = record.folder.lower(), record.forms_folder.lower()
            if path.lower().rstrip("/") in (folder, forms):
                return self._open(record.id), ""
            if path.lower().startswith(f"{forms}/") and path.lower().endswith(_ENDING):
                page = path[len(forms) + 1 : -len(_ENDING)]
                if "/" not in page:
                    return self._open(record.id), page
        return None

    def _open(self, list_id: str) -> Sheet:
        record = next(record for record in read_lists(self._store) if record.id == list_id)
        return Sheet(self._store, self._site, record, read_fields(self._store, record.id))


def _read_inputs(request: Request) -> dict[str, str]:
    try:
        return dict(parse_qsl(request.body.decode("utf-8", "replace"), max_num_fields=100))
    except ValueError:
        return {}


def _say(visit: Visit, status: int, sentence: str) -> Response:
    home = render_button(write_address(visit.home), f"Go to {visit.site.title}", "home")
    content: Markup = join([render_heading(sentence), build("p", home)])
    return render_page(visit, Page(sentence, content, "", status))
