"""The version of a list's own definition, which is its ETag (sharepoint.md C.4)."""

from sync.emulator.store.database import Store


def raise_list_version(store: Store, list_id: str) -> None:
    """Count one more change of a list's columns, views or settings."""
    with store.writing() as connection:
        connection.execute("UPDATE lists SET version = version + 1 WHERE id = ?", (list_id,))
