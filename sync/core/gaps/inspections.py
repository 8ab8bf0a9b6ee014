"""Inspections: what the list that people keep of them lacks."""

from collections.abc import Iterator

from sync.core.gaps.findings import Finding, Situation
from sync.core.records import Inspection, Publication
from sync.core.text import fold


def inspection_not_linked(situation: Situation) -> Iterator[Finding]:
    """Find inspections whose publication is in the register and that name none."""
    for inspection in situation.kept.inspections or ():
        if inspection.publications:
            continue
        publication = _find_publication(inspection, situation)
        if publication is not None:
            yield Finding(
                about=str(inspection.id),
                sentence=f"The inspection {inspection.title} (row {inspection.id}) is not linked to {publication.id}, which was "
                "published.",
                what_to_do=f"Enter {publication.id} as its publication, so that what it brought here is counted with it.",
                tracker_says="Inspections: no publication.",
                register_says=publication.title,
                publication=publication,
            )


def _find_publication(inspection: Inspection, situation: Situation) -> Publication | None:
    """Return the publication that bears the inspection's title, as a whole or as an alias."""
    title = fold(inspection.title)
    for publication in situation.register.publications.values():
        if title and title in {fold(name) for name in (publication.title, *publication.aliases)}:
            return publication
    return None
