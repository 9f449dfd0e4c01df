"""How an event ends: done together with what it changed, or given up where an operator sees it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.core.errors import StaleWrite
from bot.domain.messaging.event import DeadLetter
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.queue.queue import SqlEventQueue
from bot.storage.tables import lines
from tests.storage.clock import StandingClock
from tests.storage.nouns import added, an_event, renewed
from tests.storage.queue.test_queue import LEASE, claimed, nothing_for, worked_through
from tests.support.builders import MONDAY, a_turn, an_interview


@pytest.fixture
def database_clock(clock: StandingClock) -> Callable[[], datetime]:
    return clock.now


async def test_the_end_of_an_event_and_what_it_changed_are_stored_together(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.interviews.add(an_interview())
        uow.events.add(an_event("reply", lane="outbox"))

    await added(acme, an_event())
    assert await queue.finish_event(await claimed(queue), work)
    assert await acme.run(lambda uow: uow.interviews.get("i1")) == an_interview()
    assert await acme.run(lambda uow: uow.events.count_open("C1:1.1")) == 0
    assert await worked_through(queue, "outbox") == ["reply"]


async def test_work_that_raises_leaves_the_event_with_its_worker(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    def work(uow: UnitOfWork) -> None:
        uow.interviews.add(an_interview())
        raise ZeroDivisionError

    await added(acme, an_event())
    claim = await claimed(queue)
    with pytest.raises(ZeroDivisionError):
        await queue.finish_event(claim, work)
    assert await acme.run(lambda uow: uow.interviews.list_all()) == ()
    assert await nothing_for(queue)
    assert await queue.finish_event(claim, None)


async def test_work_on_an_interview_that_changed_meanwhile_is_told_so_and_can_be_done_again(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    await added(acme, an_event())
    await acme.run(lambda uow: uow.interviews.add(an_interview()))
    claim = await claimed(queue)
    newer = await acme.run(lambda uow: uow.interviews.save(an_interview().add_turn(a_turn("t1"))))
    with pytest.raises(StaleWrite):
        await queue.finish_event(claim, lambda uow: uow.interviews.save(an_interview().add_turn(a_turn("t2"))))
    assert await queue.finish_event(claim, lambda uow: uow.interviews.save(newer.add_turn(a_turn("t2"))))
    stored = await acme.run(lambda uow: uow.interviews.get("i1"))
    assert [turn.id for turn in stored.turns] == ["t1", "t2"]


async def test_an_event_that_was_worked_is_known_for_ever_and_not_worked_again(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    await added(acme, an_event())
    await worked_through(queue)
    assert not await acme.run(lambda uow: uow.events.add(an_event()))
    assert await nothing_for(queue)


async def test_the_words_of_a_worked_event_are_in_no_file_once_there_is_nothing_to_do(
    file_database: Database, file: Path
) -> None:
    await added(file_database.in_workspace("acme"), an_event(body={"text": "short and secret"}))
    assert b"and secret" in _bytes_around(file)
    await worked_through(file_database.operator_queue)
    assert b"and secret" not in _bytes_around(file)


def _bytes_around(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in file.parent.iterdir())


async def test_the_body_of_a_worked_event_is_wiped_and_that_of_others_is_not(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    await added(acme, an_event("e1"), an_event("e2"))
    await queue.finish_event(await claimed(queue), None)
    stored = "SELECT id, CAST(body AS VARCHAR) FROM events ORDER BY id"
    bodies = await database.run(lambda tx: tx.connection.exec_driver_sql(stored).all())
    assert [tuple(row) for row in bodies] == [("e1", "{}"), ("e2", '{"text": "It reads SAP."}')]


async def test_an_event_that_is_given_up_becomes_a_dead_letter_and_its_line_goes_on(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event("e1"), an_event("e2"))
    await queue.postpone_event(await claimed(queue), 0.0)
    clock.forward(5)
    await queue.move_to_dead_letters(
        await claimed(queue), "no such channel", lambda uow: uow.home_tabs.record_opened("U1")
    )
    assert await acme.run(lambda uow: uow.home_tabs.filter_opened(["U1"])) == ("U1",)
    assert await worked_through(queue) == ["e2"]
    (letter,) = await queue.list_dead_letters()
    assert letter == DeadLetter(
        workspace_id="acme",
        sequence=letter.sequence,
        event=an_event("e1"),
        attempts=2,
        error="no such channel",
        received_at=MONDAY,
        given_up_at=clock.now(),
    )
    assert await acme.run(lambda uow: uow.events.count_open("C1:1.1")) == 0


async def test_an_event_is_not_given_up_when_the_work_that_goes_with_it_fails(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    await added(acme, an_event())
    claim = await claimed(queue)
    with pytest.raises(StaleWrite):
        await queue.move_to_dead_letters(claim, "why", _add_twice)
    assert await queue.list_dead_letters() == ()
    assert (await renewed(queue, claim)).still_held


def _add_twice(uow: UnitOfWork) -> None:
    uow.interviews.add(an_interview())
    uow.interviews.add(an_interview())


async def test_a_revived_letter_is_worked_at_its_place_with_all_its_attempts(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    await added(acme, an_event("e1"), an_event("e2"))
    await queue.move_to_dead_letters(await claimed(queue), "why")
    (letter,) = await queue.list_dead_letters()
    assert await queue.retry_dead_letter(letter.sequence)
    assert await queue.list_dead_letters() == ()
    again = await claimed(queue)
    assert (again.event, again.attempt) == (an_event("e1"), 1)
    await queue.finish_event(again, None)
    assert await worked_through(queue) == ["e2"]


async def test_a_dropped_letter_is_gone_but_known(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event())
    await queue.move_to_dead_letters(await claimed(queue), "why")
    (letter,) = await queue.list_dead_letters()
    assert await queue.delete_dead_letter(letter.sequence)
    assert await queue.list_dead_letters() == ()
    assert await nothing_for(queue)
    assert not await acme.run(lambda uow: uow.events.add(an_event()))


async def test_only_dead_letters_are_revived_or_dropped(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event("e1"), an_event("e2"))
    await queue.move_to_dead_letters(await claimed(queue), "why")
    (letter,) = await queue.list_dead_letters()
    for sequence in (letter.sequence + 1, 999):
        assert not await queue.retry_dead_letter(sequence)
        assert not await queue.delete_dead_letter(sequence)
    assert await queue.delete_dead_letter(letter.sequence)
    assert not await queue.retry_dead_letter(letter.sequence)
    assert await worked_through(queue) == ["e2"]


async def test_dead_letters_come_oldest_first_from_all_workspaces(database: Database, queue: SqlEventQueue) -> None:
    await added(database.in_workspace("acme"), an_event("e1", "A"))
    await added(database.in_workspace("other"), an_event("e2", "B"))
    first, second = await claimed(queue), await claimed(queue)
    await queue.move_to_dead_letters(second, "why")
    await queue.move_to_dead_letters(first, "why")
    assert [(letter.workspace_id, letter.event.id) for letter in await queue.list_dead_letters()] == [
        ("acme", "e1"),
        ("other", "e2"),
    ]


async def test_a_file_that_is_opened_again_frees_what_its_last_process_held(file: Path) -> None:
    with Database(f"sqlite:///{file}") as database:
        await added(database.in_workspace("acme"), an_event())
        stale = await claimed(database.operator_queue)
    with Database(f"sqlite:///{file}") as database:
        assert not (await renewed(database.operator_queue, stale)).still_held
        fresh = await claimed(database.operator_queue)
        assert not await database.operator_queue.finish_event(stale, None)
        assert await database.operator_queue.finish_event(fresh, None)


async def test_another_process_on_postgresql_takes_over_only_what_was_let_go(
    postgres_url: str, clock: StandingClock
) -> None:
    with Database(postgres_url, now=clock.now) as one, Database(postgres_url, now=clock.now) as other:
        await added(one.in_workspace("acme"), an_event())
        claim = await claimed(one.operator_queue)
        with Database(postgres_url, now=clock.now) as third:
            assert await nothing_for(third.operator_queue)
        clock.forward(LEASE)
        taken = await claimed(other.operator_queue, "w2")
        assert not await one.operator_queue.finish_event(claim, None)
        assert await other.operator_queue.finish_event(taken, None)


@pytest.mark.parametrize("how", ["done", "postponed", "given up"])
async def test_of_an_event_that_was_forgotten_while_it_was_worked_not_even_its_line_is_left(
    database: Database, queue: SqlEventQueue, acme: WorkspaceTransactions, how: str
) -> None:
    await added(acme, an_event(line="about:Freight"), an_event("e2", line="about:Dispatch"))
    claim = await claimed(queue)
    await acme.run(lambda uow: uow.withdrawals.forget_events(lambda event: event.line == "about:Freight"))
    if how == "done":
        assert await queue.finish_event(claim, None)
    elif how == "postponed":
        await queue.postpone_event(claim, 0.0)
    else:
        await queue.move_to_dead_letters(claim, "It was worked in vain.")
    left = await database.run(lambda tx: tx.connection.execute(select(lines.c.line)).scalars().all())
    assert left == ["about:Dispatch"]
    assert (await claimed(queue)).event.id == "e2"
