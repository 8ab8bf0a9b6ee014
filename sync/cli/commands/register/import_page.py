"""``register import``: draft rows of the register from a saved publication page or a spreadsheet."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from sync.cli.blocks import Block, Heading, Points, Sentence
from sync.cli.boundary import boundary
from sync.cli.console import print_blocks, print_json
from sync.cli.options import (
    DEFAULT_CONFIG,
    DEFAULT_PROFILE,
    ConfigOption,
    Format,
    FormatOption,
    ProfileOption,
    read_environment,
    read_profile,
)
from sync.core.normalise.dates import read_date
from sync.core.records import DatedTo
from sync.core.text import say_count, say_list, shorten
from sync.register.draft_files import ImportAsked, Imported
from sync.register.draft_rows import DraftedRow
from sync.register.drafts import Remark
from sync.wiring import import_into_register


def _read_published(text: str) -> DatedTo:
    if (dated := read_date(text)) is None:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2021-02-18 (or 2021-02, or 2021).")
    return dated


def import_page(  # noqa: PLR0913 - a command has as many arguments as options
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A page saved as HTML, or a .csv or .xlsx spreadsheet.")],
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="The publication's title, where FILE has none.")
    ] = "",
    published: Annotated[
        DatedTo | None,
        typer.Option(
            "--published", metavar="DATE", parser=_read_published, help="When it was published, where FILE is wrong."
        ),
    ] = None,
    address: Annotated[
        str, typer.Option("--address", metavar="URL", help="Where it stands, where FILE does not say.")
    ] = "",
    into: Annotated[
        Path | None, typer.Option("--into", metavar="DIR", help="Write the drafts there and not into the register.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be drafted and write nothing.")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    output: FormatOption = Format.TEXT,
) -> None:
    """Draft rows of the register from a saved publication page or a spreadsheet; confirmed rows stay as they are."""
    asked = ImportAsked(title, published, address, into=into, is_dry_run=dry_run)
    with boundary(output):
        imported = import_into_register(file, config, read_profile(profile), read_environment(), asked)
    if output is Format.JSON:
        print_json(_as_object(imported, is_dry_run=dry_run))
    else:
        print_blocks(_tell(imported, file, is_dry_run=dry_run), output)


def _as_object(imported: Imported, *, is_dry_run: bool) -> dict[str, Any]:
    outcome = "no-changes" if not imported.files else "planned" if is_dry_run else "applied"
    return {
        "outcome": outcome,
        "publications": [_as_row(row) for row in imported.publications],
        "items": [_as_row(row) for row in imported.items],
        "unsure": [_as_remark(remark) for remark in imported.unsure],
        "passed_over": [_as_remark(remark) for remark in imported.passed_over],
        "rows": imported.counts,
        "files": list(imported.files),
    }


def _as_row(row: DraftedRow) -> dict[str, Any]:
    return {**{name: value for name, value in row.values.items() if value}, "is_new": row.is_new, "place": row.place}


def _as_remark(remark: Remark) -> dict[str, str]:
    return {"place": remark.place, "sentence": remark.sentence}


def _tell(imported: Imported, file: Path, *, is_dry_run: bool) -> Iterator[Block]:
    for draft in imported.drafts:
        publication = draft.publication
        dated = f", {publication.published.on}" if publication.published else ""
        yield Heading(f"{shorten(publication.title, 90)}{dated}")
        yield Sentence(f"{say_count(len(draft.items), 'item')} found in {file.name}.")
    if rows := [*imported.publications, *imported.items]:
        yield Points(tuple(_tell_row(row) for row in rows))
    yield from _tell_remarks("Look at these before you confirm the rows", imported.unsure)
    yield from _tell_remarks("Left out, or there already", imported.passed_over)
    yield Heading(_tell_outcome(imported, is_dry_run=is_dry_run))
    if imported.files and not is_dry_run:
        yield Sentence("Drafts raise no gaps. Compare them with the page, then put 'confirmed' into their state.")


def _tell_row(row: DraftedRow) -> tuple[str, str]:
    values = row.values
    facts = [values.get("kind", ""), values.get("due_phrase", ""), values.get("addressed_to", "").replace(";", ", ")]
    known = "" if row.is_new else " (drafted before, unchanged)"
    words = values.get("text") or values.get("title", "")
    head = f"{values['id']}{known}   {shorten(words.splitlines()[0], 90)}"
    return head, " · ".join(shorten(fact, 70) for fact in facts if fact)


def _tell_remarks(title: str, remarks: Sequence[Remark]) -> Iterator[Block]:
    if remarks:
        yield Heading(f"{title} ({len(remarks)})")
        yield Points(tuple((remark.sentence.replace("\n", " "), remark.place) for remark in remarks))


def _tell_outcome(imported: Imported, *, is_dry_run: bool) -> str:
    if not imported.files:
        return "Nothing is new: the register stays as it is."
    counts = imported.counts
    parts = [
        f"{counts[name]} {said}"
        for name, said in (("new", "new"), ("renewed", "renewed"), ("taken_out", "taken out"))
        if counts[name]
    ]
    verb = "would be written to" if is_dry_run else "written to"
    return f"Draft rows {verb} {say_list(imported.files)}: {say_list(parts)}."
