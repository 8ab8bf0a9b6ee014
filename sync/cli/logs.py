"""Logs: one JSON object per line on standard error, with the event's fields; no names, no titles, no tokens."""

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
_NOISY = ("office365", "urllib3", "msal", "werkzeug", "schedule")


class _JsonLines(logging.Formatter):
    """Writes the event's words and fields; an exception is told by its type and place, never by its text or trace."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in _STANDARD}
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            line["where"] = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
        return json.dumps(line, default=str, ensure_ascii=False)


class _Lines(logging.Handler):
    """Hands each line to whoever writes standard error."""

    def __init__(self, write_line: Callable[[str], None]) -> None:
        super().__init__()
        self._write_line = write_line

    def emit(self, record: logging.LogRecord) -> None:
        """Write one event."""
        try:
            self._write_line(self.format(record))
        except OSError:
            self.handleError(record)


def _write_to_standard_error(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def start_logs(
    level: Literal["debug", "info", "warning", "error"], write_line: Callable[[str], None] = _write_to_standard_error
) -> None:
    """Send our events to standard error from ``level`` up; libraries are heard only when something is wrong with them.

    The client library logs whole exceptions from inside its hooks, with addresses in them; those are ours to tell.
    """
    handler = _Lines(write_line)
    handler.setFormatter(_JsonLines())
    root = logging.getLogger("sync")
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    root.propagate = False
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL)
