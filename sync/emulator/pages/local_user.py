"""Whoever sits at this computer: the editor of everything that is changed in the pages."""

from sync.emulator.errors import UserMissingError
from sync.emulator.store.database import Store
from sync.emulator.store.users import UserRecord, add_user, find_user_by_email

LOCAL_USER = "Local user"
LOCAL_EMAIL = "local.user@localhost"


def find_local_user(store: Store) -> UserRecord | None:
    """Return the local user, or None before their first edit: looking at a page writes nothing."""
    try:
        return find_user_by_email(store, LOCAL_EMAIL)
    except UserMissingError:
        return None


def ensure_local_user(store: Store) -> UserRecord:
    """Return the local user, making them a user of the site when they are none yet."""
    with store.writing():
        return find_local_user(store) or add_user(store, LOCAL_USER, LOCAL_EMAIL)
