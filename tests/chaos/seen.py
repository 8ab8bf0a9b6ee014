"""What a request is about, told from the wire alone: the rows that it writes, and the rows that it looks at."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

import requests

from tests.sharepoint.wire import BatchPart, read_batch

_ITEMS: Final = re.compile(
    r"/lists/getbytitle\('(?P<title>(?:[^']|'')*)'\)/items(?:\((?P<row>\d+)\))?(?P<rest>.*)", re.DOTALL
)
_KEY: Final = re.compile(r"SyncKey eq '((?:[^']|'')*)'")


@dataclass(frozen=True, order=True)
class Target:
    """A row that somebody wants to write: a new one by its ``key``, one that there is by its number."""

    title: str = ""
    row: int = 0
    key: str = ""

    def __str__(self) -> str:
        return f"{self.title}: {self.key or self.row}"


@dataclass(frozen=True)
class Look:
    """A look at a list: at the rows with these keys, at one row, or at all of it."""

    title: str
    row: int = 0
    keys: frozenset[str] = frozenset()

    def is_at(self, target: Target, key: str) -> bool:
        """Say whether it tells what became of a target, whose row has this key."""
        if self.title != target.title or (self.row and self.row != target.row):
            return False
        return not self.keys or key in self.keys


@dataclass
class Seen:
    """One request as it arrived: who sent it, what it was, and whether it was answered.

    ``targets`` are the parts that write, ``unguarded`` those of them that would write over any version of a row, ``looks`` the
    parts that read, in order; None is one that reads no rows, or a further page of them.
    """

    sender: str
    is_write: bool
    targets: tuple[Target, ...]
    unguarded: tuple[Target, ...] = ()
    looks: tuple[Look | None, ...] = ()
    url: str = ""
    status: int = 0


def describe(request: requests.PreparedRequest, sender: str) -> Seen:
    """Say what a request wants to write or to see: each part of a batch by the row, or the key, that it is about."""
    url = str(request.url)
    if not url.endswith("/$batch"):
        is_write = request.method != "GET"
        return Seen(sender, is_write, (), looks=() if is_write else (_read_look(url),), url=url)
    parts = read_batch(request)
    writing = [part for part in parts if part.method != "GET"]
    targets = tuple(_read_target(part) for part in writing)
    blind = tuple(target for part, target in zip(writing, targets, strict=True) if target.row and _is_blind(part))
    looks = tuple(_read_look(part.url) for part in parts) if not writing else ()
    return Seen(sender, bool(targets), targets, blind, looks)


def _is_blind(part: BatchPart) -> bool:
    """Say whether a change would be done whatever the version: SharePoint takes a blank If-Match for none at all."""
    return part.headers.get("If-Match", "").strip() in {"", "*"}


def _read_target(part: BatchPart) -> Target:
    found = _ITEMS.search(unquote(part.url))
    if found is None:
        return Target(key=part.url)  # provisioning makes lists and columns
    return Target(found["title"], int(found["row"] or 0), str((part.body or {}).get("SyncKey") or ""))


def _read_look(url: str) -> Look | None:
    found = _ITEMS.search(unquote(url))
    if found is None:
        return None
    return Look(found["title"], int(found["row"] or 0), frozenset(_KEY.findall(found["rest"])))
