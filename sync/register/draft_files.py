"""An import, end to end on disk: a saved page or a spreadsheet is read, and its drafts are put into the register's CSV files."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sync.core.inspectorates import NO_WORDS, RegisterWords
from sync.core.normalise.register_rows import ITEM_COLUMNS, PUBLICATION_COLUMNS
from sync.core.records import DatedTo
from sync.errors import Problem, RegisterError
from sync.register.csv_text import CsvText
from sync.register.draft_cells import tidy_draft
from sync.register.draft_check import check_outcome
from sync.register.draft_rows import (
    DRAFT,
    NEEDED_OF_ITEMS,
    NEEDED_OF_PUBLICATIONS,
    DraftedRow,
    TableChanges,
    count_changes,
    merge_draft,
)
from sync.register.drafts import Draft, DraftPublication, Remark, Remarks
from sync.register.files import TABLES, WORKBOOK
from sync.register.loose_table import read_loose_spreadsheet
from sync.register.publication_page import read_publication_page

_SPREADSHEETS: Final = {".csv", ".tsv", ".xlsx"}
_LARGEST_FILE: Final = 40_000_000
_MORE_COLUMNS: Final = {
    "publications": ("other_addresses", "page_date", "state"),
    "items": ("type", "limbs", "state"),
}


@dataclass(frozen=True, slots=True)
class ImportAsked:
    """What the administrator says besides the file: title, date and address go before what the file says.

    ``published`` also dates spreadsheets that have no column for it. ``into`` is a folder instead of the register's own.
    """

    title: str = ""
    published: DatedTo | None = None
    address: str = ""
    id: str = ""
    into: Path | None = None
    is_dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import found and did.

    ``publications`` and ``items`` are the rows it drafted, by column; ``counts`` has new, renewed and taken_out; ``files`` are
    those that were written, or would be in a dry run.
    """

    drafts: tuple[Draft, ...]
    publications: tuple[DraftedRow, ...]
    items: tuple[DraftedRow, ...]
    unsure: tuple[Remark, ...]
    passed_over: tuple[Remark, ...]
    counts: dict[str, int]
    files: tuple[str, ...]


def import_drafts(source: Path, folder: Path, asked: ImportAsked, words: RegisterWords = NO_WORDS) -> Imported:
    """Read a saved page or a spreadsheet and put what is new into the register's CSV files as drafts.

    Confirmed rows, and drafts that a person has changed, stay byte for byte as they are. Both files are written whole or not at
    all; nothing is written when nothing is new, and nothing when the register would have mistakes that it has not now.

    Args:
        source: the page (``.html``) or the spreadsheet (``.csv``, ``.tsv``, ``.xlsx``).
        folder: where ``publications.csv`` and ``items.csv`` are, or shall be.
        asked: what goes before what the file says; in a dry run, nothing is written.
        words: the vocabularies that the register is read with.

    Raises:
        RegisterError: the source cannot be read, has no title or date, or would break the register; or the register's files
            cannot be extended.
    """
    folder = asked.into or folder
    drafts = tuple(_read_drafts(source, asked))
    _check_complete(str(source), drafts)
    before = [_read_register_file(folder, name) for name in TABLES]
    contents = list(before)
    remarks = Remarks()
    merged: list[tuple[TableChanges, TableChanges]] = []
    for draft in drafts:
        remarks.unsure += draft.unsure
        remarks.passed_over += draft.passed_over
        texts = [_open(folder, name, content) for name, content in zip(TABLES, contents, strict=True)]
        changes = merge_draft(draft, texts[0], texts[1], source.name, remarks)
        merged.append(changes)
        contents = [
            content if change.is_empty else text.write(change.replaced, change.added, change.columns)
            for content, text, change in zip(contents, texts, changes, strict=True)
        ]
    written = [
        (folder / f"{name}.csv", old, new)
        for name, old, new in zip(TABLES, before, contents, strict=True)
        if old != new
    ]
    if written:
        check_outcome(source, folder, before, contents, words)
    if not asked.is_dry_run:
        _write_all(written)
    return Imported(
        drafts=drafts,
        publications=tuple(row for change, _ in merged for row in change.drafted),
        items=tuple(row for _, change in merged for row in change.drafted),
        unsure=remarks.all_unsure(),
        passed_over=tuple(remarks.passed_over),
        counts=count_changes(change for pair in merged for change in pair),
        files=tuple(str(path) for path, _, _ in written),
    )


def _read_drafts(source: Path, asked: ImportAsked) -> Iterator[Draft]:
    content = _read_source(source)
    is_spreadsheet = source.suffix.casefold() in _SPREADSHEETS
    drafts = (
        read_loose_spreadsheet(str(source), content, published=asked.published)
        if is_spreadsheet
        else (read_publication_page(str(source), content, published=asked.published),)
    )
    for draft in drafts:
        yield tidy_draft(replace(draft, publication=_apply(draft.publication, asked)))


def _apply(publication: DraftPublication, asked: ImportAsked) -> DraftPublication:
    shown = publication.published
    page_date = publication.page_date
    if asked.published and shown and shown.on != asked.published.on:
        page_date = page_date or shown.on
    return replace(
        publication,
        title=asked.title or publication.title,
        published=asked.published or shown,
        page_date=page_date,
        address=asked.address or publication.address,
        id=asked.id or publication.id,
    )


def _check_complete(file: str, drafts: Sequence[Draft]) -> None:
    """Raise RegisterError for a publication without title or date, which no row of the register can be without."""
    problems = []
    for draft in drafts:
        if not draft.publication.title:
            told = "It does not say what the publication is called. Say so with --title."
            problems.append(Problem(file, 0, 0, "no-title", told))
        if draft.publication.published is None:
            named = f" of {draft.publication.title!r}" if len(drafts) > 1 else ""
            told = f"No date of publication{named} was found. Say when with --published 2021-02-18."
            problems.append(Problem(file, 0, 0, "no-date", told))
    if not drafts:
        problems.append(Problem(file, 0, 0, "nothing-found", "There is not one row with a text in it."))
    if problems:
        raise RegisterError(problems)


def _read_source(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            told = f"It is larger than {_LARGEST_FILE // 1_000_000} MB; no publication page or register is."
            raise RegisterError([Problem(str(path), 0, 0, "too-large", told)])
        return path.read_bytes()
    except FileNotFoundError:
        raise RegisterError([Problem(str(path), 0, 0, "missing-file", "There is no such file.")]) from None
    except OSError as error:
        told = f"It cannot be read: {error.strerror}."
        raise RegisterError([Problem(str(path), 0, 0, "unreadable-file", told)]) from error


def _read_register_file(folder: Path, name: str) -> bytes:
    """Return a register file's bytes; nothing where neither of the two is there yet."""
    path = folder / f"{name}.csv"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        others = [other for other in (*(f"{table}.csv" for table in TABLES), WORKBOOK) if (folder / other).exists()]
        if others:
            told = f"{others[0]} is there and this is not; drafts go into publications.csv and items.csv. Name another folder with --into."
            raise RegisterError([Problem(str(path), 0, 0, "cannot-extend", told)]) from None
        return b""
    except OSError as error:
        told = f"It cannot be read: {error.strerror}."
        raise RegisterError([Problem(str(path), 0, 0, "unreadable-file", told)]) from error


def _open(folder: Path, name: str, content: bytes) -> CsvText:
    is_items = name == "items"
    if not content:
        columns = [*(ITEM_COLUMNS if is_items else PUBLICATION_COLUMNS), *_MORE_COLUMNS[name]]
        content = (",".join(dict.fromkeys(columns)) + "\n").encode()
    return CsvText(str(folder / f"{name}.csv"), content, NEEDED_OF_ITEMS if is_items else NEEDED_OF_PUBLICATIONS)


def _write_all(files: Sequence[tuple[Path, bytes, bytes]]) -> None:
    """Put new contents in place of the old, each at once; first all are written beside them, so that a full disk harms none.

    Raises:
        RegisterError: a file cannot be written, or somebody changed it since it was read; nothing was changed then.
    """
    ready: list[tuple[Path, Path]] = []
    try:
        for path, old, new in files:
            target = path.resolve()
            ready.append((_write_beside(target, new), target))
            if (target.read_bytes() if target.exists() else b"") != old:
                told = "Somebody changed it while the import was running. Nothing was written; run the import again."
                raise RegisterError([Problem(str(path), 0, 0, "changed-meanwhile", told)])
        while ready:
            written, target = ready[0]
            written.replace(target)
            ready.pop(0)
    except OSError as error:
        told = (
            f"It cannot be written: {error.strerror}. If it is open in Excel, close it there and run the import again."
        )
        raise RegisterError([Problem(str(error.filename or files[0][0]), 0, 0, "cannot-write", told)]) from error
    finally:
        for written, _ in ready:
            written.unlink(missing_ok=True)


def _write_beside(target: Path, content: bytes) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    written = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, written)
        else:
            written.chmod(0o644)
    except OSError:
        written.unlink(missing_ok=True)
        raise
    return written


__all__ = ["DRAFT", "ImportAsked", "Imported", "import_drafts"]
