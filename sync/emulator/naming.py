"""How SharePoint makes internal names out of titles (sharepoint.md C.7), and how long or large names and ids may be."""

import re

NAME_LENGTH = 32
TEXT_LENGTH = 255
LARGEST_ID = 2**31 - 1

_PLAIN = re.compile(r"[A-Za-z0-9_]")


def build_internal_name(title: str) -> str:
    """Return the internal name a new column called ``title`` would have, before any digit against repeats."""
    return _encode(title)[:NAME_LENGTH]


def build_entity_name(internal_name: str) -> str:
    """Return the name a column has in OData, where no name begins with an underscore."""
    return f"OData_{internal_name}" if internal_name.startswith("_") else internal_name


def build_text_name(internal_name: str) -> str:
    """Return the name a column has in FieldValuesAsText, which escapes each underscore once more."""
    return build_entity_name(internal_name.replace("_", "_x005f_"))


def build_free_name(wanted: str, taken: frozenset[str]) -> str:
    """Return ``wanted``, or ``wanted`` and the first digit from 0 that makes it free, whatever the case."""
    folded = {name.casefold() for name in taken}
    if wanted.casefold() not in folded:
        return wanted
    numbers = range(len(folded) + 1)
    return next(f"{wanted}{number}" for number in numbers if f"{wanted}{number}".casefold() not in folded)


def build_folder_name(title: str) -> str:
    """Return the last part of a new list's address: its title without what an address may not hold."""
    kept = re.sub(r'["#%*:<>?/\\|]', "", title).strip(" .")
    return kept[:128] or "List"


def build_type_name(folder_name: str) -> str:
    """Return what a list is called in type names: ``SP.Data.<this>ListItem``.

    Here an underscore is escaped too, and a name that would begin with one begins with ``OData_``: clients in wide use build the
    name themselves that way, and it was seen so of SharePoint's own catalogues.
    """
    encoded = "_x005f_".join(
        _encode(piece) if place == 0 else _encode_rest(piece) for place, piece in enumerate(folder_name.split("_"))
    )
    return f"OData_{encoded}" if encoded.startswith("_") else encoded[:1].upper() + encoded[1:]


def _encode_rest(text: str) -> str:
    return "".join(character if _PLAIN.match(character) else _escape(character) for character in text)


def _encode(text: str) -> str:
    encoded = _encode_rest(text)
    # A name in XML may not begin with a digit.
    return _escape(encoded[0]) + encoded[1:] if encoded[:1].isdigit() else encoded


def _escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"_x{units[index]:02x}{units[index + 1]:02x}_" for index in range(0, len(units), 2))
