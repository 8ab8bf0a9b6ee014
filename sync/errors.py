"""Every failure this service tells a person about, grouped by what the reader should do.

::

    SyncError
    ├── UserError              put the input right                        exit 2
    │   ├── ConfigError        settings, mappings or the command line
    │   ├── RegisterError      the register's rows
    │   ├── SiteShapeError     a list or column that the mapping names and the site has not
    │   └── GuardError         put right or acknowledge                   exit 3
    │       ├── StalePlanError
    │       └── ShrunkSourceError
    ├── AccessError            ask an administrator, or wait              exit 5
    │   ├── SignInError
    │   ├── UnreachableError
    │   ├── IncompleteReadError
    │   ├── ThrottledError
    │   └── OutOfTimeError     the run's time is up; the next takes up the rest
    ├── ConflictError          somebody changed it first: plan again      exit 4
    ├── WriteUnknownError      sent, but nobody knows what became of it
    ├── LeaseError             another run writes                         exit 6
    │   ├── LeaseHeldError
    │   └── LeaseLostError
    └── InterruptedRunError    asked to stop                              exit 130

Messages say what happened and what to do next; the data stays on the exception.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

EXIT_DONE = 0
EXIT_UNEXPECTED = 1
EXIT_PARTLY_DONE = 4
EXIT_CHANGES_PENDING = 10


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in something a person wrote, with its place.

    Args:
        file: the file as the person named it, or the title of a list.
        line: 1-based line of the file, or the row's ID; 0 when the whole file is meant.
        column: 1-based column in the line; 0 when the whole line is meant.
        code: a stable word for scripts, e.g. ``unknown-key``.
        message: a full sentence that quotes the value.
        suggestion: the nearest right word, or empty.
        where: the path inside the file, e.g. ``rules › overdue › grace_days``, or the CSV column's name.
        is_warning: whether it is worth a look but stops nothing.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    suggestion: str = ""
    where: str = ""
    is_warning: bool = False


class SyncError(Exception):
    """Anything this service can explain; what cannot be explained is our bug and exits 1."""

    exit_code: ClassVar[int] = EXIT_UNEXPECTED


class UserError(SyncError):
    """The input has to be put right; nothing was changed."""

    exit_code = 2


class ProblemsError(UserError):
    """Several mistakes told at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(_say_problems(self.problems))


def _say_problems(problems: Sequence[Problem]) -> str:
    """Return one sentence for logs and scripts: the mistake, or how many there are and the first of them."""
    if not problems:
        return "Something is wrong."
    first = problems[0]
    place = f"{first.file}:{first.line}" if first.line else first.file
    hint = f" Did you mean {first.suggestion}?" if first.suggestion else ""
    told = f"{place}: {first.message}{hint}"
    if len(problems) == 1:
        return told
    files = sorted({problem.file for problem in problems})
    return f"{', '.join(files)} {'has' if len(files) == 1 else 'have'} {len(problems)} problems; the first: {told}"


class ConfigError(ProblemsError):
    """Settings, mappings or the command line cannot be used as written."""


class RegisterError(ProblemsError):
    """The register has rows that cannot be read, or no rows at all."""


class SiteShapeError(UserError):
    """The site has not the list or column that the configuration names; ``problems`` tells the lists one by one."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(message)


class GuardError(UserError):
    """A safety limit held the work back; nothing of the breaching kind was done."""

    exit_code = 3


class StalePlanError(GuardError):
    """The plan that was shown is not the plan that would be made now."""

    def __init__(self, shown: str, now: str) -> None:
        self.shown = shown
        self.now = now
        super().__init__(
            f"The plan you looked at ({shown}) is out of date: today's plan is {now}. "
            "Nothing was changed. Run plan again, read it, and apply that one."
        )


class ShrunkSourceError(GuardError):
    """A source lost so many rows that the read is not believed."""


class AccessError(SyncError):
    """SharePoint or the sign-in is not available to us."""

    exit_code = 5


class SignInError(AccessError):
    """Entra ID gave no token, or SharePoint did not accept it."""


class UnreachableError(AccessError):
    """No answer came, or none that SharePoint would give."""


class IncompleteReadError(AccessError):
    """A list could not be read whole, so nothing is concluded from it."""


class ThrottledError(AccessError):
    """SharePoint asked for more waiting than the run's budget allows."""


class OutOfTimeError(AccessError):
    """The run has used up its time. A run that wrote something by then is partly done; this is for one that did not."""

    def __init__(self, budget: float) -> None:
        super().__init__(
            f"The run used up its {budget:,.0f} seconds. What was done stays done; the next run takes up the rest. Raise "
            "run_budget_seconds when this keeps happening."
        )


class ConflictError(SyncError):
    """Somebody changed the row between our read and our write; theirs stands."""

    exit_code = EXIT_PARTLY_DONE


class WriteUnknownError(SyncError):
    """A write was sent and its outcome is not known; read back before anything is sent again."""

    exit_code = EXIT_PARTLY_DONE


class LeaseError(SyncError):
    """Another run writes, so this one must not."""

    exit_code = 6


class LeaseHeldError(LeaseError):
    """Another run holds the lease; nothing was written."""


class LeaseLostError(LeaseError):
    """The lease passed to another run, or could not be renewed in time; what was written stays written."""


class InterruptedRunError(SyncError):
    """The run was asked to stop and stopped at a safe place."""

    exit_code = 130
