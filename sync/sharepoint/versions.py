"""The versions of rows: many rows in one post.

A version names its columns with every underscore escaped once more, ``Target_x005f_x0020_x005f_Date``, and gives what the
column held then; ``Created`` is when the version was written (sharepoint.md, C.8).
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sync.core.records import Cell, RowVersion
from sync.sharepoint.batch import read_parts
from sync.sharepoint.failures import explain, read_failure
from sync.sharepoint.lists import decode, expecting_form, list_url
from sync.sharepoint.transport import Transport

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_GONE = 404


def read_versions(
    transport: Transport, title: str, rows: Sequence[int], columns: Sequence[str]
) -> dict[int, list[RowVersion]]:
    """Return the versions of rows of a list, with these columns; a row that is gone has none.

    Raises:
        AccessError: they may not be read, or could not.
    """
    names = {name: name.replace("_", "_x005f_") for name in columns}
    select = ",".join(["Created", *names.values()])
    urls = [f"{list_url(transport, title)}/items({number})/versions?$select={select}" for number in rows]
    answers = read_parts(transport, urls, "for the rows' versions")
    found: dict[int, list[RowVersion]] = {}
    for number, answer in zip(rows, answers, strict=True):
        if answer.status == _GONE:
            continue
        if answer.status >= 300:
            raise explain(read_failure(answer.status, answer.content), "for the rows' versions")
        versions = decode(answer, "for the rows' versions", "value")["value"]
        with expecting_form("for the rows' versions"):
            found[number] = [
                RowVersion(
                    _read_moment(one["Created"]), {name: _read_cell(one.get(key)) for name, key in names.items()}
                )
                for one in versions
            ]
    return found


def _read_cell(raw: Any) -> Cell:  # noqa: ANN401 - whatever JSON holds
    if isinstance(raw, str):
        return _read_moment(raw) if _MOMENT.match(raw) else raw
    return raw if raw is None or isinstance(raw, int | float | bool) else str(raw)


def _read_moment(raw: str) -> datetime:
    moment = datetime.fromisoformat(raw)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
