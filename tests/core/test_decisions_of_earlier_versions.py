"""Decisions of an earlier version, whose lines do not say which number was chosen."""

from datetime import timedelta
from typing import Any

import pytest

from sync.core.vocabulary import MatchMethod
from tests.builders import AS_OF, on
from tests.core.force import Force, a_force, match_of
from tests.core.test_decisions_made_again import reworded

DECISION = MatchMethod.DECISION


def an_accepted_force_of_an_earlier_version() -> Force:
    """A force that accepted its first candidate when lines did not say which number was chosen."""
    force = a_force()
    force.run()
    force.decide(Decision="Accept candidate 1", Reason="Seen")
    force.run()
    parts = str(force.gap().cells["Decided"]).split()
    force.decide(Decided=" ".join(part for part in parts if not part.startswith(("refers:", "chosen:"))))
    return force


def test_a_line_of_an_earlier_version_still_holds_and_is_given_once_what_it_lacks() -> None:
    force = an_accepted_force_of_an_earlier_version()

    result = force.run()

    assert match_of(result) == (DECISION, "BAIL-2020-R1")
    assert [change.values for change in result.plan.changes] == [{"Decided": force.gap().cells["Decided"]}]
    assert " chosen:1 " in str(force.gap().cells["Decided"])
    assert force.run().plan.changes == ()


@pytest.mark.parametrize("is_run_between", [True, False])
@pytest.mark.parametrize(
    "edit",
    [
        pytest.param({"Reason": "Seen, still so"}, id="another reason"),
        pytest.param({"ReviewOn": on(AS_OF + timedelta(days=30))}, id="a review day"),
        pytest.param({"Decision": "Accept candidate 2"}, id="the number that it has by now"),
        pytest.param({"Decision": "Not this one"}, id="the other one is refused"),
    ],
)
def test_a_line_of_an_earlier_version_never_moves_to_another_item(
    edit: dict[str, Any], *, is_run_between: bool
) -> None:
    force = an_accepted_force_of_an_earlier_version()
    force.register = reworded("BAIL-2020-R1")
    if is_run_between:
        force.run()
    else:
        # The list shows the new order, and no run of this version has seen the line.
        decided = force.gap().cells["Decided"]
        force.run()
        force.decide(Decided=decided)
    force.decide(**edit)

    assert match_of(force.run())[1] == "BAIL-2020-R1"


def test_another_choice_alone_beside_a_line_of_an_earlier_version_is_another_choice() -> None:
    force = an_accepted_force_of_an_earlier_version()
    force.decide(Decision="Accept candidate 2")

    assert match_of(force.run()) == (DECISION, "BAIL-2020-R2")
