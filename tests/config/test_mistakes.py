"""One file per mistake: each is told with its file, line and column, in plain words, with the nearest right word."""

from typing import Annotated, Literal

import pytest
from pydantic import Field

from sync.config.gap_rules import GapsFile
from sync.config.mappings import GovernanceFile, MatchingFile, TrackerFile
from sync.config.problems import validate_document
from sync.config.settings import Section
from sync.config.yaml_source import parse_document, read_document
from sync.core.vocabulary import GapKind
from tests.config.mistakes import MISTAKES, find_problems


@pytest.mark.parametrize(
    ("name", "place", "code", "gist", "suggestion"),
    [
        pytest.param(
            "unknown-field", (5, 5), "unknown-key", "There is no setting called grace_day.", "grace_days", id="a field"
        ),
        pytest.param(
            "unknown-gap", (3, 3), "unknown-word", "'ovrdue' is not one of missing-entry, ", "overdue", id="a gap"
        ),
        pytest.param(
            "duplicate-key", (5, 3), "duplicate-key", "overdue stands already in line 3; ", "", id="a name twice"
        ),
        pytest.param("negative-grace", (3, 32), "too-small", "-3 must be 0 or more.", "", id="less than nothing"),
        pytest.param("long-grace", (3, 32), "too-large", "36500 must be 3650 or less.", "", id="too many days"),
        pytest.param("half-a-day", (3, 32), "wrong-type", "3.5 must be a whole number.", "", id="half a day"),
        pytest.param(
            "many-digits", (3, 32), "wrong-type", "must be a whole number.", "", id="more days than there are"
        ),
        pytest.param(
            "newer-version",
            (2, 10),
            "version",
            "This file is of version 2; this release reads version 1.",
            "",
            id="a newer file",
        ),
        pytest.param(
            "no-version",
            (1, 1),
            "version",
            "This file has no version; begin it with 'version: 1'.",
            "",
            id="no version",
        ),
        pytest.param(
            "version-in-quotes", (1, 10), "version", "This file is of version '1'", "", id="a version in quotes"
        ),
        pytest.param(
            "version-true", (1, 10), "version", "This file is of version True", "", id="a version that is true"
        ),
        pytest.param("tab", (3, 1), "not-yaml", "There is a tab here; YAML is indented with spaces.", "", id="a tab"),
        pytest.param(
            "norway", (3, 18), "wrong-type", "'no' must be true or false.", "", id="no is a word and not false"
        ),
        pytest.param("octal", (3, 26), "wrong-type", "'010' must be a whole number.", "", id="a leading zero is text"),
        pytest.param(
            "severity-in-capitals",
            (3, 24),
            "unknown-word",
            "'HIGH' is not one of High, Medium, Low.",
            "High",
            id="capitals",
        ),
        pytest.param(
            "nothing-under-a-rule",
            (3, 11),
            "wrong-type",
            "null must be a group of 'name: value' lines.",
            "",
            id="nothing under a rule",
        ),
        pytest.param(
            "number-for-a-rule",
            (3, 12),
            "wrong-type",
            "14 must be a group of 'name: value' lines.",
            "",
            id="a number for a rule",
        ),
        pytest.param(
            "misspelt-section",
            (2, 1),
            "unknown-key",
            "There is no setting called rulez.",
            "rules",
            id="a section misspelt is told once",
        ),
        pytest.param("missing-section", (1, 1), "missing-key", "rules is missing.", "", id="a section left out"),
        pytest.param(
            "list-of-settings", (1, 1), "not-a-mapping", "The file must hold settings in the form", "", id="a list"
        ),
        pytest.param("empty", (1, 1), "not-a-mapping", "The file must hold settings in the form", "", id="nothing"),
        pytest.param(
            "open-bracket",
            (3, 1),
            "not-yaml",
            "Look at the indentation, the colons and the quotes",
            "",
            id="a bracket left open",
        ),
        pytest.param(
            "two-colons", (2, 15), "not-yaml", "mapping values are not allowed here", "", id="two colons in a line"
        ),
        pytest.param("two-documents", (3, 1), "not-yaml", "found another document", "", id="two documents"),
        pytest.param("strange-tag", (3, 24), "bad-tag", "!secret is not used here; write plain text.", "", id="a tag"),
        pytest.param(
            "not-the-number-it-says",
            (3, 26),
            "bad-tag",
            "int is not used here; write plain text.",
            "",
            id="a tag that lies",
        ),
        pytest.param("list-as-name", (3, 5), "bad-key", "A name must be plain text.", "", id="a list for a name"),
        pytest.param("anchor-in-itself", (2, 8), "too-deep", "anchors (&, *)", "", id="an anchor in itself"),
        pytest.param("deep-brackets", (0, 0), "too-deep", "nested too deeply", "", id="brackets without end"),
        pytest.param(
            "latin-1", (0, 0), "unreadable-file", "It cannot be read as UTF-8 text", "", id="another encoding"
        ),
        pytest.param(
            "half-a-character", (1, 1), "bad-character", "A value holds half a character", "", id="half a character"
        ),
        pytest.param("nul", (0, 0), "not-yaml", "This is not YAML: ", "", id="characters that no text has"),
        pytest.param("no-such-file", (0, 0), "missing-file", "There is no such file.", "", id="no file"),
    ],
)
def test_a_mistake_in_gaps_yaml(name: str, place: tuple[int, int], code: str, gist: str, suggestion: str) -> None:
    path = MISTAKES / f"{name}.yaml"

    problems = find_problems(lambda: validate_document(read_document(path), GapsFile))

    assert [(p.file, p.line, p.column, p.code, p.suggestion) for p in problems] == [
        (str(path), *place, code, suggestion)
    ]
    assert gist in problems[0].message
    assert problems[0].message.endswith((".", "?"))
    assert "[key]" not in problems[0].where


@pytest.mark.parametrize(
    ("name", "model", "expected"),
    [
        pytest.param(
            "share-over-one",
            MatchingFile,
            [(2, 9, "too-large", "accept", "82 must be 1 or less.", "")],
            id="a share in per cent",
        ),
        pytest.param(
            "number-as-title",
            TrackerFile,
            [(2, 13, "wrong-type", "list_title", "2021 must be text; put it in quotes.", "")],
            id="a number for a title",
        ),
        pytest.param(
            "misspelt-field",
            TrackerFile,
            [
                (4, 3, "unknown-word", "columns › titel", "'titel' is not one of title, reference, ", "title"),
                (8, 12, "unknown-word", "required › 0", "'statuss' is not one of title, ", "status"),
            ],
            id="fields misspelt, as a name and in a list",
        ),
        pytest.param(
            "misspelt-chair",
            GovernanceFile,
            [(7, 46, "unknown-key", "boards › 1 › chiar", "There is no setting called chiar.", "chair")],
            id="a setting misspelt inside a list",
        ),
        pytest.param(
            "word-for-a-list",
            TrackerFile,
            [(4, 26, "wrong-type", "kinds › recommendation", "'Rec' must be a list.", "")],
            id="a word for a list",
        ),
    ],
)
def test_a_mistake_in_another_file(
    name: str, model: type[Section], expected: list[tuple[int, int, str, str, str, str]]
) -> None:
    problems = find_problems(lambda: validate_document(read_document(MISTAKES / f"{name}.yaml"), model))

    assert [(p.line, p.column, p.code, p.where, p.suggestion) for p in problems] == [
        (line, column, code, where, suggestion) for line, column, code, where, _, suggestion in expected
    ]
    assert all(gist in problem.message for problem, (*_, gist, _) in zip(problems, expected, strict=True))


class _ShortList(Section):
    version: Literal[1]
    names: Annotated[list[str], Field(max_length=1)]


def test_a_limit_that_we_have_no_words_for_is_told_all_the_same() -> None:
    document = parse_document("version: 1\nnames: [a, b]\n", "a.yaml")

    problems = find_problems(lambda: validate_document(document, _ShortList))

    assert [(p.line, p.column, p.code) for p in problems] == [(2, 8, "not-allowed")]
    assert problems[0].message.startswith('["a", "b"]: ')


def test_a_file_that_holds_is_read() -> None:
    document = parse_document("version: 1\nrules: { overdue: { grace_days: 7 } }\n", "gaps.yaml")

    assert validate_document(document, GapsFile).rules[GapKind.OVERDUE].grace_days == 7


def test_anchors_nested_in_each_other_do_not_fill_the_memory() -> None:
    problems = find_problems(lambda: read_document(MISTAKES / "anchors-in-anchors.yaml"))

    assert [problem.code for problem in problems] == ["too-deep"]


def test_every_file_with_a_mistake_is_used() -> None:
    listed = {path.stem for path in MISTAKES.iterdir()}
    sources = "".join(path.read_text(encoding="utf-8") for path in MISTAKES.parents[1].glob("config/*.py"))

    assert [name for name in listed if f'"{name}"' not in sources and f'"{name}.yaml"' not in sources] == []
