"""Views: read, made in two ways, changed, and which columns they show."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from sync.emulator import unbuilt
from sync.emulator.errors import ColumnMissingError, UnsupportedError
from sync.emulator.formats.bodies import Answer, Complex, Entity, Many, Nothing
from sync.emulator.handlers.call import Call
from sync.emulator.list_errors import ViewPositionError
from sync.emulator.payloads import check_properties
from sync.emulator.query.options import Options
from sync.emulator.query.shaping import Resource, refuse_options, shape_collection, shape_entity
from sync.emulator.safe_xml import parse_xml
from sync.emulator.store.fields import find_field, read_fields
from sync.emulator.store.lists import ListRecord
from sync.emulator.store.views import (
    DEFAULTS,
    FIRST_OF_LIBRARY,
    FIRST_VIEW,
    ViewRecord,
    add_view,
    delete_view,
    read_views,
    update_view,
    update_view_fields,
)

_TYPE = "SP.View"
_WRITABLE: Mapping[str, type] = {
    "Title": str,
    "Aggregations": str,
    "CustomFormatter": str,
    "DefaultView": bool,
    "Hidden": bool,
    "MobileDefaultView": bool,
    "MobileView": bool,
    "Paged": bool,
    "RowLimit": int,
    "TabularView": bool,
    "ViewQuery": str,
}
_CREATION: Mapping[str, type] = {
    "Title": str,
    "ViewFields": list,
    "Query": str,
    "RowLimit": int,
    "Paged": bool,
    "PersonalView": bool,
    "SetAsDefaultView": bool,
}


def read_all_views(call: Call) -> Answer:
    """List a list's views."""
    refuse_options(call.options, "$select", "$expand", "$filter", "$orderby", "$top", "$skip")
    record = call.find_list()
    resources = [build_view(record, view) for view in read_views(call.store, record.id)]
    return Answer(body=shape_collection(resources, call.options, "SP.ApiData.Views", call.site.zone))


def read_view(call: Call) -> Answer:
    """Describe one view."""
    refuse_options(call.options, "$select", "$expand")
    return Answer(body=shape_entity(build_view(call.find_list(), call.find_view()), call.options))


def create_view(call: Call) -> Answer:
    """Make a view from an ``SP.View``."""
    call.payload.check_type(_TYPE)
    allowed = {**_WRITABLE, "PersonalView": bool}
    settings = check_properties(call.payload.properties, allowed, _TYPE, real=unbuilt.VIEW_WRITES)
    settings.pop("Title", None)
    return _create(call, call.payload.read_text("Title"), ("LinkTitle",), settings)


def create_view_from_information(call: Call) -> Answer:
    """Make a view from an ``SP.ViewCreationInformation``."""
    parameters = call.payload.read_parameters("parameters")
    given = check_properties(parameters.properties, _CREATION, "SP.ViewCreationInformation", real=unbuilt.VIEW_CREATION)
    names = {"Query": "ViewQuery", "SetAsDefaultView": "DefaultView"}
    settings = {names.get(name, name): value for name, value in given.items() if name not in ("Title", "ViewFields")}
    shown = given.get("ViewFields")
    return _create(call, parameters.read_text("Title"), shown if isinstance(shown, list) else [], settings)


def merge_view(call: Call) -> Answer:
    """Change a view's title and settings."""
    call.payload.check_type(_TYPE)
    changes = check_properties(call.payload.properties, _WRITABLE, _TYPE, real=unbuilt.VIEW_WRITES)
    _check_query(changes)
    title = changes.pop("Title", None)
    update_view(call.store, call.find_view(), str(title) if title else None, changes)
    return Answer(204)


def remove_view(call: Call) -> Answer:
    """Take a view away."""
    delete_view(call.store, call.find_view())
    return Answer()


def read_view_fields(call: Call) -> Answer:
    """Say which columns a view shows."""
    refuse_options(call.options)
    view = call.find_view()
    properties = {"SchemaXml": _write_fields_xml(view), "Items": Many("Edm.String", view.fields)}
    path = f"{call.find_list().path}/Views(guid'{view.id}')/ViewFields"
    return Answer(body=Entity("SP.ViewFieldCollection", path, properties))


def add_view_field(call: Call) -> Answer:
    """Show one more column; showing it twice shows it twice (sharepoint.md C.7)."""
    view, name = call.find_view(), _read_field_name(call)
    update_view_fields(call.store, view, [*view.fields, name])
    return Answer(body=Nothing("AddViewField"))


def remove_view_field(call: Call) -> Answer:
    """Stop showing a column."""
    view, name = call.find_view(), _read_field_name(call)
    update_view_fields(call.store, view, [shown for shown in view.fields if shown != name])
    return Answer(body=Nothing("RemoveViewField"))


def move_view_field(call: Call) -> Answer:
    """Show a column at another place, 0 being the first."""
    parameters = check_properties(call.payload.properties, {"field": str, "index": int}, _TYPE, real=frozenset())
    view, index = call.find_view(), parameters.get("index")
    if not isinstance(index, int) or not 0 <= index < len(view.fields):
        raise ViewPositionError
    fields = read_fields(call.store, call.find_list().id)
    name = find_field(fields, call.payload.read_text("field")).internal_name
    if name not in view.fields:
        raise ColumnMissingError(name=name)
    shown = list(view.fields)
    shown.remove(name)
    shown.insert(index, name)
    update_view_fields(call.store, view, shown)
    return Answer(body=Nothing("MoveViewFieldTo"))


def remove_all_view_fields(call: Call) -> Answer:
    """Show nothing at all."""
    update_view_fields(call.store, call.find_view(), ())
    return Answer(body=Nothing("RemoveAllViewFields"))


def build_view(record: ListRecord, view: ViewRecord) -> Resource:
    """Describe a view as SharePoint does."""
    page = "AllItems" if view.title in (FIRST_VIEW, FIRST_OF_LIBRARY) else view.title
    address = f"{record.forms_folder}/{page}.aspx"
    return Resource(
        _TYPE,
        f"{record.path}/Views(guid'{view.id}')",
        {
            **{name: view.read(name) for name in DEFAULTS},
            "BaseViewId": "1",
            "Id": view.id,
            "ListViewXml": _write_view_xml(view),
            "ReadOnlyView": False,
            "ServerRelativePath": Complex("SP.ResourcePath", {"DecodedUrl": address}),
            "ServerRelativeUrl": address,
            "Title": view.title,
            "ViewType": "HTML",
        },
        related={"ViewFields": lambda options: _expand_view_fields(record, view, options)},
        unsupported=unbuilt.VIEW,
    )


def _expand_view_fields(record: ListRecord, view: ViewRecord, options: Options) -> Entity:
    properties = {"SchemaXml": _write_fields_xml(view), "Items": Many("Edm.String", view.fields)}
    resource = Resource("SP.ViewFieldCollection", f"{record.path}/Views(guid'{view.id}')/ViewFields", properties)
    return shape_entity(resource, options)


def _create(call: Call, title: str, shown: Sequence[str], settings: Mapping[str, object]) -> Answer:
    if settings.get("PersonalView"):
        raise UnsupportedError(what="personal views")
    _check_query(settings)
    record = call.find_list()
    fields = read_fields(call.store, record.id)
    names = [find_field(fields, name).internal_name for name in shown]
    view = add_view(call.store, record.id, title, names, settings)
    resource = build_view(record, view)
    return Answer(201, shape_entity(resource, call.options), {"Location": call.api_url + resource.path})


def _check_query(settings: Mapping[str, object]) -> None:
    """Raise ``XmlError`` for a query that is no XML; what it asks for is looked at when the view is opened."""
    if query := settings.get("ViewQuery"):
        parse_xml(f"<Query>{query}</Query>", "The view's query")


def _read_field_name(call: Call) -> str:
    fields = read_fields(call.store, call.find_list().id)
    return find_field(fields, call.read_text("field_name")).internal_name


def _write_fields_xml(view: ViewRecord) -> str:
    return "".join(f"<FieldRef Name={quoteattr(name)} />" for name in view.fields)


def _write_view_xml(view: ViewRecord) -> str:
    return (
        f'<View Name={quoteattr("{" + view.id.upper() + "}")} Type="HTML" DisplayName={quoteattr(view.title)}>'
        f"<Query>{view.read('ViewQuery')}</Query><ViewFields>{_write_fields_xml(view)}</ViewFields>"
        f'<RowLimit Paged="TRUE">{view.read("RowLimit")}</RowLimit></View>'
    )
