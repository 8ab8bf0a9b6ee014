"""Match: tie each entry to the register item it is about: by reference, by decision, by wording, or say that it is unclear."""

from sync.core.match.decided import find_overruled, tell_decisions
from sync.core.match.ladder import Matcher, match_entries

__all__ = ["Matcher", "find_overruled", "match_entries", "tell_decisions"]
