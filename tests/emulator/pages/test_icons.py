"""Icons: each of Fluent's names that is known stands for one drawing."""

from collections import Counter

from sync.emulator.pages import icons
from tests.emulator.pages.markup import parse


def test_no_name_stands_for_two_drawings() -> None:
    names = [name for line in icons.NAMES.values() for name in line.split()]

    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_name_is_of_a_drawing_that_there_is() -> None:
    for shape, names in icons.NAMES.items():
        assert parse(icons.draw(shape)).find("path")["d"].startswith("M")
        assert all(icons.has_icon(name) for name in names.split())
