"""The door of the process: a request to stop is heard from the first moment on.

Loading the libraries takes a second or two. As the first process of a container, one without a handler of its own ignores SIGTERM,
and would be killed ten seconds later in the middle of whatever it had begun by then.
"""

import signal
from types import FrameType

_INTERRUPTED = 130


def main() -> None:
    """Run the command line and end the process with its exit code."""
    signal.signal(signal.SIGTERM, _end)
    # Only now: the handler has to stand while everything else is loaded.
    from sync.cli.main import main as run_command_line  # noqa: PLC0415

    run_command_line()


def _end(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise SystemExit(_INTERRUPTED)


if __name__ == "__main__":
    main()
