"""Uploads in pieces: kept apart until the last one, then joined into the file's content."""

from sync.emulator.file_errors import UploadMissingError, UploadOffsetError
from sync.emulator.store.database import Store
from sync.emulator.store.entries import Entry


def start_upload(store: Store, upload_id: str, entry: Entry, content: bytes) -> int:
    """Keep the first piece, in place of what was kept under that id, and return how many bytes there are."""
    cancel_upload(store, upload_id)
    _add_piece(store, upload_id, entry, 0, content)
    return len(content)


def continue_upload(store: Store, upload_id: str, entry: Entry, offset: int, content: bytes) -> int:
    """Keep one more piece and return how many bytes there are now.

    Raises ``UploadMissingError``, and ``UploadOffsetError`` when the piece does not follow the last one.
    """
    size = _measure(store, upload_id, entry)
    if offset != size:
        raise UploadOffsetError(size=size, offset=offset)
    _add_piece(store, upload_id, entry, offset, content)
    return size + len(content)


def finish_upload(store: Store, upload_id: str, entry: Entry, offset: int, content: bytes) -> bytes:
    """Return the whole content, the last piece being ``content``, and forget the pieces."""
    with store.writing() as connection:
        continue_upload(store, upload_id, entry, offset, content)
        rows = connection.execute("SELECT content FROM upload_pieces WHERE upload_id = ? ORDER BY start", (upload_id,))
        whole = b"".join(row[0] for row in rows)
        cancel_upload(store, upload_id)
    return whole


def cancel_upload(store: Store, upload_id: str) -> None:
    """Forget the pieces of an upload; harmless when there are none."""
    with store.writing() as connection:
        connection.execute("DELETE FROM upload_pieces WHERE upload_id = ?", (upload_id,))


def _measure(store: Store, upload_id: str, entry: Entry) -> int:
    with store.reading() as connection:
        pieces, size = connection.execute(
            "SELECT count(*), coalesce(sum(length(content)), 0) FROM upload_pieces WHERE upload_id = ? AND unique_id = ?",
            (upload_id, entry.unique_id),
        ).fetchone()
    if not pieces:
        raise UploadMissingError(upload=upload_id)
    return int(size)


def _add_piece(store: Store, upload_id: str, entry: Entry, start: int, content: bytes) -> None:
    with store.writing() as connection:
        # An empty piece changes nothing, except that it may be the first.
        connection.execute(
            "INSERT OR REPLACE INTO upload_pieces (upload_id, unique_id, start, content) VALUES (?, ?, ?, ?)",
            (upload_id, entry.unique_id, start, content),
        )
