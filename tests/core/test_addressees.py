"""Whom publications address, in the words they use, and which of them is this force."""

import pytest

from sync.core.rules import Override
from sync.core.vocabulary import RegisterRef
from tests.builders import a_publication, an_item, the_governance

OURS = [
    "Lancashire Constabulary",
    "Lancashire Police",
    "all forces",
    "Forces",
    "every police force",
    "chief constables",
]
THEIRS = [
    "Metropolitan Police Service",
    "police and crime commissioners",
    "PCC",
    "NPCC",
    "National Police Chiefs' Council",
    "the College",
    "College of Policing",
    "Home Office",
    "Home Secretary",
    "IOPC",
    "Independent Office for Police Conduct",
    "CPS",
    "Crown Prosecution Service",
    "LRFs",
    "local resilience forums",
    "ROCUs",
    "regional organised crime units",
]


@pytest.mark.parametrize("body", OURS)
def test_for_this_force(body: str) -> None:
    assert the_governance().is_addressed(an_item(addressed_to=(body,)), a_publication())


@pytest.mark.parametrize("body", THEIRS)
def test_not_for_this_force(body: str) -> None:
    assert not the_governance().is_addressed(an_item(addressed_to=(body,)), a_publication())


def test_one_of_several_is_enough() -> None:
    assert the_governance().is_addressed(an_item(addressed_to=("NPCC", "chief constables")), a_publication())


def test_an_item_that_names_nobody_goes_where_its_publication_goes() -> None:
    item = an_item()

    assert the_governance().is_addressed(item, a_publication(addressed_to=("all forces",)))
    assert not the_governance().is_addressed(item, a_publication(addressed_to=("Home Office",)))


def test_the_reason_of_a_decision_is_told_with_the_line_that_made_it() -> None:
    item = an_item(addressed_to=("NPCC",))
    decided = {
        RegisterRef(item.id): Override(
            is_for_force=True, reason="We lead for the region.", place="governance.yaml line 40"
        )
    }

    told = the_governance(overrides=decided).say_addressees(item, a_publication())

    assert told == "addressed to NPCC, decided to be for this force (governance.yaml line 40): We lead for the region"
