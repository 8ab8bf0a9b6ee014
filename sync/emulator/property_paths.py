"""One property of what a path names, asked for as one step more: ``lists(…)/ItemCount``."""

from sync.emulator.formats.bodies import Answer, Body, Complex, Entity, Many, Nothing, Result, Value

_TYPES = {bool: "Edm.Boolean", int: "Edm.Int32", float: "Edm.Double"}


def read_property(answer: Answer, name: str) -> Answer | None:
    """Return the answer for one property of an answer's entity, whatever its case, or None when there is none."""
    if not isinstance(answer.body, Entity):
        return None
    for known, value in answer.body.properties.items():
        if known.lower() == name.lower():
            return Answer(body=_build_body(known, value))
    return None


def _build_body(name: str, value: object) -> Body:
    if value is None:
        return Nothing(name)
    if isinstance(value, Entity):
        return value
    if isinstance(value, Complex):
        return Result(name, value)
    if isinstance(value, Many):
        return Value(name, f"Collection({value.type})", value)
    return Value(name, _TYPES.get(type(value), "Edm.String"), value)
