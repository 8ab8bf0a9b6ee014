"""Roll up: the figures that boards act on, counted from the rows and balancing by construction."""

from sync.core.rollup.position import roll_up
from sync.core.rollup.publication_rows import build_publication_rows
from sync.core.rollup.rows import build_flag_column_rows, build_position_rows

__all__ = ["build_flag_column_rows", "build_position_rows", "build_publication_rows", "roll_up"]
