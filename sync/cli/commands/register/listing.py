"""``register list``: the publications, or the items of one of them, with whom they are for."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

import typer

from sync.cli.blocks import Block, Heading, Points, Sentence, Table
from sync.cli.boundary import boundary
from sync.cli.commands.register.reading import read_register
from sync.cli.console import print_blocks, print_json
from sync.cli.options import DEFAULT_CONFIG, DEFAULT_PROFILE, ConfigOption, Format, FormatOption, ProfileOption
from sync.core.clocks import say_date
from sync.core.publications import assess_publications
from sync.core.records import DatedTo, Duty, PublicationStanding, Register, RegisterItem
from sync.core.rules import Governance, Rules
from sync.core.text import say_count, say_list
from sync.core.vocabulary import DatePrecision, PublicationId, RegisterState
from sync.errors import ConfigError, Problem


def list_register(
    publication: Annotated[
        str, typer.Argument(metavar="[PUBLICATION]", help="A publication's id: its items are listed.")
    ] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    profile: ProfileOption = DEFAULT_PROFILE,
    output: FormatOption = Format.TEXT,
) -> None:
    """List the publications of the register, or the items of one of them and whom each is for."""
    with boundary(output):
        register, rules = read_register(config, profile)
        chosen = _find(publication, register) if publication else None
    # The clocks' states need the tracker; their days do not, so any day does for reading them.
    standings = {s.publication.id: s for s in assess_publications([], register, rules, {}, date.max)}
    if chosen is None:
        _print_publications(register, standings, output)
    else:
        _print_items(register, rules, chosen, output)


def _find(name: str, register: Register) -> PublicationId:
    known = {key.casefold(): key for key in register.publications}
    if (found := known.get(name.casefold())) is None:
        told = f"The register has no publication {name}. 'register list' without a name shows them all."
        raise ConfigError([Problem("the command line", 0, 0, "unknown-publication", told)])
    return found


def _print_publications(
    register: Register, standings: dict[PublicationId, PublicationStanding], output: Format
) -> None:
    if output is Format.JSON:
        print_json(
            {"publications": [_publication_json(register, key, standings.get(key)) for key in register.publications]}
        )
        return
    rows = []
    for key, publication in register.publications.items():
        standing = standings.get(key, PublicationStanding(publication))
        expected = "?" if publication.items_expected is None else str(publication.items_expected)
        state = "draft" if publication.state is RegisterState.DRAFT else _say_due(standing.response)
        counts = (str(standing.for_force), str(standing.not_for_force), expected)
        rows.append((key, _say_published(publication.published), *counts, state))
    columns = ("Publication", "Published", "For us", "For others", "Expected", "Response due")
    count = say_count(len(register.items), "item")
    blocks: list[Block] = [Table(columns, tuple(rows)), Sentence(f"{say_count(len(rows), 'publication')}, {count}.")]
    print_blocks(blocks, output)


def _publication_json(register: Register, key: PublicationId, standing: PublicationStanding | None) -> dict[str, Any]:
    publication = register.publications[key]
    return {
        "id": key,
        "title": publication.title,
        "published_on": publication.published.on.isoformat(),
        "published_precision": publication.published.precision,
        "inspectorates": publication.inspectorates,
        "series": publication.series,
        "scope": publication.scope,
        "addressed_to": publication.addressed_to,
        "address": publication.address,
        "items_expected": publication.items_expected,
        "items_for_force": standing.for_force if standing else 0,
        "items_not_for_force": standing.not_for_force if standing else 0,
        "response_due": _iso(standing.response.due) if standing else None,
        "action_plan_due": _iso(standing.action_plan.due) if standing else None,
        "state": publication.state,
    }


def _print_items(register: Register, rules: Rules, chosen: PublicationId, output: Format) -> None:
    publication = register.publications[chosen]
    items = [item for item in register.items.values() if item.publication == chosen]
    if output is Format.JSON:
        print_json({"publication": chosen, "items": [_item_json(item, register, rules.governance) for item in items]})
        return
    points = tuple((_say_item(item, register, rules.governance), item.text) for item in items)
    heading = f"{publication.title} ({_say_published(publication.published)}, {say_list(publication.inspectorates)})"
    print_blocks([Heading(heading), Points(points), Sentence(f"{say_count(len(items), 'item')}.")], output)


def _say_item(item: RegisterItem, register: Register, governance: Governance) -> str:
    publication = register.publication_of(item)
    is_ours = governance.is_addressed(item, publication)
    parts = [
        item.kind.label,
        f"number {item.number}" if item.number else "",
        f"under {item.parent}" if item.parent else "",
        "draft" if item.state is RegisterState.DRAFT else item.status.label,
        f"due {say_date(item.due.on)}" if item.due.on else item.due.phrase,
        "for this force" if is_ours else "not for this force",
        governance.say_addressees(item, publication),
    ]
    return f"{item.id}: {', '.join(_filled(parts))}."


def _filled(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]


def _item_json(item: RegisterItem, register: Register, governance: Governance) -> dict[str, Any]:
    publication = register.publication_of(item)
    return {
        "id": item.id,
        "number": item.number,
        "type": item.type,
        "kind": item.kind,
        "parent": item.parent,
        "text": item.text,
        "text_hash": item.text_hash,
        "limbs": item.limbs,
        "addressed_to": item.addressed_to or publication.addressed_to,
        "for_this_force": governance.is_addressed(item, publication),
        "why": governance.say_addressees(item, publication),
        "due_phrase": item.due.phrase,
        "due_on": _iso(item.due.on),
        "due_precision": item.due.precision,
        "starts_on": _iso(item.due.starts_on),
        "recurrence": item.due.recurrence,
        "status": item.status,
        "status_on": _iso(item.status_on),
        "superseded_by": item.superseded_by,
        "state": item.state,
        "source": item.source,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _say_published(published: DatedTo) -> str:
    match published.precision:
        case DatePrecision.YEAR:
            return str(published.on.year)
        case DatePrecision.MONTH:
            return f"{published.on:%B %Y}"
        case _:
            return say_date(published.on)


def _say_due(duty: Duty) -> str:
    return say_date(duty.due) if duty.due else "-"
