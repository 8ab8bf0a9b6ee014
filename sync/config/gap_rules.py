"""gaps.yaml: each gap rule, with the line that set it."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from sync.config.settings import Section
from sync.config.yaml_source import Document
from sync.core.rules import GapRule
from sync.core.vocabulary import GapKind, Severity


class GapRuleSection(Section):
    """One gap rule."""

    on: bool = True
    """Whether the rule runs."""
    severity: Severity = Severity.MEDIUM
    """High, Medium or Low."""
    grace_days: Annotated[int, Field(ge=0, le=3650)] = 0
    """Days the rule waits before it speaks; for due-soon, days it looks ahead."""
    seen_twice: bool = False
    """Whether a gap is raised only when two complete reads in a row have found it."""
    most_share: Annotated[float, Field(ge=0, le=1)] = 0.5
    """The share of the rows (or of the register's items) above which the rule holds itself back and says so instead."""


class GapsFile(Section):
    """gaps.yaml: each gap rule."""

    version: Literal[1]
    rules: dict[GapKind, GapRuleSection]
    """Gap kind: its rule. A kind that is not named runs with medium severity and no grace."""


def build_gap_rules(document: Document, file: GapsFile) -> dict[GapKind, GapRule]:
    """Return every rule by its kind; one that the file does not name has the usual settings, and says so."""
    rules = {}
    for kind in GapKind:
        section = file.rules.get(kind, GapRuleSection())
        place = document.place_of(("rules", kind.value), is_key=True)
        named = f"{Path(place.file).name} line {place.line}" if kind in file.rules else "not named in gaps.yaml"
        rules[kind] = GapRule(
            kind, section.on, section.severity, section.grace_days, named, section.seen_twice, section.most_share
        )
    return rules
