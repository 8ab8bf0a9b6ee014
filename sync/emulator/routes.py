"""Find the route for a path, however its list, item, folder or file is named."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.emulator.errors import UnsupportedError
from sync.emulator.paths import Argument, Segment
from sync.emulator.route_table import FORMS, ROUTES, Route


@dataclass(frozen=True, slots=True)
class Match:
    """A route and the arguments its pattern names."""

    route: Route
    arguments: Mapping[str, Argument]


#: A segment's name and the names of its arguments, an empty one for each that goes by position.
_Step = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Form:
    route: Route
    names: tuple[str, ...]


def build_missing(method: str, segments: Sequence[Segment]) -> UnsupportedError:
    """Return the refusal of a path that has no route; it names the path."""
    path = "/".join(_write_segment(segment) for segment in segments)
    return UnsupportedError(what=f"{method} _api/{path}")


def look_up_route(method: str, segments: Sequence[Segment]) -> Match | None:
    """Return the route for a path, or None."""
    ordered = [_order_arguments(segment) for segment in _join_folders(segments)]
    steps = tuple((segment.name, tuple(argument.name for argument in segment.arguments)) for segment in ordered)
    form = _TABLE.get((method, steps))
    if form is None:
        return None
    values = [argument for segment in ordered for argument in segment.arguments]
    return Match(form.route, dict(zip(form.names, values, strict=True)))


def expand_pattern(pattern: str) -> Iterator[str]:
    """Return every way to write ``pattern``, its forms spelt out."""
    head, _, tail = pattern.partition("/")
    if head not in FORMS:
        yield pattern
        return
    for form in FORMS[head]:
        for written in expand_pattern(form):
            yield f"{written}/{tail}" if tail else written


def _join_folders(segments: Sequence[Segment]) -> list[Segment]:
    # Folders('a')/Folders('b') is the folder a/b: a path may go any number of steps down.
    joined: list[Segment] = []
    for segment in segments:
        last = joined[-1] if joined else None
        if last and _is_folder_step(last) and _is_folder_step(segment):
            text = f"{last.arguments[0].text}/{segment.arguments[0].text}"
            joined[-1] = Segment("folders", (Argument("", "text", text),))
        else:
            joined.append(segment)
    return joined


def _is_folder_step(segment: Segment) -> bool:
    arguments = segment.arguments
    return segment.name == "folders" and len(arguments) == 1 and (arguments[0].name, arguments[0].kind) == ("", "text")


def _order_arguments(segment: Segment) -> Segment:
    return Segment(segment.name, tuple(sorted(segment.arguments, key=lambda argument: argument.name)))


def _build_table() -> dict[tuple[str, tuple[_Step, ...]], _Form]:
    table: dict[tuple[str, tuple[_Step, ...]], _Form] = {}
    for route in ROUTES:
        for pattern in expand_pattern(route.pattern):
            steps, names = _read_pattern(pattern)
            table[route.method, steps] = _Form(route, names)
    return table


def _read_pattern(pattern: str) -> tuple[tuple[_Step, ...], tuple[str, ...]]:
    steps: list[_Step] = []
    names: list[str] = []
    for segment in pattern.split("/"):
        name, _, inside = segment.rstrip(")").partition("(")
        pieces = [piece.rpartition("=") for piece in inside.split(",") if piece]
        steps.append((name, tuple(piece[0] for piece in pieces)))
        names += [piece[2].strip("{}") for piece in pieces]
    return tuple(steps), tuple(names)


def _write_segment(segment: Segment) -> str:
    if not segment.arguments:
        return segment.name
    return f"{segment.name}({','.join(argument.text for argument in segment.arguments)})"


_TABLE = _build_table()
