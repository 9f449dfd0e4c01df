"""What was said counts: in passing, against each other, put off or not known; nothing of it is lost, none made up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading, Intent, ProposedProbe
from bot.domain.interview.turn import Turn
from bot.services.assessment.assessing import assess_pilot
from bot.services.interview.cleaning import AnswerMessage
from bot.storage.engine.database import Database
from tests.support.fakes import FakeAnalyst
from tests.support.rooms import build_deps, open_room, say, waiting

DANA = Person(id="U1", name="Dana Reyes", role="Head of payables")
PAOLO = Person(id="U2", name="Paolo Greco", role="Skipper")
NODDED = "It suggests the order, and nothing moves before the shift lead has nodded."

Script = Callable[[Turn], AnswerMapping]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{tmp_path / 'flightplan.db'}") as database:
        yield database


def read_as(told: dict[str, AnswerMapping]) -> FakeAnalyst:
    """An analyst that reads these texts so, and takes any other for ignorance."""
    return FakeAnalyst(lambda turn: told.get(turn.text, AnswerMapping(intent="dont_know")))


def remark(criterion: str, level: int | None, text: str, **flags: object) -> CriterionReading:
    return CriterionReading.model_validate({"criterion": criterion, "level": level, "quotes": (text,), **flags})


async def assessed(database: Database, knowledge: Knowledge, analyst: FakeAnalyst, *said: str) -> Assessment:
    """Dana's answers in their order; whatever is asked after them, she doesn't know."""
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    for text in said:
        await say(room, text)
    while await waiting(room) is not None:
        await say(room, "I don't know.")
    return await assess_pilot(room.deps, "p1-i1")


# --- in passing -------------------------------------------------------------------------------------


async def test_a_remark_in_passing_counts_when_the_answer_adds_nothing(
    database: Database, knowledge: Knowledge
) -> None:
    opening = AnswerMapping(readings=(remark("decisions", 2, NODDED, in_passing=True),))
    made = await assessed(database, knowledge, read_as({NODDED: opening}), NODDED)
    rating = made.get_rating("decisions")
    assert (rating.level, rating.state) == (2, "known")
    assert [item.sentence for item in made.evidence_for(rating)] == [NODDED]


async def test_a_remark_in_passing_never_keeps_its_question_from_being_asked(
    database: Database, knowledge: Knowledge
) -> None:
    opening = AnswerMapping(readings=(remark("decisions", 2, NODDED, in_passing=True),))
    room = await open_room(build_deps(database, knowledge, read_as({NODDED: opening})), DANA)
    await say(room, NODDED)
    asked = set()
    while (question := await waiting(room)) is not None:
        asked |= set(question.criteria)
        await say(room, "I don't know.")
    assert "decisions" in asked


async def test_a_remark_in_passing_counts_where_the_interview_ends_before_its_question(
    database: Database, knowledge: Knowledge
) -> None:
    opening = AnswerMapping(readings=(remark("decisions", 2, NODDED, in_passing=True),))
    room = await open_room(build_deps(database, knowledge, read_as({NODDED: opening})), DANA)
    await say(room, NODDED)
    made = await assess_pilot(room.deps, "p1-i1")
    assert made.get_rating("decisions").level == 2


async def test_what_answers_its_question_is_not_asked_again(database: Database, knowledge: Knowledge) -> None:
    opening = AnswerMapping(readings=(remark("audit", 2, NODDED),))
    room = await open_room(build_deps(database, knowledge, read_as({NODDED: opening})), DANA)
    await say(room, NODDED)
    asked = set()
    while (question := await waiting(room)) is not None:
        asked |= set(question.criteria)
        await say(room, "I don't know.")
    assert "audit" not in asked


async def test_what_was_asked_about_is_never_in_passing(database: Database, knowledge: Knowledge) -> None:
    """An analyst may say so; the question tells."""
    answer = "It reads SAP."
    mapping = AnswerMapping(readings=(remark("systems", 2, answer, in_passing=True),))
    room = await open_room(build_deps(database, knowledge, read_as({"Hello.": AnswerMapping(), answer: mapping})), DANA)
    await say(room, "Hello.")
    [heard] = await say(room, answer)
    assert heard.interview.answered_criteria == {"systems"}


# --- why something is unknown ---------------------------------------------------------------------------


@pytest.mark.parametrize(("intent", "state"), [("skip", "skipped"), ("later", "later"), ("dont_know", "did_not_know")])
async def test_what_nothing_is_known_of_says_why(
    intent: Intent, state: str, database: Database, knowledge: Knowledge
) -> None:
    told = {"Hello.": AnswerMapping(readings=()), "No.": AnswerMapping(intent=intent)}
    room = await open_room(build_deps(database, knowledge, read_as(told)), DANA)
    await say(room, "Hello.")
    await say(room, "No.")
    made = await assess_pilot(room.deps, "p1-i1")
    first = made.get_rating("systems")
    assert (first.level, first.state, first.asked_of) == (None, state, (DANA.id,))
    assert made.get_rating("audit").state == "not_asked"
    assert "nobody_could_say" not in {rating.state for rating in made.ratings}


async def test_an_interview_ended_after_the_opening_has_no_stage_and_everything_is_unasked(
    database: Database, knowledge: Knowledge
) -> None:
    room = await open_room(build_deps(database, knowledge, read_as({"Hello.": AnswerMapping()})), DANA)
    await say(room, "Hello.")
    made = await assess_pilot(room.deps, "p1-i1")
    assert {rating.state for rating in made.ratings} == {"not_asked"}
    assert made.stage_basis == "open"


async def test_nobody_could_say_only_once_all_who_take_part_said_so(database: Database, knowledge: Knowledge) -> None:
    room = await open_room(build_deps(database, knowledge, read_as({"Hello.": AnswerMapping()})), DANA, PAOLO)
    await say(room, "Hello.")
    first = await waiting(room)
    assert first is not None
    await say(room, "I don't know.")
    assert (await assess_pilot(room.deps, "p1-i1")).get_rating(first.criteria[0]).state == "did_not_know"


async def test_what_somebody_wants_to_think_about_is_asked_once_more_before_the_end(
    database: Database, knowledge: Knowledge
) -> None:
    later = "Ask me when I've thought about it."
    told = {"Hello.": AnswerMapping(), later: AnswerMapping(intent="later")}
    room = await open_room(build_deps(database, knowledge, read_as(told)), DANA)
    await say(room, "Hello.")
    first = await waiting(room)
    assert first is not None
    await say(room, later)
    asked = []
    while (question := await waiting(room)) is not None:
        asked.append(question)
        await say(room, "I don't know.")
    again = [question for question in asked if question.key.startswith("later:")]
    assert {criterion for question in again for criterion in question.criteria} == set(first.criteria)
    assert asked[-len(again) :] == again
    assert all(question.why.startswith("You wanted to think about it.") for question in again)


# --- against each other -----------------------------------------------------------------------------------

LOG = "I have the log, they picked up every night."
NO_LOG = "With respect, that log wasn't on site."


async def test_two_who_contradict_each_other_disagree_though_neither_says_a_level(
    database: Database, knowledge: Knowledge
) -> None:
    told = {
        LOG: AnswerMapping(readings=(remark("escalation", None, LOG),)),
        NO_LOG: AnswerMapping(readings=(remark("escalation", None, NO_LOG, disputes=True),)),
    }
    room = await open_room(build_deps(database, knowledge, read_as(told)), DANA, PAOLO)
    await say(room, LOG, by=DANA)
    await say(room, NO_LOG, by=PAOLO)
    made = await assess_pilot(room.deps, "p1-i1")
    [found] = made.disagreements
    assert found.criterion == "escalation"
    quoted = [item.sentence for item in made.evidence if item.id in found.evidence_ids]
    assert quoted == [LOG, NO_LOG]
    assert made.get_rating("escalation").disputed


async def test_a_contradiction_between_two_criteria_shows_and_is_rated_by_the_weaker_claim(
    database: Database, knowledge: Knowledge
) -> None:
    signed, unsigned = "Annex 2, countersigned by Mr Greco.", "Officially it isn't, I have signed nothing."
    told = {
        signed: AnswerMapping(readings=(remark("decisions", 3, signed),)),
        unsigned: AnswerMapping(readings=(remark("owner", 1, unsigned, disputes=True, contradicts="decisions"),)),
    }
    room = await open_room(build_deps(database, knowledge, read_as(told)), DANA, PAOLO)
    await say(room, signed, by=DANA)
    await say(room, unsigned, by=PAOLO)
    made = await assess_pilot(room.deps, "p1-i1")
    [found] = made.disagreements
    assert (found.criterion, found.between) == ("decisions", ("decisions", "owner"))
    assert {item.sentence for item in made.evidence if item.id in found.evidence_ids} == {signed, unsigned}
    assert not made.get_rating("owner").disputed


async def test_one_person_alone_disagrees_with_nobody(database: Database, knowledge: Knowledge) -> None:
    told = {
        LOG: AnswerMapping(readings=(remark("escalation", 2, LOG),)),
        NO_LOG: AnswerMapping(readings=(remark("escalation", None, NO_LOG, disputes=True),)),
    }
    made = await assessed(database, knowledge, read_as(told), LOG, NO_LOG)
    assert made.disagreements == ()


async def test_an_answer_that_told_nothing_is_followed_up_though_a_colleague_does_not_know(
    database: Database, knowledge: Knowledge
) -> None:
    told = {"Hello.": AnswerMapping(), "Kind of.": AnswerMapping()}
    room = await open_room(build_deps(database, knowledge, read_as(told)), DANA, PAOLO)
    await say(room, "Hello.")
    first = await waiting(room)
    assert first is not None
    await room.hear(AnswerMessage(speaker=DANA, text="Kind of."), AnswerMessage(speaker=PAOLO, text="I don't know."))
    following = await waiting(room)
    assert following is not None and following.kind == "probe" and set(following.criteria) <= set(first.criteria)


# --- the missing part ---------------------------------------------------------------------------------------


async def test_the_one_missing_part_of_the_next_step_is_asked_for_once(
    database: Database, knowledge: Knowledge
) -> None:
    answer, missing = "The page by value and kind is signed by Paolo.", "Which real cases was it tried on?"
    mapping = AnswerMapping(
        readings=(remark("boundary", 2, answer),), probes=(ProposedProbe(criterion="boundary", text=missing),)
    )
    told = {answer: mapping, "On none that I know of.": mapping.model_copy(update={"readings": ()})}
    room = await open_room(build_deps(database, knowledge, read_as(told)), DANA)
    await say(room, answer)
    asked = await waiting(room)
    assert asked is not None and (asked.text, asked.kind) == (missing, "probe")
    await say(room, "On none that I know of.")
    following = await waiting(room)
    assert following is not None and "boundary" not in following.criteria
