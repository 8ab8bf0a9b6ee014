"""Every text of the style sheet can be read: WCAG 2.2 AA asks for 4.5:1, and 3:1 for the edges of inputs and focus.

Colours come from the style sheet itself. A rule that sets both colours is one pair; one that sets a text colour alone
stands on whichever of the page's grounds is worst for it.
"""

import re
from itertools import product

import pytest

from sync.emulator.pages.layout import STYLE_SHEET

SHEET = re.sub(r"/\*.*?\*/", "", STYLE_SHEET.decode(), flags=re.DOTALL)
VARIABLES = dict(re.findall(r"(--[\w-]+):\s*(#[0-9a-f]{6})", SHEET))
RULES = re.findall(r"([^{}]+)\{([^{}]*)\}", SHEET)

GROUNDS = ("var(--white)", "var(--page)")
ON_OWN_GROUND = ("hover", ".bar", ".banner", ".skip", "ms-fontColor-white")
"""Selectors whose ground another rule sets: their pairs stand in ``PAIRS``."""

PAIRS = [
    ("var(--white)", "var(--bar)", 4.5),
    ("var(--banner-ink)", "var(--banner)", 4.5),
    ("var(--ink)", "#ebebeb", 4.5),
    ("var(--soft)", "#ebebeb", 4.5),
    ("var(--ink)", "#e6e6e6", 4.5),
    ("var(--ink)", "#f7fbfb", 4.5),
    ("var(--accent-dark)", "#f7fbfb", 4.5),
    ("var(--accent-text)", "var(--accent-tint)", 4.5),
    ("var(--soft)", "var(--accent-tint)", 4.5),
    ("var(--accent-text)", "#ececec", 4.5),
    ("var(--ink)", "var(--good-tint)", 4.5),
    ("var(--ink)", "var(--warn-tint)", 4.5),
    ("var(--accent-text)", "var(--warn-tint)", 4.5),
    ("var(--ink)", "var(--bad-tint)", 4.5),
    ("var(--edge)", "var(--white)", 3.0),
    ("var(--focus)", "var(--white)", 3.0),
    ("var(--focus)", "var(--page)", 3.0),
    ("var(--accent)", "var(--page)", 3.0),
]


def read_colour(text: str) -> str:
    name = re.fullmatch(r"var\((--[\w-]+)\)", text.strip())
    return VARIABLES[name[1]] if name else text.strip()


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    bright, dark = sorted((luminance(read_colour(first)), luminance(read_colour(second))), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def read_rules() -> list[tuple[str, str | None, str | None]]:
    """Return selector, text colour and ground of each rule that sets one of them to a colour."""
    found = []
    for selector, body in RULES:
        declared = dict(re.findall(r"(?<![-\w])(color|background-color):\s*([^;]+)", body))
        text, ground = (_keep_colour(declared.get(name, "")) for name in ("color", "background-color"))
        if text or ground:
            found.append((" ".join(selector.split()), text, ground))
    return found


def _keep_colour(declared: str) -> str | None:
    return declared if re.match(r"#|var", declared.strip()) else None


def test_contrast_is_counted_as_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("selector", "text", "ground"),
    [pytest.param(*rule, id=rule[0][:60]) for rule in read_rules() if rule[1] and rule[2]],
)
def test_a_rule_that_sets_both_colours_can_be_read(selector: str, text: str, ground: str) -> None:
    assert contrast(text, ground) >= 4.5, selector


@pytest.mark.parametrize(
    ("selector", "text"),
    [
        pytest.param(selector, text, id=selector[:60])
        for selector, text, ground in read_rules()
        if text and not ground and not any(part in selector for part in ON_OWN_GROUND)
    ],
)
def test_a_text_colour_can_be_read_on_every_ground_of_the_page(selector: str, text: str) -> None:
    assert min(contrast(text, ground) for ground in GROUNDS) >= 4.5, selector


@pytest.mark.parametrize(("first", "second", "least"), PAIRS)
def test_colours_that_meet_can_be_told_apart(first: str, second: str, least: float) -> None:
    assert contrast(first, second) >= least


def test_sharepoints_font_classes_can_be_read_on_its_tints() -> None:
    rules = read_rules()
    fonts = {text for selector, text, ground in rules if text and not ground and "sp-css-color-" in selector}
    tints = {ground for selector, _, ground in rules if ground and "sp-css-backgroundColor-" in selector}
    dark = {"#03686b"}

    assert len(fonts) > 5
    for text, ground in product(fonts, tints - dark):
        assert contrast(text, ground) >= 4.5, (text, ground)
