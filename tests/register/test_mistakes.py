"""A register with one mistake in it: the mistake is named at its place, and nothing else is."""

import shutil
from pathlib import Path

import pytest

from sync.core.normalise import normalise_register, remark_on_register
from sync.errors import Problem, RegisterError
from sync.register.files import RegisterFiles
from tests.builders import ROOT, the_rules

SAMPLES = ROOT / "tests/data/register"
WRONG, WORTH_A_LOOK = False, True
MISTAKES = [
    pytest.param("publications-blank-id", 4, "id", "blank", WRONG, id="publications blank id"),
    pytest.param("publications-repeated-id", 4, "id", "duplicate-id", WRONG, id="publications repeated id"),
    pytest.param("publications-blank-title", 3, "title", "blank", WRONG, id="publications blank title"),
    pytest.param(
        "publications-date-of-no-calendar",
        3,
        "published_on",
        "not-a-date",
        WRONG,
        id="publications date of no calendar",
    ),
    pytest.param(
        "publications-date-in-words-of-nobody",
        3,
        "published_on",
        "not-a-date",
        WRONG,
        id="publications date in words of nobody",
    ),
    pytest.param("publications-blank-date", 2, "published_on", "blank", WRONG, id="publications blank date"),
    pytest.param(
        "publications-before-the-inspectorate",
        3,
        "published_on",
        "not-a-date",
        WRONG,
        id="publications before the inspectorate",
    ),
    pytest.param(
        "publications-before-the-police-were-inspected",
        4,
        "published_on",
        "too-early",
        WRONG,
        id="publications before the police were inspected",
    ),
    pytest.param("publications-unknown-scope", 2, "scope", "unknown-word", WRONG, id="publications unknown scope"),
    pytest.param("publications-blank-scope", 3, "scope", "blank", WRONG, id="publications blank scope"),
    pytest.param("publications-not-a-count", 4, "items_expected", "not-a-number", WRONG, id="publications not a count"),
    pytest.param(
        "publications-answered-with-itself",
        3,
        "answered_with",
        "own-reference",
        WRONG,
        id="publications answered with itself",
    ),
    pytest.param(
        "publications-answered-with-nothing",
        3,
        "answered_with",
        "lost-reference",
        WRONG,
        id="publications answered with nothing",
    ),
    pytest.param(
        "publications-neither-yes-nor-no", 3, "public", "not-yes-or-no", WRONG, id="publications neither yes nor no"
    ),
    pytest.param("publications-unknown-state", 3, "state", "unknown-word", WRONG, id="publications unknown state"),
    pytest.param(
        "publications-response-on-no-day", 3, "response_due", "not-a-day", WRONG, id="publications response on no day"
    ),
    pytest.param(
        "publications-page-date-of-a-month", 3, "page_date", "not-a-day", WRONG, id="publications page date of a month"
    ),
    pytest.param(
        "publications-missing-column", 1, "published_on", "missing-column", WRONG, id="publications missing column"
    ),
    pytest.param("publications-unknown-column", 1, "colour", "unknown-column", WRONG, id="publications unknown column"),
    pytest.param(
        "publications-column-twice", 1, "page_date", "duplicate-column", WRONG, id="publications column twice"
    ),
    pytest.param("publications-no-rows", 0, "", "empty-register", WRONG, id="publications no rows"),
    pytest.param(
        "publications-count-differs",
        2,
        "items_expected",
        "count-differs",
        WORTH_A_LOOK,
        id="publications count differs",
    ),
    pytest.param(
        "publications-shared-alias", 3, "aliases", "shared-name", WORTH_A_LOOK, id="publications shared alias"
    ),
    pytest.param(
        "publications-shared-address", 3, "address", "shared-name", WORTH_A_LOOK, id="publications shared address"
    ),
    pytest.param("publications-no-address", 3, "address", "no-address", WORTH_A_LOOK, id="publications no address"),
    pytest.param(
        "publications-page-before-publication",
        3,
        "page_date",
        "page-too-early",
        WORTH_A_LOOK,
        id="publications page before publication",
    ),
    pytest.param(
        "publications-unknown-addressee",
        3,
        "addressed_to",
        "unknown-addressee",
        WORTH_A_LOOK,
        id="publications unknown addressee",
    ),
    pytest.param(
        "publications-unknown-inspectorate",
        3,
        "inspectorates",
        "unknown-inspectorate",
        WORTH_A_LOOK,
        id="publications unknown inspectorate",
    ),
    pytest.param("items-blank-id", 6, "id", "blank", WRONG, id="items blank id"),
    pytest.param("items-repeated-id", 4, "id", "duplicate-id", WRONG, id="items repeated id"),
    pytest.param("items-blank-text", 6, "text", "blank", WRONG, id="items blank text"),
    pytest.param("items-lost-publication", 5, "publication", "lost-reference", WRONG, id="items lost publication"),
    pytest.param("items-lost-parent", 3, "parent", "lost-reference", WRONG, id="items lost parent"),
    pytest.param("items-own-parent", 3, "parent", "own-reference", WRONG, id="items own parent"),
    pytest.param("items-parent-is-no-concern", 4, "parent", "wrong-parent", WRONG, id="items parent is no concern"),
    pytest.param("items-parent-elsewhere", 5, "parent", "wrong-parent", WRONG, id="items parent elsewhere"),
    pytest.param("items-unknown-kind", 5, "kind", "unknown-word", WRONG, id="items unknown kind"),
    pytest.param("items-blank-kind", 5, "kind", "blank", WRONG, id="items blank kind"),
    pytest.param("items-unknown-type", 5, "type", "unknown-type", WRONG, id="items unknown type"),
    pytest.param("items-unknown-status", 6, "status", "unknown-word", WRONG, id="items unknown status"),
    pytest.param("items-status-on-no-day", 6, "status_on", "not-a-day", WRONG, id="items status on no day"),
    pytest.param(
        "items-status-against-history", 4, "status", "status-differs", WRONG, id="items status against history"
    ),
    pytest.param(
        "items-history-out-of-order", 4, "status_history", "not-in-order", WRONG, id="items history out of order"
    ),
    pytest.param(
        "items-history-of-unknown-words",
        4,
        "status_history",
        "unknown-word",
        WRONG,
        id="items history of unknown words",
    ),
    pytest.param(
        "items-history-without-a-day", 4, "status_history", "not-a-day", WRONG, id="items history without a day"
    ),
    pytest.param("items-due-on-no-day", 5, "due_on", "not-a-date", WRONG, id="items due on no day"),
    pytest.param("items-unknown-precision", 5, "due_precision", "unknown-word", WRONG, id="items unknown precision"),
    pytest.param("items-lost-successor", 6, "superseded_by", "lost-reference", WRONG, id="items lost successor"),
    pytest.param("items-two-successors", 6, "superseded_by", "several", WRONG, id="items two successors"),
    pytest.param(
        "items-circular-supersession", 5, "superseded_by", "circular", WRONG, id="items circular supersession"
    ),
    pytest.param("items-circular-restatement", 5, "restates", "circular", WRONG, id="items circular restatement"),
    pytest.param(
        "items-supersedes-another-s", 3, "supersedes", "two-successors", WRONG, id="items supersedes another s"
    ),
    pytest.param("items-same-as-itself", 5, "same_as", "own-reference", WRONG, id="items same as itself"),
    pytest.param("items-unknown-column", 1, "remarks", "unknown-column", WRONG, id="items unknown column"),
    pytest.param("items-missing-column", 1, "due_phrase", "missing-column", WRONG, id="items missing column"),
    pytest.param("items-too-few-cells", 5, "same_as", "wrong-width", WRONG, id="items too few cells"),
    pytest.param("items-quote-left-open", 5, "", "not-csv", WRONG, id="items quote left open"),
    pytest.param(
        "items-concern-without-recommendation",
        2,
        "parent",
        "concern-alone",
        WORTH_A_LOOK,
        id="items concern without recommendation",
    ),
    pytest.param("items-duplicate-text", 6, "text", "duplicate-text", WORTH_A_LOOK, id="items duplicate text"),
    pytest.param("items-unread-phrase", 5, "due_phrase", "unread-phrase", WORTH_A_LOOK, id="items unread phrase"),
    pytest.param("items-due-differs", 5, "due_on", "due-differs", WORTH_A_LOOK, id="items due differs"),
    pytest.param(
        "items-unknown-addressee", 6, "addressed_to", "unknown-addressee", WORTH_A_LOOK, id="items unknown addressee"
    ),
]


def find_problems(folder: Path) -> tuple[Problem, ...]:
    """Everything that is told of a register: what is wrong or, when nothing is, what is worth a look."""
    words = the_rules().register
    try:
        register = normalise_register(*RegisterFiles(folder).read_tables(), words)
    except RegisterError as error:
        return error.problems
    return remark_on_register(register, words)


def copy_base(folder: Path) -> Path:
    for path in (SAMPLES / "base").iterdir():
        shutil.copy(path, folder)
    return folder


def test_the_register_that_the_mistakes_are_made_in_has_none(tmp_path: Path) -> None:
    assert find_problems(copy_base(tmp_path)) == ()


@pytest.mark.parametrize(("name", "line", "where", "code", "is_warning"), MISTAKES)
def test_a_mistake_is_named_at_its_place_and_alone(
    tmp_path: Path,
    name: str,
    line: int,
    where: str,
    code: str,
    is_warning: bool,  # noqa: FBT001
) -> None:
    table = name.partition("-")[0]
    shutil.copy(SAMPLES / f"{name}.csv", copy_base(tmp_path) / f"{table}.csv")

    problems = find_problems(tmp_path)

    assert [(p.line, p.where, p.code, p.is_warning) for p in problems] == [(line, where, code, is_warning)]
    assert Path(problems[0].file).name == f"{table}.csv"
    assert problems[0].message.endswith((".", "?"))


def test_every_sample_is_used() -> None:
    used = {str(param.values[0]) for param in MISTAKES}

    assert {path.stem for path in SAMPLES.glob("*.csv")} == used
    assert len(used) >= 40


def test_all_mistakes_of_both_files_are_told_at_once(tmp_path: Path) -> None:
    copy_base(tmp_path)
    for name in ("publications-unknown-scope", "items-unknown-kind"):
        shutil.copy(SAMPLES / f"{name}.csv", tmp_path / f"{name.partition('-')[0]}.csv")

    assert [(Path(p.file).name, p.where) for p in find_problems(tmp_path)] == [
        ("items.csv", "kind"),
        ("publications.csv", "scope"),
    ]


def test_a_row_of_another_width_hides_no_mistake_in_another_row(tmp_path: Path) -> None:
    copy_base(tmp_path)
    text = (SAMPLES / "items-too-few-cells.csv").read_text(encoding="utf-8")
    (tmp_path / "items.csv").write_text(
        text.replace("1,recommendation,,CUSTODY", "1,recomendation,,CUSTODY"), encoding="utf-8"
    )

    assert [(p.line, p.where, p.code) for p in find_problems(tmp_path)] == [
        (3, "kind", "unknown-word"),
        (5, "same_as", "wrong-width"),
    ]


def test_a_formula_is_told_once_and_not_as_a_date_that_cannot_be_read_as_well(tmp_path: Path) -> None:
    path = copy_base(tmp_path) / "publications.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("2021-02-02,HMICFRS", "=TODAY(),HMICFRS"), encoding="utf-8"
    )

    assert [(p.line, p.where, p.code) for p in find_problems(tmp_path)] == [(3, "published_on", "formula")]
