"""The site's own page: its lists and libraries, with how many rows each has."""

from datetime import datetime

from sync.emulator.exchange import Response
from sync.emulator.pages.dates import write_short_moment
from sync.emulator.pages.html import Content, Markup, build, join
from sync.emulator.pages.layout import Page, render_heading, render_page, say_count
from sync.emulator.pages.plain_table import Column, render_plain_table
from sync.emulator.pages.views import write_default_address
from sync.emulator.pages.visit import Visit
from sync.emulator.store.lists import ListRecord, read_lists

_COLUMNS = (
    Column("Name"),
    Column("Kind"),
    Column("Rows", "number"),
    Column("About", "long"),
    Column("Changed", "date"),
)


def show_site(visit: Visit) -> Response:
    """Return the page of the site's contents."""
    records = [record for record in read_lists(visit.store) if not record.read("Hidden")]
    count = say_count(len(records), "list")
    table = render_plain_table(f"{visit.site.title}, {count}", _COLUMNS, [_render(visit, each) for each in records])
    content = join(
        [
            render_heading(visit.site.title, "The lists of this site. Open one to see, filter and change its rows."),
            table if records else build("p", "The site has no lists yet.", class_="nothing"),
        ]
    )
    return render_page(visit, Page("Home", content, visit.home))


def _render(visit: Visit, record: ListRecord) -> list[Content]:
    changed = datetime.fromisoformat(record.item_modified).astimezone(visit.site.zone)
    return [
        _render_name(visit, record),
        "Library" if record.is_library else "List",
        f"{record.item_count:,}",
        str(record.read("Description")),
        build("time", write_short_moment(changed), datetime=changed.isoformat()),
    ]


def _render_name(visit: Visit, record: ListRecord) -> Markup:
    return build("a", record.title, href=write_default_address(visit.store, record), class_="title")
