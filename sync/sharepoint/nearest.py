"""The nearest existing name to one that is not there."""

import difflib
from collections.abc import Iterable


def find_nearest(name: str, known: Iterable[str]) -> str:
    """Return the nearest of the names, or nothing when none is near."""
    folded = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    return folded[near[0]] if near else ""


def say_nearest(name: str, known: Iterable[str]) -> str:
    """Return a sentence with the nearest name, beginning with a space, or nothing when none is near."""
    near = find_nearest(name, known)
    return f" The nearest one is '{near}'." if near else ""
