"""An answer that the model can't be brought to read: it stays unread, holds nothing up and counts for nothing."""

import pytest

from bot.domain.core.errors import AnalystUnavailable, MoveRefused, UnusableOutput
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading
from bot.domain.interview.turn import Turn
from bot.services.assessment.assessing import rate_interview
from bot.services.conversation import interview_actions
from bot.services.conversation.put_off_reading import retry_answer
from bot.storage.engine.database import Database
from tests.support.builders import DANA
from tests.support.fakes import FakeAnalyst
from tests.support.rooms import amend, build_deps, open_room, read_on, retract, say, waiting

NONSENSE = UnusableOutput("The model answers in a form that can't be used.")


def systems_from(turn: Turn) -> AnswerMapping:
    return AnswerMapping(readings=(CriterionReading(criterion="systems", level=2, quotes=(turn.text,)),))


async def finish(room) -> None:  # type: ignore[no-untyped-def]
    await room.act(lambda uow, click, interview: interview_actions.finish_early(uow, room.deps, click, interview))


async def test_it_stays_unread_and_the_interview_goes_on_with_the_next_question(
    database: Database, knowledge: Knowledge
) -> None:
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(systems_from, [NONSENSE])), DANA)
    await say(room, "It reads SAP.")
    interview = await room.load_interview()
    assert [turn.text for turn in interview.unreadable_turns] == ["It reads SAP."]
    assert (interview.unread_turns, interview.known_criteria) == ((), frozenset())
    assert (await waiting(room)) is not None
    [heard] = await say(room, "It reads Oracle.")
    assert heard.interview.known_criteria == {"systems"}


async def test_its_question_is_not_asked_anew_while_it_is_unread(database: Database, knowledge: Knowledge) -> None:
    analyst = FakeAnalyst()
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    await say(room, "It checks invoices.")
    asked = await waiting(room)
    analyst.failures.append(NONSENSE)
    await say(room, "It reads SAP.")
    following = await waiting(room)
    assert asked is not None and following is not None
    assert not set(asked.criteria) & set(following.criteria)


async def test_it_is_read_when_it_is_tried_again(database: Database, knowledge: Knowledge) -> None:
    room = await open_room(build_deps(database, knowledge, FakeAnalyst(systems_from, [NONSENSE])), DANA)
    await say(room, "It reads SAP.")
    await room.act(
        lambda uow, click, interview: retry_answer(uow, room.deps, click, interview, interview.get_turn("t1"))
    )
    assert (await read_on(room)).known_criteria == {"systems"}
    with pytest.raises(MoveRefused):
        await room.act(
            lambda uow, click, interview: retry_answer(uow, room.deps, click, interview, interview.get_turn("t1"))
        )


async def test_it_is_read_in_other_words_and_can_be_taken_back(database: Database, knowledge: Knowledge) -> None:
    analyst = FakeAnalyst(systems_from, [NONSENSE, NONSENSE])
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    await say(room, "It reads SAP.")
    await say(room, "And Oracle.")
    assert [item.quote for item in (await amend(room, "t1", "It only reads.")).evidence] == ["It only reads."]
    assert (await retract(room, "t2")).unreadable_turns == ()


async def test_the_team_can_finish_without_it_and_is_rated_from_the_rest(
    database: Database, knowledge: Knowledge
) -> None:
    analyst = FakeAnalyst(systems_from)
    deps = build_deps(database, knowledge, analyst)
    room = await open_room(deps, DANA)
    await say(room, "It reads SAP.")
    analyst.failures.append(NONSENSE)
    await say(room, "And Oracle.")
    rated = await rate_interview(deps, room.interview_id)
    assert {item.turn_id for item in rated.interview_with_history.evidence} == {"t1"}
    await finish(room)
    interview = await room.load_interview()
    assert interview.status == "closed"
    assert [turn.text for turn in interview.unreadable_turns] == ["And Oracle."]


async def test_a_model_that_is_away_makes_no_answer_unreadable(database: Database, knowledge: Knowledge) -> None:
    analyst = FakeAnalyst(systems_from, [AnalystUnavailable("down")] * 3)
    room = await open_room(build_deps(database, knowledge, analyst), DANA)
    await say(room, "It reads SAP.")
    for _ in range(2):
        await read_on(room)
    interview = await room.load_interview()
    assert (len(interview.unread_turns), interview.unreadable_turns) == (1, ())
    with pytest.raises(MoveRefused):
        await finish(room)
    assert (await read_on(room)).known_criteria == {"systems"}
