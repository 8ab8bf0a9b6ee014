"""governance.yaml's boards: their names and chairs, and what each of them answers for."""

from collections.abc import Iterator, Sequence
from typing import Final

from sync.config.places import at_place as _at
from sync.config.places import claim, lost
from sync.config.settings import Named, Section
from sync.config.yaml_source import Document, KeyPath
from sync.core.line_names import FIXED_LINES
from sync.core.records import Register
from sync.core.rules import Board
from sync.core.text import fold
from sync.core.vocabulary import PublicationId
from sync.errors import Problem

_FIXED_LINES: Final = {fold(name): name for name in FIXED_LINES}


class BoardSection(Section):
    """An assessment board."""

    name: Named
    """As the tracker names it."""
    chair: str = ""
    """The chair's role, never a name."""
    aliases: list[str] = []
    """Other wordings in the tracker, also the names it had before."""
    publications: list[str] = []
    """The ids of the publications it answers for."""
    questions: list[str] = []
    """The questions of the PEEL Assessment Framework it answers for."""


def check_boards(document: Document, boards: Sequence[BoardSection]) -> Iterator[Problem]:
    """Yield boards that stand twice or are called like another line of the position, and wordings that mean two boards."""
    seen: dict[str, str] = {}
    for number, board in enumerate(boards):
        if (line := _FIXED_LINES.get(fold(board.name))) is not None:
            told = f"'{line}' is a line of the position of its own; call the board otherwise and give this name as its alias."
            yield _at(document, ("boards", number, "name"), "taken-name", told)
        if fold(board.name) in seen:
            told = f"'{board.name}' already means {seen[fold(board.name)]}; a wording means one thing."
            yield _at(document, ("boards", number, "name"), "ambiguous-word", told)
        seen.setdefault(fold(board.name), board.name)
        for index, alias in enumerate(board.aliases):
            yield from claim(seen, alias, board.name, document, ("boards", number, "aliases", index))


def check_owned(document: Document, boards: Sequence[BoardSection], register: Register) -> Iterator[Problem]:
    """Yield publications given to two boards, and ids that differ from one of the register in nothing but their case.

    An id that the register has not at all is no mistake: a board may answer for what is not in the register yet.
    """
    owners: dict[str, str] = {}
    known = {key.casefold() for key in register.publications}
    for number, board in enumerate(boards):
        for index, key in enumerate(board.publications):
            place: KeyPath = ("boards", number, "publications", index)
            if key not in register.publications and key.casefold() in known:
                yield lost(document, place, key, register.publications)
            elif (other := owners.setdefault(key, board.name)) != board.name:
                told = f"{key} already belongs to {other}; a publication has one board."
                yield _at(document, place, "two-owners", told)


def build_board(section: BoardSection) -> Board:
    """Return a board as the core knows it."""
    publications = tuple(PublicationId(key) for key in section.publications)
    return Board(section.name, section.chair, tuple(section.aliases), publications, tuple(section.questions))
