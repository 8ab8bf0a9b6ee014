"""The only module that prints. Results go to standard output; progress and errors go to standard error."""

import io
import json
import os
import sys
import textwrap
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as RichProgress
from rich.table import Table as RichTable
from rich.text import Text

from sync.cli.blocks import Block, Heading, Points, Sentence, Subheading, Table
from sync.cli.options import Format
from sync.cli.telling import tell_problems
from sync.errors import Problem, ProblemsError, SiteShapeError, SyncError

_WIDTH_WITHOUT_TERMINAL = 110


def make_output_lenient() -> None:
    """See to it that a terminal or file that cannot show a character gets a stand-in for it instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_json(value: object) -> None:
    """Print one object on one line of standard output; outside UTF-8 it is written in ASCII, which loses nothing."""
    is_unicode = str(sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    print_line(json.dumps(value, ensure_ascii=not is_unicode))


def print_blocks(blocks: Iterable[Block], output: Format) -> None:
    """Print blocks as text or Markdown."""
    if output is Format.MARKDOWN:
        print_line("\n".join(line for block in blocks for line in _write_markdown(block)))
        return
    console = _open_console()
    for block in blocks:
        _draw(console, block)


def print_line(text: str) -> None:
    """Print plain text on standard output. A reader that went away (``| head``) is no reason to fail: the work is done."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        _drop_output()


def _drop_output() -> None:
    """Let all further output go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def print_error(error: SyncError, output: Format) -> None:
    """Tell a failure: one sentence on standard error, and one object on standard output where scripts read."""
    problems = error.problems if isinstance(error, ProblemsError) else ()
    of_lists = error.problems if isinstance(error, SiteShapeError) else ()
    if output is Format.JSON:
        told: dict[str, object] = {"outcome": "failed", "error": str(error), "exit_code": error.exit_code}
        if problems or of_lists:
            told["problems"] = [asdict(problem) for problem in problems or of_lists]
        print_json(told)
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    if problems:
        for block in tell_problems(problems, "Nothing was changed in SharePoint."):
            _draw(console, block)
    else:
        console.print(Text(str(error)))


def print_failure(sentence: str, exit_code: int) -> None:
    """Print the object that scripts read when a command could not even begin, or broke."""
    print_json({"outcome": "failed", "error": sentence, "exit_code": exit_code})


def print_unexpected(sentence: str) -> None:
    """Tell a mistake of ours in one line on standard error."""
    Console(stderr=True, soft_wrap=True, highlight=False).print(Text(sentence))


def print_problems(problems: Sequence[Problem], output: Format) -> None:
    """Print the findings of ``check``."""
    if output is Format.JSON:
        print_json({"problems": [asdict(problem) for problem in problems]})
    else:
        print_blocks(tell_problems(problems, ""), output)


class _OutputConsole(Console):
    """Standard output, whose reader may go away."""

    def on_broken_pipe(self) -> None:
        """Go on without output."""
        self.quiet = True
        _drop_output()


def _open_console() -> Console:
    is_terminal = sys.stdout.isatty()
    return _OutputConsole(width=None if is_terminal else _WIDTH_WITHOUT_TERMINAL, highlight=False, soft_wrap=True)


def _draw(console: Console, block: Block) -> None:
    match block:
        case Heading(text=text):
            console.print()
            console.print(Text(text, style="bold"))
        case Subheading(text=text):
            console.print()
            console.print(Text(text))
        case Sentence(text=text):
            _draw_text(console, text, 0)
        case Table():
            console.print()
            console.print(_draw_table(block))
            console.print()
        case Points(points=points):
            for head, under in points:
                _draw_text(console, head, 2)
                if under:
                    _draw_text(console, under, 6, style="dim")


def _draw_text(console: Console, text: str, indent: int, style: str = "") -> None:
    """Print a paragraph, wrapped by us: a wrapped line begins two further in and carries no blanks at its end."""
    begin, go_on = " " * indent, " " * (indent + 2 if indent else 0)
    for line in text.splitlines():
        wrapped = textwrap.fill(
            line, console.width, initial_indent=begin, subsequent_indent=go_on, break_long_words=False
        )
        console.print(Text(wrapped, style=style))


def _draw_table(block: Table) -> RichTable:
    table = RichTable(box=None, pad_edge=False, padding=(0, 0, 0, 2))
    for index, column in enumerate(block.columns):
        table.add_column(column, justify="right" if index else "left", no_wrap=not index)
    for row in block.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _write_markdown(block: Block) -> list[str]:
    match block:
        case Heading(text=text):
            return ["", f"## {text}", ""]
        case Subheading(text=text):
            return [f"### {text}", ""]
        case Sentence(text=text):
            return [text, ""]
        case Table(columns=columns, rows=rows):
            rule = "|---|" + "---:|" * (len(columns) - 1)
            return [_write_row(columns), rule, *(_write_row(row) for row in rows), ""]
        case Points(points=points):
            return [f"- {head}" + (f"<br>{under}" if under else "") for head, under in points] + [""]


def _write_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


class TerminalProgress:
    """Shows what a run is doing, on a terminal; silent elsewhere."""

    def __init__(self, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True)
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def stage(self, sentence: str, total: int = 0) -> None:
        """Show what begins now."""
        if not self._console.is_terminal:
            return
        self.close()
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            *((BarColumn(), MofNCompleteColumn()) if total else ()),
        )
        self._bar = RichProgress(*columns, console=self._console, transient=True)
        self._bar.start()
        self._task = self._bar.add_task(sentence, total=total or None)

    def advance(self, steps: int = 1) -> None:
        """Show that steps are done."""
        if self._bar is not None and self._task is not None:
            self._bar.advance(self._task, steps)

    def write_line(self, line: str) -> None:
        """Write a line of the log: above the display while there is one, so that neither breaks the other."""
        if self._bar is None:
            print(line, file=sys.stderr, flush=True)
        else:
            self._console.print(line, markup=False, highlight=False, soft_wrap=True)

    def close(self) -> None:
        """Take the display away."""
        if self._bar is not None:
            with suppress(RuntimeError):
                self._bar.stop()
        self._bar = None
