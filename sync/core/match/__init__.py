"""Match: tie each entry to the register item it is about: by reference, by decision, by wording, or say that it is unclear."""

from sync.core.match.ladder import match_entries

__all__ = ["match_entries"]
