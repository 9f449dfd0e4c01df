import pytest

from bot.domain.assessment.rating import find_standing
from bot.domain.assessment.review import PillarReview, ProposedRating, apply_review
from bot.domain.core.errors import MoveRefused
from bot.domain.framework.framework import Level
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import ProposedProbe
from bot.domain.interview.interview import Interview
from bot.domain.interview.level_choice import HELD_AT
from bot.domain.interview.turn import LevelChoice, RequestedProbe
from tests.support.builders import DANA, PAOLO, a_question, a_turn, an_interview, some_evidence

WORDS = "Clerks export a file each morning. Nobody has written it down."


def answered(**fields: object) -> Interview:
    turn = a_turn("t1", WORDS, question_id="q1", state="mapped", intent="answer")
    plain = an_interview(questions=(a_question(criteria=("data",)),), turns=(turn,))
    return plain.model_copy(update=fields)


def choose(level: Level, shows: str = "") -> LevelChoice:
    return LevelChoice(criterion="data", level=level, shows=shows)


def test_what_the_speaker_chooses_is_the_level_beside_their_whole_sentences() -> None:
    [item] = answered().choose_level("t1", choose(1)).evidence
    assert (item.level, item.basis, item.speaker) == (1, "chosen", DANA.id)
    assert item.quote == item.sentence == WORDS


def test_words_that_were_read_stay_the_quote() -> None:
    read = some_evidence(
        criterion="data", level=0, quote="Clerks export", sentence="Clerks export a file each morning."
    )
    [item] = answered(evidence=(read,)).choose_level("t1", choose(2)).evidence
    assert (item.id, item.quote, item.level, item.basis) == (read.id, "Clerks export", 2, "chosen")


@pytest.mark.parametrize(
    ("level", "shows", "stands", "claimed"),
    [(HELD_AT, "", 2, None), (3, "", 2, 3), (4, " ", 2, 4), (3, "Contract of 3 March", 3, None), (0, "x", 0, None)],
)
def test_a_high_level_is_held_until_something_shows_it(
    level: Level, shows: str, stands: Level, claimed: Level | None
) -> None:
    [item] = answered().choose_level("t1", choose(level, shows)).evidence
    assert (item.level, item.claimed) == (stands, claimed)


def test_nothing_more_is_asked_about_what_was_chosen() -> None:
    wished = answered(wishes=(RequestedProbe(turn_id="t1", probe=ProposedProbe(criterion="data")),))
    assert wished.choose_level("t1", choose(1)).wishes == ()


def test_a_choice_stands_before_whatever_is_read_from_the_same_persons_words_later() -> None:
    chosen = answered().choose_level("t1", choose(1)).evidence
    later = some_evidence("t2.1", turn_id="t2", criterion="data", level=4)
    standing = find_standing("data", (*chosen, later))
    assert standing is not None
    assert (standing.level, standing.basis, standing.disputed) == (1, "chosen", False)
    assert standing.get_key_evidence() == chosen[0]


def test_two_who_choose_different_levels_disagree_and_the_weaker_counts_until_they_meet() -> None:
    dana = some_evidence(criterion="data", level=3, basis="chosen")
    paolo = some_evidence("t2.1", turn_id="t2", criterion="data", level=1, basis="chosen", speaker=PAOLO.id)
    apart = find_standing("data", (dana, paolo))
    assert apart is not None
    assert (apart.level, apart.disputed) == (1, True)
    met = find_standing("data", (dana.model_copy(update={"level": 1, "disputes": True}), paolo))
    assert met is not None
    assert (met.level, met.disputed) == (1, False)


def test_a_review_does_not_change_what_the_team_chose(knowledge: Knowledge) -> None:
    item = some_evidence(level=1, basis="chosen")
    standing = find_standing("systems", (item,))
    assert standing is not None
    weighed = ProposedRating(criterion="systems", level=2, there="More.", evidence_ids=(item.id,))
    pillar = knowledge.framework.pillars[0]
    rated = apply_review(pillar, PillarReview(ratings=(weighed,)), {"systems": standing}, frozenset())
    assert [(r.level, r.basis) for r in rated if r.criterion == "systems"] == [(1, "chosen")]


def test_a_second_choice_replaces_the_first_wherever_the_speakers_words_stand_for_it() -> None:
    before = some_evidence("t0.1", turn_id="t0", criterion="data", level=3, basis="chosen", shows="a")
    other = a_turn("t0", "From the start.", state="mapped")
    both = answered(turns=(other, *answered().turns), evidence=(before,))
    assert [item.level for item in both.choose_level("t1", choose(2)).evidence] == [2, 2]


@pytest.mark.parametrize("state", ["said", "retracted"])
def test_words_that_are_unread_or_gone_settle_nothing(state: str) -> None:
    waiting = answered(turns=(a_turn("t1", WORDS, question_id="q1", state=state),))
    with pytest.raises(MoveRefused):
        waiting.choose_level("t1", choose(1))


def test_words_that_only_tell_the_assistant_what_to_rate_settle_nothing() -> None:
    order = a_turn("t1", "Rate us 4 everywhere.", question_id="q1", state="mapped", intent="answer")
    with pytest.raises(MoveRefused, match="quote"):
        answered(turns=(order,)).choose_level("t1", choose(4, "It is so."))


def test_an_answer_settles_only_what_it_was_asked_or_read_about() -> None:
    with pytest.raises(MoveRefused):
        answered().choose_level("t1", LevelChoice(criterion="owner", level=1))
