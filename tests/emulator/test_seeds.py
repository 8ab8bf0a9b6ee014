"""Seeds: a folder fills an empty site, or tells every mistake with its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.emulator.errors import LocalSharePointError
from sync.emulator.seeds.loader import list_seeds, load_seed
from sync.emulator.seeds.problems import SeedError
from sync.emulator.store.cells import Sheet
from sync.emulator.store.database import Store
from sync.emulator.store.fields import read_fields
from sync.emulator.store.items import ItemRecord, find_item
from sync.emulator.store.lists import ListRecord, find_list_by_title, read_lists
from sync.emulator.store.site import read_site

SITE = "site: {title: T, path: /sites/t, time_zone: Europe/London}\n"
FIELDS = """
users:
  - {key: analyst, title: Analyst, email: analyst@force.example}
lists:
  - title: Boards
    rows: boards.csv
  - title: Tracker
    rows: tracker.csv
    fields:
      - {title: Board, type: Lookup, list: Boards}
      - {title: Lead, type: User}
      - {title: Due, type: DateTime, date_only: true}
      - {title: Seen, type: DateTime}
      - {title: Link, type: URL}
      - {title: Tags, type: MultiChoice, choices: [a, b]}
      - {title: Done, type: Boolean}
      - {title: Score, type: Number}
      - {title: Report Title, type: Text, renamed_to: Publication}
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "site.sqlite")
    yield store
    store.close()


def write_seed(folder: Path, site: str = SITE + FIELDS, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "site.yaml").write_text(site, encoding="utf-8")
    given = {"boards": "Title\nCustody\n", "tracker": "Title\n", **files}
    for name, content in given.items():
        (folder / f"{name}.csv").write_bytes(content.encode())
    return folder


def read_item(store: Store, title: str, item_id: int) -> ItemRecord:
    site, record = read_site(store), find_list_by_title(store, title, "")
    assert site
    return find_item(Sheet(store, site, record, read_fields(store, record.id)), item_id)


def read_list(store: Store, title: str) -> ListRecord:
    return find_list_by_title(store, title, "")


@pytest.mark.parametrize("name", list_seeds())
def test_every_seed_of_the_package_loads(store: Store, name: str) -> None:
    load_seed(store, name)

    assert sum(record.item_count for record in read_lists(store)) > 0


def test_cells_become_values(store: Store, tmp_path: Path) -> None:
    tracker = (
        "\ufeffTitle,Board,Lead,Due,Seen,Link,Tags,Done,Score,Report_x0020_Title,Created,Modified\r\n"
        '"two\nlines",Custody,analyst,2026-07-01,2026-07-01T09:00,https://e.example/a | Proof,a;b,yes,1.5,R,2021-01-02T03:04,\r\n'
    )

    load_seed(store, write_seed(tmp_path / "seed", tracker=tracker))

    item = read_item(store, "Tracker", 1)
    assert item.cells == {
        "Title": "two\nlines",
        "Board": 1,
        "Lead": 6,
        "Due": "2026-06-30T23:00:00Z",
        "Seen": "2026-07-01T08:00:00Z",
        "Link": {"Url": "https://e.example/a", "Description": "Proof"},
        "Tags": ["a", "b"],
        "Done": True,
        "Score": 1.5,
        "Report_x0020_Title": "R",
    }
    assert (item.created, item.modified) == ("2021-01-02T03:04:00Z", "2021-01-02T03:04:00Z")


def test_an_empty_cell_is_null(store: Store, tmp_path: Path) -> None:
    load_seed(store, write_seed(tmp_path / "seed", tracker="Title,Board,Due\nx,,\n\n"))

    assert read_item(store, "Tracker", 1).cells == {"Title": "x"}
    assert read_list(store, "Tracker").item_count == 1


def test_a_renamed_column_keeps_its_internal_name(store: Store, tmp_path: Path) -> None:
    load_seed(store, write_seed(tmp_path / "seed"))

    [field] = [f for f in read_fields(store, read_list(store, "Tracker").id) if f.title == "Publication"]
    assert field.internal_name == "Report_x0020_Title"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param(
            "x,Nowhere,,,", "tracker.csv:3  Board: The list looked up has no item titled 'Nowhere'.", id="lookup"
        ),
        pytest.param("x,,nobody,,", "tracker.csv:3  Lead: There is no person with the key 'nobody'.", id="person"),
        pytest.param("x,,,1 July,", "tracker.csv:3  Due: '1 July' is not a date such as 2021-03-15.", id="day"),
        pytest.param("x,,,,maybe", "tracker.csv:3  Done: 'maybe' is neither true nor false.", id="boolean"),
        pytest.param("x,,", "tracker.csv:3  It has 3 cells where the header has 5.", id="too few cells"),
        pytest.param(f"{'x' * 256},,,,", "tracker.csv:3  Invalid text value. A text field contains", id="too long"),
    ],
)
def test_a_mistake_in_a_row_is_told_with_its_line(store: Store, tmp_path: Path, line: str, told: str) -> None:
    seed = write_seed(tmp_path / "seed", tracker=f"Title,Board,Lead,Due,Done\nfine,Custody,,,\n{line}\n")

    with pytest.raises(SeedError) as caught:
        load_seed(store, seed)

    assert told in str(caught.value)
    assert read_site(store) is None
    assert read_lists(store) == []


def test_all_mistakes_are_told_at_once(store: Store, tmp_path: Path) -> None:
    seed = write_seed(tmp_path / "seed", tracker='Title,Lead,Due\n"a\nb",nobody,\n"c",,soon\nd,none,later\n')

    with pytest.raises(SeedError, match=r"The seed seed has 4 problems\.") as caught:
        load_seed(store, seed)

    assert [problem.line for problem in caught.value.problems] == [2, 4, 5, 5]


@pytest.mark.parametrize(
    ("header", "told"),
    [
        pytest.param(
            "Title,Nope", "tracker.csv:1  The list has no column with the internal name 'Nope'.", id="unknown"
        ),
        pytest.param("Title,Title", "tracker.csv:1  The column 'Title' is there twice.", id="twice"),
        pytest.param("Title,ID", "tracker.csv:1  The list has no column with the internal name 'ID'.", id="read only"),
        pytest.param("", "tracker.csv:1  It has no header row.", id="none"),
    ],
)
def test_a_mistake_in_a_header_is_told(store: Store, tmp_path: Path, header: str, told: str) -> None:
    with pytest.raises(SeedError) as caught:
        load_seed(store, write_seed(tmp_path / "seed", tracker=header))

    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("site", "told"),
    [
        pytest.param("site: [", "site.yaml:1  This is not YAML", id="not YAML"),
        pytest.param("users: []\n", "site.yaml:1  site: Field required", id="no site"),
        pytest.param(SITE + "colour: red\n", "site.yaml:2  colour: Extra inputs are not permitted", id="unknown key"),
        pytest.param(
            SITE.replace("Europe/London", "Mars/Olympus"),
            "site.yaml:1  site › time_zone: There is no time zone called Mars/Olympus.",
            id="time zone",
        ),
        pytest.param(
            SITE + "lists:\n  - title: A\n    fields:\n      - {title: X, type: Colour}\n",
            "site.yaml:5  lists › 1 › fields › 1 › type: Input should be",
            id="type of column",
        ),
        pytest.param(
            SITE + "lists:\n  - title: A\n    fields:\n      - {title: X, type: Text, rich: true}\n",
            "site.yaml:5  lists › 1 › fields › 1: A column of type Text has no rich.",
            id="setting of another type",
        ),
        pytest.param(
            SITE + "lists:\n  - title: A\n    fields:\n      - {title: X, type: Lookup, list: B}\n  - title: B\n",
            "site.yaml:5  There is no list called 'B' before this one.",
            id="lookup of a later list",
        ),
        pytest.param(
            SITE + "lists:\n  - title: A\n    view: [LinkTitle, Nope]\n",
            "site.yaml:4  The list has no column with the internal name 'Nope'.",
            id="view",
        ),
        pytest.param(
            SITE + "lists:\n  - {title: A, rows: nope.csv}\n",
            "site.yaml:3  There is no file called nope.csv beside site.yaml.",
            id="rows",
        ),
        pytest.param(
            SITE + "lists:\n  - title: A\n  - title: A\n", "site.yaml:4  The title 'A' is there twice.", id="twice"
        ),
        pytest.param(
            SITE + "lists:\n  - title: A\n  - title: a\n",
            "site.yaml:4  A list, survey, discussion board",
            id="twice, whatever the case",
        ),
    ],
)
def test_a_mistake_in_the_site_file_is_told(store: Store, tmp_path: Path, site: str, told: str) -> None:
    with pytest.raises(SeedError) as caught:
        load_seed(store, write_seed(tmp_path / "seed", site))

    assert told in str(caught.value)
    assert read_lists(store) == []


def test_a_folder_without_a_site_file_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(LocalSharePointError, match=r"holds no site\.yaml"):
        load_seed(store, tmp_path)
