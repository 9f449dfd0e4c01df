import pytest

from bot.domain.assessment.rating import CriterionStanding, find_standing
from bot.domain.assessment.review import PillarReview, ProposedRating, apply_review
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.framework.framework import Level
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.confirmation import may_confirm
from bot.domain.interview.evidence import Confirmation, Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import LevelChoice, Turn
from bot.wording.level_words import describe_confirmation, describe_support
from tests.support.builders import DANA, MONDAY, PAOLO, a_turn, an_interview, some_evidence

CLAIMED = some_evidence(level=4)
HELD_LOW = some_evidence(level=2, claimed=4)
HELD_HIGH = some_evidence(level=3, claimed=4)


def told(*evidence: Evidence, alone: bool = False) -> Interview:
    """Dana said it; Paolo takes part, and said something too unless she answers alone."""
    turns: tuple[Turn, ...] = (a_turn("t1", state="mapped"),)
    if not alone:
        turns = (*turns, a_turn("t2", "So I heard.", speaker=PAOLO.id, state="mapped"))
    return an_interview(people=(DANA, PAOLO), turns=turns, evidence=evidence)


def word(by: Person, level: Level | None = None, note: str = "") -> Confirmation:
    return Confirmation(by=by.id, name=by.first_name, level=level, note=note, at=MONDAY)


def standing_of(interview: Interview) -> CriterionStanding:
    standing = find_standing("systems", interview.evidence)
    assert standing is not None
    return standing


@pytest.mark.parametrize("item", [CLAIMED, HELD_LOW, HELD_HIGH])
def test_somebody_elses_word_lets_a_held_level_rise_to_what_was_claimed(item: Evidence) -> None:
    standing = standing_of(told(item).confirm_level("systems", word(PAOLO)))
    assert (standing.level, standing.disputed, standing.confirmed_by) == (4, False, (PAOLO.id,))
    [confirmed] = standing.evidence
    assert describe_support(confirmed, "Dana", standing.evidence) == "confirmed by Paolo"


def test_whoever_said_it_does_not_confirm_it_while_others_answer_too() -> None:
    assert not may_confirm(told(HELD_LOW), "systems", DANA.id)
    with pytest.raises(MoveRefused, match="somebody else"):
        told(HELD_LOW).confirm_level("systems", word(DANA, note="Contract of 3 March"))


def test_of_two_who_said_it_each_may_confirm_the_other() -> None:
    both = (HELD_LOW, some_evidence("t2.1", turn_id="t2", level=3, speaker=PAOLO.id))
    moved = told(*both).confirm_level("systems", word(PAOLO))
    assert [(item.level, len(item.confirmations)) for item in moved.evidence] == [(4, 1), (3, 0)]


@pytest.mark.parametrize(
    ("item", "note", "level"),
    [(CLAIMED, "Contract of 3 March", 4), (HELD_LOW, "Marta Ruiz signed it", 3), (HELD_LOW, "40 invoices a day", 4)],
)
def test_who_answers_alone_confirms_with_what_shows_it_and_the_top_takes_a_figure(
    item: Evidence, note: str, level: Level
) -> None:
    standing = standing_of(told(item, alone=True).confirm_level("systems", word(DANA, note=note)))
    assert (standing.level, standing.confirmed_by) == (level, (DANA.id,))
    assert f"confirmed by Dana, shown by: {note}" in describe_confirmation(standing.evidence[0], standing.evidence)


@pytest.mark.parametrize("note", ["", "it really is so"])
def test_who_answers_alone_and_shows_nothing_is_told_what_it_takes(note: str) -> None:
    with pytest.raises(MoveRefused, match="a name, a number"):
        told(HELD_LOW, alone=True).confirm_level("systems", word(DANA, note=note))


def test_somebody_else_who_lowers_it_disagrees_and_the_weaker_claim_counts() -> None:
    standing = standing_of(told(CLAIMED).confirm_level("systems", word(PAOLO, 1, "Nobody has tried it.")))
    assert (standing.level, standing.disputed, standing.confirmed_by) == (1, True, ())
    support = describe_support(standing.evidence[0], "Dana", standing.evidence)
    assert support == "lowered to 1 by Paolo: “Nobody has tried it.”"


def test_a_held_level_that_somebody_lowers_by_a_step_stands_where_they_say() -> None:
    standing = standing_of(told(HELD_LOW).confirm_level("systems", word(PAOLO, 3)))
    assert (standing.level, standing.disputed) == (3, True)


def test_whoever_said_it_corrects_it_by_lowering_and_the_two_meet() -> None:
    lowered = told(HELD_HIGH).confirm_level("systems", word(PAOLO, 1))
    half = standing_of(lowered.confirm_level("systems", word(DANA, 2)))
    assert (half.level, half.disputed) == (1, True)
    met = standing_of(lowered.confirm_level("systems", word(DANA, 1)))
    assert (met.level, met.disputed) == (1, False)


def test_a_persons_second_word_replaces_their_first() -> None:
    lowered = told(CLAIMED).confirm_level("systems", word(PAOLO, 1))
    standing = standing_of(lowered.confirm_level("systems", word(PAOLO)))
    assert (standing.level, standing.disputed, standing.confirmed_by) == (4, False, (PAOLO.id,))


def test_lowered_to_where_it_stands_is_confirmed_and_above_it_is_refused() -> None:
    three = some_evidence(level=3)
    assert standing_of(told(three).confirm_level("systems", word(PAOLO, 3))).confirmed_by == (PAOLO.id,)
    with pytest.raises(MoveRefused, match="no lower"):
        told(three).confirm_level("systems", word(PAOLO, 4))


@pytest.mark.parametrize("item", [some_evidence(level=2), some_evidence(criterion="data", level=3)])
def test_only_what_stands_at_3_or_4_is_confirmed(item: Evidence) -> None:
    with pytest.raises(MoveRefused, match="3 or 4"):
        told(item).confirm_level("systems", word(PAOLO))


def test_whoever_takes_no_part_confirms_nothing() -> None:
    stranger = Person(id="U9", name="Sam")
    with pytest.raises(MoveRefused, match="take part"):
        told(CLAIMED).confirm_level("systems", word(stranger))
    with pytest.raises(MoveRefused, match="finished"):
        told(CLAIMED).close().confirm_level("systems", word(PAOLO))


@pytest.mark.parametrize("change", ["edit", "retract", "choose"])
def test_a_confirmation_goes_with_the_words_that_it_confirmed(change: str) -> None:
    confirmed = told(CLAIMED).confirm_level("systems", word(PAOLO))
    moves = {
        "edit": lambda: confirmed.edit_turn("t1", "It reads something."),
        "retract": lambda: confirmed.retract_turn("t1"),
        "choose": lambda: confirmed.choose_level("t1", LevelChoice(criterion="systems", level=3)),
    }
    assert not any(item.confirmations for item in moves[change]().evidence)


@pytest.mark.parametrize(("confirmed", "given"), [(False, 4), (True, 3)])
def test_a_review_lifts_nothing_above_what_was_confirmed(knowledge: Knowledge, confirmed: bool, given: int) -> None:
    interview = told(some_evidence(level=3))
    if confirmed:
        interview = interview.confirm_level("systems", word(PAOLO))
    proposal = ProposedRating(criterion="systems", level=4, evidence_ids=("t1.1",))
    pillar = next(p for p in knowledge.framework.pillars if "systems" in {c.id for c in p.criteria})
    standings = {"systems": standing_of(interview)}
    rated = apply_review(pillar, PillarReview(ratings=(proposal,)), standings, frozenset())
    [rating] = [r for r in rated if r.criterion == "systems"]
    assert (rating.level, rating.confirmed_by) == (given, (PAOLO.id,) if confirmed else ())


def test_what_one_person_said_is_not_confirmed_by_anybody_else_and_what_two_said_stands_by_itself() -> None:
    second = some_evidence("t2.1", turn_id="t2", level=3, speaker=PAOLO.id)
    assert describe_confirmation(CLAIMED, (CLAIMED,)) == "not confirmed by anybody else"
    assert describe_confirmation(CLAIMED, (CLAIMED, second)) == ""
    assert describe_confirmation(some_evidence(level=2), ()) == ""
