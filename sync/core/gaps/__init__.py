"""Gaps: the differences worth a person's time, each with its sentence, both sides and what to do."""

from sync.core.gaps.assess import RULES, assess_gaps
from sync.core.gaps.findings import name_row

__all__ = ["RULES", "assess_gaps", "name_row"]
