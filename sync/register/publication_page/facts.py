"""What a page says of the publication itself: title, dates, addresses, series, scope, and whom it addresses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sync.core.addresses import fold_address
from sync.core.clocks import say_date
from sync.core.normalise.dates import read_date
from sync.core.records import DatedTo
from sync.core.text import fold, shorten
from sync.core.vocabulary import Scope
from sync.register.drafts import DraftPublication, Remarks
from sync.register.publication_page.blocks import Block, BlockKind, Page
from sync.register.publication_page.bodies import find_bodies, find_forces
from sync.register.publication_page.wording import CLOSING

_LABELS: Final = {
    "published on": "published",
    "published": "published",
    "publication date": "published",
    "publication type": "types",
    "publication types": "types",
    "police force": "forces",
    "police forces": "forces",
    "from": "from",
    "to": "to",
    "cc": "cc",
    "sent on": "sent",
    "date": "sent",
}
_LABEL: Final = re.compile(r"(?P<label>[A-Za-z][A-Za-z ]{0,20}?)\s*:\s*(?P<value>.*)", re.DOTALL)
_NEAR_THE_TOP: Final = 60
_SAVED_FROM: Final = re.compile(
    r"<!--[^<>]{0,400}?(?:saved from url=\(\d+\)|url:)\s*(https?://[^\s<>\"']{4,500})", re.IGNORECASE
)
_SITE_NAME: Final = re.compile(r"\s+[-–|]\s+(?:HMICFRS|His Majesty.s Inspectorate.*|Her Majesty.s Inspectorate.*)$")
_FIRST_PUBLISHED: Final = re.compile(
    r"\b(?:(?:first|originally) published|was published|this report was (?:first )?published) (?:on |in )?"
    r"(?P<date>(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4})"
)
_YEAR: Final = re.compile(r"\b(?:19[89]\d|20[0-4]\d)\b")
_TOP_PUBLISHED: Final = 3_000
_LONGEST_TITLE: Final = 400
_SERIES: Final = (
    (re.compile(r"\bpeel\b", re.IGNORECASE), "PEEL"),
    (re.compile(r"super-?complaint", re.IGNORECASE), "super-complaint"),
    (re.compile(r"child protection", re.IGNORECASE), "child protection"),
    (re.compile(r"custody", re.IGNORECASE), "custody"),
    (re.compile(r"crime (?:data integrity|recording)", re.IGNORECASE), "crime data integrity"),
    (re.compile(r"\bre-?inspection|revisit|progress review|\ba review of\b", re.IGNORECASE), "revisit"),
    (re.compile(r"spotlight", re.IGNORECASE), "spotlight"),
)
_PARTNERS: Final = (
    (r"hmcpsi|hm crown prosecution service inspectorate|crown prosecution service inspectorate", "HMCPSI"),
    (r"hmi probation|hm inspectorate of probation|inspectorate of probation", "HMI Probation"),
    (r"hmi prisons|hm inspectorate of prisons|inspectorate of prisons", "HMI Prisons"),
    (r"care quality commission|cqc", "CQC"),
    (r"ofsted", "Ofsted"),
)
_WITHOUT_ITEMS: Final = re.compile(
    r"terms of reference|consultation|assessment framework|methodology|strategy 20|state of policing|inspection programme|annex",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of its publication.

    ``own_force`` is who ``the force`` is in its text, or empty; ``is_letter`` says whether it has a letter's From and To.
    """

    publication: DraftPublication
    own_force: str
    is_letter: bool


def read_facts(text: str, page: Page, remarks: Remarks) -> Facts:
    """Return what the page says of the publication; what was not certain goes to ``remarks``."""
    labelled = _read_labels(page.blocks[:_NEAR_THE_TOP])
    title = _read_title(page, remarks)
    address, others = _read_addresses(text, page, remarks)
    is_letter = {"from", "to"} <= labelled.keys()
    forces = find_forces(labelled.get("forces", "")) or _find_force_in(title, address)
    own_force = forces[0] if len(forces) == 1 else ""
    published, page_date = _read_dates(page, labelled, title, remarks)
    inspectorates = _read_inspectorates(title, page.blocks[:_NEAR_THE_TOP])
    scope = Scope.FORCE if own_force else Scope.NATIONAL
    if (len(inspectorates) > 1 and "IOPC" not in inspectorates) or "joint" in fold(title).split():
        scope = Scope.JOINT
    publication = DraftPublication(
        title=title,
        published=published,
        page_date=page_date,
        address=address,
        other_addresses=others,
        inspectorates=inspectorates,
        series=_read_series(title, labelled.get("types", ""), address, is_letter=is_letter),
        scope=scope,
        bodies_inspected=forces,
        addressed_to=find_bodies(labelled.get("to", ""), "") or ((own_force,) if own_force else ()),
    )
    return Facts(publication, own_force, is_letter)


def doubt_emptiness(facts: Facts, blocks: Sequence[Block], remarks: Remarks) -> None:
    """Say why a page may have no items, and what to do about it."""
    publication = facts.publication
    if facts.is_letter:
        for block in blocks:
            if CLOSING.search(block.text[:2_000]):
                told = (
                    f"The letter speaks of closing: ‘{shorten(block.text, 160)}’. An import changes no status; "
                    "enter what it closes in the rows of those items."
                )
                remarks.doubt(block.place, told)
                return
    if _WITHOUT_ITEMS.search(publication.title):
        remarks.doubt(
            "", "No items were found. By its title it makes none: put ‘none’ into items_expected when you confirm it."
        )
    elif "/publications/" in f"/{publication.address}" and "publication-html" not in publication.address:
        told = "No items were found. This is the landing page; the report itself is a page of its own, often under /publication-html/. Save and import that one."
        remarks.doubt("", told)
    else:
        remarks.doubt(
            "",
            "No items were found. If the publication makes some, they are worded in a way that no rule reads: enter them by hand.",
        )


def _read_labels(blocks: Sequence[Block]) -> dict[str, str]:
    """Return the labelled facts near the top: ``Published on: 16 May 2019``, also with label and value in blocks of their own."""
    found: dict[str, str] = {}
    for place, block in enumerate(blocks):
        text = block.text[:500]
        label = fold(text)
        if label in _LABELS and place + 1 < len(blocks):
            found.setdefault(_LABELS[label], blocks[place + 1].text[:500])
        elif (split := _LABEL.fullmatch(text)) and fold(split["label"]) in _LABELS and split["value"]:
            found.setdefault(_LABELS[fold(split["label"])], split["value"])
        elif (plain := re.match(r"Published(?: on)? (?P<value>.{6,40})$", text)) is not None:
            found.setdefault("published", plain["value"])
    return found


def _read_title(page: Page, remarks: Remarks) -> str:
    heading = next((block.text for block in page.blocks if block.kind is BlockKind.HEADING and block.level == 1), "")
    title = heading or _SITE_NAME.sub("", page.title)
    if not heading and title:
        remarks.doubt(
            "", f"The page has no main heading; the title ‘{shorten(title, 90)}’ is that of the browser's window."
        )
    return shorten(" ".join(title[: 2 * _LONGEST_TITLE].split()), _LONGEST_TITLE)


def _read_addresses(text: str, page: Page, remarks: Remarks) -> tuple[str, tuple[str, ...]]:
    """Return the page's address and, where the page names a second one that is not the same page, that one too."""
    saved = _SAVED_FROM.search(text[:8_000])
    canonical = _clean(page.canonical)
    saved_from = _clean(saved[1]) if saved else ""
    if page.canonical and not canonical:
        remarks.doubt(
            "",
            f"The page names {page.canonical[:120]!r} as its own address, which is no publication's; it was left out.",
        )
    if canonical and saved_from and fold_address(canonical) != fold_address(saved_from):
        remarks.doubt(
            "", f"The page calls itself {canonical}, and it was saved from {saved_from}. Both are in the draft."
        )
        return canonical, (saved_from,)
    if not (canonical or saved_from):
        remarks.doubt("", "The page does not say at which address it stood. Fill in the address when you confirm it.")
    return canonical or saved_from, ()


def _clean(address: str) -> str:
    """Return a page's address without doubled slashes and what follows readers around; nothing for what leads to no page."""
    if not address.casefold().startswith(("http://", "https://")) or "/" not in fold_address(address):
        return ""
    return re.sub(r"(?<!:)/{2,}", "/", re.sub(r"(?:[?#]|[?&]utm_).*", "", address))


def _read_dates(
    page: Page, labelled: dict[str, str], title: str, remarks: Remarks
) -> tuple[DatedTo | None, date | None]:
    """Return the date of publication, and the page's own date where that is another; old reports have come out again as pages."""
    shown = read_date(labelled.get("published", "")) or read_date(page.published_time[:10])
    if shown is None and (sent := read_date(labelled.get("sent", ""))):
        remarks.doubt(
            "", f"The page shows no date of publication; the letter's own date, {say_date(sent.on)}, was taken."
        )
        shown = sent
    if shown is None:
        remarks.doubt("", "No date of publication was found.")
        return None, None
    for block in page.blocks[: _NEAR_THE_TOP * 2]:
        first = _FIRST_PUBLISHED.search(block.text[:_TOP_PUBLISHED])
        earlier = read_date(first["date"]) if first else None
        if first and earlier and earlier.on < shown.on and (shown.on - earlier.on).days > 31:
            told = f"New page, old report: the page shows {say_date(shown.on)}, its text says ‘{first[0]}’. The older date was taken."
            remarks.doubt(block.place, told)
            return earlier, shown.on
    _doubt_age(page, title, shown.on, remarks)
    return shown, None


def _doubt_age(page: Page, title: str, shown: date, remarks: Remarks) -> None:
    """Say where the years in title and text are older than the page: the report may have come out before it."""
    in_title = [int(year) for year in _YEAR.findall(title)]
    if in_title and max(in_title) < shown.year - 1:
        told = f"New page, old report? The page shows {say_date(shown)}, the title speaks of {max(in_title)}. Look up when it was first published."
        remarks.doubt("", told)
        return
    years = [
        int(year) for block in page.blocks for year in _YEAR.findall(block.text[:2_000]) if year != str(shown.year)
    ]
    has_own_year = any(
        str(shown.year) in block.text[:2_000] for block in page.blocks if not block.text.startswith("Published")
    )
    past = [year for year in years if year <= shown.year]
    if past and not has_own_year and max(years) < shown.year - 1:
        told = f"New page, old report? The page shows {say_date(shown)}, the latest year in its text is {max(years)}. Look up when it was first published."
        remarks.doubt("", told)


def _find_force_in(title: str, address: str) -> tuple[str, ...]:
    """Return the force that the title names, or the slug of a PEEL report (``peel-reports/lancashire-2021-22``)."""
    named = tuple(
        name for name in find_bodies(title, "") if name.endswith(("Police", "Constabulary", "Police Service"))
    )
    if named or (named := find_forces(re.split(r" [–—-] |:", title)[0])):
        return named
    slug = re.search(r"/peel-(?:reports|assessments)/(?:peel-\d{4}/)?(?P<force>[a-z-]+?)(?:-\d{4}.*)?(?:/|$)", address)
    return find_forces(slug["force"].replace("-", " ")) or find_forces(slug["force"]) if slug else ()


def _read_inspectorates(title: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    text = f"{title}\n" + "\n".join(block.text[:600] for block in blocks[:12])
    is_joint = bool(re.search(r"\bjoint(?:ly)?\b", text, re.IGNORECASE))
    partners = tuple(
        name for pattern, name in _PARTNERS if is_joint and re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE)
    )
    if re.search(r"super-?complaint", title, re.IGNORECASE):
        partners += ("College of Policing", "IOPC")
    return ("HMICFRS", *partners)


def _read_series(title: str, types: str, address: str, *, is_letter: bool) -> str:
    named = next((series for pattern, series in _SERIES if pattern.search(f"{title} {types}")), "")
    if "/peel-" in address:
        named = "PEEL"
    return named or ("letter" if is_letter else "thematic")
