"""What every dialect can do."""

import json
from collections.abc import Callable
from typing import Protocol

from sync.emulator.errors import SharePointError
from sync.emulator.formats.bodies import Body


class Dialect(Protocol):
    """One spelling of an answer in JSON."""

    @property
    def content_type(self) -> str:
        """The Content-Type of an answer."""
        ...

    @property
    def is_verbose(self) -> bool:
        """Whether bodies in this dialect carry ``__metadata``."""
        ...

    @property
    def is_modern(self) -> bool:
        """Whether it is OData version 4."""
        ...

    def render(self, body: Body, api_url: str) -> bytes:
        """Spell ``body``; ``api_url`` ends in ``/_api/``."""
        ...

    def render_error(self, error: SharePointError) -> bytes:
        """Spell a refusal."""
        ...


def write_json(value: object, spell: Callable[[object], object]) -> bytes:
    """Encode ``value``; ``spell`` turns what is not JSON (our bodies) into what is."""
    return json.dumps(value, default=spell, ensure_ascii=False, separators=(",", ":")).encode()
