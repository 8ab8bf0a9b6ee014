"""Behaviour of SharePoint that is not always the same: which of the ways is played."""

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Switches:
    """What can be switched while the server runs; the defaults are what was seen of SharePoint Online.

    Args:
        has_threshold: whether a query that must look at more than 5,000 rows is refused.
        has_partial_caml: whether such a query in CAML gets some of the rows and no error (sharepoint.md C.3).
        has_silent_expiry: whether a change token older than 60 days gets no changes and no error (C.10).
    """

    has_threshold: bool = True
    has_partial_caml: bool = True
    has_silent_expiry: bool = True


SWITCHES = tuple(field.name for field in fields(Switches))
