"""Which questions wait for whom, and whose pilots come first."""

from datetime import timedelta

import pytest

from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import SkippedQuestion
from bot.domain.portfolio.overview import WaitingQuestion
from bot.services.ports.core import Transactions, UnitOfWork
from bot.services.queries.home_board import list_waiting_questions, load_home_board
from bot.storage.engine.database import WorkspaceTransactions
from tests.support.builders import DANA, MONDAY, PAOLO, a_question, a_turn, some_evidence
from tests.support.teams import CHANNEL, LEE, MARTA, READER, STRANGER, a_team, an_open_interview, link, store

LEFT_TO_PAOLO = SkippedQuestion(question_id="q1", criteria=("data",), how="handed_over", by=DANA.id, to=PAOLO.id)


async def waits_for(acme: Transactions, person: str) -> tuple[WaitingQuestion, ...]:
    return await acme.run(lambda uow: list_waiting_questions(uow, person, link))


def _stored(uow: UnitOfWork, interview: Interview, **team: object) -> None:
    places = [
        Thread(channel=CHANNEL, ts="1.000100", interview_id=interview.id),
        Thread(channel="D2", ts="2.000200", interview_id=interview.id, person=PAOLO.id),
    ]
    store(uow, a_team().model_copy(update=team), interview, *places)


async def test_the_open_question_waits_for_those_who_take_part(acme: WorkspaceTransactions) -> None:
    await acme.run(lambda uow: _stored(uow, an_open_interview()))
    for person in (MARTA.id, DANA.id):
        (item,) = await waits_for(acme, person)
        assert (item.question.id, item.thread, item.by_name) == ("q1", "C1/1.000100", False)
    for person in (LEE.id, READER, STRANGER, PAOLO.id):
        assert await waits_for(acme, person) == ()


async def test_a_question_waits_on_in_a_pause_and_no_longer_once_the_interview_is_over(
    acme: WorkspaceTransactions,
) -> None:
    await acme.run(lambda uow: _stored(uow, an_open_interview(status="paused")))
    assert len(await waits_for(acme, MARTA.id)) == 1
    await acme.run(lambda uow: uow.interviews.save(uow.interviews.get("freightmatch-i1").close()))
    assert await waits_for(acme, MARTA.id) == ()


@pytest.mark.parametrize("state", ["said", "mapped"])
async def test_an_answered_question_waits_no_longer(acme: WorkspaceTransactions, state: str) -> None:
    answer = a_turn(question_id="q1", state=state, intent="answer" if state == "mapped" else None)
    await acme.run(lambda uow: _stored(uow, an_open_interview(turns=(answer,))))
    assert await waits_for(acme, MARTA.id) == ()


async def test_asking_back_leaves_the_question_open(acme: WorkspaceTransactions) -> None:
    back = a_turn(question_id="q1", state="mapped", intent="ask_back")
    await acme.run(lambda uow: _stored(uow, an_open_interview(turns=(back,))))
    assert len(await waits_for(acme, MARTA.id)) == 1


async def test_a_question_left_to_a_colleague_waits_for_them_alone(acme: WorkspaceTransactions) -> None:
    await acme.run(lambda uow: _stored(uow, an_open_interview(passes=(LEFT_TO_PAOLO,))))
    (item,) = await waits_for(acme, PAOLO.id)
    assert (item.question.id, item.thread, item.by_name) == ("q1", "D2/2.000200", True)
    assert await waits_for(acme, MARTA.id) == ()


async def test_a_colleague_who_may_not_see_the_pilot_gets_the_question_and_nothing_else(
    acme: WorkspaceTransactions,
) -> None:
    handed = LEFT_TO_PAOLO.model_copy(update={"to": STRANGER})
    interview = an_open_interview(passes=(handed,))
    own = Thread(channel="D9", ts="9.000900", interview_id=interview.id, person=STRANGER)
    await acme.run(lambda uow: store(uow, a_team(private=True), interview, own))
    found = await acme.run(lambda uow: load_home_board(uow, STRANGER, link))
    (item,) = found.waiting
    assert (item.question.id, item.thread, item.by_name) == ("q1", "D9/9.000900", True)
    assert (item.seen.pilot.name, item.seen.lead, item.seen.assessment) == ("FreightMatch", None, None)
    assert found.pilots == ()


async def test_once_it_was_put_to_them_the_question_stands_in_those_words_and_once(acme: WorkspaceTransactions) -> None:
    put = a_question("q2", key=f"left:data:{PAOLO.id}", text="Dana left this to you: which data?")
    interview = an_open_interview(questions=(a_question(), put), passes=(LEFT_TO_PAOLO,))
    await acme.run(lambda uow: _stored(uow, interview, participants=(MARTA.id, PAOLO.id)))
    (item,) = await waits_for(acme, PAOLO.id)
    assert item.question.text == "Dana left this to you: which data?"
    assert await waits_for(acme, MARTA.id) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"turns": (a_turn(question_id="q1", speaker=PAOLO.id),)},
        {"turns": (a_turn(),), "evidence": (some_evidence(criterion="data"),)},
        {
            "passes": (
                LEFT_TO_PAOLO,
                SkippedQuestion(question_id="q1", criteria=("data",), how="dont_know", by=PAOLO.id),
            )
        },
        {"passes": (LEFT_TO_PAOLO, LEFT_TO_PAOLO.model_copy(update={"by": PAOLO.id, "to": STRANGER}))},
    ],
    ids=["replied", "known meanwhile", "let go", "handed on"],
)
async def test_what_was_left_to_somebody_is_settled_by(acme: WorkspaceTransactions, change: dict[str, object]) -> None:
    await acme.run(lambda uow: _stored(uow, an_open_interview(passes=(LEFT_TO_PAOLO,)).model_copy(update=change)))
    assert await waits_for(acme, PAOLO.id) == ()


async def test_a_reply_that_was_taken_back_leaves_it_waiting(acme: WorkspaceTransactions) -> None:
    gone = a_turn(question_id="q1", speaker=PAOLO.id, text="", state="retracted")
    await acme.run(lambda uow: _stored(uow, an_open_interview(turns=(gone,), passes=(LEFT_TO_PAOLO,))))
    assert len(await waits_for(acme, PAOLO.id)) == 1


async def test_ones_own_pilots_come_first_and_of_those_the_ones_that_wait_for_an_answer(
    acme: WorkspaceTransactions,
) -> None:
    def work(uow: UnitOfWork) -> None:
        for days, (called, fields) in enumerate(
            {"Asks me": {"participants": (READER,)}, "Mine": {"leaders": (READER,)}, "Newest, not mine": {}}.items()
        ):
            team = a_team(called, created_at=MONDAY + timedelta(days=days), **fields)
            store(uow, team, an_open_interview(called))

    await acme.run(work)
    found = await acme.run(lambda uow: load_home_board(uow, READER, link))
    assert [seen.pilot.name for seen in found.pilots] == ["Asks me", "Mine", "Newest, not mine"]
    assert [item.seen.pilot.name for item in found.waiting] == ["Asks me"]
