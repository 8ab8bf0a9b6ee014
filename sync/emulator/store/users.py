"""The people the site knows, and the app that writes through the API."""

from dataclasses import dataclass

from sync.emulator.errors import LogonNameError, UserMissingError
from sync.emulator.store.database import Store

APP_ID = 1073741822
_APP_LOGIN = "i:0i.t|00000003-0000-0ff1-ce00-000000000000|app@sharepoint"
_APP_PREFIX = "i:0i.t|ms.sp.ext|"
_MEMBERSHIP = "i:0#.f|membership|"
_COLUMNS = "SELECT id, login, title, email FROM users"


@dataclass(frozen=True, slots=True)
class UserRecord:
    """One person or app."""

    id: int
    login: str
    title: str
    email: str

    @property
    def principal_name(self) -> str:
        """The sign-in name without its claims prefix."""
        return self.login.rpartition("|")[2]


def add_app_user(store: Store) -> None:
    """Add the account that SharePoint shows as the editor of everything an app writes (sharepoint.md C.7)."""
    with store.writing() as connection:
        row = (APP_ID, _APP_LOGIN, "SharePoint App", "")
        connection.execute("INSERT INTO users (id, login, title, email) VALUES (?, ?, ?, ?)", row)


def add_user(store: Store, title: str, email: str) -> UserRecord:
    """Add a person; their sign-in name is their address."""
    return _add(store, _MEMBERSHIP + email.lower(), title, email)


def open_app_user(store: Store, client_id: str, tenant: str, title: str) -> UserRecord:
    """Return the account of a registered app, made if need be; what it writes shows its title."""
    login = f"{_APP_PREFIX}{client_id}@{tenant}"
    with store.writing():
        known = next((user for user in read_users(store) if user.login == login), None)
        return known or _add(store, login, title, "")


def read_users(store: Store) -> list[UserRecord]:
    """Return everybody, by id."""
    with store.reading() as connection:
        return [UserRecord(*row) for row in connection.execute(f"{_COLUMNS} ORDER BY id")]


def find_user(store: Store, user_id: int) -> UserRecord:
    """Return the person with that id; raises ``UserMissingError``."""
    with store.reading() as connection:
        row = connection.execute(f"{_COLUMNS} WHERE id = ?", (user_id,)).fetchone()
    if row is None:
        raise UserMissingError
    return UserRecord(*row)


def find_user_by_email(store: Store, email: str) -> UserRecord:
    """Return the person with that address; raises ``UserMissingError``."""
    wanted = email.casefold()
    for user in read_users(store):
        if wanted and user.email.casefold() == wanted:
            return user
    raise UserMissingError


def find_user_by_logon_name(store: Store, name: str) -> UserRecord:
    """Return the person who signs in as ``name``, with or without its claims prefix; raises ``LogonNameError``."""
    wanted = name.casefold()
    for user in read_users(store):
        if wanted in (user.login.casefold(), user.principal_name.casefold()):
            return user
    raise LogonNameError(name=name)


def _add(store: Store, login: str, title: str, email: str) -> UserRecord:
    with store.writing() as connection:
        last = connection.execute("SELECT coalesce(max(id), 5) FROM users WHERE id < ?", (APP_ID,)).fetchone()[0]
        user = UserRecord(last + 1, login, title, email)
        connection.execute(
            "INSERT INTO users (id, login, title, email) VALUES (?, ?, ?, ?)",
            (user.id, user.login, user.title, user.email),
        )
    return user
