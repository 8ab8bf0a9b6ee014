"""What is wrong with the site's lists: told with the list, the nearest existing name and what to do."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sync.errors import Problem, SiteShapeError
from sync.ports import ListRequest
from sync.sharepoint.nearest import find_nearest


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is not as it has to be.

    Args:
        title: the list's title.
        code: a stable word for scripts.
        what: a sentence that says what is wrong.
        remedy: what to do about it.
        near: the nearest existing name, or empty.
        column: the column's internal name; empty when the list is meant.
    """

    title: str
    code: str
    what: str
    remedy: str
    near: str = ""
    column: str = ""

    @property
    def sentence(self) -> str:
        """Return all of it as running text."""
        near = f" The nearest one is '{self.near}'." if self.near else ""
        return f"{self.what}{near} {self.remedy}"

    def as_problem(self) -> Problem:
        """Return it as a problem whose file is the list."""
        return Problem(self.title, 0, 0, self.code, f"{self.what} {self.remedy}", self.near, self.column)


def complain_of_list(
    request: ListRequest,
    columns: Collection[str] | None,
    read_titles: Callable[[], Sequence[str]],
    *,
    is_empty: bool = False,
) -> Iterator[Complaint]:
    """Yield what is wrong with a list that is to be read.

    Args:
        request: what is wanted of it.
        columns: the internal names of its columns; None when the site has no such list.
        read_titles: gives the titles of the site's lists; asked only when the list is missing.
        is_empty: whether it has no rows, so that it may be one of ours, half made.
    """
    title = request.title
    if columns is None:
        what = f"The site has no list '{title}'."
        yield Complaint(title, "missing-list", what, request.remedy, find_nearest(title, read_titles()))
    elif request.key_column and request.key_column not in columns:
        what = f"The list '{title}' is half made: it has no column {request.key_column}."
        half_made = Complaint(title, "missing-column", what, request.remedy, column=request.key_column)
        yield half_made if is_empty else complain_of_owner(title, request.key_column)
    else:
        for name, remedy in request.columns.items():
            if name not in columns:
                what = f"The list '{title}' has no column {name}."
                yield Complaint(title, "missing-column", what, remedy, find_nearest(name, columns), name)


def complain_of_owner(title: str, key_column: str) -> Complaint:
    """Return the complaint about a list under our title whose rows nobody can tell to be ours."""
    what = (
        f"There is a list '{title}' that this service did not make, or not as it is now: it has no column {key_column}."
    )
    remedy = "Rename that list, or choose another title in targets.yaml, and run hmicfrs-sync provision. Nothing was changed."
    return Complaint(title, "not-ours", what, remedy, column=key_column)


def refuse(complaints: Iterable[Complaint]) -> None:
    """Raise SiteShapeError with all complaints, when there are any."""
    told = list(complaints)
    if told:
        sentences = "\n".join(complaint.sentence for complaint in told)
        raise SiteShapeError(sentences, [complaint.as_problem() for complaint in told])
