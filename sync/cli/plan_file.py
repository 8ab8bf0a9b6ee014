"""A plan as a file: readable, and enough to recognise the same plan again."""

import json
from datetime import date
from pathlib import Path

from sync.cli.options import can_speak_for
from sync.core.records import Change, Link, Plan, Value
from sync.core.summary import describe_plan
from sync.errors import ConfigError, Problem, UserError

_VERSION = 1


def describe_whole_plan(plan: Plan) -> dict[str, object]:
    """Return a plan with every change, as JSON can hold it."""
    return {
        "version": _VERSION,
        "as_of": plan.as_of.isoformat(),
        **describe_plan(plan),
        "changes": [_describe_change(change) for change in plan.changes],
        "held_changes": [_describe_change(change) for change in plan.held],
        "notes": list(plan.notes),
        "withheld_kinds": [
            {"list": held.list_title, "kind": held.kind.value, "planned": held.planned, "limit": held.limit}
            for held in plan.withheld
        ],
        "frozen_columns": [
            {"list": frozen.list_title, "column": frozen.column, "rows": frozen.rows} for frozen in plan.frozen
        ],
    }


def _describe_change(change: Change) -> dict[str, object]:
    return {
        "list": change.list_title,
        "kind": change.kind.value,
        "key": change.key,
        "id": change.row_id,
        "before": {name: _plain(value) for name, value in change.before.items()},
        "after": {name: _plain(value) for name, value in change.values.items()},
    }


def check_plan_can_be_written(path: Path) -> None:
    """Raise ConfigError when a plan could not be written to a file, before anything is read for it; the file stays as it is."""
    is_new = not path.exists()
    try:
        with path.open("a", encoding="utf-8"):
            pass
        if is_new:
            path.unlink()
    except OSError as error:
        raise _problem(path, "unwritable-file", f"The plan cannot be written: {error.strerror}.") from error


def write_plan(path: Path, plan: Plan) -> None:
    """Write a plan to a file. Raises UserError when it cannot be written after all."""
    try:
        path.write_text(json.dumps(describe_whole_plan(plan), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise UserError(
            f"The plan was made and cannot be written to {path}: {error.strerror}. Nothing was changed; name another file."
        ) from error


def read_plan(path: Path) -> tuple[str, date]:
    """Return the checksum of a plan file and the day it speaks for. Raises ConfigError when it is no plan."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        checksum, day = str(content["checksum"]), date.fromisoformat(content["as_of"])
    except FileNotFoundError:
        raise _problem(path, "missing-file", "There is no such file.") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise _problem(path, "not-a-plan", "This is not a plan that 'plan --out' wrote.") from None
    if not can_speak_for(day):
        raise _problem(path, "not-a-plan", f"No plan speaks for {day}; 'plan --out' did not write this.")
    return checksum, day


def _problem(path: Path, code: str, message: str) -> ConfigError:
    return ConfigError([Problem(str(path), 0, 0, code, message)])


def _plain(value: Value) -> object:
    match value:
        case date():
            return value.isoformat()
        case Link(url=url):
            return url
        case _:
            return value
