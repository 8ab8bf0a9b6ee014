"""One request for a page, with what its page is made from."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sync.emulator.exchange import Request
from sync.emulator.pages.addresses import Links, read_options, read_pairs, write_address
from sync.emulator.pages.formatting.notes import Notes
from sync.emulator.pages.formatting.styles import StyleSheet
from sync.emulator.pages.local_user import find_local_user
from sync.emulator.query.caml import Asker
from sync.emulator.store.database import Store
from sync.emulator.store.site import Site


@dataclass(frozen=True)
class Visit:
    """What was asked for, and what the page gathers while it is made: styles, and notes for its foot."""

    store: Store
    site: Site
    request: Request
    styles: StyleSheet = field(default_factory=StyleSheet)
    notes: Notes = field(default_factory=Notes)

    @property
    def now(self) -> datetime:
        """The present moment, in the site's time zone."""
        return self.store.clock().astimezone(self.site.zone)

    @property
    def home(self) -> str:
        """The path of the site's first page."""
        return f"{self.site.path}/"

    @property
    def links(self) -> Links:
        """Where links may lead."""
        return Links(self.site.path)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """The options of the address, in order."""
        return read_pairs(self.request.query)

    @cached_property
    def options(self) -> dict[str, str]:
        """The options of the address by lower-case name."""
        return read_options(self.request.query)

    @property
    def here(self) -> str:
        """The address asked for, as a path with its query."""
        return write_address(self.request.path, self.pairs)

    def build_asker(self) -> Asker:
        """Return who asks: the local user, even before their first edit."""
        user = find_local_user(self.store)
        return Asker(user.id if user else 0, self.now, self.site.zone)
