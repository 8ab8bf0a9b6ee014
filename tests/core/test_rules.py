"""Rules: whom a publication addresses, which period the figures cover, and how many changes pass."""

import pytest

from sync.core.rules import GuardRule, PeriodRules
from tests.builders import AS_OF, a_publication, an_item, the_governance


@pytest.mark.parametrize(
    ("item", "publication", "expected"),
    [
        pytest.param((), ("all forces",), True, id="what is for all forces"),
        pytest.param((), ("Chief Constables",), True, id="a group in another case"),
        pytest.param((), ("Lancashire Constabulary",), True, id="the force by name"),
        pytest.param((), ("lancashire police",), True, id="the force by an alias"),
        pytest.param(("Home Office", "all forces"), ("Home Office",), True, id="the item's addressees are what counts"),
        pytest.param(("Home Office",), ("all forces",), False, id="also when they are others"),
        pytest.param((), ("Metropolitan Police Service",), False, id="another force"),
        pytest.param((), (), False, id="nobody"),
    ],
)
def test_an_item_is_for_the_force(item: tuple[str, ...], publication: tuple[str, ...], expected: bool) -> None:  # noqa: FBT001
    governance = the_governance()

    is_addressed = governance.is_addressed(an_item(addressed_to=item), a_publication(addressed_to=publication))

    assert is_addressed is expected


def test_the_period_is_as_long_as_the_administrator_says() -> None:
    assert the_governance(periods=PeriodRules(months=1)).period(AS_OF).label == "24 May 2021 to 23 June 2021"


def test_a_guard_never_lets_more_pass_than_its_cap() -> None:
    assert GuardRule(share=1.0, floor=10, cap=100).limit(10_000) == 100
