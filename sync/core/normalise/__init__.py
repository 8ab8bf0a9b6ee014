"""Normalise: raw rows become records, and what cannot be read becomes a named problem."""

from sync.core.normalise.history import HISTORY_FIELDS, normalise_histories
from sync.core.normalise.kept import normalise_kept
from sync.core.normalise.memory import normalise_memories
from sync.core.normalise.register import RegisterTable, normalise_register
from sync.core.normalise.remarks import remark_on_register
from sync.core.normalise.tracker import normalise_tracker

__all__ = [
    "HISTORY_FIELDS",
    "RegisterTable",
    "normalise_histories",
    "normalise_kept",
    "normalise_memories",
    "normalise_register",
    "normalise_tracker",
    "remark_on_register",
]
