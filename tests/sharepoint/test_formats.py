"""Formatting: ink that can be read, words that never rest on colour alone, and dates that respect blanks and status."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sync.core.records import TargetList
from sync.core.vocabulary import ColumnFormat, FormFormat, Status, ViewFormat
from sync.emulator.pages.formatting.evaluation import Cell, Scope, evaluate
from sync.emulator.pages.formatting.values import Moment, Value
from sync.emulator.pages.icons import has_icon
from sync.sharepoint.formats import build_column_format, build_form_format, build_status_format, build_view_format
from sync.sharepoint.formats.palette import (
    BAD,
    COUNTS,
    GOOD,
    LINK,
    LOOKS,
    PLAIN,
    SOFT,
    STATUSES,
    WARN,
    WHITE,
    WORDS,
    Look,
)
from sync.sharepoint.formats.views import build_overdue_condition
from tests.builders import the_rules

NOW = datetime(2021, 6, 23, 9, 30, tzinfo=UTC)
NAMES = {
    "status": "Status",
    "board": "Board",
    "kind": "Kind",
    "owner": "Lead",
    "completed_on": "Done",
    "agreed_on": "Agreed",
}
EVERY_FORMAT: list[tuple[str, dict[str, Any]]] = [
    *((f"column {name}", build_column_format(name, "/Lists/Gaps/Open%20gaps.aspx")) for name in ColumnFormat),
    *((f"view {name}", build_view_format(name, NAMES)) for name in ViewFormat),
    ("status", build_status_format({"Under way": "In progress"}, "Choice")),
    *((f"form {name}", build_form_format(name, NAMES, {"Lead": "User"}, "/Lists/Gaps")) for name in FormFormat),
]
#: Microsoft, "Formatting syntax reference".
ELEMENTS = {"div", "span", "a", "img", "svg", "path", "button", "p", "filepreview"}
ATTRIBUTES = {"href", "title", "iconName", "role", "class", "target"}


def the_flags() -> TargetList:
    flags = the_rules().targets.flags
    assert flags is not None
    return flags


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, paper: str) -> float:
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", LOOKS)
def test_ink_stands_out_from_its_paper_and_from_a_white_row(look: Look) -> None:
    assert contrast(look.ink, look.paper) >= 4.5
    assert contrast(look.ink, WHITE) >= 4.5
    assert contrast(look.edge, WHITE) >= 3


@pytest.mark.parametrize("ink", [LINK, SOFT])
def test_links_and_what_is_less_important_can_be_read(ink: str) -> None:
    assert contrast(ink, WHITE) >= 4.5


def test_a_known_pair_of_colours_has_the_contrast_that_others_measure() -> None:
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_every_status_has_an_icon_and_they_are_the_fields_own_words() -> None:
    assert set(STATUSES) == {status.label.capitalize() for status in Status}
    assert all(look.icon for look in STATUSES.values())


def test_every_look_that_is_not_plain_has_an_icon_of_its_own() -> None:
    icons = [look.icon for look in {*WORDS.values(), *COUNTS.values()}]

    assert all(has_icon(icon) for icon in icons)
    assert len(set(icons)) == len(icons)


def walk(part: object) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, Mapping):
        if "elmType" in part:
            yield part
        for inner in part.values():
            yield from walk(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from walk(inner)


@pytest.mark.parametrize("made", [pytest.param(made, id=name) for name, made in EVERY_FORMAT])
def test_formatting_uses_only_what_sharepoint_allows_and_hides_icons_from_screen_readers(made: dict[str, Any]) -> None:
    assert json.loads(json.dumps(made)) == made
    for part in walk(made):
        attributes = part.get("attributes", {})
        assert part["elmType"] in ELEMENTS
        assert all(name in ATTRIBUTES or name.startswith("aria-") for name in attributes)
        assert "iconName" not in attributes or attributes["aria-hidden"] == "true"
        assert "float" not in part.get("style", {})


def test_every_format_in_targets_yaml_can_be_built() -> None:
    targets = the_rules().targets

    for target in (*targets.owned, *([targets.flags] if targets.flags else []), *targets.kept):
        assert all(build_column_format(ColumnFormat(c.format), "/x") for c in target.columns if c.format)
        assert all(build_view_format(ViewFormat(v.format), target.names) for v in target.views if v.format)


@dataclass
class OneRow:
    """A row for expressions."""

    cells: Mapping[str, Value]

    def read_cell(self, name: str) -> Cell:
        return Cell(self.cells.get(name, ""), "")

    def read_title(self, name: str) -> str:
        return name


def work_out(expression: str, **cells: Value) -> Value:
    row = OneRow(cells)
    current = row.read_cell("current")
    return evaluate(f"={expression}", Scope(row, current, Moment(NOW), ZoneInfo("Europe/London"), "", ""))


def a_day(days: int) -> Moment:
    return Moment(datetime(2021, 6, 22, 23, tzinfo=UTC) + timedelta(days=days))


@pytest.mark.parametrize(
    ("due", "counts", "expected"),
    [
        pytest.param(a_day(-1), "Outstanding", True, id="yesterday"),
        pytest.param(a_day(0), "Outstanding", False, id="today, which has begun"),
        pytest.param(a_day(1), "Outstanding", False, id="tomorrow"),
        pytest.param("", "Outstanding", False, id="no date"),
        pytest.param(a_day(-9), "Complete", False, id="done"),
    ],
)
def test_overdue_respects_status_and_blank_dates(due: Value, counts: str, *, expected: bool) -> None:
    assert work_out(build_overdue_condition("[$Due]", "[$Counts]"), Due=due, Counts=counts) is expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(a_day(0), "today", id="today"),
        pytest.param(a_day(1), "in 1 day", id="tomorrow"),
        pytest.param(a_day(12), "in 12 days", id="in a while"),
        pytest.param(a_day(-1), "1 day ago", id="yesterday"),
        pytest.param(a_day(-9), "9 days ago", id="a while ago"),
    ],
)
def test_a_date_says_how_many_days_are_left(day: Value, expected: str) -> None:
    made = build_column_format(ColumnFormat.DUE, "/x")
    words = made["children"][1]["children"][1]["txtContent"]  # type: ignore[index]

    assert work_out(words.removeprefix("="), current=day) == expected


@pytest.mark.parametrize(("number", "expected"), [(0, "block"), (7, "block"), ("", "none")])
def test_nought_is_no_blank(number: Value, expected: str) -> None:
    made = build_column_format(ColumnFormat.BAR, "/x")

    assert work_out(made["style"]["display"].removeprefix("="), current=number) == expected  # type: ignore[index]


@pytest.mark.parametrize("word", ["Due", "Overdue", "Done", "Done late"])
def test_the_state_of_an_answer_has_a_look_of_its_own(word: str) -> None:
    assert WORDS[word] in LOOKS
    assert WORDS[word].icon


@pytest.mark.parametrize(
    ("state", "expected"),
    [("Due", "inline-flex"), ("Overdue", "inline-flex"), ("Done", "none"), ("Not watched", "none")],
)
def test_an_answer_that_was_given_is_late_no_more(state: str, expected: str) -> None:
    made = build_column_format(ColumnFormat.RESPONSE_DUE, "/x")
    display = made["children"][1]["style"]["display"]  # type: ignore[index]

    assert work_out(display.removeprefix("="), current=a_day(-9), ResponseState=state) == expected


def show_status(made: Mapping[str, Any], value: Value, counts: str = "") -> tuple[Value, Value, Value, Value]:
    """How a status is shown: its icon, whether there is one, its ink, its text."""
    icon, text = made["children"]
    expressions = (icon["attributes"]["iconName"], icon["style"]["display"], made["style"]["color"])
    looks = [work_out(each.removeprefix("="), current=value, SyncCounts=counts) for each in expressions]
    return looks[0], looks[1], looks[2], work_out(text["txtContent"], current=value)


@pytest.mark.parametrize(
    ("value", "look"),
    [
        pytest.param("In progress", STATUSES["In progress"], id="our own word"),
        pytest.param("In Progress ", STATUSES["In progress"], id="in capitals, with a space behind"),
        pytest.param("blocked - NATIONAL", STATUSES["Blocked nationally"], id="the force's wording"),
        pytest.param("Closed - FLL agreed", STATUSES["Complete"], id="done"),
        pytest.param("No longer relevant", STATUSES["Superseded"], id="superseded"),
    ],
)
def test_a_status_of_the_forces_has_icon_colour_and_its_own_text(value: str, look: Look) -> None:
    made = build_status_format(the_flags().words, "Choice")

    assert show_status(made, value) == (look.icon, "inline", look.ink, value)


@pytest.mark.parametrize(
    ("counts", "look"),
    [
        pytest.param("Outstanding", STATUSES["Awaiting agreement"], id="still outstanding"),
        pytest.param("Complete", STATUSES["Complete"], id="agreed"),
        pytest.param("", STATUSES["Complete"], id="in a view that does not say"),
    ],
)
def test_a_row_that_says_it_is_done_looks_done_only_when_it_counts_as_done(counts: str, look: Look) -> None:
    made = build_status_format(the_flags().words, "Choice")

    assert show_status(made, "Completed", counts) == (look.icon, "inline", look.ink, "Completed")


def test_a_status_that_nobody_mapped_is_plain_and_keeps_its_text() -> None:
    made = build_status_format(the_flags().words, "Choice")

    assert show_status(made, "Parked")[1:] == ("none", PLAIN.ink, "Parked")
    assert work_out(made["style"]["display"].removeprefix("="), current="") == "none"  # type: ignore[index]


@pytest.mark.parametrize(("kind", "shown"), [("Lookup", "[$Board.lookupValue]"), ("Choice", "[$Board]")])
def test_a_card_shows_the_board_whatever_its_type(kind: str, shown: str) -> None:
    cards = build_view_format(ViewFormat.CARDS, NAMES, {}, {"Board": kind})

    assert shown in [part.get("txtContent") for part in walk(cards["formatter"])]


def test_a_form_leaves_out_a_step_whose_column_the_tracker_has_not() -> None:
    head = json.dumps(build_form_format(FormFormat.STEPS, NAMES, {"Done": "DateTime"}, "/x"))

    assert "[$Done]" in head
    assert "[$Agreed]" not in head


def read_step(label: str, counts: str, day: Value) -> tuple[Value, Value, Value, Value]:
    """How a step at the head of a form is shown: its icon, its ink, its paper, its words."""
    head = build_form_format(FormFormat.STEPS, NAMES, {"Lead": "User", "Done": "DateTime", "Agreed": "DateTime"}, "/x")
    (step,) = [part for part in walk(head) if f"='{label}'" in json.dumps(part.get("children", [{}])[-1])]
    icon, words = step["children"]
    expressions = (
        *(icon["attributes"]["iconName"], step["style"]["color"], step["style"]["background-color"]),
        words["txtContent"],
    )
    cells = {"SyncCounts": counts, "SyncPublished": day, "Done": day, "Agreed": day}
    told = [work_out(each.removeprefix("="), **cells) for each in expressions]
    return told[0], told[1], told[2], told[3]


DONE, NOT_YET = (GOOD.icon, GOOD.ink, GOOD.paper), ("CircleRing", PLAIN.ink, WHITE)
DOUBT = (WARN.icon, WARN.ink, WARN.paper)


@pytest.mark.parametrize(
    ("label", "counts", "day", "look", "words"),
    [
        pytest.param("FLL agreed", "Complete", a_day(-9), DONE, "FLL agreed: ", id="agreed"),
        pytest.param("FLL agreed", "Complete", a_day(0), DONE, "FLL agreed: ", id="agreed today"),
        pytest.param("FLL agreed", "", a_day(-9), DONE, "FLL agreed: ", id="agreed, before the first run"),
        pytest.param("FLL agreed", "Outstanding", a_day(-9), DOUBT, "FLL agreed: , yet outstanding", id="open again"),
        pytest.param("FLL agreed", "Outstanding", a_day(1), DOUBT, "FLL agreed: , a day to come", id="agreed tomorrow"),
        pytest.param("FLL agreed", "Outstanding", "", NOT_YET, "FLL agreed (not yet)", id="not agreed"),
        pytest.param(
            "Force says done", "Outstanding", a_day(-9), DONE, "Force says done: ", id="waiting for agreement"
        ),
        pytest.param(
            "Force says done", "Outstanding", a_day(1), DOUBT, "Force says done: , a day to come", id="done tomorrow"
        ),
        pytest.param("Published", "Outstanding", a_day(-9), DONE, "Published: ", id="published, and outstanding"),
    ],
)
def test_a_step_is_ticked_only_when_its_day_has_come_and_counts(
    label: str, counts: str, day: Value, look: tuple[str, str, str], words: str
) -> None:
    assert read_step(label, counts, day) == (*look, words)


@pytest.mark.parametrize(
    ("value", "look"),
    [
        pytest.param("Good, a risk", BAD, id="a good grade"),
        pytest.param("Exemplary, a risk", BAD, id="a grade of a scale of the force's"),
        pytest.param("Good", GOOD, id="no risk"),
        pytest.param("Not known", WARN, id="an inspection that cannot be filed"),
    ],
)
def test_a_risk_has_the_look_of_one_whatever_the_grade_beside_it(value: str, look: Look) -> None:
    made = build_column_format(ColumnFormat.WORD, "/x")

    assert show_status(made, value) == (look.icon, "inline", look.ink, value)


@pytest.mark.parametrize(
    ("gaps", "expected"),
    [
        pytest.param("Overdue", "54", id="its own"),
        pytest.param("Duplicate entry (with row 41); overdue", "54%3B%2341", id="one under another row"),
    ],
)
def test_the_link_of_a_row_leads_to_all_its_gaps(gaps: str, expected: str) -> None:
    href = build_column_format(ColumnFormat.LINK, "/x")["attributes"]["href"]  # type: ignore[index]

    address = work_out(href.removeprefix("="), current=gaps, ID="54")

    assert address == f"/x?FilterFields1=EntryId&FilterValues1={expected}"


def test_the_cards_know_the_forces_own_wordings_of_a_status() -> None:
    flags = the_flags()

    cards = json.dumps(build_view_format(ViewFormat.CARDS, flags.names, flags.words))

    assert flags.words["Pending sign off"] == "Awaiting agreement"
    assert "replaceAll(toLowerCase([$Status]), ' ', '') == 'pendingsignoff'" in cards
    assert "replaceAll(toLowerCase([$Status]), ' ', '') == 'blocked-national'" in cards
