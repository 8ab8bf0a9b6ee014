"""One row, end to end, as blocks of words."""

from collections.abc import Iterator

from sync.cli.blocks import Block, Heading, Points, Sentence, Subheading
from sync.cli.telling import tell_change
from sync.core.clocks import say_date
from sync.core.explanation import Explanation
from sync.core.records import Candidate, Gap, Match
from sync.core.text import shorten

_LONGEST = 200


def tell_explanation(explanation: Explanation) -> Iterator[Block]:
    """Yield what was read, how it was understood, what it may be about, and what follows from it."""
    standing = explanation.standing
    yield Heading(f"Row {standing.entry.id} as at {say_date(explanation.as_of)}")
    yield Subheading("Read")
    told = explanation.as_json()["read"]
    assert isinstance(told, dict)  # noqa: S101 - the object is our own
    yield Points(tuple((f"{name}: {_show(value)}", "") for name, value in told.items() if value not in (None, "")))
    yield Subheading("Understood")
    understood = {name: value for name, value in explanation.normalised.items() if value not in (None, "", [], False)}
    yield Points(tuple((f"{name}: {_show(value)}", "") for name, value in understood.items() if name != "id"))
    yield Subheading("Candidates by their words")
    yield from _tell_candidates(explanation)
    yield Subheading("Match")
    yield from _tell_match(standing.match)
    for decision in explanation.decisions:
        yield Sentence(f"Decided in {decision.place}: {decision.verdict.label} {decision.ref or ''}".rstrip() + ".")
    if standing.uncounted:
        yield Sentence(f"The figures leave it out: {standing.uncounted.value.replace('-', ' ')}.")
    yield Subheading("Gaps")
    if not explanation.flags:
        yield Sentence("None.")
    for flag in explanation.flags:
        gap = flag.gap
        yield Points(
            (
                (
                    f"[{gap.kind}, {gap.severity}, {flag.state.value.lower()}] {gap.sentence}",
                    _tell_evidence(gap),
                ),
            )
        )
    yield Subheading("Would be written")
    if not explanation.changes and not explanation.held:
        yield Sentence("Nothing: the lists already say this.")
    yield Points(tuple((f"{c.list_title}: {c.kind} {c.key}", tell_change(c)) for c in explanation.changes))
    if explanation.held:
        yield Subheading("Withheld by the safety limits")
        yield Points(tuple((f"{c.list_title}: {c.kind} {c.key}", tell_change(c)) for c in explanation.held))


def _tell_candidates(explanation: Explanation) -> Iterator[Block]:
    candidates = explanation.by_words.candidates
    if not candidates:
        yield Sentence(explanation.by_words.reason or "The row has too few words to compare.")
    yield Points(tuple((_say_candidate(one), shorten(explanation.texts[one.ref], _LONGEST)) for one in candidates))


def _say_candidate(candidate: Candidate) -> str:
    figures = f"likeness {candidate.score:.2f} (shared words {candidate.shared:.2f}, order {candidate.order:.2f})"
    return f"{candidate.ref}: {figures}. {candidate.refused}".rstrip()


def _tell_match(match: Match) -> Iterator[Block]:
    cited = f" The row names {match.cited}." if match.cited else " The row names no publication of the register."
    yield Sentence(f"{match.method.label.capitalize()}: {match.ref or 'no item'}. {match.reason}{cited}")
    if match.rival:
        yield Sentence(f"Its words are those of {match.rival.ref} (likeness {match.rival.score:.2f}).")


def _tell_evidence(gap: Gap) -> str:
    sides = (("Tracker says", gap.tracker_says), ("Register says", gap.register_says))
    told = "".join(f" {who}: {_show(says).rstrip('.')}." for who, says in sides if says)
    return f"{gap.what_to_do}{told} Rule: {gap.rule}."


def _show(value: object) -> str:
    return shorten(" ".join(str(value).split()), _LONGEST)
