"""Play again what broke a promise: every one that is printed comes with a text that names it."""

import json
from collections.abc import Callable
from dataclasses import asdict

from sync.emulator.faults.fault import read_fault, write_fault
from tests.chaos.crashes import kill_and_settle, prepare_first_run
from tests.chaos.play import play
from tests.chaos.scenario import Edit, Kill, Scenario, SlowSignIn
from tests.chaos.two import start_two
from tests.chaos.watch import Broken, Tally


def write_scenario(scenario: Scenario) -> str:
    """Return a scenario as JSON."""
    return json.dumps({**asdict(scenario), "faults": [write_fault(fault) for fault in scenario.faults]})


def read_scenario(text: str) -> Scenario:
    """Return the scenario that ``write_scenario`` wrote."""
    told = json.loads(text)
    return Scenario(
        **{
            **told,
            "rows": tuple(told["rows"]),
            "faults": tuple(read_fault(fault) for fault in told["faults"]),
            "edits": tuple(Edit(**edit) for edit in told["edits"]),
            "kill": Kill(**told["kill"]) if told["kill"] else None,
            "sign_in": SlowSignIn(**told["sign_in"]) if told.get("sign_in") else None,
        }
    )


def play_again(text: str, tally: Tally) -> list[Broken]:
    """Play what a text names: ``two SEED``, ``kill ROWS REQUEST before|after``, or a scenario in JSON."""
    what, *rest = text.split()
    if what == "two":
        return start_two(int(rest[0]), tally)
    if what == "kill":
        rows, at, moment = rest
        return _tell(lambda: kill_and_settle(prepare_first_run(int(rows)), int(at), is_after=moment == "after"), text)
    return play_and_tell(read_scenario(text), tally)


def play_and_tell(scenario: Scenario, tally: Tally) -> list[Broken]:
    """Play a scenario and return the promise that it broke."""
    return _tell(lambda: play(scenario, tally), write_scenario(scenario))


def _tell(play_it: Callable[[], object], again: str) -> list[Broken]:
    try:
        play_it()
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is a broken promise
        return [Broken(f"{type(error).__name__}: {error}", again)]
    return []
