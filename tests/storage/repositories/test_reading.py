"""What is read for one person: the threads of many interviews, and what colleagues left to them."""

from bot.domain.core.team import Thread
from bot.domain.interview.turn import SkippedQuestion
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.support.builders import DANA, PAOLO, a_question, an_interview

IN_CHANNEL = Thread(channel="C1", ts="1.000100", interview_id="i1")
IN_DMS = Thread(channel="D1", ts="2.000200", interview_id="i1", person="U1")
OTHER = Thread(channel="C2", ts="3.000300", interview_id="i2")


def _talked(uow: UnitOfWork) -> None:
    for number in ("1", "2", "3"):
        uow.interviews.add(an_interview(f"i{number}", f"Pilot {number}"))
    for thread in (IN_DMS, OTHER, IN_CHANNEL):
        uow.threads.add(thread)


def _left(uow: UnitOfWork) -> None:
    """Something is left to Paolo in one that is open, one that is paused and one that is over; in another, skipped."""
    handed = SkippedQuestion(question_id="q1", criteria=("data",), how="handed_over", by=DANA.id, to=PAOLO.id)
    skipped = SkippedQuestion(question_id="q1", criteria=("data",), how="skip", by=PAOLO.id)
    for interview_id, status, let_go in (
        ("open", "open", handed),
        ("paused", "paused", handed),
        ("over", "closed", handed),
        ("skipped", "open", skipped),
    ):
        asked = an_interview(interview_id, interview_id, status=status, questions=(a_question(),), passes=(let_go,))
        uow.interviews.add(asked)


async def test_the_threads_of_many_interviews_come_in_the_order_in_which_they_were_added(
    acme: WorkspaceTransactions,
) -> None:
    await acme.run(_talked)
    found = await acme.run(lambda uow: uow.threads.list_by_interview(["i1", "i2", "i3", "gone"]))
    assert found == {"i1": (IN_DMS, IN_CHANNEL), "i2": (OTHER,)}
    assert await acme.run(lambda uow: uow.threads.list_by_interview([])) == {}


async def test_what_is_left_to_somebody_is_found_until_the_interview_is_over(acme: WorkspaceTransactions) -> None:
    await acme.run(_left)
    found = await acme.run(lambda uow: uow.interviews.list_delegated_to(PAOLO.id))
    assert [interview.id for interview in found] == ["paused", "open"]
    assert await acme.run(lambda uow: uow.interviews.list_delegated_to(DANA.id)) == ()


async def test_threads_and_what_is_left_stay_within_their_workspace(database: Database) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    await acme.run(_talked)
    await acme.run(_left)
    assert await other.run(lambda uow: uow.threads.list_by_interview(["i1"])) == {}
    assert await other.run(lambda uow: uow.interviews.list_delegated_to(PAOLO.id)) == ()
