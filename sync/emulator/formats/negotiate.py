"""Choose the dialect that an Accept header asks for (sharepoint.md C.12, Formats)."""

from werkzeug.http import parse_options_header

from sync.emulator.errors import AcceptError, UnsupportedError
from sync.emulator.formats.dialects import Dialect
from sync.emulator.formats.light import VERSION_3, VERSION_4, MinimalMetadata, NoMetadata
from sync.emulator.formats.verbose import Verbose

VERBOSE = Verbose()
MINIMAL = MinimalMetadata(VERSION_3)

_VERSION_3: dict[str, Dialect] = {
    "verbose": VERBOSE,
    "minimalmetadata": MINIMAL,
    "nometadata": NoMetadata(VERSION_3),
}
_VERSION_4: dict[str, Dialect] = {"minimal": MinimalMetadata(VERSION_4), "none": NoMetadata(VERSION_4)}
_FULL = "full metadata in answers"
_ATOM = (
    "Atom answers, which SharePoint gives when the Accept header does not ask for JSON; send Accept: application/json"
)


def choose_dialect(accept: str, odata_version: str) -> Dialect:
    """Return the dialect for the first media range of ``accept`` that names JSON.

    Raises ``AcceptError`` for what SharePoint refuses and ``UnsupportedError`` for its Atom answers.
    """
    ranges = [parse_options_header(part) for part in accept.split(",") if part.strip()]
    is_modern = odata_version.strip().startswith("4")
    for media_type, parameters in ranges:
        if media_type.lower() == "application/json":
            return _choose_json(parameters, is_modern=is_modern)
    media_types = {media_type.lower() for media_type, _ in ranges}
    if not ranges or media_types & {"*/*", "application/*", "application/atom+xml", "application/xml"}:
        raise UnsupportedError(what=_ATOM)
    raise AcceptError


def _choose_json(parameters: dict[str, str], *, is_modern: bool) -> Dialect:
    level = parameters.get("odata", "").lower()
    modern_level = parameters.get("odata.metadata", "").lower()
    if "full" in (level.removesuffix("metadata"), modern_level):
        raise UnsupportedError(what=_FULL)
    if modern_level or is_modern:
        light_level = {"minimalmetadata": "minimal", "nometadata": "none", "": "minimal"}.get(level, level)
        choice = _VERSION_4.get(modern_level or light_level)
    else:
        choice = _VERSION_3.get(level or "minimalmetadata")
    if choice is None:
        raise AcceptError
    return choice
