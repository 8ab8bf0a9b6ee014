"""How the rows of a view look: tints beside words, heads of groups with their count, and cards."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sync.core.vocabulary import ViewFormat
from sync.sharepoint.formats.columns import build_pill, build_status_pill, say_days
from sync.sharepoint.formats.elements import SCHEMAS, Element, element, icon
from sync.sharepoint.formats.palette import BAD, LINK, PLAIN, SOFT, TARGET, WORDS

_TINT: Final = "sp-css-backgroundColor-errorBackground50"
_BOLD: Final = "sp-field-bold"
_NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})
_HEIGHT: Final = 250
"""Of a card, in pixels."""


def build_view_format(
    name: ViewFormat,
    names: Mapping[str, str],
    words: Mapping[str, str] = _NO_WORDS,
    types: Mapping[str, str] = _NO_WORDS,
) -> Element:
    """Return a view's formatting.

    Args:
        name: one of the names in targets.yaml.
        names: for a list of people's, our field's name: its column's internal name.
        words: for the tracker, the force's wording of a status: our own word for it.
        types: the list's columns by internal name: SharePoint's name of their type; a board is taken for a lookup without.
    """
    return _cards(names, words, types) if name is ViewFormat.CARDS else _BUILDERS[name](names)


def _tint_rows(condition: str, class_: str = _TINT) -> Element:
    return {
        "$schema": f"{SCHEMAS}/v2/row-formatting.schema.json",
        "additionalRowClass": f"=if({condition}, '{class_}', '')",
    }


def build_overdue_condition(date: str, counts: str) -> str:
    """Return what is true of an outstanding row whose date has passed: blanks and closed rows never, today's not yet."""
    return f"{counts} == 'Outstanding' && Number({date}) > 0 && addDays({date}, 1) <= @now"


def _tables(_: Mapping[str, str]) -> Element:
    return _tint_rows("[$Table] == 'Headline'", _BOLD)


def _runs(_: Mapping[str, str]) -> Element:
    return _tint_rows("[$Outcome] == 'failed'")


def _overdue(names: Mapping[str, str]) -> Element:
    del names
    return {**_groups({}), **_tint_rows(build_overdue_condition("[$SyncDue]", "[$SyncCounts]"))}


def _inspections(names: Mapping[str, str]) -> Element:
    starts = names.get("starts_on", "StartsOn")
    return _tint_rows(f"Number([${starts}]) > 0 && [${starts}] > @now", _BOLD)


def _groups(_: Mapping[str, str]) -> Element:
    """Head of a group: its value and how many rows are in it."""
    head = element(
        "div",
        style={"display": "flex", "align-items": "center", "font-weight": "600"},
        children=[
            icon("BulletedList"),
            element("span", text="=if(@group.fieldData.displayValue == '', '(none)', @group.fieldData.displayValue)"),
            element(
                "span",
                text="='  ' + @group.count + if(@group.count == 1, ' row', ' rows')",
                style={"margin-left": "8px", "font-weight": "400", "color": SOFT},
            ),
        ],
    )
    return {
        "$schema": f"{SCHEMAS}/v2/row-formatting.schema.json",
        "groupProps": {"headerFormatter": head},
    }


def _build_tile(height: int, width: int, body: Element) -> Element:
    return {
        "$schema": f"{SCHEMAS}/v2/tile-formatting.schema.json",
        "height": height,
        "width": width,
        "hideSelection": False,
        "fillHorizontally": False,
        "formatter": body,
    }


_CARD: Final = {
    "display": "flex",
    "flex-direction": "column",
    "box-sizing": "border-box",
    "width": "100%",
    "min-height": f"{_HEIGHT}px",
    "padding": "12px",
    "border-width": "1px",
    "border-style": "solid",
    "border-color": PLAIN.edge,
    "border-radius": "6px",
    "background-color": "#ffffff",
    "color": PLAIN.ink,
}


def _line(label: str, text: str, condition: str = "true") -> Element:
    return element(
        "div",
        style={"display": f"=if({condition}, 'flex', 'none')", "margin-top": "4px"},
        children=[
            element("span", text=label, style={"color": SOFT, "margin-right": "6px"}),
            element("span", text=text, style={"font-weight": "600"}),
        ],
    )


def _cards(names: Mapping[str, str], words: Mapping[str, str], types: Mapping[str, str]) -> Element:
    """One card for each outstanding row: title, status, board, when it is due, its gaps."""
    status, board = names.get("status", "Status"), names.get("board", "")
    kind = names.get("kind", "")
    is_late = build_overdue_condition("[$SyncDue]", "[$SyncCounts]")
    days = "(floor((Number([$SyncDue]) - Number(@now)) / 86400000) + 1)"
    open_link = element(
        "button",
        text="[$Title]",
        style={"font-weight": "600", "color": LINK, "text-align": "left", "border": "none", "padding": "0"},
    )
    open_link["customRowAction"] = {"action": "defaultClick"}
    due = element(
        "div",
        style={
            "display": "=if(Number([$SyncDue]) > 0, 'flex', 'none')",
            "align-items": "center",
            "margin-top": "6px",
            "padding": "2px 6px",
            "border-radius": "4px",
            "color": f"=if({is_late}, '{BAD.ink}', '{PLAIN.ink}')",
            "background-color": f"=if({is_late}, '{BAD.paper}', '{PLAIN.paper}')",
        },
        children=[
            element("span", attributes={"iconName": f"=if({is_late}, '{BAD.icon}', 'Clock')", "aria-hidden": "true"}),
            element(
                "span",
                text=f"=if({is_late}, 'Overdue: ', 'Due ') + [$SyncDue.displayValue] + ', ' + {say_days(days)}",
                style={"margin-left": "4px"},
            ),
        ],
    )
    pill = build_status_pill(f"[${status}]", words, types.get(status, "Choice"))
    pill = element("div", style={"margin-top": "6px"}, children=[pill])
    worst = element("div", style={"margin-top": "6px"}, children=[build_pill("[$SyncSeverity]", WORDS)])
    children = [open_link, pill, due]
    shown = f"[${board}.lookupValue]" if types.get(board, "Lookup") == "Lookup" else f"[${board}]"
    children += [_line("Board", shown, f"{shown} != ''")] if board else []
    children += [_line("Type", f"[${kind}]", f"[${kind}] != ''")] if kind else []
    children += [_line("Gaps", "[$SyncGaps]", "[$SyncGaps] != ''"), worst]
    return _build_tile(_HEIGHT, 320, element("div", style=_CARD, children=children))


def _boards(_: Mapping[str, str]) -> Element:
    """One card for each board: its name, its chair, and its figures."""

    def figure(column: str, label: str, colour: str = PLAIN.ink) -> Element:
        return element(
            "div",
            style={"display": "flex", "flex-direction": "column", "margin-right": "18px"},
            children=[
                element(
                    "span", text=f"[${column}]", style={"font-size": "22px", "font-weight": "600", "color": colour}
                ),
                element("span", text=label, style={"color": SOFT}),
            ],
        )

    def row(*figures: Element) -> Element:
        return element("div", style={"display": "flex", "margin-top": "10px"}, children=figures)

    head = element("div", text="[$Line]", style={"font-weight": "600", "font-size": "15px"})
    chair = element(
        "div", text="=if([$Chair] == '', 'No chair entered', 'Chaired by the ' + [$Chair])", style={"color": SOFT}
    )
    late = f"=if([$Overdue] > 0, '{BAD.ink}', '{PLAIN.ink}')"
    link = element(
        "a",
        style={
            "display": "=if([$Working] == '', 'none', 'inline-flex')",
            "align-items": "center",
            "min-height": TARGET,
            "margin-top": "12px",
            "color": LINK,
        },
        attributes={"href": "[$Working]"},
        children=[icon("BulletedList", LINK), element("span", text="='Open ' + [$Working.desc]")],
    )
    children = [
        head,
        chair,
        row(figure("Outstanding", "outstanding"), figure("Overdue", "overdue", late)),
        row(
            figure("Added", "added"),
            figure("Completed", "completed"),
            figure("AwaitingAgreement", "awaiting agreement"),
        ),
        link,
    ]
    return _build_tile(_HEIGHT, 320, element("div", style=_CARD, children=children))


_BUILDERS: Mapping[ViewFormat, Callable[[Mapping[str, str]], Element]] = {
    ViewFormat.TABLES: _tables,
    ViewFormat.GROUPS: _groups,
    ViewFormat.RUNS: _runs,
    ViewFormat.OVERDUE: _overdue,
    ViewFormat.BOARDS: _boards,
    ViewFormat.INSPECTIONS: _inspections,
}
