"""Made-up but possible inputs for the properties."""

from datetime import date

from hypothesis import strategies as st

from sync.core.records import Standing
from sync.core.vocabulary import ItemKind, Scope, Status
from tests.builders import AS_OF, a_publication, a_standing, an_item, the_governance

BOARDS = [board.name for board in the_governance().boards]
NEAR_DAYS = st.none() | st.dates(date(2020, 6, 1), date(2022, 6, 1))
PAST_DAYS = st.none() | st.dates(date(2020, 6, 1), AS_OF)


@st.composite
def standings(draw: st.DrawFn) -> list[Standing]:
    """Rows in any state, with dates that may contradict each other, half of them about an item of the register."""
    count = draw(st.integers(0, 12))
    made = []
    for number in range(1, count + 1):
        item = an_item(f"ROCU-2021-R{number}") if draw(st.booleans()) else None
        made.append(
            a_standing(
                number,
                item=item,
                publication=a_publication("ROCU-2021") if item else None,
                status=draw(st.none() | st.sampled_from(Status)),
                kind=draw(st.none() | st.sampled_from(ItemKind)),
                scope=draw(st.none() | st.sampled_from(Scope)),
                board=draw(st.none() | st.sampled_from(BOARDS)),
                added_on=draw(NEAR_DAYS),
                target_on=draw(NEAR_DAYS),
                agreed_on=draw(NEAR_DAYS),
                completed_on=draw(NEAR_DAYS),
                updated_on=draw(PAST_DAYS),
            )
        )
    return made
