"""How the values of a column look."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

from sync.core.vocabulary import AT_RISK, ColumnFormat
from sync.sharepoint.formats.elements import SCHEMAS, Element, choose_look, element, icon, quote
from sync.sharepoint.formats.palette import (
    BAD,
    COUNTS,
    GOOD,
    KNOWN,
    LINK,
    PLAIN,
    SOFT,
    STATUSES,
    TARGET,
    WARN,
    WORDS,
    Look,
)

OURS: Final = "hmicfrs-sync-status"
"""A class that styles nothing: by it the formatting of a column of people's is known to be ours."""

BAR_FULL: Final = 100
"""A bar is full at so many."""

_ELSEWHERE: Final = "(with row "

_DAY: Final = 86_400_000
_DAYS_LEFT: Final = f"(floor((Number(@currentField) - Number(@now)) / {_DAY}) + 1)"
"""Days until the date, 0 on the day itself: a date is the midnight it begins with, and now is later on that day."""

_HAS_DATE: Final = "Number(@currentField) > 0"
_IS_BLANK: Final = "toString(@currentField) == ''"
"""Of a number: nought is no blank, though the two are equal to formatting as they are to JavaScript."""


def build_column_format(name: ColumnFormat, gaps_address: str) -> Element:
    """Return a column's formatting.

    Args:
        name: one of the names in targets.yaml.
        gaps_address: where the open gaps are shown, from the site on, beginning with a slash.
    """
    return {"$schema": f"{SCHEMAS}/v2/column-formatting.schema.json", **_BUILDERS[name](gaps_address)}


def build_status_format(words: Mapping[str, str], kind: str) -> Element:
    """Return the formatting of the tracker's own status column; it bears ``OURS``.

    Args:
        words: the force's wording of a status: our own word for it.
        kind: SharePoint's name of the column's type.
    """
    made = build_status_pill("@currentField", words, kind)
    made["attributes"] = {"class": OURS}
    return {"$schema": f"{SCHEMAS}/v2/column-formatting.schema.json", **made}


def build_status_pill(source: str, words: Mapping[str, str], kind: str) -> Element:
    """Return a status in its look, however the force writes it: capital letters and spaces make no difference.

    A row that says it is complete and still counts as outstanding waits for agreement, and looks like it. That takes a view with
    the column SyncCounts; in any other the word is believed.
    """
    text = f"{source}.lookupValue" if kind == "Lookup" else source
    known = {**STATUSES} | {wording: STATUSES[ours] for wording, ours in words.items() if ours in STATUSES}
    looks = {wording.lower().replace(" ", ""): look for wording, look in known.items()}
    folded = f"replaceAll(toLowerCase({text}), ' ', '')"
    is_done = " || ".join(f"{folded} == {quote(word)}" for word, look in looks.items() if look is GOOD)
    waits = (f"[$SyncCounts] == 'Outstanding' && ({is_done})", STATUSES["Awaiting agreement"])
    pill = build_pill(folded, looks, text, [waits])
    # The force's own wordings are long, and its column as narrow as people made it.
    pill["style"] = {**cast("dict[str, str]", pill["style"]), "white-space": "normal"}
    return pill


def build_pill(
    source: str, words: Mapping[str, Look], text: str = "", first: Sequence[tuple[str, Look]] = ()
) -> Element:
    """Return a word in its look: icon, text, tinted paper and an edge; nothing at all for a blank.

    Args:
        source: the expression of the word.
        words: the words that have a look; any other is plain.
        text: the expression of what is shown; ``source`` when empty.
        first: conditions with looks that come before the words'.
    """

    def choose_part(part: str, otherwise: Look = PLAIN) -> str:
        return choose_look(source, words, otherwise, part, first)

    return element(
        "div",
        style={
            "display": f"=if({source} == '', 'none', 'inline-flex')",
            "align-items": "center",
            "padding": "1px 8px",
            "border-radius": "10px",
            "border-width": "1px",
            "border-style": "solid",
            "white-space": "nowrap",
            "color": choose_part("ink"),
            "background-color": choose_part("paper"),
            "border-color": choose_part("edge"),
        },
        children=[
            element(
                "span",
                style={
                    "margin-right": "4px",
                    "display": choose_look(
                        source, dict.fromkeys(words, _SHOWN), _HIDDEN, "icon", [(told, _SHOWN) for told, _ in first]
                    ),
                },
                attributes={"iconName": choose_part("icon", KNOWN), "aria-hidden": "true"},
            ),
            element("span", text=text or source),
        ],
    )


_SHOWN: Final = Look("", "", "", "inline")
_HIDDEN: Final = Look("", "", "", "none")


def _word(_: str) -> Element:
    """A word of ours; a grade that is marked a risk looks like one, whatever the grade."""
    return build_pill("@currentField", WORDS, first=[(f"indexOf(@currentField, {quote(AT_RISK)}) > 0", BAD)])


def _counts(_: str) -> Element:
    return build_pill("@currentField", COUNTS)


def say_days(days: str) -> str:
    """Return the expression that says a number of days: ``today``, ``in 3 days``, ``2 days ago``."""
    unit = f"if(abs({days}) == 1, ' day', ' days')"
    return f"if({days} == 0, 'today', if({days} > 0, 'in ' + {days} + {unit}, abs({days}) + {unit} + ' ago'))"


def _due(_: str) -> Element:
    """Date with days left. A blank is no date, and not a date long gone; closed rows have none."""
    return _date_with_days(_HAS_DATE)


def _when(_: str) -> Element:
    """Date; what is still to come also says in how many days."""
    return _date_with_days(f"{_HAS_DATE} && [$State] == 'Upcoming'")


def _answer_due(state: str) -> Callable[[str], Element]:
    """Date with days left for as long as the answer is wanted; one that was given is late no more."""
    return lambda _: _date_with_days(f"{_HAS_DATE} && ([${state}] == 'Due' || [${state}] == 'Overdue')")


def _date_with_days(condition: str) -> Element:
    late = f"{condition} && {_DAYS_LEFT} < 0"
    soon = f"{condition} && {_DAYS_LEFT} >= 0 && {_DAYS_LEFT} < 15"
    return element(
        "div",
        style={"display": f"=if({_HAS_DATE}, 'flex', 'none')", "flex-wrap": "wrap", "align-items": "center"},
        children=[
            element("span", text="@currentField.displayValue", style={"margin-right": "6px"}),
            element(
                "span",
                style={
                    "display": f"=if({condition}, 'inline-flex', 'none')",
                    "align-items": "center",
                    "padding": "0 6px",
                    "border-radius": "8px",
                    "white-space": "nowrap",
                    "color": f"=if({late}, '{BAD.ink}', if({soon}, '{WARN.ink}', '{PLAIN.ink}'))",
                    "background-color": f"=if({late}, '{BAD.paper}', if({soon}, '{WARN.paper}', '{PLAIN.paper}'))",
                },
                children=[
                    element(
                        "span",
                        style={"margin-right": "4px"},
                        attributes={
                            "iconName": f"=if({late}, '{BAD.icon}', if({soon}, '{WARN.icon}', 'Clock'))",
                            "aria-hidden": "true",
                        },
                    ),
                    element("span", text=f"={say_days(_DAYS_LEFT)}"),
                ],
            ),
        ],
    )


def _bar(_: str) -> Element:
    """Number with a bar under it; the number is there for everybody, the bar is only a picture of it."""
    width = f"if(@currentField > {BAR_FULL}, {BAR_FULL}, @currentField)"
    return element(
        "div",
        style={"display": f"=if({_IS_BLANK}, 'none', 'block')", "width": "100%", "min-width": "64px"},
        children=[
            element("div", text="@currentField", style={"text-align": "right"}),
            element(
                "div",
                style={"height": "6px", "border-radius": "3px", "background-color": "#e0e0e0", "width": "100%"},
                attributes={"aria-hidden": "true", "title": f"The bar is full at {BAR_FULL}."},
                children=[
                    element(
                        "div",
                        style={
                            "height": "6px",
                            "border-radius": "3px",
                            "background-color": KNOWN.edge,
                            "width": f"={width} + '%'",
                        },
                    )
                ],
            ),
        ],
    )


def _warning(_: str) -> Element:
    """Number; any but nought is marked by an icon, ink and weight."""
    is_odd = "Number(@currentField) != 0"
    return element(
        "div",
        style={
            "display": f"=if({_IS_BLANK}, 'none', 'flex')",
            "align-items": "center",
            "justify-content": "flex-end",
            "color": f"=if({is_odd}, '{BAD.ink}', '{PLAIN.ink}')",
            "font-weight": f"=if({is_odd}, '600', '400')",
        },
        children=[
            element(
                "span",
                style={"margin-right": "4px", "display": f"=if({is_odd}, 'inline', 'none')"},
                attributes={"iconName": "Warning", "aria-hidden": "true"},
            ),
            element("span", text="@currentField"),
        ],
    )


def _rows(_: str) -> Element:
    """Links to the rows behind each figure, from ``Overdue 7: https://… | Added 15: https://…``."""
    link = element(
        "a",
        text="=substring([$part], 0, indexOf([$part], ': '))",
        style={
            "display": "=if([$part] == '', 'none', 'inline-block')",
            "min-height": TARGET,
            "line-height": TARGET,
            "margin": "1px 8px 1px 0",
            "color": LINK,
            "white-space": "nowrap",
        },
        attributes={"href": "=substring([$part], indexOf([$part], ': ') + 2, 9999)"},
    )
    link["forEach"] = "part in split(@currentField, ' | ')"
    return element("div", style={"display": "flex", "flex-wrap": "wrap"}, children=[link])


def build_gaps_link(source: str, gaps_address: str) -> Element:
    """Return a row's gaps in words, linked to them; nothing at all for a blank.

    A gap that stands under another row, ``Duplicate entry (with row 41)``, is looked for there as well.

    Args:
        source: what holds the words.
        gaps_address: where the open gaps are shown, from the site on, beginning with a slash.
    """
    start = f"indexOf({source}, '{_ELSEWHERE}')"
    number = f"substring({source}, {start} + {len(_ELSEWHERE)}, indexOf({source}, ')'))"
    return element(
        "a",
        style={
            "display": f"=if({source} == '', 'none', 'inline-flex')",
            "align-items": "center",
            "min-height": TARGET,
            "color": LINK,
        },
        attributes={
            "href": f"=@currentWeb + '{gaps_address}?FilterFields1=EntryId&FilterValues1=' + [$ID] + "
            f"if({start} < 0, '', '%3B%23' + {number})",
        },
        children=[icon("Flag", LINK), element("span", text=source)],
    )


def _link(gaps_address: str) -> Element:
    return build_gaps_link("@currentField", gaps_address)


def _moved(_: str) -> Element:
    """How often a date has moved, in words."""
    times = "if(@currentField == 1, ' time', ' times')"
    return element(
        "span",
        text=f"=if({_IS_BLANK}, '', if(@currentField == 0, 'never', @currentField + {times}))",
        style={"color": f"=if(@currentField > 1, '{BAD.ink}', '{SOFT}')"},
    )


_BUILDERS: Mapping[ColumnFormat, Callable[[str], Element]] = {
    ColumnFormat.WORD: _word,
    ColumnFormat.COUNTS: _counts,
    ColumnFormat.DUE: _due,
    ColumnFormat.WHEN: _when,
    ColumnFormat.RESPONSE_DUE: _answer_due("ResponseState"),
    ColumnFormat.ACTION_PLAN_DUE: _answer_due("ActionPlanState"),
    ColumnFormat.BAR: _bar,
    ColumnFormat.WARNING: _warning,
    ColumnFormat.ROWS: _rows,
    ColumnFormat.LINK: _link,
    ColumnFormat.MOVED: _moved,
}
