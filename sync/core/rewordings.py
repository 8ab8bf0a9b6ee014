"""Words that people put for others without saying anything else: a row that has one says what its item says."""

from collections.abc import Mapping
from typing import Final

_GROUPS: Final = """
force constabulary
improve better enhance
strengthen reinforce bolster
publish public
monitor track keep eye
review revisit look again
see view
psd professional standards
somebody someone person victim victims survivor survivors
start starting begin beginning commence commencing
before ahead prior
required needed necessary need require
explain account
fund pay finance
share pass
record note write down log
annual annually yearly
early prompt timely promptly
quickly swiftly rapidly
informed updated
use used using employ employed employing utilise utilising
help assist
buy purchase procure
show demonstrate reveal
give provide supply
tell inform notify
check verify
staff personnel workforce employees
complete finish
ensure sure assure
address tackle
appropriate suitable
sufficient enough adequate
implement introduce
""".strip()
"""A line each, of folded words that may stand for each other; of a phrase, the words that do not join others."""

SAYS_LITTLE: Final = frozenset(("police", "fail", "fails", "failing"))
"""Words that this field puts beside others without saying more: police officers are officers, and a force that was found failing
to do a thing should do it."""


def _pair() -> dict[str, tuple[str, ...]]:
    pairs: dict[str, set[str]] = {}
    for group in _GROUPS.splitlines():
        words = group.split()
        for word in words:
            pairs.setdefault(word, set()).update(other for other in words if other != word)
    return {word: tuple(sorted(others)) for word, others in pairs.items()}


MEANT_BY: Final[Mapping[str, tuple[str, ...]]] = _pair()
"""For a folded word, those that it may stand for."""
