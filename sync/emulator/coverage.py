"""What the local SharePoint covers, as a page of documentation made from the route table itself.

``python -m sync.emulator.coverage`` writes ``docs/emulator-coverage.md``; a test says when that is out of date.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sync.emulator import unbuilt
from sync.emulator.faults.fault import FaultKind
from sync.emulator.query.caml import CONDITIONS, SCOPES
from sync.emulator.reading.related import EXPANSIONS
from sync.emulator.roles import Role
from sync.emulator.route_table import FORMS, ROUTES, Route
from sync.emulator.store import kinds
from sync.emulator.store.item_pages import THRESHOLD
from sync.emulator.switches import SWITCHES

#: Where a rule comes from is for those who read the source.
_REFERENCE = re.compile(r" \(sharepoint\.md [^)]*\)")
PAGE = Path(__file__).parents[2] / "docs" / "emulator-coverage.md"
_GROUPS = {
    "web": "The site, people and the recycle bin",
    "site": "The site, people and the recycle bin",
    "contextinfo": "The site, people and the recycle bin",
    "{bin}": "The site, people and the recycle bin",
    "{list}": "Lists, columns, views and what is asked of a whole list",
    "{field}": "Lists, columns, views and what is asked of a whole list",
    "{view}": "Lists, columns, views and what is asked of a whole list",
    "{item}": "Items and their versions",
    "{version}": "Items and their versions",
    "{folder}": "Folders and files",
    "{file}": "Folders and files",
    "{page}": "Site pages",
    "sitepages": "Site pages",
}

_HEAD = """
# What the local SharePoint covers

This page is made by `python -m sync.emulator.coverage` from the route table; do not edit it.

The local SharePoint answers the addresses below under `/sites/<name>/_api/` and nothing else. Whatever is not built is answered
**501** with a sentence that names it: a route, a query option, a property, a CAML element, a value of a header. It is never kinder
than SharePoint Online: what SharePoint refuses is refused with SharePoint's status, code and words, as far as they are known (the
source says where they are not). It is never harsher either: choices and required columns are not enforced over REST.

Every answer comes in the dialect that the `Accept` header asks for: `odata=verbose`; `odata=minimalmetadata` (also plain
`application/json`) and `odata=nometadata` of version 3; `odata.metadata=minimal` and `none`, or `OData-Version: 4.0`. Errors come in
the same dialect. Atom and full metadata are 501.
"""

_CLIENTS = """
## What independent clients can and cannot do

The first two are proved: their recorded requests are played against the local SharePoint by `tests/emulator/test_captures.py`. The
rest is what follows from the routes below.

| Client | Can | Cannot, and why |
|---|---|---|
| office365-rest-python-client 3.3.0 | lists, columns, views and formatters; items with and without ETags; `get_all`; CAML; `execute_batch`; changes; folders, uploads whole and in pieces, downloads; site pages; recycle and restore; versions | `order_by()`: the library sends `$order_by`, which is 501 here, as nobody knows what SharePoint does with it. Naive datetimes and bare lists of text are refused, as SharePoint refuses them |
| @pnp/sp 4 | what was recorded of it: reads, paging, writes, `$batch`, `getItemsByCAMLQuery`, `renderListDataAsStream`, `getChanges`, `validateUpdateListItem`, `AddUsingPath`, fields and views | attachments, comments, likes, permissions, search, taxonomy, social: 501 |
| @pnp/cli-microsoft365 11 | version 4 of OData, content types and `AddValidateUpdateItemUsingPath`, which its list commands use, over https on `localhost`; not proved by recordings | sending files in version 4 (406, as SharePoint); permissions, site provisioning and everything outside `/_api` (SOAP, `_vti_bin`, Graph): 501 or 404 |
| curl and other HTTP clients | everything on this page, with the bearer token of the ready line | signing in with a secret: 401 `Unsupported app only token.`, as SharePoint |
| browsers | the pages, on their own port | the real modern pages: those here are our own |
| sync clients over WebDAV or SOAP (rclone, SharePlum) | nothing | WebDAV and `_vti_bin` are not SharePoint's REST API |
"""


def build_coverage() -> str:
    """Return the whole page."""
    return "\n".join(line.rstrip() for line in _build_lines()) + "\n"


def _build_lines() -> Iterator[str]:
    yield from _HEAD.strip().splitlines()
    yield from _CLIENTS.splitlines()
    yield ""
    yield "## Routes"
    yield ""
    yield "MERGE stands for PATCH too, and for POST with `X-HTTP-Method`. The role is the least that an app needs."
    for title in dict.fromkeys(_GROUPS.values()):
        yield from _build_table(title, [route for route in ROUTES if _find_group(route) == title])
    yield from _build_forms()
    yield from _build_queries()
    yield from _build_columns()
    yield from _build_roles()
    yield from _build_faults()


def _find_group(route: Route) -> str:
    head = route.pattern.partition("/")[0]
    if route.pattern.startswith(("web/lists", "web/getlist")):
        head = "{list}"
    if route.pattern.startswith("web/folders"):
        head = "{folder}"
    if route.pattern.startswith("{list}/items"):
        head = "{item}"
    return _GROUPS[head.partition("(")[0] if not head.startswith("{") else head]


def _build_table(title: str, routes: Sequence[Route]) -> Iterator[str]:
    yield ""
    yield f"### {title}"
    yield ""
    yield "| Method | Address | What it does | Role |"
    yield "|---|---|---|---|"
    for route in routes:
        summary = _REFERENCE.sub("", route.summary)
        yield f"| {route.method} | `{route.pattern}` | {summary} | {route.needs.word} |"


def _build_forms() -> Iterator[str]:
    yield ""
    yield "### Ways to name things"
    yield ""
    yield "Paths are case-insensitive; arguments may be texts, GUIDs, numbers or `@` aliases; a trailing `()` means nothing."
    yield "One step more names one property: `{list}/ItemCount`. `folders('a')/folders('b')` goes down any number of steps."
    yield ""
    yield "| In a route | Stands for |"
    yield "|---|---|"
    for name, forms in FORMS.items():
        yield f"| `{name}` | {', '.join(f'`{form}`' for form in forms)} |"


def _build_queries() -> Iterator[str]:
    yield ""
    yield "## Queries"
    yield ""
    yield "- Options: `$select`, `$expand`, `$filter`, `$orderby`, `$top` (5,000 at most), `$skiptoken`; `$skip` not on items."
    yield "- `$filter`: `eq ne gt ge lt le and or`, `substringof`, `startswith`, `year` to `second`."
    yield f"- Items can be expanded by lookup and person columns and by {_join(EXPANSIONS)}."
    yield f"- CAML in `Where`: {_join(CONDITIONS)}; the values `Today` (with `OffsetDays`), `Now` and `UserID`."
    yield f"- CAML beside it: `OrderBy`, `GroupBy` (GetItems and pages), `ViewFields`, `RowLimit`, `Scope` ({_join(SCOPES)})."
    yield "- `RenderListDataAsStream`: `RenderOptions` 0 and 2, `ViewXml`, `Paging`, `FolderServerRelativeUrl`."
    yield f"- More than {THRESHOLD:,} rows to look at: OData is refused, CAML gets some of the rows and no error."
    yield f"- 501 in items, by name: {_join(sorted(unbuilt.ITEM | (unbuilt.ITEM_LINKS - set(EXPANSIONS) - {'ParentList'})))}."


def _build_columns() -> Iterator[str]:
    yield ""
    yield "## Columns"
    yield ""
    yield f"Can be made: {_join(kind.name for kind in kinds.CREATABLE)}; lookups and people for one value or several."
    yield "Calculated, currency, managed metadata and the rest are 501. Enforced on writing: types, 255 characters, unique values,"
    yield "existing lookups and people, dates from 1900 to 8900. Script is taken out of rich text. Validation formulas are 501."


def _build_roles() -> Iterator[str]:
    yield ""
    yield "## Apps and roles"
    yield ""
    yield f"Roles are those of Sites.Selected: {_join(role.word for role in Role)}. The app of the ready line has full control; others"
    yield "are registered with `LocalSharePoint.register_app` or `POST /_emulator/apps`, each with a certificate of its own."


def _build_faults() -> Iterator[str]:
    yield ""
    yield "## Faults and switches"
    yield ""
    yield "With `--faults` (or `LocalSharePoint(..., faults=True)`), `GET`, `POST` and `DELETE /_emulator/faults` list, ask for and take"
    yield "back faults on this computer; in the same process `LocalSharePoint.control.faults` does. A fault is for requests of a"
    yield "`method` and a `path` pattern, whole or as `part` of a batch (`scope`), from the `nth` on, `count` times, with a `probability`"
    yield "drawn from `seed`. Each is counted, and the same requests in the same order meet the same faults."
    yield ""
    yield "| Kind | What happens |"
    yield "|---|---|"
    for kind in FaultKind:
        yield f"| `{kind.word}` | {kind.effect} |"
    yield ""
    yield f"`/_emulator/switches` sets {_join(SWITCHES)}."


def _join(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def main() -> None:
    """Write the page where the repository keeps it, or where the command line says."""
    page = Path(sys.argv[1]) if len(sys.argv) > 1 else PAGE
    page.write_text(build_coverage(), encoding="utf-8")


if __name__ == "__main__":
    main()
