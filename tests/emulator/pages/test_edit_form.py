"""Editing: the right input for each column, the REST service's rules, conflicts told and nothing lost."""

import pytest

from sync.emulator.pages.local_user import LOCAL_EMAIL
from sync.emulator.store import kinds
from sync.emulator.store.cells import Sheet
from sync.emulator.store.items import ItemRecord, recycle_item
from sync.emulator.store.users import find_user, find_user_by_email, read_users
from tests.emulator.pages.markup import Element
from tests.emulator.pages.visitor import Inputs, Reply, Visitor, a_choice, a_column, a_day

FILLABLE = {"Choices": ["Dismiss"], "FillInChoice": True}


@pytest.fixture
def sheet(visitor: Visitor) -> Sheet:
    boards = visitor.add_list(title="Boards")
    for board in ("Operational", "Service"):
        visitor.add_row(boards, Title=board)
    visitor.add_person("Head of Custody")
    sheet = visitor.add_list(
        a_column("Key", Indexed=True, EnforceUniqueValues=True),
        a_choice("State", "Open", "Dismissed"),
        a_column("Decision", kinds.CHOICE, **FILLABLE),
        a_column("Reason", kinds.NOTE),
        a_column("Body", kinds.NOTE, RichText=True),
        a_day("ReviewOn"),
        a_column("Seen", kinds.DATE_TIME),
        a_column("Count", kinds.NUMBER),
        a_column("Done", kinds.BOOLEAN),
        a_column("DecidedBy", kinds.USER),
        a_column("Helpers", kinds.USER, AllowMultipleValues=True),
        a_column("Board", kinds.LOOKUP, LookupList=boards.list.id, LookupField="Title"),
        a_column("Tags", kinds.MULTI_CHOICE, Choices=["a", "b"]),
        a_column("Proof", kinds.URL),
        a_column("Secret", Hidden=True),
        a_column("Fixed", ReadOnlyField=True),
        title="Gaps",
    )
    visitor.add_row(sheet, Title="a gap", Key="k1", State="Open", Body="<p>One <b>bold</b></p>", Secret="s")
    return sheet


def open_form(visitor: Visitor, sheet: Sheet, page: str = "EditForm.aspx?ID=1") -> Reply:
    reply = visitor.get(f"{sheet.list.folder}/{page}")
    assert reply.status == 200
    return reply


def save(visitor: Visitor, sheet: Sheet, inputs: Inputs | None = None) -> Reply:
    return visitor.submit(open_form(visitor, sheet), f"{sheet.list.folder}/EditForm.aspx?ID=1", inputs)


def read_cells(visitor: Visitor, sheet: Sheet) -> dict[str, object]:
    return dict(visitor.read_row(sheet, 1).cells)


def problems(reply: Reply) -> dict[str, str]:
    summary = reply.main.find(class_="summary")
    return {link["href"].removeprefix("#field-"): link.text for link in summary.find_all("a")}


@pytest.mark.parametrize(
    ("inputs", "column", "expected"),
    [
        pytest.param({"f-Title": "another"}, "Title", "another", id="text"),
        pytest.param({"f-State": "Dismissed"}, "State", "Dismissed", id="a choice"),
        pytest.param({"o-Decision": "Wait"}, "Decision", "Wait", id="free text where it may be filled in"),
        pytest.param({"f-Reason": "line one\r\nline two"}, "Reason", "line one\nline two", id="lines"),
        pytest.param({"f-Body": "a < b\nc"}, "Body", "<div>a &lt; b<br>c</div>", id="rich text becomes plain"),
        pytest.param({"f-ReviewOn": "30/09/2021"}, "ReviewOn", "2021-09-29T23:00:00Z", id="a day at the site"),
        pytest.param({"f-Seen": "30/09/2021 14:05"}, "Seen", "2021-09-30T13:05:00Z", id="a moment"),
        pytest.param({"f-Count": "1,234.5"}, "Count", 1234.5, id="a number"),
        pytest.param({"f-Done": "No"}, "Done", False, id="no"),
        pytest.param({"f-DecidedBy": "6"}, "DecidedBy", 6, id="a person"),
        pytest.param({"f-Helpers": ["6"]}, "Helpers", [6], id="people"),
        pytest.param({"f-Board": "2"}, "Board", 2, id="a lookup"),
        pytest.param({"f-Tags": ["a", "b"]}, "Tags", ["a", "b"], id="choices"),
        pytest.param(
            {"f-Proof": ["https://force.example/e", "Evidence"]},
            "Proof",
            {"Url": "https://force.example/e", "Description": "Evidence"},
            id="a link",
        ),
        pytest.param({"f-State": ""}, "State", None, id="emptied"),
    ],
)
def test_what_is_typed_is_kept_as_the_service_would_keep_it(
    visitor: Visitor, sheet: Sheet, inputs: Inputs, column: str, expected: object
) -> None:
    reply = save(visitor, sheet, inputs)

    assert reply.status == 303
    assert "Saved=changed" in reply.headers["Location"]
    assert read_cells(visitor, sheet).get(column) == expected


def test_only_what_was_changed_is_written(visitor: Visitor, sheet: Sheet) -> None:
    before = read_cells(visitor, sheet)

    save(visitor, sheet, {"f-State": "Dismissed"})

    assert read_cells(visitor, sheet) == {**before, "State": "Dismissed"}


def test_saving_without_a_change_writes_nothing(visitor: Visitor, sheet: Sheet) -> None:
    reply = save(visitor, sheet)

    assert "Saved=same" in reply.headers["Location"]
    assert visitor.read_row(sheet, 1).version == 1


def test_the_editor_is_the_local_user_and_not_the_app(visitor: Visitor, sheet: Sheet) -> None:
    assert LOCAL_EMAIL not in [user.email for user in read_users(visitor.store)]

    save(visitor, sheet, {"f-State": "Dismissed"})

    assert find_user(visitor.store, visitor.read_row(sheet, 1).editor).title == "Local user"


def test_whoever_edits_can_be_chosen_before_the_site_knows_them(visitor: Visitor, sheet: Sheet) -> None:
    options = open_form(visitor, sheet).main.find("select", id="field-DecidedBy").find_all("option")
    assert [option.text for option in options] == ["(none)", "Local user (you)", "Head of Custody"]

    save(visitor, sheet, {"f-DecidedBy": "me"})

    assert read_cells(visitor, sheet)["DecidedBy"] == find_user_by_email(visitor.store, LOCAL_EMAIL).id


def test_hidden_and_read_only_columns_are_not_in_the_form(visitor: Visitor, sheet: Sheet) -> None:
    names = [name for name, _ in open_form(visitor, sheet).main.find("form", class_="item-form").list_inputs()]

    assert not {"f-Secret", "f-Fixed", "f-ID", "f-Modified", "f-FileLeafRef"} & set(names)


def test_a_choice_that_is_none_of_those_offered_stays_and_is_told(visitor: Visitor, sheet: Sheet) -> None:
    visitor.change_row(sheet, 1, State="Parked")

    form = open_form(visitor, sheet)
    chosen = next(
        option for option in form.main.find("select", id="field-State").find_all("option") if "selected" in option
    )
    visitor.submit(form, f"{sheet.list.folder}/EditForm.aspx?ID=1", {"f-Reason": "because"})

    assert (chosen["value"], chosen.text) == ("Parked", "Parked (none of those offered)")
    assert read_cells(visitor, sheet)["State"] == "Parked"


@pytest.mark.parametrize(
    ("inputs", "field", "said"),
    [
        pytest.param({"f-Title": "x" * 256}, "Title", "255 characters or fewer. It has 256.", id="too long"),
        pytest.param({"f-Title": " "}, "Title", "Enter ‘Title’.", id="required"),
        pytest.param({"f-Count": "many"}, "Count", "must be a number", id="no number"),
        pytest.param({"f-ReviewOn": "31/02/2021"}, "ReviewOn", "must be a real date, like 23/06/2021", id="no date"),
        pytest.param({"f-ReviewOn": "1/1/1600"}, "ReviewOn", "from 1 January 1900", id="too early"),
        pytest.param({"f-Seen": "soon"}, "Seen", "like 23/06/2021 14:05", id="no moment"),
        pytest.param({"f-Key": "K2"}, "Key", "Another row has this Key already", id="not unique"),
        pytest.param({"f-DecidedBy": "x"}, "DecidedBy", "one of those in the list", id="no person"),
        pytest.param({"f-DecidedBy": "4711"}, "Title", "The row was refused", id="nobody"),
        pytest.param({"f-Proof": ["javascript:alert(1)", "x"]}, "Proof-0", "begins with https://", id="no address"),
        pytest.param({"f-Proof": ["", "x"]}, "Proof-0", "needs an address", id="half a link"),
        pytest.param({"f-Proof": ["https://x/" + "y" * 256, ""]}, "Proof-0", "255 characters", id="a long address"),
    ],
)
def test_what_the_service_would_refuse_is_told_beside_the_column(
    visitor: Visitor, sheet: Sheet, inputs: Inputs, field: str, said: str
) -> None:
    visitor.add_row(sheet, Title="other", Key="k2")
    before = read_cells(visitor, sheet)

    reply = save(visitor, sheet, inputs)

    told = problems(reply)
    assert reply.status == 422
    assert reply.page.find("title").text.startswith("Error: ")
    assert any(said in sentence for sentence in told.values())
    assert field in told or field == "Title"
    assert read_cells(visitor, sheet) == before
    for name, typed in inputs.items():
        kept = [value for key, value in reply.main.find("form", class_="item-form").list_inputs() if key == name]
        assert name == "f-DecidedBy" or kept == ([typed] if isinstance(typed, str) else list(typed))


def test_a_column_with_a_problem_says_so_to_a_screen_reader(visitor: Visitor, sheet: Sheet) -> None:
    box = save(visitor, sheet, {"f-Count": "many"}).main.find("input", id="field-Count")

    assert box["aria-invalid"] == "true"
    assert "field-Count-error" in box["aria-describedby"]


class Somebody:
    """Changes the row while its form is open."""

    def __init__(self, visitor: Visitor, sheet: Sheet) -> None:
        self._visitor, self._sheet = visitor, sheet
        self.form = open_form(visitor, sheet)
        self.user = visitor.add_person("Head of Crime")

    def change(self, **cells: object) -> None:
        self._visitor.change_row(self._sheet, 1, self.user.id, **cells)

    def save(self, inputs: Inputs | None = None, form: Reply | None = None) -> Reply:
        return self._visitor.submit(form or self.form, f"{self._sheet.list.folder}/EditForm.aspx?ID=1", inputs)


def read_value(reply: Reply, name: str) -> str:
    return dict(reply.main.find("form", class_="item-form").list_inputs())[name]


def read_meanwhile(reply: Reply) -> list[str]:
    return [note.text for note in reply.main.find_all("p", class_="meanwhile")]


def test_a_row_that_changed_meanwhile_is_not_overwritten(visitor: Visitor, sheet: Sheet) -> None:
    somebody = Somebody(visitor, sheet)
    somebody.change(State="Dismissed")

    reply = somebody.save({"f-Reason": "because"})

    assert reply.status == 409
    assert "Head of Crime changed this row while you had it open" in reply.main.find(class_="stop").text
    assert "Reason" not in read_cells(visitor, sheet)


def test_what_only_they_changed_is_taken_over_and_saving_again_keeps_both(visitor: Visitor, sheet: Sheet) -> None:
    somebody = Somebody(visitor, sheet)
    somebody.change(State="Dismissed")

    reply = somebody.save({"f-Reason": "because"})
    assert (read_value(reply, "f-State"), read_value(reply, "f-Reason")) == ("Dismissed", "because")
    assert read_meanwhile(reply) == ["Head of Crime changed this meanwhile. It now says: Dismissed."]
    again = somebody.save(form=reply)

    assert again.status == 303
    cells = read_cells(visitor, sheet)
    assert (cells["State"], cells["Reason"]) == ("Dismissed", "because")


def test_what_both_changed_stays_as_typed_beside_what_they_put(visitor: Visitor, sheet: Sheet) -> None:
    somebody = Somebody(visitor, sheet)
    somebody.change(Reason="theirs")

    reply = somebody.save({"f-Reason": "mine"})

    assert read_value(reply, "f-Reason") == "mine"
    assert "Head of Crime has put here meanwhile: theirs." in read_meanwhile(reply)[0]
    assert "You both changed ‘Reason’." in reply.main.find(class_="stop").text
    assert somebody.save(form=reply).status == 303
    assert read_cells(visitor, sheet)["Reason"] == "mine"


def test_the_same_change_by_both_is_no_contest(visitor: Visitor, sheet: Sheet) -> None:
    somebody = Somebody(visitor, sheet)
    somebody.change(State="Dismissed")

    reply = somebody.save({"f-State": "Dismissed"})

    assert "‘State’" not in reply.main.find(class_="stop").text
    assert "Saved=same" in somebody.save(form=reply).headers["Location"]


def test_a_row_that_changes_once_more_conflicts_once_more(visitor: Visitor, sheet: Sheet) -> None:
    somebody = Somebody(visitor, sheet)
    somebody.change(State="Dismissed")
    first = somebody.save({"f-Reason": "because"})
    somebody.change(Count=7)

    second = somebody.save(form=first)

    assert second.status == 409
    assert (read_value(second, "f-Reason"), read_value(second, "f-Count")) == ("because", "7")


def test_a_row_that_was_deleted_meanwhile_gives_back_what_was_typed(visitor: Visitor, sheet: Sheet) -> None:
    somebody = Somebody(visitor, sheet)
    recycle_item(sheet, 1, somebody.user.id)

    reply = somebody.save({"f-Reason": "because"})

    assert reply.status == 404
    assert "because" in reply.main.find("dl").text


def test_a_new_row_starts_with_the_defaults_and_is_added(visitor: Visitor) -> None:
    sheet = visitor.add_list(a_choice("State", "Open", "Closed", DefaultValue="Open"), a_day("Due"))
    form = open_form(visitor, sheet, "NewForm.aspx")
    assert read_value(form, "f-State") == "Open"

    reply = visitor.submit(form, f"{sheet.list.folder}/NewForm.aspx", {"f-Title": "new", "f-Due": "1 July 2021"})

    record: ItemRecord = visitor.read_row(sheet, 1)
    assert "Saved=new" in reply.headers["Location"]
    assert record.cells == {"Title": "new", "State": "Open", "Due": "2021-06-30T23:00:00Z"}
    assert find_user(visitor.store, record.author).title == "Local user"


def test_a_new_row_wants_its_title(visitor: Visitor) -> None:
    sheet = visitor.add_list()

    reply = visitor.submit(open_form(visitor, sheet, "NewForm.aspx"), f"{sheet.list.folder}/NewForm.aspx")

    assert problems(reply) == {"Title": "Enter ‘Title’."}


def label_of(main: Element, box: Element) -> str:
    return " ".join(label.text for label in main.find_all("label", for_=box["id"]))


def test_every_input_has_its_label(visitor: Visitor, sheet: Sheet) -> None:
    main = open_form(visitor, sheet).main

    boxes = [
        box
        for box in main.walk()
        if box.tag in ("input", "select", "textarea") and box.attributes.get("type") != "hidden"
    ]
    assert len(boxes) > 15
    assert [box.attributes for box in boxes if not label_of(main, box)] == []
    ids = [element["id"] for element in main.walk() if "id" in element]
    assert len(ids) == len(set(ids))
    for group in main.find_all("fieldset"):
        assert group.find("legend").text


def test_hints_are_tied_to_their_inputs(visitor: Visitor) -> None:
    sheet = visitor.add_list(a_column("Reason", Description="Why it needs no work."))
    visitor.add_row(sheet)

    main = open_form(visitor, sheet).main

    hint = main.find(id=main.find("input", id="field-Reason")["aria-describedby"])
    assert hint.text == "Why it needs no work."
