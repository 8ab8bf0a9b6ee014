"""Roll up: the figures that boards act on, counted from the rows and balancing by construction."""

from sync.core.rollup.history import History, freeze_history
from sync.core.rollup.position import roll_up
from sync.core.rollup.publication_rows import AskedFor, build_publication_rows
from sync.core.rollup.rows import build_flag_column_rows, build_position_rows
from sync.core.rollup.tables import INSPECTIONS, SELF_ASSESSMENT
from sync.core.rollup.working import Workings

__all__ = [
    "INSPECTIONS",
    "SELF_ASSESSMENT",
    "AskedFor",
    "History",
    "Workings",
    "build_flag_column_rows",
    "build_position_rows",
    "build_publication_rows",
    "freeze_history",
    "roll_up",
]
