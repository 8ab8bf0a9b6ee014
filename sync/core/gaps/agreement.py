"""Agreement: the row and the register are about the same item and say different things of it."""

from collections.abc import Iterator

from sync.core.clocks import say_date
from sync.core.gaps.findings import Finding, Situation, name_row


def kind_mismatch(situation: Situation) -> Iterator[Finding]:
    """Find rows that call an item something else than the register does."""
    for standing in situation.counted:
        item, kind = standing.item, standing.entry.kind
        if item is not None and kind is not None and kind is not item.kind:
            yield Finding(
                about=str(standing.entry.id),
                sentence=f"{name_row(standing)} is called {kind.phrase}; {item.id} is {item.kind.phrase}.",
                what_to_do="Correct the type in the row: the boards' figures follow it.",
                tracker_says=kind.label,
                register_says=item.kind.label,
                standing=standing,
                item=item,
            )


def scope_mismatch(situation: Situation) -> Iterator[Finding]:
    """Find rows whose scope is not that of their publication."""
    for standing in situation.counted:
        item, scope = standing.item, standing.entry.scope
        if item is None or scope is None:
            continue
        publication = situation.register.publication_of(item)
        if scope is not publication.scope:
            yield Finding(
                about=str(standing.entry.id),
                sentence=f"{name_row(standing)} is marked {scope.label}; {publication.name} is {publication.scope.label}.",
                what_to_do="Correct the scope in the row: the boards' figures follow it.",
                tracker_says=scope.label,
                register_says=publication.scope.label,
                standing=standing,
                item=item,
            )


def due_date_mismatch(situation: Situation) -> Iterator[Finding]:
    """Find rows whose HMICFRS due date is not the one in the register."""
    for standing in situation.counted:
        item, due = standing.item, standing.entry.inspectorate_due_on
        if item is not None and due is not None and item.due.on is not None and due != item.due.on:
            yield Finding(
                about=str(standing.entry.id),
                sentence=f"{name_row(standing)} gives {say_date(due)} as HMICFRS's due date; {item.id} has {say_date(item.due.on)}.",
                what_to_do="Correct the HMICFRS due date in the row, or the register; the force's own target is a date apart.",
                tracker_says=say_date(due),
                register_says=f"{say_date(item.due.on)} ({item.due.phrase})"
                if item.due.phrase
                else say_date(item.due.on),
                standing=standing,
                item=item,
            )
