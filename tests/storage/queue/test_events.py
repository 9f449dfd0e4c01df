"""Events as a workspace puts them in: each once, counted until it is ended."""

import asyncio
from datetime import timedelta
from threading import Event as Signal

from bot.services.ports.core import LeaseRenewal, UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions, utc_now
from bot.storage.queue.queue import SqlEventQueue
from tests.storage.nouns import an_event, claim_one
from tests.storage.queue.test_queue import LEASE, claimed


async def test_the_same_event_is_taken_in_once_in_its_lane(acme: WorkspaceTransactions) -> None:
    assert await acme.run(lambda uow: uow.events.add(an_event()))
    assert not await acme.run(lambda uow: uow.events.add(an_event(line="other")))
    assert await acme.run(lambda uow: uow.events.add(an_event(lane="outbox")))
    assert await acme.run(lambda uow: uow.events.count_open("C1:1.1")) == 1
    assert await acme.run(lambda uow: uow.events.count_open("other")) == 0


async def test_several_are_taken_in_at_once_in_their_order_and_each_once(
    acme: WorkspaceTransactions, queue: SqlEventQueue
) -> None:
    await acme.run(lambda uow: uow.events.add(an_event("e2")))
    several = [an_event("e3"), an_event("e2"), an_event("e1"), an_event("e3"), an_event("e4", line="other")]
    assert await acme.run(lambda uow: uow.events.add_all(several)) == 3
    assert await acme.run(lambda uow: uow.events.add_all(several)) == 0
    assert await acme.run(lambda uow: uow.events.add_all([])) == 0
    assert await acme.run(lambda uow: uow.events.count_open("other")) == 1
    worked = []
    for _ in range(4):
        claim = await claimed(queue)
        worked.append(claim.event.id)
        await queue.finish_event(claim, None)
    assert [one for one in worked if one != "e4"] == ["e2", "e3", "e1"]


async def test_what_waits_in_a_line_is_counted_for_the_inbox_alone(acme: WorkspaceTransactions) -> None:
    def add(uow: UnitOfWork) -> None:
        for number in range(3):
            uow.events.add(an_event(f"e{number}"))
        uow.events.add(an_event("e8", lane="outbox"))
        uow.events.add(an_event("e9", line="other"))

    await acme.run(add)
    assert await acme.run(lambda uow: uow.events.count_open("C1:1.1")) == 3


async def test_an_event_of_a_transaction_that_raises_was_never_there(acme: WorkspaceTransactions) -> None:
    def add(uow: UnitOfWork) -> None:
        uow.events.add(an_event())
        raise ZeroDivisionError

    try:
        await acme.run(add)
    except ZeroDivisionError:
        assert await acme.run(lambda uow: uow.events.count_open("C1:1.1")) == 0
    assert await acme.run(lambda uow: uow.events.add(an_event()))


async def test_asking_nobody_to_stop_stops_nobody_who_comes_later(
    acme: WorkspaceTransactions, queue: SqlEventQueue
) -> None:
    await acme.run(lambda uow: uow.events.request_interrupt("C1:1.1"))
    await acme.run(lambda uow: uow.events.add(an_event()))
    await acme.run(lambda uow: uow.events.request_interrupt("C1:1.1"))
    assert await queue.renew_leases([await claimed(queue)], LEASE) == (
        LeaseRenewal(still_held=True, interrupted=False),
    )


async def test_it_is_known_whether_something_is_being_said_somewhere(
    acme: WorkspaceTransactions, queue: SqlEventQueue
) -> None:
    async def saying(line: str = "C1:1.1") -> bool:
        return await acme.run(lambda uow: uow.events.has_pending_outgoing(line))

    later = an_event("later", "C2:1.1", lane="outbox", due=utc_now() + timedelta(days=1))
    await acme.run(lambda uow: [uow.events.add(event) for event in (an_event(), later)])
    assert not await saying()
    assert not await saying("C2:1.1")
    await acme.run(lambda uow: uow.events.add(an_event("now", lane="outbox")))
    assert await saying()
    claim = await claim_one(queue, "w1", "outbox", 30.0)
    assert claim is not None
    assert await saying()
    await queue.finish_event(claim, None)
    assert not await saying()


async def test_events_stay_within_their_workspace(database: Database, acme: WorkspaceTransactions) -> None:
    other = database.in_workspace("other")
    await acme.run(lambda uow: uow.events.add(an_event()))
    assert await other.run(lambda uow: uow.events.count_open("C1:1.1")) == 0
    assert await other.run(lambda uow: uow.events.add(an_event()))


async def test_whatever_a_platform_sends_can_be_kept(acme: WorkspaceTransactions, queue: SqlEventQueue) -> None:
    """Half a character and a zero, too: an event that cannot be stored would be sent again and again."""
    odd = an_event(body={"text": "\0 and \ud83d", "deep": {"list": [1.5, None, True]}})
    assert await acme.run(lambda uow: uow.events.add(odd))
    claim = await claim_one(queue, "w1", "inbox", 30.0)
    assert claim is not None
    assert claim.event == odd


async def test_events_are_counted_by_what_is_to_become_of_them(
    acme: WorkspaceTransactions, queue: SqlEventQueue
) -> None:
    await acme.run(lambda uow: uow.events.add(an_event("given up", line="one")))
    claim = await claim_one(queue, "w", "inbox", 10.0)
    assert claim is not None
    await queue.move_to_dead_letters(claim, "broken")

    def add(uow: UnitOfWork) -> None:
        uow.events.add(an_event("now", line="two"))
        uow.events.add(an_event("due", line="three").model_copy(update={"due": utc_now()}))
        uow.events.add(an_event("later", line="four").model_copy(update={"due": utc_now() + timedelta(hours=1)}))

    await acme.run(add)
    counted = {"waiting": 2, "later": 1, "given_up": 1}
    assert await acme.run(lambda uow: uow.events.count_by_state("inbox")) == counted
    assert await acme.run(lambda uow: uow.events.count_by_state("outbox")) == dict.fromkeys(counted, 0)


async def test_what_is_the_same_each_time_waits_once_until_somebody_begins_it(
    acme: WorkspaceTransactions, queue: SqlEventQueue
) -> None:
    async def add(event_id: str, line: str = "home:U1") -> bool:
        return await acme.run(lambda uow: uow.events.add_unless_waiting(an_event(event_id, line, "outbox")))

    assert await add("e1")
    assert not await add("e2")
    assert await add("e3", "home:U2")
    assert await claim_one(queue, "w1", "outbox", 30.0)  # what it reads from now on may be older than what comes
    assert await add("e4")
    assert not await add("e5")
    assert not await add("e1")


async def test_what_waits_is_not_begun_before_whoever_relied_on_it_has_ended(postgres_url: str) -> None:
    relied, ended = Signal(), Signal()
    with Database(postgres_url) as database, Database(postgres_url) as beside:
        acme = database.in_workspace("acme")
        await acme.run(lambda uow: uow.events.add(an_event("e1", "home:U1", "outbox")))

        def rely(uow: UnitOfWork) -> bool:
            added = uow.events.add_unless_waiting(an_event("e2", "home:U1", "outbox"))
            relied.set()
            ended.wait(0.3)  # it is claimed now, which has to wait for us
            return added

        relying = asyncio.create_task(acme.run(rely))
        assert await asyncio.to_thread(relied.wait, 10)
        claiming = asyncio.create_task(claim_one(beside.operator_queue, "w1", "outbox", 30.0))
        done, _ = await asyncio.wait({claiming}, timeout=0.1)
        assert not done
        ended.set()
        assert not await relying
        claim = await claiming
        assert claim is not None and claim.event.id == "e1"


async def test_a_line_to_which_somebody_is_adding_is_not_forgotten(postgres_url: str) -> None:
    added, ended = Signal(), Signal()
    with Database(postgres_url) as database, Database(postgres_url) as beside:
        acme = database.in_workspace("acme")
        await acme.run(lambda uow: uow.events.add(an_event("e1")))

        def add(uow: UnitOfWork) -> None:
            uow.events.add(an_event("e2"))
            added.set()
            ended.wait(0.3)

        adding = asyncio.create_task(acme.run(add))
        assert await asyncio.to_thread(added.wait, 10)
        forgotten = beside.in_workspace("acme").run(lambda uow: uow.withdrawals.forget_events(lambda event: True))
        forgetting = asyncio.create_task(forgotten)
        done, _ = await asyncio.wait({forgetting}, timeout=0.1)
        assert not done
        ended.set()
        await adding
        assert await forgetting == 1
        claim = await claim_one(database.operator_queue, "w1", "inbox", 30.0)
        assert claim is not None and claim.event.id == "e2"
