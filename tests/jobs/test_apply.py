"""Apply: every change has an outcome; one whose answer got lost is read back and never sent twice."""

import pytest

from sync.core.plan import make_plan
from sync.core.records import Change, Outcome, OutcomeKind, Plan
from sync.core.vocabulary import ChangeKind, ColumnType
from sync.errors import InterruptedRunError, OutOfTimeError, SiteShapeError, SyncError, UnreachableError
from sync.jobs.apply import apply_plan
from tests.builders import AS_OF, a_list, a_row, a_target
from tests.fakes import MemorySite, RecordedProgress, Stop, the_ports

TARGET = a_target("Gaps", Title=ColumnType.TEXT)
LISTS = {"Gaps": TARGET}


def a_create(number: int) -> Change:
    return Change(ChangeKind.CREATE, "Gaps", f"k{number}", {"SyncKey": f"k{number}", "Title": "new"})


def a_plan(*changes: Change) -> Plan:
    return make_plan(changes, {}, {}, AS_OF)


def a_site(**settings: object) -> MemorySite:
    return MemorySite({"Gaps": a_list("Gaps", [a_row(50, SyncKey="old")])}, **settings)  # type: ignore[arg-type]


def commit_silently(site: MemorySite, change: Change) -> Outcome:
    """The site does it, but the answer is lost on the way."""
    site.commit(change)
    return Outcome(change, OutcomeKind.UNKNOWN, "no answer came")


def test_an_empty_plan_asks_nothing_of_the_site() -> None:
    site = a_site()

    applied = apply_plan(the_ports(site), a_plan(), LISTS)

    assert applied.outcomes == ()
    assert (site.reads, site.groups) == (0, [])


def test_a_change_without_an_answer_that_took_effect_is_done() -> None:
    site = a_site()
    site.before_write = lambda change: commit_silently(site, change)

    applied = apply_plan(the_ports(site), a_plan(a_create(1)), LISTS)

    assert [outcome.kind for outcome in applied.outcomes] == [OutcomeKind.DONE]
    assert len(site.groups) == 1
    assert [row.cells["SyncKey"] for row in site.lists["Gaps"].rows].count("k1") == 1


def test_a_change_without_an_answer_is_sent_once_more_only_when_it_was_read_back_and_not_done() -> None:
    site = a_site(before_write=lambda change: Outcome(change, OutcomeKind.UNKNOWN, "no answer came"))
    order: list[str] = []
    site.before_group = lambda _: order.append("write")
    site.before_read = lambda _: order.append("read")

    applied = apply_plan(the_ports(site), a_plan(a_create(1)), LISTS)

    assert [outcome.kind for outcome in applied.outcomes] == [OutcomeKind.FAILED]
    assert order == ["write", "read", "write", "read"]


def test_what_was_sent_once_more_and_done_is_done() -> None:
    lost = iter([True])

    def lose_first(change: Change) -> Outcome | None:
        return Outcome(change, OutcomeKind.UNKNOWN, "no answer came") if next(lost, False) else None

    site = a_site(before_write=lose_first)

    applied = apply_plan(the_ports(site), a_plan(a_create(1), a_create(2)), LISTS)

    assert applied.all_done
    assert [[change.key for change in group] for group in site.groups] == [["k1", "k2"], ["k1"]]


def test_an_update_without_an_answer_whose_row_somebody_changed_is_theirs() -> None:
    site = a_site()
    update = Change(ChangeKind.UPDATE, "Gaps", "old", {"Title": "ours"}, {}, 50, '"row-50,1"')

    def edit_instead(change: Change) -> Outcome:
        site.lists["Gaps"] = a_list("Gaps", [a_row(50, etag='"row-50,2"', SyncKey="old", Title="theirs")])
        return Outcome(change, OutcomeKind.UNKNOWN, "no answer came")

    site.before_write = edit_instead

    applied = apply_plan(the_ports(site), a_plan(update), LISTS)

    assert [outcome.kind for outcome in applied.outcomes] == [OutcomeKind.CONFLICT]
    assert len(site.groups) == 1


def test_a_permit_that_is_refused_leaves_the_rest_with_the_reason() -> None:
    site = a_site(group_size=1)
    permits = iter([None])

    def permit() -> None:
        if next(permits, "over") == "over":
            raise OutOfTimeError(1800)

    applied = apply_plan(the_ports(site), a_plan(a_create(1), a_create(2)), LISTS, permit)

    assert [outcome.kind for outcome in applied.outcomes] == [OutcomeKind.DONE, OutcomeKind.FAILED]
    assert applied.outcomes[1].reason.startswith("not sent: The run used up its 1,800 seconds")


def test_an_interrupted_run_reads_nothing_back_and_counts_what_it_does_not_know_as_left() -> None:
    site = a_site(group_size=1)
    site.before_write = lambda change: commit_silently(site, change)

    def interrupt(number: int) -> None:
        if number == 1:
            raise InterruptedRunError("stop")

    site.before_group = interrupt

    applied = apply_plan(the_ports(site), a_plan(a_create(1), a_create(2)), LISTS)

    assert applied.is_interrupted
    assert [outcome.kind for outcome in applied.outcomes] == [OutcomeKind.FAILED, OutcomeKind.FAILED]
    assert site.reads == 0


def test_a_key_that_is_there_already_counts_as_done_only_with_the_same_content() -> None:
    same = a_site()
    same.commit(a_create(1))
    other = a_site()
    other.commit(Change(ChangeKind.CREATE, "Gaps", "k1", {"SyncKey": "k1", "Title": "somebody's own"}))
    outcomes: list[Outcome] = []

    for site in (same, other):
        site.before_write = lambda change: Outcome(change, OutcomeKind.UNKNOWN, "duplicate values were found")
        outcomes += apply_plan(the_ports(site), a_plan(a_create(1)), LISTS).outcomes

    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.DONE, OutcomeKind.CONFLICT]


@pytest.mark.parametrize("error", [UnreachableError("gone"), SiteShapeError("removed")], ids=repr)
def test_when_reading_back_fails_too_the_change_has_failed(error: SyncError) -> None:
    site = a_site(before_write=lambda change: Outcome(change, OutcomeKind.UNKNOWN, "no answer came"))

    class Unreadable(MemorySite):
        def read_lists(self, wanted: object) -> object:  # type: ignore[override]
            del wanted
            raise error

    broken = Unreadable(site.lists, before_write=site.before_write)

    applied = apply_plan(the_ports(broken), a_plan(a_create(1)), LISTS)

    assert [outcome.kind for outcome in applied.outcomes] == [OutcomeKind.FAILED]


def test_a_site_that_goes_away_in_the_middle_leaves_the_rest_with_the_reason() -> None:
    site = a_site(group_size=1)

    def go_away(number: int) -> None:
        if number == 1:
            raise UnreachableError("gone")

    site.before_group = go_away

    applied = apply_plan(the_ports(site), a_plan(*(a_create(n) for n in (1, 2, 3))), LISTS)

    assert [outcome.kind for outcome in applied.outcomes] == [OutcomeKind.DONE, OutcomeKind.FAILED, OutcomeKind.FAILED]
    assert applied.outcomes[2].reason == "not sent: gone"


def test_a_batch_that_is_refused_whole_leaves_the_rest_with_the_reason() -> None:
    site = a_site(group_size=1)

    def refuse(number: int) -> None:
        if number == 1:
            raise SiteShapeError("too large")

    site.before_group = refuse

    applied = apply_plan(the_ports(site), a_plan(a_create(1), a_create(2)), LISTS)

    assert [outcome.kind for outcome in applied.outcomes] == [OutcomeKind.DONE, OutcomeKind.FAILED]
    assert str(applied.error) == "too large"


def test_a_stop_that_cut_the_last_batch_short_is_an_interruption_and_nothing_is_read() -> None:
    site = a_site(before_write=lambda change: Outcome(change, OutcomeKind.UNKNOWN, "no answer came"))

    applied = apply_plan(the_ports(site, stop=Stop(after=1)), a_plan(a_create(1)), LISTS)

    assert applied.is_interrupted
    assert [outcome.kind for outcome in applied.outcomes] == [OutcomeKind.FAILED]
    assert site.reads == 0


def test_a_stop_while_all_is_read_back_is_an_interruption() -> None:
    site = a_site(before_write=lambda change: Outcome(change, OutcomeKind.UNKNOWN, "no answer came"))

    def cut_short(_: int) -> None:
        raise InterruptedRunError("cut short")

    site.before_read = cut_short

    applied = apply_plan(the_ports(site, stop=Stop(after=2)), a_plan(a_create(1)), LISTS)

    assert applied.is_interrupted


def test_a_stop_after_everything_was_done_interrupted_nothing() -> None:
    applied = apply_plan(the_ports(a_site(), stop=Stop(after=1)), a_plan(a_create(1)), LISTS)

    assert applied.all_done
    assert not applied.is_interrupted


def test_a_stop_is_seen_before_every_batch() -> None:
    site = a_site(group_size=1)

    applied = apply_plan(the_ports(site, stop=Stop(after=2)), a_plan(*(a_create(n) for n in (1, 2, 3))), LISTS)

    assert applied.is_interrupted
    assert len(site.groups) == 2


def test_progress_counts_the_rows_that_were_sent() -> None:
    progress = RecordedProgress()

    apply_plan(the_ports(a_site(), progress=progress), a_plan(a_create(1), a_create(2)), LISTS)

    assert progress.stages == ["Writing 2 rows"]
    assert progress.steps == 2
