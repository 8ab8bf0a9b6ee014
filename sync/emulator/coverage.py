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

The first three do their everyday work against the local SharePoint in every run of CI: `tests/contract/clients` has their scripts,
and what they wrote is looked up by plain HTTP. The same scripts and the rest of `tests/contract` run against a real site when
`HMICFRS_TEST_SITE` names one. The fourth was tried by hand, command by command, with version 11.11.0. The rest is what follows from
the routes below. A client that is not in the table can do what it asks for by those routes. Anything else that it asks this site
for is answered 501 with a sentence that names it, and what is on no site or on another one 404, so that a trial run shows what is
missing.

| Client | Can | Cannot, and why |
|---|---|---|
| office365-rest-python-client 3.3.0 | lists, columns, views and formatters; items with and without ETags; `get_all`; CAML; `execute_batch`; changes; versions; forms; folders, uploads whole and in pieces, downloads; site pages; recycle and restore | `order_by()`: the library sends `$order_by`, which is 501 here, as nobody knows what SharePoint does with it; `query_options.custom["$orderby"]` works. Naive datetimes and bare lists of text are refused, as SharePoint refuses them |
| office365-rest-python-client 2.6.2 | the same as far as its script goes, which leaves out site pages and pages of CAML; and `order_by()` | datetimes as values: the library cannot write them; text in ISO form works. A token that does not say how long it is good for: the library fails on it |
| @pnp/sp 4.21.0 | lists and `ensure`, columns of the kinds below, items, `for await` pages and `skip`, filters, ETags, batches, views, `getItemsByCAMLQuery`, `renderListData` and `renderListDataAsStream`, `getChanges`, `validateUpdateListItem`, versions, recycle bin, folders, files whole and in pieces | `skip(…, true)`; `getParentInfos` and whatever expands `ParentWeb`; calculated, currency, location and image columns; `setShowIn…Form`; `setViewXml`; `addClientsidePage`; copying, moving and checking out files and their versions; `FieldValuesAsHtml` and `ForEdit`; effective permissions, role assignments and groups; attachments, comments, search, subsites: 501 |
| @pnp/cli-microsoft365 11.11.0 | `spo web get`, `list` (`list`, `get`, `add`, `set`, `remove`), `list view` (`list`, `add`, `set`, `remove`, `field add`), `field` (`list`, `add`), `listitem` (`list` with filter or CAML, `get`, `add`, `set`, `batch add`, `remove`), `site recyclebinitem list`, `folder` (`list`, `add`), `file` (`list`, `get`, `add`), `user` (`list`, `ensure`). It needs https on `localhost`, `NODE_EXTRA_CA_CERTS` and a connection file with the token of the ready line | signing in, which goes to Microsoft; `field set` (`_vti_bin/client.svc`), `contenttype list` (expands `Parent`), `page list` (`lists/SitePages`): 501. Sending a file in version 4 of OData: 406, as SharePoint |
| curl and other HTTP clients | everything on this page, with the bearer token of the ready line and `Accept: application/json`; files without it | signing in with a secret: 401 `Unsupported app only token.`, as SharePoint; PUT of items: 501, MERGE does it |
| clients of SharePoint Framework, and others that send no bearer token | nothing | there are no cookies here: 401. A digest is never asked for, and one that has expired is refused |
| browsers | the pages, on their own port | the real modern pages: those here are our own |
| clients over Graph, CSOM, WebDAV or SOAP (PnP PowerShell, rclone, SharePlum) | nothing | Graph, `client.svc`, WebDAV and `_vti_bin` are not SharePoint's REST API |
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
