"""Vocabularies of inspectorates: a word that changes its meaning is a line in a file, not a release of ours."""

from pathlib import Path

import pytest

from sync.config.inspectorates import load_inspectorates
from sync.core.inspectorates import RegisterWords
from sync.core.normalise import RegisterTable, normalise_register
from sync.core.normalise.register_rows import ITEM_COLUMNS, PUBLICATION_COLUMNS
from sync.core.records import RegisterRow
from sync.core.vocabulary import ItemKind, RegisterRef
from sync.errors import ConfigError, RegisterError
from tests.builders import ROOT

SHIPPED = ROOT / "mappings/inspectorates"
PRISONS = """\
version: 1
name: HMI Prisons
types:
  - { wordings: [recommendation], kind: recommendation, last: "2022-05-02" }
  - { wordings: [priority concern, key concern], kind: recommendation, first: "2022-05-03" }
"""


def read_kind(words: RegisterWords, type_word: str, published: str) -> ItemKind:
    """What a custody report by HMI Prisons meant by a word on a day."""
    publication = dict.fromkeys(PUBLICATION_COLUMNS, "") | {
        "id": "COURTS", "title": "Court custody", "published_on": published, "inspectorates": "HMI Prisons",
        "scope": "joint", "addressed_to": "all forces",
    }  # fmt: skip
    item = dict.fromkeys(ITEM_COLUMNS, "") | {
        "id": "COURTS-1",
        "publication": "COURTS",
        "type": type_word,
        "text": "Do it.",
    }
    tables = [
        RegisterTable(name, tuple(row), [RegisterRow(name, 2, row)])
        for name, row in (("publications.csv", publication), ("items.csv", item))
    ]
    return normalise_register(tables[0], tables[1], words).items[RegisterRef("COURTS-1")].kind


def words_of(folder: Path, **files: str) -> RegisterWords:
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return RegisterWords(load_inspectorates(folder))


@pytest.mark.parametrize(
    ("word", "published"),
    [
        pytest.param("recommendation", "2022-05-02", id="the old word on its last day"),
        pytest.param("Key concern", "2022-05-03", id="the new word on its first day"),
        pytest.param("priority concern", "2023-01-31", id="the new word later"),
    ],
)
def test_the_words_that_hmi_prisons_changed_in_2022_are_read(tmp_path: Path, word: str, published: str) -> None:
    assert read_kind(words_of(tmp_path, prisons=PRISONS), word, published) is ItemKind.RECOMMENDATION
    assert read_kind(RegisterWords(load_inspectorates(SHIPPED)), word, published) is ItemKind.RECOMMENDATION


@pytest.mark.parametrize(
    ("word", "published"),
    [
        pytest.param("key concern", "2022-05-02", id="the new word before its time"),
        pytest.param("recommendation", "2022-05-03", id="the old word after its time"),
        pytest.param("urgent notice", "2022-05-03", id="a word that nobody knows"),
    ],
)
def test_a_word_out_of_its_time_is_told(tmp_path: Path, word: str, published: str) -> None:
    with pytest.raises(RegisterError) as caught:
        read_kind(words_of(tmp_path, prisons=PRISONS), word, published)

    assert [(p.where, p.code) for p in caught.value.problems] == [("type", "unknown-type")]


def test_renaming_a_type_once_more_is_a_line_in_the_file(tmp_path: Path) -> None:
    renamed = PRISONS + '  - { wordings: [area of concern], kind: area-for-improvement, first: "2026-01-01" }\n'

    assert (
        read_kind(words_of(tmp_path, prisons=renamed), "Area of concern", "2026-02-01") is ItemKind.AREA_FOR_IMPROVEMENT
    )


def test_police_and_fire_are_filled_in() -> None:
    known = load_inspectorates(SHIPPED)

    police, fire = known["hmicfrs"], known["hmicfrs fire and rescue"]
    assert police.closure_agreed_by == "Force Liaison Lead"
    assert police.response is not None
    assert police.response.days == 56
    assert police.action_plan_days("child protection") == 42
    assert fire.response is None
    assert known["hmic"] is police


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        pytest.param(PRISONS.replace("2022-05-02", "2022-05-32"), (4, 63), "not-a-day", id="a day of no calendar"),
        pytest.param(PRISONS.replace(', last: "2022-05-02"', "") + "  - { wordings: [recommendation], kind: area-for-improvement }\n", (6, 17), "ambiguous-word", id="two meanings at one time"),
        pytest.param(PRISONS + "statuses:\n  open: [waiting]\n  closed: [Waiting]\n", (8, 12), "ambiguous-word", id="two meanings of a status"),
        pytest.param(PRISONS.replace("kind: recommendation, first", "kind: recomendation, first"), (5, 56), "unknown-word", id="a kind misspelt"),
        pytest.param(PRISONS + "response: { days: 0, answered_by: nobody }\n", (6, 19), "too-small", id="no days"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, place: tuple[int, int], code: str) -> None:
    with pytest.raises(ConfigError) as caught:
        words_of(tmp_path, prisons=text)

    assert [((p.line, p.column), p.code) for p in caught.value.problems] == [(place, code)]


def test_a_name_means_one_inspectorate(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        words_of(tmp_path, prisons=PRISONS, second=PRISONS)

    assert [(Path(p.file).name, p.code) for p in caught.value.problems] == [("second.yaml", "ambiguous-word")]
