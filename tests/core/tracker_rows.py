"""Raw rows of the tracker by our field names, and the entries they become."""

from sync.core.normalise import normalise_tracker
from sync.core.records import Cell, Row, TrackerEntry
from sync.core.vocabulary import TrackerField
from tests.builders import TRACKER_TITLE, a_list, the_rules

COLUMNS = the_rules().tracker.columns


def a_tracker_row(number: int = 1, **cells: Cell) -> Row:
    """A row with these cells and no others."""
    return Row(number, f'"{number},1"', {COLUMNS[TrackerField(name)]: cell for name, cell in cells.items()})


def read_entry(**cells: Cell) -> TrackerEntry:
    """The entry that a row with these cells becomes."""
    return normalise_tracker(a_list(TRACKER_TITLE, [a_tracker_row(1, **cells)]), the_rules())[0]
