"""CAML: views and queries become the store's own conditions; what SharePoint refuses is refused, the rest is named."""

from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sync.emulator.errors import CamlColumnError, CamlError, LiteralError, SharePointError, UnsupportedError, XmlError
from sync.emulator.query.caml import Asker, CamlView, parse_query, parse_view
from sync.emulator.query.columns import Column, ColumnType, Values

NOW = datetime(2021, 7, 1, 22, 30, tzinfo=UTC)
ASKER = Asker(6, NOW, ZoneInfo("Europe/London"))

ROW: Mapping[str, object] = {
    "ID": 7,
    "Title": "Rest periods",
    "Status": "Open",
    "Score": 10,
    "Done": True,
    "Due": "2021-07-01T22:30:00Z",
    "Owner": 6,
    "Owner/Title": "Head of Custody",
    "Boards": [1, 2],
    "Boards/Title": ["Custody", "Crime"],
    "Tags": ["Red", "Blue"],
    "Body": "<p>Long text</p>",
    "Link": None,
}
KINDS = {
    "ID": ColumnType.NUMBER,
    "Score": ColumnType.NUMBER,
    "Done": ColumnType.BOOLEAN,
    "Due": ColumnType.DATE,
    "Tags": ColumnType.MANY,
}


class Columns:
    """The columns of ``ROW``."""

    def find_shown(self, name: str) -> Column:
        if name == "Boards":
            return Column(name, ColumnType.MANY, lambda values: values["Boards/Title"])
        if name == "Owner":
            return Column(name, ColumnType.TEXT, lambda values: values["Owner/Title"])
        if name not in ROW:
            raise CamlColumnError
        refusal = "Note" if name == "Body" else ""
        return Column(name, KINDS.get(name, ColumnType.TEXT), lambda values: values[name], refusal=refusal)

    def find_id(self, name: str) -> Column:
        kind = ColumnType.MANY if name == "Boards" else ColumnType.NUMBER
        return Column(name, kind, lambda values: values[name])


def view(inside: str, attributes: str = "") -> CamlView:
    return parse_view(f"<View {attributes}>{inside}</View>", Columns(), ASKER)


def keeps(condition: str, row: Values = ROW) -> bool:
    conditions = view(f"<Query><Where>{condition}</Where></Query>").query.conditions
    return all(part.test(row) for part in conditions)


def compare(operator: str, name: str, value: str, kind: str = "Text", reference: str = "", about: str = "") -> str:
    return f"<{operator}><FieldRef Name='{name}' {reference}/><Value Type='{kind}' {about}>{value}</Value></{operator}>"


TRUE = compare("Eq", "Status", "Open")
FALSE = compare("Eq", "Status", "Closed")


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param(compare("Eq", "Status", "open"), id="text, whatever the case"),
        pytest.param(compare("Neq", "Status", "Closed"), id="differs"),
        pytest.param(compare("Neq", "Link", "x"), id="an empty cell differs from everything"),
        pytest.param(compare("Gt", "Score", "9", "Number"), id="numbers, not their digits"),
        pytest.param(compare("Geq", "Score", "10.0", "Number"), id="at least"),
        pytest.param(compare("Lt", "Score", "10.5", "Number"), id="less"),
        pytest.param(compare("Leq", "ID", "7", "Counter"), id="at most"),
        pytest.param(compare("Eq", "Done", "1", "Boolean"), id="yes or no"),
        pytest.param(compare("Contains", "Title", "PERIOD"), id="contains"),
        pytest.param(compare("BeginsWith", "Title", "rest"), id="begins"),
        pytest.param(compare("Contains", "Body", "long"), id="contains, in long text"),
        pytest.param("<IsNull><FieldRef Name='Link'/></IsNull>", id="empty"),
        pytest.param("<IsNotNull><FieldRef Name='Title'/></IsNotNull>", id="not empty"),
        pytest.param(compare("Eq", "Owner", "Head of Custody", "User"), id="a person by name"),
        pytest.param(compare("Eq", "Owner", "6", "User", "LookupId='TRUE'"), id="a person by id"),
        pytest.param(compare("Eq", "Owner", "<UserID/>", "Integer"), id="the asker"),
        pytest.param(compare("Eq", "Boards", "crime", "LookupMulti"), id="one of several lookups"),
        pytest.param(compare("Eq", "Boards", "2", "LookupMulti", "LookupId='TRUE'"), id="one of several, by id"),
        pytest.param(compare("Eq", "Tags", "red", "MultiChoice"), id="one of several choices"),
        pytest.param(
            "<In><FieldRef Name='Status'/><Values><Value Type='Text'>Late</Value><Value Type='Text'>Open</Value>"
            "</Values></In>",
            id="one of these",
        ),
        pytest.param(f"<And>{TRUE}<Or>{FALSE}{TRUE}</Or></And>", id="and, or"),
        pytest.param(f"<Or><And>{TRUE}{FALSE}</And>{TRUE}</Or>", id="or, and"),
    ],
)
def test_a_condition_keeps_the_row(condition: str) -> None:
    assert keeps(condition)


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param(FALSE, id="another value"),
        pytest.param(compare("Gt", "Link", "a"), id="an empty cell is not greater"),
        pytest.param(compare("Lt", "Link", "a"), id="nor less"),
        pytest.param(compare("Contains", "Title", "Rest_periods"), id="a wildcard is a letter"),
        pytest.param(f"<And>{TRUE}{FALSE}</And>", id="and"),
        pytest.param(f"<Or>{FALSE}{FALSE}</Or>", id="or"),
        pytest.param("<In><FieldRef Name='Status'/><Values/></In>", id="one of nothing"),
        pytest.param(compare("Eq", "Boards", "3", "LookupMulti", "LookupId='TRUE'"), id="an id that is not there"),
    ],
)
def test_a_condition_drops_the_row(condition: str) -> None:
    assert not keeps(condition)


@pytest.mark.parametrize(
    ("value", "about", "kept"),
    [
        pytest.param("2021-07-01", "", True, id="a day is the site's, 23:30 being still the first of July"),
        pytest.param("2021-07-02T09:00:00Z", "", False, id="the time of day does not count"),
        pytest.param("2021-07-01T09:00:00Z", "", True, id="not even of another hour"),
        pytest.param("<Today/>", "", True, id="today"),
        pytest.param("<Today OffsetDays='-1'/>", "", False, id="yesterday"),
        pytest.param("<Now/>", "IncludeTimeValue='TRUE'", True, id="now"),
        pytest.param("2021-07-01T23:30:00Z", "IncludeTimeValue='TRUE'", True, id="site time, whatever the Z says"),
        pytest.param("2021-07-01T22:30:00Z", "IncludeTimeValue='TRUE' StorageTZ='TRUE'", True, id="stored time"),
        pytest.param("2021-07-01T23:30:00+01:00", "IncludeTimeValue='TRUE'", True, id="with an offset"),
    ],
)
def test_a_date_is_compared_as_a_day_unless_the_time_is_asked_for(value: str, about: str, kept: bool) -> None:  # noqa: FBT001
    assert keeps(compare("Eq", "Due", value, "DateTime", about=about)) is kept


def test_days_are_ordered_too() -> None:
    assert keeps(compare("Lt", "Due", "<Today OffsetDays='1'/>", "DateTime"))
    assert keeps(compare("Geq", "Due", "<Today OffsetDays='-30'/>", "DateTime"))


def test_conditions_joined_by_and_come_apart() -> None:
    conditions = view(
        f"<Query><Where><And>{TRUE}<And>{compare('Eq', 'ID', '7')}{TRUE}</And></And></Where></Query>"
    ).query.conditions

    assert [(part.column.name if part.column else "", part.equals) for part in conditions] == [
        ("Status", "open"),
        ("ID", 7.0),
        ("Status", "open"),
    ]


def test_an_equality_by_day_cannot_use_an_index() -> None:
    [condition] = parse_query(
        f"<Where>{compare('Eq', 'Due', '2021-07-01', 'DateTime')}</Where>", Columns(), ASKER
    ).conditions

    assert condition.equals is None


def test_a_long_chain_of_or_is_read() -> None:
    chain = TRUE
    for _ in range(100):
        chain = f"<Or>{FALSE}{chain}</Or>"

    assert keeps(chain)


def test_rows_are_ordered_by_group_first() -> None:
    query = view(
        "<Query><OrderBy><FieldRef Name='Title' Ascending='FALSE'/><FieldRef Name='Status'/></OrderBy>"
        "<GroupBy Collapse='FALSE' GroupLimit='30'><FieldRef Name='Status'/></GroupBy></Query>"
    ).query

    assert [(key.column.name, key.descending) for key in query.order] == [("Status", False), ("Title", True)]
    assert [key.column.name for key in query.groups] == ["Status"]
    assert not query.is_collapsed


def test_a_view_says_which_columns_and_how_many_rows() -> None:
    shown = view(
        "<ViewFields><FieldRef Name='LinkTitle'/><FieldRef Name='Due'/></ViewFields><RowLimit Paged='TRUE'>30</RowLimit>",
        "Scope='recursiveall' Name='{1}' DisplayName='x' BaseViewID='1'",
    )

    assert (shown.fields, shown.row_limit, shown.is_paged, shown.scope) == (
        ("LinkTitle", "Due"),
        30,
        True,
        "RecursiveAll",
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "<View/>",
        "<View Scope='ViewScope.DefaultValue'><Query/></View>",
        "<View><Query><Where/></Query></View>",
    ],
)
def test_a_view_may_ask_for_everything(text: str) -> None:
    assert parse_view(text, Columns(), ASKER) == CamlView()


def test_a_condition_outside_where_is_passed_over() -> None:
    assert view(f"<Query>{FALSE}</Query>").query.conditions == ()


def test_a_query_inside_a_query_is_the_one_that_counts() -> None:
    assert len(view(f"<Query><Query><Where>{FALSE}</Where></Query></Query>").query.conditions) == 1


def test_a_saved_query_is_the_inside_of_the_element() -> None:
    query = parse_query(f"<Where>{TRUE}</Where><OrderBy><FieldRef Name='ID'/></OrderBy>", Columns(), ASKER)

    assert (len(query.conditions), query.order[0].column.name) == (1, "ID")
    assert parse_query("", Columns(), ASKER).conditions == ()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><View>&b;</View>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><View>&a;</View>'


@pytest.mark.parametrize(
    ("text", "error", "named"),
    [
        pytest.param("<View", XmlError, "The view is not XML", id="cut short"),
        pytest.param("View", XmlError, "The view is not XML", id="no XML at all"),
        pytest.param("<View>\x00</View>", XmlError, "The view is not XML", id="a null character"),
        pytest.param(BOMB, XmlError, "declares a document type", id="entities that multiply"),
        pytest.param(OUTSIDE, XmlError, "declares a document type", id="an entity from outside"),
        pytest.param("<View>" * 300 + "</View>" * 300, XmlError, "more than 200 deep", id="too deep"),
        pytest.param("<Query/>", CamlError, "its root is 'Query'", id="another root"),
        pytest.param("<View><Query/><Query/></View>", CamlError, "Query stands in it twice", id="twice"),
        pytest.param("<View><RowLimit>many</RowLimit></View>", CamlError, "RowLimit cannot be 'many'", id="row limit"),
        pytest.param("<View><ViewFields><X/></ViewFields></View>", CamlError, "ViewFields takes", id="view fields"),
    ],
)
def test_a_view_that_cannot_be_read_is_refused_in_words(text: str, error: type[SharePointError], named: str) -> None:
    with pytest.raises(error, match=named) as caught:
        parse_view(text, Columns(), ASKER)

    assert caught.value.status == 400


@pytest.mark.parametrize(
    ("condition", "error"),
    [
        pytest.param(f"<Or>{TRUE}</Or>", CamlColumnError, id="Or of one"),
        pytest.param(f"<And>{TRUE}{TRUE}{TRUE}</And>", CamlColumnError, id="And of three"),
        pytest.param(compare("Eq", "Nope", "1"), CamlColumnError, id="no such column"),
        pytest.param(
            "<Eq><FieldRef/><Value Type='Text'>x</Value></Eq>", CamlColumnError, id="a FieldRef without a name"
        ),
        pytest.param("<Eq><Value Type='Text'>x</Value></Eq>", CamlError, id="no FieldRef"),
        pytest.param("<Eq><FieldRef Name='Title'/></Eq>", CamlError, id="no Value"),
        pytest.param("<IsNull><FieldRef Name='Title'/><X/></IsNull>", CamlError, id="too much in IsNull"),
        pytest.param("<IsNull><X/></IsNull>", CamlError, id="something else in IsNull"),
        pytest.param("<In><FieldRef Name='Title'/></In>", CamlError, id="In without values"),
        pytest.param("<In><FieldRef Name='Title'/><Values><X/></Values></In>", CamlError, id="In of something else"),
        pytest.param(TRUE + TRUE, CamlError, id="two conditions"),
        pytest.param(compare("Eq", "Due", "<Today OffsetDays='x'/>", "DateTime"), CamlError, id="days that are none"),
        pytest.param(
            compare("Eq", "Due", "<Today OffsetDays='-999999'/>", "DateTime"), CamlError, id="days past the calendar"
        ),
        pytest.param(compare("Eq", "Due", "soon", "DateTime"), LiteralError, id="no date"),
        pytest.param(compare("Eq", "Due", "9999-12-31T23:00:00-10:00", "DateTime"), LiteralError, id="past all dates"),
        pytest.param(compare("Eq", "Score", "many", "Number"), LiteralError, id="no number"),
        pytest.param(compare("Eq", "Done", "maybe", "Boolean"), LiteralError, id="neither yes nor no"),
        pytest.param(compare("Includes", "Tags", "Red"), UnsupportedError, id="an operator that is not built"),
        pytest.param(compare("Eq", "Body", "x"), UnsupportedError, id="long text compared"),
        pytest.param(compare("Gt", "Tags", "x"), UnsupportedError, id="several values ordered"),
        pytest.param(compare("Eq", "Title", "<Month/>"), UnsupportedError, id="a word that is not built"),
        pytest.param(
            compare("Eq", "Due", "<Month/>", "DateTime"), UnsupportedError, id="a date word that is not built"
        ),
        pytest.param(compare("Eq", "Title", "x", about="Odd='1'"), UnsupportedError, id="an attribute of a Value"),
        pytest.param(
            compare("Eq", "Title", "x", reference="Odd='1'"), UnsupportedError, id="an attribute of a FieldRef"
        ),
    ],
)
def test_a_condition_that_is_not_one_is_refused(condition: str, error: type[SharePointError]) -> None:
    with pytest.raises(error):
        keeps(condition)


@pytest.mark.parametrize(
    "inside",
    [
        pytest.param("<Joins/>", id="joins"),
        pytest.param("<Query><Whereabouts/></Query>", id="an element of the query"),
        pytest.param("<Query><OrderBy Odd='1'/></Query>", id="an attribute"),
        pytest.param("<Query><OrderBy><FieldRef Name='Tags'/></OrderBy></Query>", id="sorting by several values"),
    ],
)
def test_what_is_not_built_is_named(inside: str) -> None:
    with pytest.raises(UnsupportedError, match=r"does not support .*(Joins|Whereabouts|Odd|Tags)"):
        view(inside)
