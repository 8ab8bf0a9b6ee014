"""What the figures cannot do without: the columns of the tracker that tracker.yaml has to name, each once."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from sync.config.places import at_place
from sync.config.yaml_source import Document
from sync.core.vocabulary import TrackerField
from sync.errors import Problem


def check_columns_named_once(
    document: Document, columns: Mapping[TrackerField, str], ours: Collection[str]
) -> Iterator[Problem]:
    """Yield columns that two fields share, and those that the service writes itself (``ours``)."""
    seen: dict[str, TrackerField] = {}
    own = {name.casefold(): name for name in ours}
    for field, column in columns.items():
        # SharePoint takes internal names in any case for the same column.
        name = column.strip().casefold()
        if name in own:
            told = f"{own[name]} is a column that the service writes; name the one that people fill."
            yield at_place(document, ("columns", field.value), "own-column", told)
        elif name and seen.setdefault(name, field) is not field:
            told = f"'{column}' is the column of {seen[name]} already; a column holds one field."
            yield at_place(document, ("columns", field.value), "shared-column", told)


def check_columns_named(
    document: Document,
    columns: Mapping[TrackerField, str],
    required: Sequence[TrackerField],
    *,
    needs_agreement: bool,
) -> Iterator[Problem]:
    """Yield the fields without which the figures come out wrong and no column is named for.

    ``needs_agreement`` is whether an entry is complete only once the Force Liaison Lead agreed it.
    """
    if TrackerField.STATUS not in columns:
        told = "Nothing says which column holds status: every row would count as outstanding."
        yield at_place(document, ("columns",), "missing-field", told)
    if needs_agreement and TrackerField.AGREED_ON not in columns:
        told = (
            "Nothing says which column holds agreed_on: no row would ever count as complete. Name it, or set "
            "completion_needs_agreement: false in governance.yaml."
        )
        yield at_place(document, ("columns",), "missing-field", told)
    for index, field in enumerate(required):
        if field not in columns and field is not TrackerField.STATUS:
            told = f"{field} is required, and columns names no column for it."
            yield at_place(document, ("required", index), "missing-field", told)
