"""The one site: its title, its address and the time zone in which its dates begin."""

from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5
from zoneinfo import ZoneInfo

from sync.emulator.moments import write_instant
from sync.emulator.store.database import Store
from sync.emulator.store.users import add_app_user


@dataclass(frozen=True, slots=True)
class Site:
    """What the site says about itself."""

    id: str
    title: str
    path: str
    time_zone: str
    created: str

    @property
    def root_folder_id(self) -> str:
        """The GUID of the folder that the site is."""
        return str(uuid5(UUID(self.id), "root folder"))

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone; a day begins at its midnight."""
        return ZoneInfo(self.time_zone)


def add_site(store: Store, title: str, path: str, time_zone: str) -> Site:
    """Create the site and the app's own user."""
    site = Site(str(uuid4()), title, "/" + path.strip("/"), time_zone, write_instant(store.clock()))
    with store.writing() as connection:
        connection.execute(
            "INSERT INTO site (id, title, path, time_zone, created) VALUES (?, ?, ?, ?, ?)",
            (site.id, site.title, site.path, site.time_zone, site.created),
        )
        add_app_user(store)
    return site


def read_site(store: Store) -> Site | None:
    """Return the site, or None when there is none yet."""
    with store.reading() as connection:
        row = connection.execute("SELECT id, title, path, time_zone, created FROM site").fetchone()
    return Site(*row) if row else None
