"""One call of the API, as a handler sees it, and the things that its path names."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sync.emulator.errors import ExpressionError, GuidError, UnsupportedError
from sync.emulator.hints import NO_HINTS, Hints
from sync.emulator.paths import Argument, normalise_guid
from sync.emulator.payloads import Payload
from sync.emulator.query.caml import Asker
from sync.emulator.query.options import Options
from sync.emulator.store.cells import Sheet
from sync.emulator.store.database import Store
from sync.emulator.store.fields import (
    FieldRecord,
    find_field,
    find_field_by_id,
    find_field_by_title,
    read_fields,
)
from sync.emulator.store.lists import ListRecord, find_list, find_list_by_folder, find_list_by_title
from sync.emulator.store.site import Site
from sync.emulator.store.users import APP_ID
from sync.emulator.store.views import (
    ViewRecord,
    find_default_view,
    find_view_by_id,
    find_view_by_title,
    read_views,
)
from sync.emulator.switches import Switches

_LONGEST_NUMBER = 10


@dataclass(frozen=True, slots=True)
class Call:
    """A request that has been let in, understood and matched to a route.

    Args:
        arguments: what the path says between parentheses, by the names in the route's pattern.
        payload: the body, when the route takes JSON; ``body`` is the same as it came, for files.
        if_match: the version the caller means to change; ``*`` for whichever it is, as without the header.
        root_url: ``https://host:port`` as the caller wrote it.
        digest: a form digest to hand out.
        is_modern: whether the answer is in OData version 4.
        hints: which faults the call is to meet.
    """

    store: Store
    site: Site
    arguments: Mapping[str, Argument]
    options: Options
    payload: Payload
    body: bytes
    if_match: str
    root_url: str
    digest: str
    switches: Switches
    user_id: int = APP_ID
    is_modern: bool = False
    hints: Hints = NO_HINTS

    @property
    def site_url(self) -> str:
        """The site's address."""
        return self.root_url + self.site.path

    @property
    def api_url(self) -> str:
        """The address that every path of the API hangs under."""
        return f"{self.site_url}/_api/"

    def read_text(self, name: str) -> str:
        """Return an argument of the path that is text."""
        argument = self.arguments[name]
        if argument.kind not in ("text", "guid"):
            raise ExpressionError(expression=argument.text)
        return argument.text

    def read_number(self, name: str) -> int:
        """Return an argument of the path that is a whole number."""
        argument = self.arguments[name]
        if argument.kind != "number" or len(argument.text) > _LONGEST_NUMBER:
            raise ExpressionError(expression=argument.text)
        return int(argument.text)

    def read_guid(self, name: str) -> str:
        """Return an argument of the path that is a GUID, in either spelling; raises ``GuidError``."""
        guid = normalise_guid(self.arguments[name].text)
        if guid is None:
            raise GuidError
        return guid

    def find_list(self) -> ListRecord:
        """Return the list that the path names, in whichever way it does."""
        if "list_id" in self.arguments:
            return find_list(self.store, self.read_guid("list_id"))
        if "list_title" in self.arguments:
            return find_list_by_title(self.store, self.read_text("list_title"), self.site_url)
        return find_list_by_folder(self.store, self.read_path("list_folder"))

    def find_sheet(self) -> Sheet:
        """Return the list that the path names, with its columns."""
        return self.open_sheet(self.find_list())

    def open_sheet(self, record: ListRecord) -> Sheet:
        """Return a list with its columns."""
        return Sheet(self.store, self.site, record, read_fields(self.store, record.id))

    def find_asker(self) -> Asker:
        """Return what the words of a CAML query stand for in this call."""
        return Asker(self.user_id, self.store.clock(), self.site.zone)

    def find_field(self) -> FieldRecord:
        """Return the column that the path names."""
        fields = read_fields(self.store, self.find_list().id)
        if "field_id" in self.arguments:
            return find_field_by_id(fields, self.read_guid("field_id"))
        if "field_title" in self.arguments:
            return find_field_by_title(fields, self.read_text("field_title"))
        return find_field(fields, self.read_text("field_name"))

    def find_view(self) -> ViewRecord:
        """Return the view that the path names; the default view when it names none."""
        views = read_views(self.store, self.find_list().id)
        if "view_id" in self.arguments:
            return find_view_by_id(views, self.read_guid("view_id"))
        if "view_title" in self.arguments:
            return find_view_by_title(views, self.read_text("view_title"))
        return find_default_view(views)

    def read_boolean(self, name: str) -> bool:
        """Return an argument of the path that is true or false."""
        argument = self.arguments[name]
        if argument.text.lower() not in ("true", "false"):
            raise ExpressionError(expression=argument.text)
        return argument.text.lower() == "true"

    def read_path(self, name: str) -> str:
        """Return an argument that is an address, as text or as ``{"DecodedUrl": "…"}``."""
        argument = self.arguments[name]
        if argument.kind != "json":
            return argument.text
        folder = json.loads(argument.text).get("DecodedUrl")
        if not isinstance(folder, str):
            raise UnsupportedError(what=f"a resource path of {argument.text}")
        return folder
