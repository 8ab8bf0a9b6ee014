"""The looks of words: ink on paper with at least 4.5:1 between them (WCAG 2.2, 1.4.3), and an icon beside the word."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Look:
    """How a group of words looks; colours are six hexadecimal digits, the icon is a name of Fluent's."""

    ink: str
    paper: str
    edge: str
    icon: str


GOOD: Final = Look("#0b4a1f", "#dff6dd", "#3f8f5a", "Completed")
KNOWN: Final = Look("#0f3a5e", "#d6e8f7", "#4a7fae", "Info")
WARN: Final = Look("#4f3b00", "#fff4ce", "#9a7b1c", "Warning")
BAD: Final = Look("#7a1212", "#fde7e9", "#b24a4a", "Error")
PLAIN: Final = Look("#323130", "#f3f2f1", "#767676", "")
OVER: Final = Look(PLAIN.ink, PLAIN.paper, PLAIN.edge, "Cancel")
WAIT: Final = Look(KNOWN.ink, KNOWN.paper, KNOWN.edge, "HourGlass")
LOOKS: Final = (GOOD, KNOWN, WARN, BAD, PLAIN, OVER, WAIT)

WHITE: Final = "#ffffff"
LINK: Final = "#0b5394"
"""The ink of a link on a white row."""

TARGET: Final = "24px"
"""The height of what a finger has to hit (WCAG 2.2, 2.5.8)."""

SOFT: Final = "#4a4a4a"
"""The ink of what is less important, on a white row."""

STATUSES: Mapping[str, Look] = {
    "Awaiting allocation": WARN,
    "In progress": KNOWN,
    "Blocked nationally": BAD,
    "Awaiting agreement": WAIT,
    "Complete": GOOD,
    "Superseded": OVER,
    "No action": OVER,
}
"""Our words for a status; each has an icon."""

WORDS: Mapping[str, Look] = {
    # Gaps
    "High": BAD,
    "Medium": WARN,
    "Low": KNOWN,
    "Open": WARN,
    "Cleared": GOOD,
    # Grades
    "Outstanding": GOOD,
    "Good": GOOD,
    "Adequate": WARN,
    "Requires improvement": WARN,
    "Inadequate": BAD,
    **STATUSES,
    # Inspections
    "Upcoming": KNOWN,
    "Under way": KNOWN,
    "Awaiting feedback": WARN,
    "Not known": WARN,
    # Answers to publications
    "Due": WARN,
    "Overdue": BAD,
    "Done": GOOD,
    "Done late": KNOWN,
    # Runs and history
    "applied": GOOD,
    "partly": WARN,
    "withheld": WARN,
    "interrupted": WARN,
    "failed": BAD,
    "Changed since": WARN,
}
"""Words with a look of their own; every other word is plain and keeps its text, so that a new one never vanishes."""

COUNTS: Mapping[str, Look] = {"Outstanding": KNOWN, "Complete": GOOD}
"""What a row counts as; here *Outstanding* is no grade."""
