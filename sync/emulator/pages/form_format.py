"""The formatting of a list's form: a header, a footer, and which columns stand together.

SharePoint keeps it on the list's content type (Microsoft, "Configure the list form"); here it is a setting of the list, which
the content type that new items get tells and changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.emulator.pages.formatting.formats import read_column_format
from sync.emulator.pages.formatting.problems import FormattingError
from sync.emulator.pages.visit import Visit
from sync.emulator.store.content_types import FORM
from sync.emulator.store.fields import FieldRecord
from sync.emulator.store.lists import ListRecord


@dataclass(frozen=True, slots=True)
class Section:
    """Columns that stand together; ``title`` may be empty."""

    title: str
    fields: Sequence[FieldRecord]


@dataclass(frozen=True, slots=True)
class FormFormat:
    """How a form looks: elements before and after its columns, None where there is none."""

    header: Mapping[str, object] | None
    footer: Mapping[str, object] | None
    sections: Sequence[Section]


def read_form_format(record: ListRecord, fields: Sequence[FieldRecord], visit: Visit) -> FormFormat:
    """Return the formatting of a list's form; what cannot be read is noted and left out."""
    plain = FormFormat(None, None, [Section("", fields)])
    try:
        document = read_column_format(record.settings.get(FORM))
        if document is None:
            return plain
        body = _read_part(document, "bodyJSONFormatter")
        return FormFormat(
            _read_part(document, "headerJSONFormatter"),
            _read_part(document, "footerJSONFormatter"),
            _arrange(body, fields) if body else plain.sections,
        )
    except FormattingError as error:
        visit.notes.add(f"The form has {error}, which the local SharePoint does not know; it is shown plainly.")
        return plain


def _read_part(document: Mapping[str, object], name: str) -> Mapping[str, object] | None:
    part = document.get(name)
    return part if isinstance(part, Mapping) else read_column_format(part)


def _arrange(body: Mapping[str, object], fields: Sequence[FieldRecord]) -> Sequence[Section]:
    """Put each column in the first section that names it, and those that none names in the last."""
    written = body.get("sections")
    left = list(fields)
    sections: list[Section] = []
    for part in written if isinstance(written, list) else []:
        names = part.get("fields") if isinstance(part, Mapping) else None
        wanted = [str(name) for name in names] if isinstance(names, list) else []
        chosen = [field for name in wanted for field in left if name in (field.title, field.internal_name)]
        left = [field for field in left if field not in chosen]
        sections.append(Section(str(part.get("displayname") or "") if isinstance(part, Mapping) else "", chosen))
    if not sections:
        return [Section("", fields)]
    last = sections.pop()
    return [*sections, Section(last.title, [*last.fields, *left])]
