"""Turn ``$filter`` into conditions that can be tried on a row.

odata-query parses; what is here translates its nodes. The operators and functions are those that Microsoft's page
"Use OData query operations in SharePoint REST requests" names; anything else is refused by name.
"""

from zoneinfo import ZoneInfo

from odata_query import ast
from odata_query.exceptions import ODataException
from odata_query.grammar import ODataLexer, ODataParser

from sync.emulator.errors import ExpressionError, FilterTypeError, UnsupportedError
from sync.emulator.query.columns import Column, ColumnType, Condition, Resolver, Test, Values
from sync.emulator.query.comparisons import (
    ORDERINGS,
    build_beginning,
    build_difference,
    build_equality,
    build_ordering,
    build_within,
)
from sync.emulator.query.literals import (
    MARK,
    TRUE_WORDS,
    TYPED_LITERALS,
    normalise_literal,
    rewrite_filter,
)

_ORDERINGS: dict[type, str] = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge"}
_FLIPPED: dict[type, type] = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
_DATE_PARTS = {
    "year": slice(0, 4),
    "month": slice(5, 7),
    "day": slice(8, 10),
    "hour": slice(11, 13),
    "minute": slice(14, 16),
    "second": slice(17, 19),
}


def parse_filter(text: str, resolve: Resolver, zone: ZoneInfo) -> tuple[Condition, ...]:
    """Return the conditions that ``text`` joins with ``and``, in the order they were written.

    Raises ``ExpressionError`` for what is not OData and ``UnsupportedError`` for what SharePoint has no words for.
    """
    if not text:
        return ()
    try:
        tree = ODataParser().parse(ODataLexer().tokenize(rewrite_filter(text)))
    except ODataException as error:
        raise ExpressionError(expression=text) from error
    translator = _Translator(text, resolve, zone)
    return tuple(translator.translate(part) for part in _split(tree, ast.And))


def _split(node: object, joiner: type) -> list[object]:
    parts: list[object] = []
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.BoolOp) and isinstance(part.op, joiner):
            waiting += [part.right, part.left]
        else:
            parts.append(part)
    return parts


class _Translator:
    def __init__(self, text: str, resolve: Resolver, zone: ZoneInfo) -> None:
        self._text = text
        self._resolve = resolve
        self._zone = zone

    def translate(self, node: object) -> Condition:
        if isinstance(node, ast.BoolOp):
            joiner = type(node.op)
            tests = [self.translate(part).test for part in _split(node, joiner)]
            join = all if joiner is ast.And else any
            return Condition(lambda values: join(test(values) for test in tests))
        if isinstance(node, ast.Compare):
            return self._translate_comparison(node)
        if isinstance(node, ast.Call):
            return self._translate_call(node)
        raise UnsupportedError(what=f"this condition in a filter: {self._text}")

    def _translate_comparison(self, node: ast.Compare) -> Condition:
        left, right, comparator = node.left, node.right, type(node.comparator)
        if _is_literal(left):
            left, right, comparator = right, left, _FLIPPED.get(comparator, comparator)
        if isinstance(left, ast.Call) and left.func.name in ("substringof", "startswith"):
            return self._translate_truth(left, right, comparator)
        column = self._find_date_part(left) if isinstance(left, ast.Call) else self._find_column(left)
        wanted = normalise_literal(self._read_literal(right), column.type, self._zone)
        test = _build_test(column, comparator, wanted)
        if test is None:
            raise UnsupportedError(what=f"this comparison in a filter: {self._text}")
        least = wanted if comparator in (ast.Gt, ast.GtE) else None
        return Condition(test, column, wanted if comparator is ast.Eq else None, least)

    def _translate_truth(self, call: ast.Call, right: object, comparator: type) -> Condition:
        wanted = self._read_literal(right)
        if comparator is not ast.Eq or str(wanted).casefold() not in TRUE_WORDS:
            raise UnsupportedError(what=f"this comparison in a filter: {self._text}")
        return self._translate_call(call)

    def _translate_call(self, node: ast.Call) -> Condition:
        if node.func.name not in ("substringof", "startswith") or len(node.args) != 2:
            raise ExpressionError(expression=self._text)
        is_within = node.func.name == "substringof"
        piece_node, column_node = node.args if is_within else reversed(node.args)
        column = self._find_column(column_node)
        build = build_within if is_within else build_beginning
        return Condition(build(column, str(self._read_literal(piece_node))), column)

    def _find_column(self, node: object) -> Column:
        column = self._resolve(_read_name(node, self._text))
        if column.refusal:
            raise FilterTypeError(name=column.name, type=column.refusal)
        return column

    def _find_date_part(self, node: ast.Call) -> Column:
        if node.func.name not in _DATE_PARTS or len(node.args) != 1:
            raise ExpressionError(expression=self._text)
        inner, part = self._find_column(node.args[0]), _DATE_PARTS[node.func.name]

        def read(values: Values) -> object:
            text = inner.read(values)
            return float(str(text)[part]) if text else None

        return Column(inner.name, ColumnType.NUMBER, read)

    def _read_literal(self, node: object) -> object:
        if isinstance(node, ast.Call) and _is_typed_literal(node):
            return self._read_literal(node.args[0])
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return f"-{self._read_literal(node.operand)}"
        if isinstance(node, ast.Null):
            return None
        if isinstance(node, ast.Boolean):
            return node.py_val
        if _is_literal(node):
            return getattr(node, "val", None)
        raise ExpressionError(expression=self._text)


def _is_literal(node: object) -> bool:
    literals = (ast.Null, ast.Integer, ast.Float, ast.Boolean, ast.String, ast.Date, ast.DateTime, ast.GUID)
    return isinstance(node, literals) or _is_typed_literal(node)


def _is_typed_literal(node: object) -> bool:
    return isinstance(node, ast.Call) and node.func.name in TYPED_LITERALS and len(node.args) == 1


def _read_name(node: object, text: str) -> str:
    if isinstance(node, ast.Identifier):
        return node.name.removeprefix(MARK)
    if isinstance(node, ast.Attribute):
        return f"{_read_name(node.owner, text)}/{node.attr.removeprefix(MARK)}"
    raise ExpressionError(expression=text)


def _build_test(column: Column, comparator: type, wanted: object) -> Test | None:
    if comparator is ast.Eq:
        return build_equality(column, wanted)
    if comparator is ast.NotEq:
        return build_difference(column, wanted)
    ordering = _ORDERINGS.get(comparator)
    return None if ordering is None or wanted is None else build_ordering(column, ORDERINGS[ordering], wanted)
