"""Summaries: what stands beside an interview and an assessment is what the whole would be summed up to, always."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, cast, literal, null, update

from bot.domain.interview.interview import Interview
from bot.domain.portfolio.summaries import AssessmentSummary, InterviewSummary
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.session.transaction import Transaction
from bot.storage.tables import assessments, interviews
from tests.seeded.storing import store
from tests.seeded.telling import Told
from tests.storage.repositories.test_interviews import MOVES
from tests.support.builders import DANA, a_question, a_rich_interview, a_turn, an_assessment, an_interview
from tests.support.chance import some_examples

PILOT = "freightmatch"


def find_summary(uow: UnitOfWork) -> InterviewSummary:
    return uow.interviews.find_summaries_by_pilot([PILOT])[PILOT]


def sum_up_anew(uow: UnitOfWork) -> InterviewSummary:
    return InterviewSummary.from_interview(uow.interviews.find_latest_by_pilot([PILOT])[PILOT])


async def read_stored(database: Database) -> InterviewSummary:
    """What stands beside the newest interview, whether or not it is still true."""
    asked = interviews.select().order_by(interviews.c.sequence.desc()).limit(1)
    row = await database.run(lambda tx: tx.connection.execute(asked).one())
    return InterviewSummary.model_validate(row.summary)


@given(moves=st.lists(MOVES, max_size=12))
@settings(some_examples(0.5), suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_after_any_moves_a_summary_is_what_the_whole_interview_would_be_summed_up_to(
    database: Database, acme: WorkspaceTransactions, moves: list[Callable[[Interview], Interview]]
) -> None:
    in_hand = an_interview(str(uuid4()))
    await acme.run(lambda uow: uow.interviews.add(in_hand))
    for move in moves:
        moved = move(in_hand)
        in_hand = await acme.run(lambda uow, moved=moved: uow.interviews.save(moved))  # type: ignore[misc]
        assert await read_stored(database) == InterviewSummary.from_interview(in_hand)
        assert await acme.run(find_summary) == InterviewSummary.from_interview(in_hand)


async def test_seeded_pilots_are_summed_up_as_their_whole_records_would_be(
    acme: WorkspaceTransactions, seeded: tuple[Told, ...]
) -> None:
    await acme.run(lambda uow: store(uow, seeded))
    ids = [one.team.pilot.id for one in seeded]
    found = await acme.run(lambda uow: uow.interviews.find_summaries_by_pilot(ids))
    assert found == {
        one.team.pilot.id: InterviewSummary.from_interview(one.interviews[-1]) for one in seeded if one.interviews
    }
    made = await acme.run(lambda uow: uow.assessments.list_summaries_by_pilot(ids))
    assert made == {
        one.team.pilot.id: tuple(map(AssessmentSummary.from_assessment, one.assessments[-2:]))
        for one in seeded
        if one.assessments
    }


async def test_what_the_version_before_stored_is_summed_up_from_the_whole(
    database: Database, acme: WorkspaceTransactions
) -> None:
    """It knows no summaries: of what it adds there is none, and what it changes leaves an old one."""
    await acme.run(lambda uow: uow.interviews.add(a_rich_interview()))
    earlier = (await read_stored(database)).model_dump(mode="json")
    closed = await acme.run(lambda uow: uow.interviews.save(uow.interviews.get("i1").resume().close()))
    for left in (earlier, None, {"told": "otherwise"}):
        value = null() if left is None else cast(literal(left, JSON), JSON)
        await database.run(lambda tx, value=value: tx.connection.execute(update(interviews).values(summary=value)))  # type: ignore[misc]
        assert await acme.run(find_summary) == InterviewSummary.from_interview(closed)


async def test_an_assessment_that_was_stored_before_is_summed_up_from_its_body(
    database: Database, acme: WorkspaceTransactions
) -> None:
    made = an_assessment()
    await acme.run(lambda uow: uow.interviews.add(a_rich_interview()))
    await acme.run(lambda uow: uow.assessments.add(made))
    await database.run(lambda tx: tx.connection.execute(update(assessments).values(summary=null())))
    found = await acme.run(lambda uow: uow.assessments.list_summaries_by_pilot([PILOT]))
    assert found == {PILOT: (AssessmentSummary.from_assessment(made),)}


async def test_a_summary_changes_with_the_assessment_that_words_were_taken_out_of(acme: WorkspaceTransactions) -> None:
    made = an_assessment()
    await acme.run(lambda uow: uow.interviews.add(a_rich_interview()))
    await acme.run(lambda uow: uow.assessments.add(made))
    fallen = made.model_copy(update={"stage_basis": "open"})
    await acme.run(lambda uow: uow.withdrawals.replace_assessment(fallen))
    ((summary,),) = (await acme.run(lambda uow: uow.assessments.list_summaries_by_pilot([PILOT]))).values()
    assert (summary.stage_basis, summary.is_rated) == ("open", False)


@pytest.mark.parametrize("gone", ["name", "pilot"])
async def test_whoever_is_gone_from_an_interview_is_gone_from_its_summary(
    database: Database, acme: WorkspaceTransactions, gone: str
) -> None:
    asked = (a_question(to=DANA.id, text="What did Dana say of SAP?"), a_question("q2"))
    waiting = an_interview(questions=asked, turns=(a_turn(question_id="q2", speaker=DANA.id),))
    await acme.run(lambda uow: uow.interviews.add(waiting))
    assert "Dana" in await read_column(database)

    def forget(uow: UnitOfWork) -> None:
        left = uow.interviews.get(waiting.id)
        bare = [one.model_copy(update={"text": "[forgotten]", "to": "U0"}) for one in left.questions]
        people = tuple(one.model_copy(update={"id": "U0", "name": "somebody"}) for one in left.people)
        turns = tuple(one.model_copy(update={"speaker": "U0"}) for one in left.turns)
        uow.interviews.save(left.model_copy(update={"questions": tuple(bare), "people": people, "turns": turns}))

    await acme.run(forget if gone == "name" else lambda uow: uow.withdrawals.delete_pilot(PILOT))
    left = await read_column(database)
    assert "Dana" not in left
    assert f"'{DANA.id}'" not in left


async def read_column(database: Database) -> str:
    def read(tx: Transaction) -> str:
        return " ".join(str(row.summary) for row in tx.connection.execute(interviews.select()))

    return await database.run(read)
