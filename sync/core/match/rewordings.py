"""Words that people put for others without saying anything else: a row that has one says what its item says."""

from collections.abc import Iterable, Mapping
from typing import Final

from sync.core.match.telling import JOINING

_GROUPS: Final = """
force constabulary
improve better enhance
strengthen reinforce bolster
publish public
monitor track keep eye
review revisit look again
see view
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
ask request
answer reply respond
choose select
gather collect
allow enable permit
reduce decrease lessen
often frequently
obtain get
regarding concerning
immediately instantly
quick rapid swift
""".strip()
"""A line each, of folded words that may stand for each other; of a phrase, the words that do not join others. A force's own short
forms stand in its mappings."""

SAYS_LITTLE: Final = frozenset(("police", "fail", "fails", "failing"))
"""Words that this field puts beside others without saying more: police officers are officers, and a force that was found failing
to do a thing should do it."""


def relate(same_words: Iterable[Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    """Return, for each folded word, those that it may stand for.

    Args:
        same_words: groups of folded words that a force uses for each other, beside those that everybody does.
    """
    pairs: dict[str, set[str]] = {}
    # In our own groups a word that joins others may stand for one: employed for used. In a force's phrases it only joins.
    ours = (line.split() for line in _GROUPS.splitlines())
    theirs = ([word for word in group if word not in JOINING] for group in same_words)
    for words in (*ours, *theirs):
        for word in words:
            pairs.setdefault(word, set()).update(other for other in words if other != word)
    return {word: tuple(sorted(others)) for word, others in pairs.items()}
