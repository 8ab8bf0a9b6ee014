"""Match: tie each entry to the register item it is about: by reference, by decision, by wording, or say that it is unclear."""

from sync.core.match.decided import read_later_words, tell_decisions
from sync.core.match.ladder import Matcher, match_entries

__all__ = ["Matcher", "match_entries", "read_later_words", "tell_decisions"]
