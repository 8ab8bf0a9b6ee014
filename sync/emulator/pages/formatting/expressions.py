"""Expressions of formatting, read into a tree: ``=if(...)`` as in Excel, and the older form of nested objects.

The grammar is that of Microsoft's "Formatting syntax reference". Nothing is evaluated here, and nothing but this reads
what somebody wrote into a column's or view's formatting.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.formatting.values import Value
from sync.emulator.whole_numbers import read_whole_number

_DEEPEST = 100
_LONGEST = 50_000


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands there as it is."""

    value: Value


@dataclass(frozen=True, slots=True)
class Reference:
    """A value that comes from somewhere.

    Args:
        source: ``@currentField``, ``@now`` and the like; ``$`` for a column, ``!`` for what a column is called.
        name: the column's internal name or the name of a loop; empty for an ``@`` source.
        path: the properties asked for, ``("title",)`` in ``[$Owner.title]``.
    """

    source: str
    name: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function with its operands."""

    name: str
    operands: tuple["Expression", ...]


Expression = Literal | Reference | Call

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)"
    r"|(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<reference>@[A-Za-z]\w*(?:\.\w+)*|\[[$!][^\]]*\])"
    r"|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<sign>\|\||&&|==|!=|<=|>=|[-+*/%<>(),?:]))",
    re.DOTALL,
)
_REFERENCE = re.compile(r"@[A-Za-z]\w*(?:\.\w+)*|\[[$!][^\]]+\]")
_COLUMN = re.compile(r"\[([$!])([^.\]]+)((?:\.[^.\]]+)*)\]")
#: A browser knows whole numbers up to here.
_LARGEST_WHOLE = 2**53
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r"}
_WORDS: Mapping[str, Value] = {"true": True, "false": False}

#: How tightly an operator with two operands binds.
_BINDING = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
}


def read_expression(written: object) -> Expression:
    """Return what is written where a value may stand: plain text, a reference, ``=...`` or an object of operands.

    Raises ``FormattingError`` for what is neither.
    """
    return _read(written, 0)


def _read(written: object, depth: int) -> Expression:
    if depth > _DEEPEST:
        raise FormattingError("an expression nested too deeply")
    if isinstance(written, str):
        return parse_text(written)
    if isinstance(written, bool | int | float):
        return Literal(written)
    if written is None:
        return Literal("")
    if isinstance(written, Mapping) and isinstance(written.get("operator"), str):
        operands = written.get("operands", ())
        if not isinstance(operands, Sequence) or isinstance(operands, str):
            raise FormattingError(f"the operator '{written['operator']}' without operands")
        name = written["operator"].removesuffix("()")
        return Call(_CONDITIONALS.get(name, name), tuple(_read(operand, depth + 1) for operand in operands))
    raise FormattingError("a value that is neither text nor an expression")


#: The object form writes a condition as ``?``, or as ``:``.
_CONDITIONALS = {"?": "if", ":": "if"}


@lru_cache(maxsize=2048)
def parse_text(text: str) -> Expression:
    """Return the expression in a text: after ``=`` an Excel-style one, else a lone reference, else the text itself."""
    if text.startswith("="):
        return _Parser(text[1:]).parse()
    if _REFERENCE.fullmatch(text):
        return _read_reference(text)
    return Literal(text)


def _read_reference(text: str) -> Reference:
    if text.startswith("@"):
        source, *path = text.split(".")
        return Reference(source, "", tuple(path))
    found = _COLUMN.fullmatch(text)
    if not found:
        raise FormattingError(f"'{text}'")
    return Reference(found[1], found[2], tuple(found[3].split(".")[1:]))


class _Parser:
    """Reads one Excel-style expression by precedence climbing."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise FormattingError("an expression that is too long")
        self._tokens = _split(text)
        self._place = 0
        self._depth = 0

    def parse(self) -> Expression:
        expression = self._read_condition()
        if self._place < len(self._tokens):
            raise FormattingError(f"an expression that goes on with '{self._tokens[self._place][1]}'")
        return expression

    def _read_condition(self) -> Expression:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FormattingError("an expression nested too deeply")
        condition = self._read_binary(1)
        if self._take("?"):
            first = self._read_condition()
            self._expect(":")
            condition = Call("if", (condition, first, self._read_condition()))
        self._depth -= 1
        return condition

    def _read_binary(self, least: int) -> Expression:
        left = self._read_unary()
        while (sign := self._peek_sign()) in _BINDING and _BINDING[sign] >= least:
            self._place += 1
            left = Call(sign, (left, self._read_binary(_BINDING[sign] + 1)))
        return left

    def _read_unary(self) -> Expression:
        negative = False
        while self._take("-"):
            negative = not negative
        operand = self._read_operand()
        return Call("-", (Literal(0), operand)) if negative else operand

    def _read_operand(self) -> Expression:
        if self._place >= len(self._tokens):
            raise FormattingError("an expression that ends too early")
        kind, text = self._tokens[self._place]
        self._place += 1
        match kind:
            case "number":
                whole = read_whole_number(text, _LARGEST_WHOLE)
                return Literal(float(text) if whole is None else whole)
            case "text":
                return Literal(_ESCAPED.sub(lambda found: _CONTROLS.get(found[1], found[1]), text[1:-1]))
            case "reference":
                return _read_reference(text)
            case "word":
                return self._read_word(text)
        if text != "(":
            raise FormattingError(f"an expression with '{text}' where a value should be")
        inner = self._read_condition()
        self._expect(")")
        return inner

    def _read_word(self, word: str) -> Expression:
        if self._take("("):
            return Call(word, self._read_operands())
        if word in _WORDS:
            return Literal(_WORDS[word])
        raise FormattingError(f"the word '{word}'")

    def _read_operands(self) -> tuple[Expression, ...]:
        if self._take(")"):
            return ()
        operands = [self._read_condition()]
        while self._take(","):
            operands.append(self._read_condition())
        self._expect(")")
        return tuple(operands)

    def _peek_sign(self) -> str:
        if self._place < len(self._tokens):
            kind, text = self._tokens[self._place]
            return text if kind == "sign" else ""
        return ""

    def _take(self, sign: str) -> bool:
        if self._peek_sign() != sign:
            return False
        self._place += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise FormattingError(f"an expression that lacks '{sign}'")


def _split(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if not found or not found.lastgroup:
            raise FormattingError(f"an expression with '{text[place : place + 12].strip()}'")
        tokens.append((found.lastgroup, found[found.lastgroup]))
        place = found.end()
    return tokens
