"""Records without somebody: what rested on their words falls back by rule and says so; the rest stays as it was."""

from datetime import UTC, datetime

import pytest

from bot.domain.actions.progress import Progress, Step
from bot.domain.assessment.rating import Rating
from bot.domain.core.people import Person
from bot.domain.core.team import Challenge
from bot.domain.digest.digest import Digest
from bot.domain.forgetting.assessment_without import withdraw_from_assessment
from bot.domain.forgetting.eraser import Eraser, list_literals
from bot.domain.forgetting.forgotten_person import SOMEBODY, build_forgotten_person
from bot.domain.forgetting.interview_without import withdraw_from_interview
from bot.domain.forgetting.plan_without import withdraw_from_plan
from bot.domain.forgetting.steps_without import withdraw_from_step
from bot.domain.forgetting.withdrawal import Withdrawal, name_turn
from bot.domain.forgetting.withdrawn_words import WithdrawnWords
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Confirmation, Evidence, OwnerClaim
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Translation
from bot.domain.plan.action import Reason
from bot.domain.plan.register import Risk
from tests.support.builders import (
    DANA,
    PAOLO,
    a_plan,
    a_question,
    a_rich_interview,
    a_turn,
    an_action,
    an_assessment,
    an_interview,
    some_evidence,
)

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
SAID = "It reads SAP through the quokka."
OTHERS = "It reads SAP by hand."


@pytest.fixture
def gone(knowledge: Knowledge) -> Withdrawal:
    """All that Dana said."""
    person = build_forgotten_person(DANA.id, (DANA,), (PAOLO,), "wish")
    kept = (OTHERS, *knowledge.texts, *list_literals(Interview, Digest))
    return Withdrawal(Eraser(WithdrawnWords((SAID,), kept, "forgotten"), person), NOW, person=person)


def said_by(person: Person, evidence_id: str, level: int, **fields: object) -> Evidence:
    words = SAID if person == DANA else OTHERS
    turn = evidence_id.partition(".")[0]
    told = some_evidence(evidence_id, turn_id=turn, level=level, quote=words, sentence=words)
    return told.model_copy(update={"speaker": person.id, **fields})


# --- interviews ------------------------------------------------------------------------------------------


def test_their_turns_are_empty_and_what_others_said_stands(gone: Withdrawal, framework: Framework) -> None:
    interview = an_interview(
        people=(DANA, PAOLO),
        turns=(a_turn("t1", SAID), a_turn("t2", OTHERS, speaker=PAOLO.id)),
        evidence=(said_by(DANA, "t1.1", 3), said_by(PAOLO, "t2.1", 1)),
        translations=(Translation(text=SAID, language="de", reads="durch den Quokka"),),
        questions=(a_question(text="What does the quokka read?", criteria=("systems",)),),
    )
    left = withdraw_from_interview(interview, gone, framework)
    assert [(turn.state, turn.text) for turn in left.turns] == [("retracted", ""), ("said", OTHERS)]
    assert [item.speaker for item in left.evidence] == [PAOLO.id]
    assert left.translations == ()
    assert left.questions[0].text == f"How does it stand with {framework.get_criterion('systems').name.lower()}?"
    assert [person.name for person in left.people] == [SOMEBODY, PAOLO.name]
    assert DANA.id not in left.model_dump_json() and left.people[0].role == ""


def test_whatever_stood_before_them_alone_waits_for_nobody(gone: Withdrawal, framework: Framework) -> None:
    interview = an_interview(people=(DANA, PAOLO), questions=(a_question(to=DANA.id),))
    left = withdraw_from_interview(interview, gone, framework)
    assert left.pending_questions == () and left.passes[0].how == "skip"


def test_something_in_every_collection_is_read_again_as_it_was_stored(gone: Withdrawal, framework: Framework) -> None:
    left = withdraw_from_interview(a_rich_interview(), gone, framework)
    assert type(left).model_validate(left.model_dump(mode="json")) == left
    assert left.evidence == () and left.facts == () and left.signals == ()


@pytest.mark.parametrize(("sentence", "level"), [("It runs well.", 2), ("It runs on 40 sites.", 3)])
def test_a_level_that_only_their_word_let_stand_is_held_again(
    gone: Withdrawal, framework: Framework, sentence: str, level: int
) -> None:
    confirmed = Confirmation(by=DANA.id, name="Dana", at=NOW)
    item = some_evidence(level=3, speaker=PAOLO.id, sentence=sentence, quote=sentence, confirmations=(confirmed,))
    interview = an_interview(turns=(a_turn("t1", sentence, speaker=PAOLO.id),), evidence=(item,))
    (left,) = withdraw_from_interview(interview, gone, framework).evidence
    assert (left.level, left.confirmations) == (level, ())
    assert left.claimed == (3 if level < 3 else None)


# --- assessments -----------------------------------------------------------------------------------------


def test_a_rating_that_lost_its_ground_is_unknown_and_says_so(gone: Withdrawal, framework: Framework) -> None:
    made = an_assessment(ratings=(Rating(criterion="systems", level=3, evidence_ids=("t1.1",), there="The quokka."),))
    left = withdraw_from_assessment(made, gone, framework, ())
    (rating,) = left.ratings
    assert (rating.level, rating.state, rating.there, left.evidence) == (None, "taken_out", "", ())
    (shift,) = left.withdrawn
    assert (shift.criterion, shift.before, shift.after, shift.at, shift.cause) == ("systems", 3, None, NOW, "forgotten")
    assert left.get_pillar_readiness("wiring").known == 0 or all(one.known == 0 for one in left.pillars)


def test_what_others_said_carries_it_as_far_as_it_goes(gone: Withdrawal, framework: Framework) -> None:
    both = (said_by(PAOLO, "t2.1", 1), said_by(DANA, "t1.1", 3))
    made = an_assessment(
        evidence=both, ratings=(Rating(criterion="systems", level=3, evidence_ids=("t1.1", "t2.1"), there="x"),)
    )
    (rating,) = withdraw_from_assessment(made, gone, framework, ()).ratings
    assert (rating.level, rating.evidence_ids, rating.there) == (1, ("t2.1",), "")


def test_it_never_rises_but_where_a_disagreement_ended(gone: Withdrawal, framework: Framework) -> None:
    weighed = an_assessment(
        evidence=(said_by(PAOLO, "t2.1", 3), said_by(DANA, "t1.1", 3)),
        ratings=(Rating(criterion="systems", level=2, evidence_ids=("t2.1", "t1.1")),),
    )
    assert withdraw_from_assessment(weighed, gone, framework, ()).ratings[0].level == 2
    disputed = an_assessment(
        evidence=(said_by(PAOLO, "t2.1", 3), said_by(DANA, "t1.1", 1, disputes=True)),
        ratings=(Rating(criterion="systems", level=1, evidence_ids=("t2.1", "t1.1"), disputed=True),),
    )
    left = withdraw_from_assessment(disputed, gone, framework, ())
    assert (left.ratings[0].level, left.ratings[0].disputed, left.disagreements) == (3, False, ())


def test_an_assessment_that_rests_on_others_alone_is_the_same(gone: Withdrawal, framework: Framework) -> None:
    made = an_assessment(
        people=(PAOLO,),
        evidence=(said_by(PAOLO, "t2.1", 2),),
        facts=(),
        ratings=(Rating(criterion="systems", level=2, evidence_ids=("t2.1",), there="By hand."),),
    )
    assert withdraw_from_assessment(made, gone, framework, ()) == made


def test_their_challenge_goes_and_nobody_is_said_to_answer_for_it_because_they_were(
    gone: Withdrawal, framework: Framework
) -> None:
    claim = OwnerClaim(person=DANA.id, claim="accepted", quote="Dana signed.", turn_id="t2", speaker=PAOLO.id)
    challenge = Challenge(
        id="c", assessment_id="a0", pilot_id="p", criterion="data", level=1, reason=SAID, by=DANA.id, at=NOW
    )
    made = an_assessment(owners=(claim,), owner=claim, reviewed=(challenge,))
    left = withdraw_from_assessment(made, gone, framework, ())
    assert (left.owner, left.owners, left.reviewed) == (None, (), ())


def test_of_a_deleted_message_only_its_own_words_go(framework: Framework) -> None:
    words = WithdrawnWords((SAID,), (OTHERS,), "deleted")
    gone = Withdrawal(Eraser(words), NOW, "deleted", turns=frozenset({name_turn("i1", "t1")}))
    both = (said_by(PAOLO, "t2.1", 1), said_by(DANA, "t1.1", 3), some_evidence("t3.1", turn_id="i0/t1"))
    made = an_assessment(evidence=both, ratings=(Rating(criterion="systems", level=3, evidence_ids=("t1.1",)),))
    left = withdraw_from_assessment(made, gone, framework, ())
    assert [item.id for item in left.evidence] == ["t2.1", "t3.1"]
    assert left.withdrawn[0].cause == "deleted" and left.get_person(DANA.id) == DANA
    later = an_assessment(of="i2", evidence=(some_evidence(turn_id="i1/t1"),))
    assert withdraw_from_assessment(later, gone, framework, ()).evidence == ()


# --- plans -----------------------------------------------------------------------------------------------


def test_the_actions_of_a_plan_stand_without_the_quotes(gone: Withdrawal, knowledge: Knowledge) -> None:
    practice = knowledge.practices.practices[0]
    fitted = an_action(practice.id, title="Open the quokka to payables", person=DANA.id, person_name=DANA.name)
    others = an_action("other_1", because=(Reason(text=OTHERS, speaker=PAOLO.id),))
    risk = Risk(title="Late", why="It was said.", quote=SAID, speaker=DANA.id)
    plan = a_plan(actions=(fitted, others), risks=(risk,), open_questions=("Who feeds the quokka?", "Who pays?"))
    left = withdraw_from_plan(plan, gone, an_assessment(), knowledge)
    assert [action.id for action in left.actions] == [practice.id, "other_1"]
    first, second = left.actions
    assert (first.title, first.person, first.person_name) == (practice.title, None, None)
    assert [(reason.text, reason.speaker) for reason in first.because] == [
        ("What was said of it was taken out; the action stands.", None)
    ]
    assert second == others
    assert (left.risks[0].quote, left.open_questions) == (None, ("Who pays?",))
    assert left.notes[0].startswith("On Monday 30 November 2026 somebody's words were taken out:")
    assert withdraw_from_plan(left, gone, an_assessment(), knowledge) == left


def step(kind: str, by: Person, at: int, **fields: object) -> Step:
    return Step.model_validate(
        {
            "id": f"s{at}",
            "root": "p1",
            "pilot_id": "freightmatch",
            "action_id": "data_1",
            "kind": kind,
            "at": NOW.replace(minute=at),
            "by": by.id,
            "by_name": by.name,
            **fields,
        }
    )


def test_what_they_had_is_open_and_what_they_did_is_done(gone: Withdrawal) -> None:
    given = step("assigned", PAOLO, 1, to=DANA.id, to_name=DANA.name)
    steps = (given, step("accepted", DANA, 2), step("done", DANA, 3, note=SAID, link="https://quokka.example/log"))
    left = [withdraw_from_step(one, gone) for one in steps]
    (status,) = Progress.from_steps(a_plan(), left).standings
    assert (status.owner, status.owner_name, status.accepted, status.state) == (None, None, False, "done")
    assert (status.by_name, status.note, status.link) == (SOMEBODY, gone.eraser.stand_in, None)
    before = Progress.from_steps(a_plan(), steps).standings[0]
    assert (before.owner, before.accepted) == (DANA.id, True)
