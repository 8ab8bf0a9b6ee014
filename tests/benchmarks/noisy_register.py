"""A register of any size in the field's own manner of speaking, seeded; a quarter of it are pairs of near copies.

The words are our own and few, so that wordings are more alike than HMICFRS's are: what holds here holds there.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sync.core.records import DatedTo, Publication, Register, RegisterItem
from sync.core.vocabulary import ItemKind, PublicationId, RegisterRef

_ITEMS_A_PUBLICATION = 25
_NEAR_COPIES = 1 / 8
"""One new item in eight is a near copy of one that has none yet: a quarter of the register, then, are pairs."""


def _split(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


_ACTORS = _split(
    "chief constables|the constabulary|the force|senior leaders|custody sergeants|the control room manager|the head of crime|"
    "the professional standards department|the neighbourhood superintendent|detective inspectors|the resourcing lead|"
    "the vetting manager|the firearms licensing team|the digital forensics unit|the victim care unit|the intelligence bureau|"
    "the data protection officer|the roads policing unit|the estates manager|the missing persons coordinator|response sergeants|"
    "the family liaison coordinator|the economic crime team|the public protection unit|the learning and development team|"
    "the chief finance officer|the force crime registrar|the offender management unit|the stalking coordinator|the wellbeing board"
)
_VERBS = _split(
    "review|publish|strengthen|monitor|audit|improve|rewrite|simplify|extend|replace|evaluate|standardise|supervise|record|"
    "explain|fund|test|introduce|share|prioritise|inspect|map|document|measure|accelerate|challenge|align|clarify"
)
_QUALITIES = _split(
    "written|local|annual|independent|joint|regional|online|confidential|early|specialist|weekly|consistent|digital|financial|"
    "restorative|clinical|proactive|covert|routine|forensic|bilingual|anonymous|automated|mandatory|voluntary|remote|mobile|"
    "secondary|temporary|tactical"
)
_THINGS = _split(
    "risk assessments|body armour|search records|custody logs|bail conditions|interview plans|scam warnings|crime outcomes|"
    "caution panels|detention reviews|stop encounters|vehicle seizures|handover notes|evidence bags|phone downloads|court files|"
    "vetting renewals|grievance procedures|firearms certificates|ligature checks|missing episodes|property stores|call queues|"
    "body worn cameras|witness statements|protection orders|informant payments|shift patterns|appraisal forms|"
    "referral pathways|translation services|drone flights|warrant backlogs|drug tests|victim letters|cyber alerts|"
    "hate incident logs|burglary visits|traffic surveys|youth diversion schemes|exhibit registers|complaint letters|"
    "overtime claims|dog patrols|stalking orders|fraud packages|disclosure schedules|briefing packs|staff surveys|cell inspections"
)
_PLACES = _split(
    "rural stations|town centres|custody suites|hospital wards|primary schools|airports|council offices|football grounds|"
    "night-time venues|railway hubs|prison gates|care homes|county borders|universities|industrial estates|magistrates' courts|"
    "the communications centre|every district|the coastal towns|the front counter"
)
_MEANS = _split(
    "commissioning an outside academic|training two tutors on each shift|buying a shared case system|asking partners for feedback|"
    "sampling twenty files a month|naming a single owner|holding a monthly scrutiny panel|linking pay to completion|"
    "reading every refusal|visiting a similar force|writing one page of guidance|using peer reviewers|dip checking at weekends|"
    "surveying those who withdrew|setting a stretch target|moving posts from headquarters|borrowing analysts|"
    "filming a short lesson|calling back within a day|counting repeat demand"
)
_PURPOSES = _split(
    "victims are kept informed|officers know what is expected|suspects are dealt with fairly|children are safeguarded|"
    "the public can hold leaders to account|delays become visible|nobody is detained for longer than necessary|"
    "repeat offenders are stopped sooner|evidence survives until trial|staff feel supported|money is well spent|"
    "communities regain confidence|mistakes are learned from|vulnerable callers get the right answer|disparities are understood|"
    "partners receive what they ask for|threats are ranked in the same way|workloads are shared evenly|"
    "warning signs are noticed|complaints fall"
)
_DAYS = [
    "30 June",
    "31 March",
    "the end of September",
    "1 December",
    "the next financial year",
    "Easter",
    "two months",
    "six weeks",
]
_TOPICS = _split(
    "custody|fraud|vetting|stalking|hate crime|county lines|roads policing|child protection|stop and search|cyber crime|"
    "domestic abuse|missing children|firearms licensing|digital forensics|neighbourhood policing|serious violence|bail|"
    "modern slavery|burglary|rape investigation|police complaints|mental health|counter terrorism|crime recording|youth justice"
)
_FRAMES = (
    "A thematic inspection of",
    "The response to",
    "A joint inspection of",
    "Getting the balance right:",
    "Time for",
)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence by its parts, so that a near copy can change one of them and nothing else."""

    actor: str
    verb: str
    quality: str
    thing: str
    place: str
    means: str
    purpose: str
    day: str
    shape: int

    @property
    def text(self) -> str:
        shapes = (
            "{actor} should {verb} {quality} {thing} in {place} by {means}, so that {purpose}.",
            "By {day}, {actor} should {verb} the {quality} {thing} used in {place}, {means} where needed.",
            "To make sure that {purpose}, {actor} should {verb} {quality} {thing} across {place}, starting by {means} before {day}.",
            "{actor} should satisfy themselves that {quality} {thing} in {place} work, and {verb} them by {means}.",
        )
        text = shapes[self.shape].format(
            actor=self.actor, verb=self.verb, quality=self.quality, thing=self.thing, place=self.place,
            means=self.means, purpose=self.purpose, day=self.day,
        )  # fmt: skip
        return text[0].upper() + text[1:]


_PARTS = {
    "actor": _ACTORS, "verb": _VERBS, "quality": _QUALITIES, "thing": _THINGS, "place": _PLACES,
    "means": _MEANS, "purpose": _PURPOSES, "day": _DAYS,
}  # fmt: skip
_ALWAYS_THERE = ("actor", "verb", "quality", "thing", "place", "means")

TWIN_KINDS = (*_ALWAYS_THERE, "number", "negation", "unheard")
"""What may make an item that the register does not have another thing than the one that it has."""

_UNHEARD = {
    "actor": _split("the chaplaincy|the press office|mounted constables|the museum curator"),
    "verb": _split("abolish|translate|postpone|outsource"),
    "quality": _split("seasonal|optional|pictorial|verbal"),
    "thing": _split("bicycle sheds|canteen menus|helicopter landings|parking fines"),
    "place": _split("embassies|the docklands|libraries|shopping arcades"),
}
"""Words that no item of the register has."""

SAME_ACTOR = ("constabulary", "force")
"""Two names of one: an item that says the one is no other than the one that says the other."""

_COUNTS = ("two", "three", "four", "six", "eight", "ten", "twelve", "fifteen", "twenty", "forty")
_NUMBER = re.compile(rf"\b(?:{'|'.join(_COUNTS)}|[0-9]+)\b")


@dataclass(frozen=True, slots=True)
class Sample:
    """A register, and items that are not in it: ``strangers`` are like none of its own, ``twins`` are near copies of some."""

    register: Register
    strangers: tuple[RegisterItem, ...]
    twins: tuple[RegisterItem, ...]
    twin_of: tuple[RegisterRef, ...] = ()
    twin_kinds: tuple[str, ...] = ()


def make_sample(seed: int, items: int, *, strangers: int = 0, twins: int = 0) -> Sample:
    """Return a register of so many items; the same for the same seed on every machine."""
    random = Random(seed)
    publications = [_make_publication(random, number) for number in range(max(1, items // _ITEMS_A_PUBLICATION))]
    originals: list[list[_Sentence]] = []
    alone: list[list[_Sentence]] = []
    kept: dict[RegisterRef, RegisterItem] = {}
    seen: set[str] = set()
    while len(kept) < items:
        is_copy = bool(alone) and random.random() < _NEAR_COPIES
        sentences = _vary(random, alone.pop(random.randrange(len(alone)))) if is_copy else _invent(random)
        text = _join(sentences)
        if text in seen:
            continue
        seen.add(text)
        originals.append(sentences)
        if not is_copy:
            alone.append(sentences)
        item = _make_item(random.choice(publications).id, len(kept) + 1, text)
        kept[item.id] = item
    outside = PublicationId("OUTSIDE")
    outsiders = tuple(_make_item(outside, number, _join(_invent(random))) for number in range(strangers))
    copies: list[RegisterItem] = []
    twin_of: list[RegisterRef] = []
    twin_kinds: list[str] = []
    while len(copies) < twins:
        at, kind = random.randrange(len(originals)), random.choice(TWIN_KINDS)
        text = _make_twin(random, originals[at], kind)
        if text not in seen:
            # In the publication of its original, where rows name one: nothing but its words tells it from that.
            original = list(kept.values())[at]
            copies.append(_make_item(original.publication, 10**6 + len(copies), text))
            twin_of.append(original.id)
            twin_kinds.append(kind)
    register = Register({publication.id: publication for publication in publications}, kept)
    return Sample(register, outsiders, tuple(copies), tuple(twin_of), tuple(twin_kinds))


def _invent(random: Random) -> list[_Sentence]:
    count = random.choice((1, 2, 2, 3, 3, 4))
    return [_invent_one(random) for _ in range(count)]


def _invent_one(random: Random) -> _Sentence:
    pick = random.choice
    return _Sentence(
        pick(_ACTORS), pick(_VERBS), pick(_QUALITIES), pick(_THINGS), pick(_PLACES), pick(_MEANS), pick(_PURPOSES), pick(_DAYS),
        random.randrange(4),
    )  # fmt: skip


def _make_twin(random: Random, sentences: list[_Sentence], kind: str) -> str:
    """Return the text with one thing of this kind said otherwise; the same text where there is nothing to change."""
    text = _join(sentences)
    if kind == "number":
        found = list(_NUMBER.finditer(text))
        if not found:
            return text
        one = random.choice(found)
        said = str(random.randint(2, 29)) if one[0].isdigit() else random.choice(_COUNTS)
        return f"{text[: one.start()]}{said}{text[one.end() :]}"
    if kind == "negation":
        at = random.choice([found.end() for found in re.finditer(r"\bshould\b", text)])
        return f"{text[:at]} {random.choice(('not', 'never', 'only'))}{text[at:]}"
    if kind == "unheard":
        name = random.choice(list(_UNHEARD))
        varied = replace(sentences[0], **{name: random.choice(_UNHEARD[name])})  # type: ignore[arg-type]
        return _join([varied, *sentences[1:]])
    twin = _join(_vary(random, sentences, kind))
    return text if twin.replace(*SAME_ACTOR) == text.replace(*SAME_ACTOR) else twin


def _vary(random: Random, sentences: list[_Sentence], name: str = "") -> list[_Sentence]:
    """Return the sentences with one part of one of them changed: the one named, or any."""
    at, name = random.randrange(len(sentences)), name or random.choice(_ALWAYS_THERE)
    others = [word for word in _PARTS[name] if word != getattr(sentences[at], name)]
    varied = replace(sentences[at], **{name: random.choice(others)})  # type: ignore[arg-type]
    return [*sentences[:at], varied, *sentences[at + 1 :]]


def _join(sentences: list[_Sentence]) -> str:
    return " ".join(sentence.text for sentence in sentences)


def _make_publication(random: Random, number: int) -> Publication:
    topics = random.sample(_TOPICS, 2)
    title = f"{random.choice(_FRAMES)} {topics[0]} and {topics[1]} {2005 + number % 20}, part {number // 20 + 1}"
    day = date(2005 + number % 20, 1 + number % 12, 1) + timedelta(days=number % 28)
    return Publication(PublicationId(f"PUB-{number}"), title, DatedTo(day), addressed_to=("all forces",))


def _make_item(publication: PublicationId, number: int, text: str) -> RegisterItem:
    ref = RegisterRef(f"{publication}-R{number}")
    return RegisterItem(ref, publication, ItemKind.RECOMMENDATION, text, number=str(number))
