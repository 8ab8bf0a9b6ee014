"""The names of the position's lines that are not a board's or a publication's; no board may be called like one of them."""

from collections.abc import Mapping
from typing import Final

from sync.core.vocabulary import ItemKind

NOT_KNOWN: Final = "not-known"
NO_BOARD: Final = "No board"
WHOLE_FORCE: Final = "Whole force"
UNEXPLAINED: Final = "Unexplained"
KIND_TITLES: Final[Mapping[str, str]] = {
    ItemKind.CAUSE_OF_CONCERN.value: "Causes of concern",
    ItemKind.RECOMMENDATION.value: "Recommendations",
    ItemKind.AREA_FOR_IMPROVEMENT.value: "Areas for improvement",
    NOT_KNOWN: "Type not known",
}
FIXED_LINES: Final = frozenset({NO_BOARD, WHOLE_FORCE, UNEXPLAINED, *KIND_TITLES.values()})
