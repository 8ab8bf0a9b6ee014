"""Mappings: what words mean, as the administrators write them, turned into the core's rules."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from sync.config.addressees import (
    ClocksSection,
    OverrideSection,
    build_clocks,
    build_overrides,
    check_addressees,
    check_clocks,
)
from sync.config.boards import BoardSection, build_board, check_boards, check_owned
from sync.config.gap_rules import GapsFile, build_gap_rules
from sync.config.inspectorates import InspectorateFile, load_inspectorates
from sync.config.kept import (
    AssessmentSection,
    InspectionSection,
    PeriodSection,
    build_assessments,
    build_inspections,
    build_kept_lists,
    build_period,
    check_kept,
)
from sync.config.places import at_place as _at
from sync.config.places import claim, lost
from sync.config.problems import read_as
from sync.config.same_words import build_same_words, check_same_words
from sync.config.settings import Named, Section
from sync.config.target_checks import check_targets
from sync.config.targets import TargetsFile, build_targets, build_views
from sync.config.tracker_columns import check_columns_named, check_columns_named_once
from sync.config.yaml_source import Document, read_document
from sync.core.inspectorates import RegisterWords
from sync.core.records import Register, TargetList
from sync.core.rules import (
    Governance,
    MatchingRules,
    Rules,
    TargetRules,
    TrackerRules,
)
from sync.core.text import fold
from sync.core.vocabulary import (
    Addressee,
    ItemKind,
    PublicationId,
    RegisterRef,
    Scope,
    Status,
    TrackerField,
)
from sync.errors import ConfigError, Problem

_Word = TypeVar("_Word", bound=StrEnum)
_File = TypeVar("_File", bound=Section)
Share = Annotated[float, Field(ge=0, le=1)]


class TrackerFile(Section):
    """tracker.yaml: which column of the force's list holds what, and what its wordings mean."""

    version: Literal[1]
    list_title: Named
    """The title of the force's list."""
    columns: dict[TrackerField, Named]
    """Our field: the column's internal name, e.g. Recommendation_x0020_Ref."""
    required: list[TrackerField] = []
    """Fields whose blank cell is a gap."""
    blanks: list[str] = []
    """Words that stand for nothing, e.g. n/a."""
    kinds: dict[ItemKind, list[str]]
    """What the force calls each kind of item."""
    scopes: dict[Scope, list[str]]
    """What the force calls each scope."""
    statuses: dict[Status, list[str]]
    """What the force calls each status."""


class MatchingFile(Section):
    """matching.yaml: when likeness is enough, and what an administrator has decided."""

    version: Literal[1]
    accept: Share = 0.8
    """Likeness from which wording inside the named publication is accepted, 0 to 1."""
    accept_elsewhere: Share = 0.8
    """The same for wording found anywhere else in the register."""
    margin: Share = 0.08
    """Candidates nearer than this to the best must be told from it by words of their own."""
    review: Share = 0.6
    """Likeness from which a row is put up for review instead of called unknown."""
    review_elsewhere: Share = 0.78
    """The same for candidates from outside the named publication."""
    title: Share = 0.9
    """Likeness from which a title counts as a slip of a known one."""
    minimum_words: Annotated[int, Field(ge=1, le=20)] = 3
    """Fewer words than this are never matched by wording."""
    aliases: dict[str, list[str]] = {}
    """Publication's id: other titles it is filed under here."""
    pinned: dict[str, str] = {}
    """A row's reference or title: the register item it is about."""
    same_words: list[list[str]] = []
    """Wordings that mean the same here: a row with one of a group says what an item with another says."""


class ForceSection(Section):
    """The force."""

    name: Named
    """Its full name, e.g. Lancashire Constabulary."""
    aliases: list[str] = []
    """Other names under which publications address it."""


class GovernanceFile(Section):
    """governance.yaml: the force, its boards, its reporting period."""

    version: Literal[1]
    force: ForceSection
    addressees: dict[Addressee, list[str]]
    """Whom publications address: the words they use for each."""
    belongs_to: list[Addressee]
    """The groups of addressees that mean this force too."""
    overrides: dict[str, OverrideSection] = {}
    """Item's reference: whether it is for this force against what its addressees say, and why."""
    clocks: ClocksSection = ClocksSection()
    """Response clocks: what is chased, and the force's own targets."""
    boards: list[BoardSection]
    """The boards, in the order in which they are shown."""
    governance_board: BoardSection | None = None
    """The board over them all, which takes the deep dives."""
    period: PeriodSection = PeriodSection()
    completion_needs_agreement: bool = True
    """Whether a row marked complete counts as complete only once the Force Liaison Lead agreed it."""
    self_assessment: AssessmentSection | None = None
    """The self-assessment list; leave it out where the force keeps none."""
    inspections: InspectionSection | None = None
    """The inspections list; leave it out where the force keeps none."""


FILES: Mapping[str, type[Section]] = {
    "tracker": TrackerFile,
    "matching": MatchingFile,
    "gaps": GapsFile,
    "governance": GovernanceFile,
    "targets": TargetsFile,
}
SCHEMAS: Mapping[str, type[Section]] = {**FILES, "inspectorate": InspectorateFile}
"""Every form that a file of the mappings can have, by the name of its schema."""


def load_rules(folder: Path) -> Rules:
    """Return the rules of a folder of mappings.

    Raises:
        ConfigError: everything that is wrong with all of its files.
    """
    problems: list[Problem] = []
    inspectorates = _collect(problems, load_inspectorates, folder / "inspectorates")
    documents = {name: _collect(problems, read_document, folder / f"{name}.yaml") for name in FILES}

    broken: set[str] = set()

    def load(name: str, model: type[_File]) -> tuple[Document, _File] | None:
        reading = read_as(documents[name], model) if documents[name] else None
        if reading is None or not reading.is_whole:
            broken.add(name)
        problems.extend(reading.problems if reading else ())
        return (reading.document, reading.file) if reading and reading.file else None

    tracker, matching = load("tracker", TrackerFile), load("matching", MatchingFile)
    gaps, governance, targets = load("gaps", GapsFile), load("governance", GovernanceFile), load("targets", TargetsFile)
    if tracker:
        problems.extend(_check_wordings(*tracker))
        problems.extend(_check_columns(*tracker, governance, targets, is_whole="tracker" not in broken))
    if matching:
        problems.extend(_check_aliases(*matching))
        problems.extend(check_same_words(matching[0], matching[1].same_words))
    if governance:
        problems.extend(check_boards(governance[0], governance[1].boards))
        problems.extend(check_addressees(governance[0], governance[1].addressees))
        problems.extend(check_clocks(governance[0], governance[1].clocks))
        file = governance[1]
        problems.extend(check_kept(file.period, file.self_assessment, file.inspections, governance[0]))
    if targets:
        title = tracker[1].list_title if tracker else ""
        problems.extend(check_targets(*targets, tracker_title=title, is_whole="targets" not in broken))
    if problems or not (tracker and matching and gaps and governance and targets):
        raise ConfigError(problems)
    kept = build_kept_lists(
        governance[1].self_assessment,
        governance[1].inspections,
        [board.name for board in governance[1].boards],
        build_views(targets[1].other_views),
    )
    return Rules(
        tracker=_build_tracker(tracker[1]),
        matching=_build_matching(*matching),
        gaps=build_gap_rules(*gaps),
        governance=_build_governance(*governance),
        targets=_build_targets(targets, tracker[1], kept),
        register=RegisterWords(inspectorates, _known_bodies(governance[1])),
    )


def load_register_words(folder: Path) -> RegisterWords:
    """Return the words that a register may use, also when other mappings are broken; see ``RegisterWords.is_whole``."""
    try:
        inspectorates = load_inspectorates(folder / "inspectorates")
    except ConfigError:
        return RegisterWords(is_whole=False)
    return RegisterWords(inspectorates)


def check_against_register(folder: Path, register: Register) -> Iterator[Problem]:
    """Yield the publications and items that matching.yaml and governance.yaml name and the register has not.

    What else is wrong with the two files, ``load_rules`` tells.
    """
    for governance, rules in _read_quietly(folder / "governance.yaml", GovernanceFile):
        for ref in rules.overrides:
            if ref not in register.items:
                yield lost(governance, ("overrides", ref), ref, register.items)
        yield from check_owned(governance, rules.boards, register)
    for document, file in _read_quietly(folder / "matching.yaml", MatchingFile):
        yield from _check_matching_against_register(document, file, register)


def _read_quietly(path: Path, model: type[_File]) -> Iterator[tuple[Document, _File]]:
    """Yield a file as far as it can be read, or nothing."""
    with suppress(ConfigError):
        reading = read_as(read_document(path), model)
        if reading.file is not None:
            yield reading.document, reading.file


def _check_matching_against_register(document: Document, file: MatchingFile, register: Register) -> Iterator[Problem]:
    for publication in file.aliases:
        if publication not in register.publications:
            yield lost(document, ("aliases", publication), publication, register.publications)
    for words, ref in file.pinned.items():
        if ref not in register.items:
            yield lost(document, ("pinned", words), ref, register.items)


def _collect(problems: list[Problem], load: Any, *arguments: Any) -> Any:  # noqa: ANN401 - passes any loader through
    """Return what a loader gives, or None with its problems kept, so that one broken file does not hide another."""
    try:
        return load(*arguments)
    except ConfigError as error:
        problems.extend(error.problems)
        return None


def _check_columns(
    document: Document,
    file: TrackerFile,
    governance: tuple[Document, GovernanceFile] | None,
    targets: tuple[Document, TargetsFile] | None,
    *,
    is_whole: bool,
) -> Iterator[Problem]:
    """Yield columns that are shared or ours and, where all of the file could be read, fields that have none."""
    ours = targets[1].tracker_columns.columns if targets else ()
    yield from check_columns_named_once(document, file.columns, ours)
    if is_whole:
        needs_agreement = governance is not None and governance[1].completion_needs_agreement
        yield from check_columns_named(document, file.columns, file.required, needs_agreement=needs_agreement)


def _check_wordings(document: Document, file: TrackerFile) -> Iterator[Problem]:
    """Yield wordings that mean two things."""
    groups: dict[str, Mapping[Any, Iterable[str]]] = {
        "kinds": file.kinds,
        "scopes": file.scopes,
        "statuses": file.statuses,
    }
    for group, meanings in groups.items():
        # Each word of ours means itself already.
        seen = {fold(meaning.value): meaning.value for meaning in meanings}
        for meaning, wordings in meanings.items():
            for index, wording in enumerate(wordings):
                yield from claim(seen, wording, meaning.value, document, (group, meaning.value, index))


def _check_aliases(document: Document, file: MatchingFile) -> Iterator[Problem]:
    """Yield titles that an administrator gave to two publications, and pinned rows that nothing names."""
    seen: dict[str, str] = {}
    for publication, titles in file.aliases.items():
        for index, title in enumerate(titles):
            yield from claim(seen, title, publication, document, ("aliases", publication, index))
    for words in file.pinned:
        if not fold(words):
            told = f"'{words}' has no letter or digit in it; write a row's reference or title."
            yield _at(document, ("pinned", words), "no-words", told)
    pinned: dict[str, str] = {}
    for words, ref in file.pinned.items():
        yield from claim(pinned, words, ref, document, ("pinned", words))


def _build_targets(
    targets: tuple[Document, TargetsFile], tracker: TrackerFile, kept: tuple[TargetList, ...]
) -> TargetRules:
    rules = build_targets(*targets, tracker_title=tracker.list_title)[0]
    names = {name.value: column for name, column in tracker.columns.items()}
    words = {
        wording: status.label.capitalize() for status, wordings in tracker.statuses.items() for wording in wordings
    }
    status = names.get("status", "") if targets[1].tracker_columns.status else ""
    flags = replace(rules.flags, names=names, words=words, status_column=status) if rules.flags else None
    return replace(rules, kept=kept, flags=flags)


def _build_tracker(file: TrackerFile) -> TrackerRules:
    return TrackerRules(
        list_title=file.list_title,
        columns=file.columns,
        kinds=_by_wording(file.kinds),
        scopes=_by_wording(file.scopes),
        statuses=_by_wording(file.statuses),
        required=tuple(dict.fromkeys(file.required)),
        blanks=frozenset(fold(word) for word in file.blanks),
    )


def _by_wording(meanings: Mapping[_Word, list[str]]) -> dict[str, _Word]:
    """Return the meanings by folded wording; each word of ours means itself."""
    return {fold(wording): meaning for meaning, wordings in meanings.items() for wording in (meaning.value, *wordings)}


def _build_matching(document: Document, file: MatchingFile) -> MatchingRules:
    return MatchingRules(
        accept=file.accept,
        margin=file.margin,
        accept_elsewhere=file.accept_elsewhere,
        review=file.review,
        review_elsewhere=file.review_elsewhere,
        title=file.title,
        minimum_words=file.minimum_words,
        aliases={fold(title): PublicationId(key) for key, titles in file.aliases.items() for title in titles},
        pinned={fold(words): RegisterRef(ref) for words, ref in file.pinned.items()},
        pinned_places={
            fold(words): f"matching.yaml line {document.place_of(('pinned', words), is_key=True).line}"
            for words in file.pinned
        },
        same_words=build_same_words(file.same_words),
    )


def _known_bodies(file: GovernanceFile) -> frozenset[str]:
    """Return the folded names of everybody whom a publication can address."""
    wordings = [wording for group in file.addressees.values() for wording in group]
    own_words = [addressee.value for addressee in Addressee]
    return frozenset(fold(name) for name in (file.force.name, *file.force.aliases, *own_words, *wordings))


def _build_governance(document: Document, file: GovernanceFile) -> Governance:
    body = Addressee.LOCAL_POLICING_BODY
    groups = [wording for group in file.belongs_to for wording in (group.value, *file.addressees.get(group, []))]
    return Governance(
        force=file.force.name,
        addressed_as=frozenset(fold(name) for name in (file.force.name, *file.force.aliases, *groups)),
        policing_body=frozenset(fold(name) for name in (body.value, *file.addressees.get(body, []))),
        overrides=build_overrides(document, file.overrides),
        clocks=build_clocks(file.clocks),
        boards=tuple(build_board(board) for board in file.boards),
        governance_board=build_board(file.governance_board) if file.governance_board else None,
        periods=build_period(file.period),
        completion_needs_agreement=file.completion_needs_agreement,
        assessments=build_assessments(file.self_assessment),
        inspections=build_inspections(file.inspections),
    )
