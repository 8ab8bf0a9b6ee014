"""The faults that the API has to play itself, because only it knows what a request is about."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hints:
    """What one request is to meet."""

    has_expired_token: bool = False
    has_expired_digest: bool = False
    has_expired_change_token: bool = False
    is_edited: bool = False


NO_HINTS = Hints()
