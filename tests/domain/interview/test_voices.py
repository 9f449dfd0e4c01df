"""Whose words count by now: nobody's of another organisation, and no reason of somebody who left."""

from typing import Any

from bot.domain.core.people import Person
from bot.domain.core.team import Challenge
from bot.domain.interview.evidence import Confirmation, Fact
from bot.domain.interview.interview import Interview
from bot.domain.interview.voices import ALL_COUNT, Voices, find_unheard, keep_counting, may_challenge_now
from tests.support.builders import DANA, MONDAY, PAOLO, a_question, a_turn, some_evidence
from tests.support.teams import MARTA, READER, a_team, an_open_interview

OUTSIDE, GONE = Voices(outside=frozenset((PAOLO.id,))), Voices(gone=frozenset((PAOLO.id,)))


def said_by_both(**fields: Any) -> Interview:
    answers = (
        a_turn("t1", "Mine.", speaker=DANA.id, state="mapped"),
        a_turn("t2", "Its.", speaker=PAOLO.id, state="mapped"),
    )
    facts = (
        Fact(kind="system", name="SAP", quote="SAP", turn_id="t2", speaker=PAOLO.id, id="t2.f1"),
        Fact(kind="system", name="SAP", quote="SAP", turn_id="t1", speaker=DANA.id, id="t1.f1", adds_to="t2.f1"),
    )
    evidence = (some_evidence("e1"), some_evidence("e2", turn_id="t2", speaker=PAOLO.id))
    return an_open_interview(turns=answers, facts=facts, evidence=evidence, people=(DANA, PAOLO), **fields)


def a_challenge(by: Person) -> Challenge:
    return Challenge(
        id=f"c-{by.id}", assessment_id="a1", pilot_id="p", criterion="data", level=1, reason="No.", by=by.id, at=MONDAY
    )


def test_nothing_of_somebody_of_another_organisation_counts_and_what_added_to_it_stands_alone() -> None:
    left = keep_counting(said_by_both(), OUTSIDE)
    assert [turn.id for turn in left.turns] == ["t1"]
    assert [item.id for item in left.evidence] == ["e1"]
    assert [(fact.id, fact.adds_to) for fact in left.facts] == [("t1.f1", None)]


def test_what_somebody_who_left_answered_counts_and_why_they_challenged_does_not() -> None:
    asked = (a_question("q1"), a_question("q2", key="challenge:c1", kind="record"))
    reason = a_turn("t3", "No.", speaker=PAOLO.id, question_id="q2", state="mapped")
    whole = said_by_both(questions=asked, challenges=(a_challenge(PAOLO), a_challenge(DANA)))
    whole = whole.model_copy(update={"turns": (*whole.turns, reason)})
    left, unheard = keep_counting(whole, GONE), find_unheard(whole, GONE)
    assert [turn.id for turn in left.turns] == ["t1", "t2"]
    assert [one.by for one in left.challenges] == [DANA.id]
    assert unheard.turns == ("t3",)
    assert [(one.criterion, one.because) for one in unheard.reasons] == [("data", "left")]


def test_a_level_that_only_somebody_of_another_organisation_confirmed_is_held_again() -> None:
    word = Confirmation(by=PAOLO.id, name="Paolo", at=MONDAY)
    item = some_evidence("e1", level=3, quote="It is fine.", sentence="It is fine.", confirmations=(word,))
    left = keep_counting(said_by_both().model_copy(update={"evidence": (item,)}), OUTSIDE)
    assert (left.evidence[0].level, left.evidence[0].claimed, left.evidence[0].confirmations) == (2, 3, ())


def test_a_guest_is_marked_and_what_they_said_counts() -> None:
    left = keep_counting(said_by_both(), Voices(guests=frozenset((PAOLO.id,))))
    assert [person.mark for person in left.people] == ["", " (guest)"]
    assert left.evidence == said_by_both().evidence


def test_where_everybody_is_a_colleague_nothing_is_left_out() -> None:
    whole = said_by_both(challenges=(a_challenge(DANA),))
    assert keep_counting(whole, ALL_COUNT) is whole
    assert find_unheard(whole, ALL_COUNT) == ((), ())


def test_whoever_left_the_channel_private_or_not_could_challenge_nothing_now() -> None:
    private, public = a_team(private=True), a_team()
    assert may_challenge_now(public, MARTA.id, reads_channel=False)
    assert may_challenge_now(public, READER, reads_channel=True)
    assert not may_challenge_now(public, READER, reads_channel=False)
    for team in (private, public):
        left = team.leave(MARTA.id)
        assert not may_challenge_now(left, MARTA.id, reads_channel=False)
        assert may_challenge_now(left.rejoin(MARTA.id), MARTA.id, reads_channel=True)
    assert public.leave(MARTA.id).member_ids == public.member_ids, "a part in the pilot is kept"
