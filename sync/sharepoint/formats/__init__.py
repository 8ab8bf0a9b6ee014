"""Formatting of columns, views and forms: what each of the names in targets.yaml looks like, as SharePoint's JSON.

Colour never speaks alone: every word keeps its text and has an icon, and ink and paper are given together, so that the
contrast is that of ``palette`` in any theme.
"""

from sync.sharepoint.formats.columns import build_column_format, build_status_format
from sync.sharepoint.formats.forms import build_form_format
from sync.sharepoint.formats.views import build_view_format

__all__ = ["build_column_format", "build_form_format", "build_status_format", "build_view_format"]
