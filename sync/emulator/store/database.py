"""One SQLite file, one writer at a time, and nothing half written: each change is one transaction."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sync.emulator.errors import LocalSharePointError
from sync.emulator.store.tables import FORMAT, STEPS

Clock = Callable[[], datetime]


def read_clock() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class Store:
    """The site's data; safe to use from many threads.

    Raises ``LocalSharePointError`` when the file is not one of ours.
    """

    def __init__(self, path: Path, clock: Clock = read_clock) -> None:
        self.clock = clock
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = _open_file(path)

    def close(self) -> None:
        """Close the file; everything is on disk."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold the file for a few reads that belong together."""
        with self._lock:
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Make the changes in the block happen together or not at all; an inner block joins the outer one."""
        with self._lock:
            if self._depth:
                yield self._connection
                return
            self._connection.execute("BEGIN IMMEDIATE")
            self._depth = 1
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            else:
                self._connection.execute("COMMIT")
            finally:
                self._depth = 0

    @contextmanager
    def undoing(self) -> Iterator[sqlite3.Connection]:
        """Undo what the block did when it raises; what was changed before it stands."""
        with self.writing() as connection:
            connection.execute("SAVEPOINT attempt")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK TO attempt")
                raise
            finally:
                connection.execute("RELEASE attempt")


def _open_file(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        _prepare_file(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        message = f"{path} is not a sound SQLite file ({error}). Delete it to start with an empty site."
        raise LocalSharePointError(message) from error
    except LocalSharePointError:
        connection.close()
        raise
    return connection


def _prepare_file(connection: sqlite3.Connection) -> None:
    # A write-ahead log keeps the file whole when the process is killed in the middle of a write.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -32768")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError(found)
    made_by = connection.execute("PRAGMA user_version").fetchone()[0]
    if made_by > FORMAT:
        raise LocalSharePointError(
            f"The data folder was written by a newer release (format {made_by}; this one knows {FORMAT}). "
            "Use that release, or name another data folder."
        )
    if made_by < FORMAT:
        connection.executescript(f"BEGIN; {''.join(STEPS[made_by:])} PRAGMA user_version = {FORMAT}; COMMIT;")
