"""Change tokens: version, scope 3 for a list, the list, ticks, the number of the change (sharepoint.md C.10)."""

import re
from datetime import UTC, datetime, timedelta

from sync.emulator.list_errors import ChangeTokenError
from sync.emulator.paths import normalise_guid
from sync.emulator.store.changes import Since

_TICKS_AT_EPOCH = 621_355_968_000_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TOKEN = re.compile(r"1;3;([^;]{1,40});(\d{1,19});(-?\d{1,18})")


def write_token(list_id: str, moment: datetime, number: int) -> str:
    """Return the token that says: everything up to that change, as of that moment."""
    ticks = _TICKS_AT_EPOCH + int((moment - _EPOCH).total_seconds() * 10_000_000)
    return f"1;3;{list_id};{ticks};{number}"


def read_token(text: str, list_id: str) -> Since:
    """Return where a token says to begin; raises ``ChangeTokenError`` for another list's."""
    found = _TOKEN.fullmatch(text.strip())
    if found is None or normalise_guid(found[1]) != list_id:
        raise ChangeTokenError
    try:
        moment = _EPOCH + timedelta(microseconds=(int(found[2]) - _TICKS_AT_EPOCH) // 10)
    except OverflowError as error:
        raise ChangeTokenError from error
    return Since(int(found[3]), moment)
