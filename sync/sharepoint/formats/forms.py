"""What stands at the head of a row's form."""

from collections.abc import Callable, Mapping
from typing import Final

from sync.core.vocabulary import FormFormat
from sync.sharepoint.formats.columns import build_gaps_link, build_pill
from sync.sharepoint.formats.elements import Element, choose, element, icon
from sync.sharepoint.formats.palette import GOOD, LINK, PLAIN, TARGET, WARN, WHITE, WORDS, Look

MARK: Final = "How far this item has come"
"""Stands in every head of ours for a row of the tracker: by it a head is known to be ours."""


def build_form_format(
    name: FormFormat, names: Mapping[str, str], types: Mapping[str, str], gaps_address: str
) -> Element:
    """Return the formatting of a form: its head.

    Args:
        name: one of the names in targets.yaml.
        names: our field's name: the tracker's column that holds it.
        types: the tracker's columns by internal name: SharePoint's name of their type. A step whose column it has not is left out;
            empty when they are not known.
        gaps_address: where the open gaps are shown, from the site on, beginning with a slash.
    """
    head = _steps(names, types, gaps_address) if name is FormFormat.STEPS else _gap(gaps_address)
    return {"headerJSONFormatter": head}


def _steps(names: Mapping[str, str], types: Mapping[str, str], gaps_address: str) -> Element:
    """Published, allocated, force says done, FLL agreed: each with a tick or a ring, and its date; and the way to its gaps."""
    steps = [("Published", "SyncPublished")]
    steps += [
        (label, names[field])
        for label, field in (
            ("Allocated", "owner"),
            ("Force says done", "completed_on"),
            ("FLL agreed", "agreed_on"),
        )
        if field in names and (not types or names[field] in types)
    ]
    children: list[Element] = []
    for index, (label, column) in enumerate(steps):
        if index:
            children.append(icon("ChevronRight", PLAIN.edge))
        # A row that was agreed and is open again keeps its date; what it counts as tells the two apart.
        undone = "[$SyncCounts] == 'Outstanding'" if column == names.get("agreed_on") else ""
        children.append(_step(label, column, types.get(column, "DateTime"), undone))
    children.append(build_gaps_link("[$SyncGaps]", gaps_address))
    return element(
        "div",
        style={"display": "flex", "flex-wrap": "wrap", "align-items": "center", "padding": "8px 0"},
        attributes={"role": "group", "aria-label": MARK},
        children=children,
    )


def _step(label: str, column: str, kind: str, undone: str = "") -> Element:
    """One step: a tick and its date once it is done, a ring while it is not, and a warning where its date is there and cannot count.

    Args:
        label: what the step is called.
        column: the column that says whether it is done.
        kind: SharePoint's name of the column's type.
        undone: the condition on which the item is outstanding all the same; blank where there is none.
    """
    value, shown = f"[${column}]", f"[${column}.displayValue]"
    if kind.startswith("User"):
        value = shown = f"[${column}.title]"
    is_date = kind == "DateTime"
    is_given = f"Number({value}) > 0" if is_date else f"{value} != ''"
    doubts: list[tuple[str, str]] = [(f"{value} > @now", ", a day to come")] if is_date else []
    doubts += [(undone, ", yet outstanding")] if undone else []
    odd = f"{is_given} && ({' || '.join(condition for condition, _ in doubts)})" if doubts else ""
    looks = [(odd, WARN)] if odd else []

    def choose_part(done: str, otherwise: str, get: Callable[[Look], str]) -> str:
        return "=" + choose([*((condition, get(look)) for condition, look in looks), (is_given, done)], otherwise)

    said = choose(doubts, "") if doubts else "''"
    return element(
        "div",
        style={
            "display": "inline-flex",
            "align-items": "center",
            "margin": "2px 8px 2px 0",
            "padding": "4px 10px",
            "border-radius": "14px",
            "border-width": "1px",
            "border-style": "solid",
            "border-color": choose_part(GOOD.edge, PLAIN.edge, lambda look: look.edge),
            "color": choose_part(GOOD.ink, PLAIN.ink, lambda look: look.ink),
            "background-color": choose_part(GOOD.paper, WHITE, lambda look: look.paper),
        },
        children=[
            element(
                "span",
                style={"margin-right": "6px"},
                attributes={
                    "iconName": choose_part(GOOD.icon, "CircleRing", lambda look: look.icon),
                    "aria-hidden": "true",
                },
            ),
            element("span", text=f"='{label}' + if({is_given}, ': ' + {shown} + {said}, ' (not yet)')"),
        ],
    )


def _gap(gaps_address: str) -> Element:
    """What state the gap is in, the way to its row, and the way back."""

    def link(text: str, href: str, name: str, display: str = "inline-flex") -> Element:
        return element(
            "a",
            style={
                "display": display,
                "align-items": "center",
                "min-height": TARGET,
                "margin-left": "16px",
                "color": LINK,
            },
            attributes={"href": href},
            children=[icon(name, LINK), element("span", text=text)],
        )

    return element(
        "div",
        style={"display": "flex", "flex-wrap": "wrap", "align-items": "center", "padding": "8px 0"},
        children=[
            build_pill("[$Severity]", WORDS),
            element("span", style={"width": "8px"}),
            build_pill("[$State]", WORDS),
            link(
                "='Open ' + [$EntryLink.desc] + ' of the Tracker'",
                "[$EntryLink]",
                "Page",
                "=if([$EntryLink] == '', 'none', 'inline-flex')",
            ),
            link("All open gaps", f"=@currentWeb + '{gaps_address}'", "Back"),
        ],
    )
