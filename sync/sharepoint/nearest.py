"""The nearest existing name to one that is not there."""

import difflib
from collections.abc import Sequence


def say_nearest(name: str, known: Sequence[str]) -> str:
    """Return a sentence with the nearest name, beginning with a space, or nothing when none is near."""
    folded = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
    return f" The nearest one is '{folded[near[0]]}'." if near else ""
