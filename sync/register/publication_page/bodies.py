"""The bodies that publications address, by the words they use; names as the register's other rows write them."""

import re
from typing import Final

FORCES: Final = (
    "Avon and Somerset Police",
    "Bedfordshire Police",
    "British Transport Police",
    "Cambridgeshire Constabulary",
    "Cheshire Constabulary",
    "City of London Police",
    "Cleveland Police",
    "Cumbria Constabulary",
    "Derbyshire Constabulary",
    "Devon and Cornwall Police",
    "Dorset Police",
    "Durham Constabulary",
    "Dyfed-Powys Police",
    "Essex Police",
    "Gloucestershire Constabulary",
    "Greater Manchester Police",
    "Gwent Police",
    "Hampshire and Isle of Wight Constabulary",
    "Hertfordshire Constabulary",
    "Humberside Police",
    "Kent Police",
    "Lancashire Constabulary",
    "Leicestershire Police",
    "Lincolnshire Police",
    "Merseyside Police",
    "Metropolitan Police Service",
    "Norfolk Constabulary",
    "North Wales Police",
    "North Yorkshire Police",
    "Northamptonshire Police",
    "Northumbria Police",
    "Nottinghamshire Police",
    "South Wales Police",
    "South Yorkshire Police",
    "Staffordshire Police",
    "Suffolk Constabulary",
    "Surrey Police",
    "Sussex Police",
    "Thames Valley Police",
    "Warwickshire Police",
    "West Mercia Police",
    "West Midlands Police",
    "West Yorkshire Police",
    "Wiltshire Police",
)
"""Source: hmicfrs.md, section 9."""
_SUFFIX: Final = re.compile(r" (?:Police Service|Police|Constabulary)$")
_AREAS: Final = {_SUFFIX.sub("", name).casefold(): name for name in FORCES} | {
    "hampshire": "Hampshire and Isle of Wight Constabulary"
}
_FORCE: Final = re.compile(
    r"\b(?:the )?("
    + "|".join(sorted(map(re.escape, _AREAS), key=len, reverse=True))
    + r")(?: (?:police service|police|constabulary))\b",
    re.IGNORECASE,
)
_BODIES: Final = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), name)
    for pattern, name in (
        (r"chief constables|chief officers|every chief constable|each chief constable", "chief constables"),
        (
            r"(?:all |other |home office |territorial |police )*forces|every (?:police )?force|each (?:police )?force",
            "all forces",
        ),
        (
            r"police(?:, fire)? and crime commissioners?|pccs?|local policing bod(?:y|ies)",
            "police and crime commissioners",
        ),
        (r"npcc|national police chiefs'? council", "NPCC"),
        (r"college of policing|the college", "College of Policing"),
        (r"home office|home secretary|the government", "Home Office"),
        (r"iopc|independent office for police conduct", "IOPC"),
        (r"cps|crown prosecution service", "Crown Prosecution Service"),
        (r"nca|national crime agency", "National Crime Agency"),
        (r"ministry of justice|moj", "Ministry of Justice"),
        (r"local resilience forums?|lrfs?", "local resilience forums"),
        (r"rocus?|regional organised crime units?", "regional organised crime units"),
    )
)
_OWN: Final = re.compile(
    r"\bthe (?:force|constabulary|service|chief constable)\b|\bits chief constable\b", re.IGNORECASE
)
_SUBJECT_ENDS: Final = re.compile(r"\b(?:should|must|needs? to|ought to|ha(?:s|ve) to|(?:is|are) to)\b", re.IGNORECASE)
_LONGEST_SUBJECT: Final = 300


def find_bodies(text: str, own_force: str) -> tuple[str, ...]:
    """Return the bodies that a piece of text names, in its order; ``the force`` means ``own_force`` where that is known."""
    plain = text.replace("’", "'")
    found = [(match.start(), name) for pattern, name in _BODIES for match in [pattern.search(plain)] if match]
    found += [(match.start(), _AREAS[match[1].casefold()]) for match in _FORCE.finditer(plain)]
    if own_force and (own := _OWN.search(plain)):
        found.append((own.start(), own_force))
    return tuple(dict.fromkeys(name for _, name in sorted(found)))


def find_addressees(heading: str, sentence: str, own_force: str) -> tuple[str, ...]:
    """Return whom an item addresses: the bodies in its heading, else those before the verb (``… and the NPCC should``)."""
    if named := find_bodies(heading, own_force):
        return named
    verb = _SUBJECT_ENDS.search(sentence[:1_000])
    return find_bodies(sentence[: verb.start()][-_LONGEST_SUBJECT:], own_force) if verb else ()


def find_forces(text: str) -> tuple[str, ...]:
    """Return the forces that a list of areas names: ``Lancashire, Greater Manchester``."""
    parts = (_SUFFIX.sub("", part.strip()).casefold() for part in re.split(r"[,;]", text))
    return tuple(dict.fromkeys(_AREAS[part] for part in parts if part in _AREAS))
