"""Words that are never slips of each other, however alike their letters: numbers, opposites, and words that turn a sentence."""

from typing import Final

from sync.core.forms import WRITTEN_OUT

TURNING: Final = frozenset(
    ("not", "no", "never", "none", "without", "except", "unless", "only", "neither", "nor", "cannot", "non")
)
"""Words whose presence or absence turns what a sentence asks for."""

NUMBERS: Final = frozenset(WRITTEN_OUT[1:]) | frozenset(
    (
        *(
            "hundred",
            "thousand",
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
        ),
        *("once", "twice", "half", "both"),
    )
)

MONTHS: Final = frozenset(
    ("january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december")
)
"""All but the one that may be another word."""

_PREFIXES: Final = frozenset(
    (
        *(
            "",
            "un",
            "in",
            "im",
            "ir",
            "il",
            "dis",
            "non",
            "mis",
            "de",
            "ex",
            "re",
            "pro",
            "pre",
            "post",
            "out",
            "over",
            "under",
        ),
        *("inter", "bi", "min", "max", "up", "down", "anti"),
    )
)
_SHORTEST_STEM: Final = 4

_PAIRS: Final = frozenset(
    frozenset(pair.split("/"))
    for pair in [
        "with/without",
        "all/any",
        "every/no",
        "every/some",
        "all/some",
        "more/fewer",
        "more/less",
        "least/most",
        "before/after",
        "above/below",
        "major/minor",
        "majority/minority",
        "male/female",
        "employer/employee",
        "may/must",
        "national/regional",
        "yearly/quarterly",
        "weekly/daily",
    ]
)


def is_opposed(one: str, other: str) -> bool:
    """Say whether two folded words mean different things although their letters may be alike.

    Two numbers do, in digits or words, and words that differ in a prefix that turns their meaning (lawful, unlawful; increase,
    decrease), and the pairs that no rule tells. Numbers in digits differ from whatever they are not.
    """
    if one == other:
        return False
    if any(word[:1].isdigit() for word in (one, other)) or (one in NUMBERS and other in NUMBERS):
        return True
    if frozenset((one, other)) in _PAIRS:
        return True
    length = 0
    while length < min(len(one), len(other)) and one[-1 - length] == other[-1 - length]:
        length += 1
    # The prefixes may end alike themselves, so that the longest ending in common is not always the stem.
    return any(
        {one[: len(one) - stem], other[: len(other) - stem]} <= _PREFIXES for stem in range(_SHORTEST_STEM, length + 1)
    )


def is_figure(word: str) -> bool:
    """Say whether a folded word is a number, in digits (with an ending or without: 31st) or written out."""
    return word in NUMBERS or word[:1].isdigit()


def is_dated(word: str) -> bool:
    """Say whether a folded word is a number or a month: things of which one is never another."""
    return word in MONTHS or is_figure(word)
