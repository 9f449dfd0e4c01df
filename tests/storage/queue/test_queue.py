"""The queue as workers take from it: in order within a line, fair between lines, one holder at a time."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.domain.messaging.event import Claim, QueueName
from bot.storage.engine.database import Database, WorkspaceTransactions
from bot.storage.queue.queue import SqlEventQueue
from tests.storage.clock import StandingClock
from tests.storage.nouns import added, an_event, claim_one, renewed
from tests.support.builders import MONDAY

LEASE = 30.0


@pytest.fixture
def database_clock(clock: StandingClock) -> Callable[[], datetime]:
    return clock.now


async def claimed(queue: SqlEventQueue, owner: str = "w1", lane: QueueName = "inbox") -> Claim:
    claim = await claim_one(queue, owner, lane, LEASE)
    assert claim is not None
    return claim


async def nothing_for(queue: SqlEventQueue, owner: str = "w2", lane: QueueName = "inbox") -> bool:
    return await claim_one(queue, owner, lane, LEASE) is None


async def worked_through(queue: SqlEventQueue, lane: QueueName = "inbox") -> list[str]:
    """The ids of all that can be worked now, in the order in which it is worked."""
    worked = []
    while claim := await claim_one(queue, "w1", lane, LEASE):
        assert await queue.finish_event(claim, None)
        worked.append(claim.event.id)
    return worked


async def test_of_nothing_nothing_is_claimed(queue: SqlEventQueue) -> None:
    assert await nothing_for(queue)


async def test_a_claim_tells_what_was_added_whose_it_is_and_when_it_came(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    event = an_event(kind="click", body={"words": "Emoji 🚚", "many": [1, {"a": None}]}, due=MONDAY)
    await added(acme, event)
    clock.forward(60)
    told = Claim(workspace_id="acme", event=event, owner="w1", epoch=1, attempt=1, received_at=MONDAY, age=60)
    assert await claimed(queue) == told


async def test_events_of_a_line_are_worked_one_after_the_other_as_they_came(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    await added(acme, an_event("e2"), an_event("e1"), an_event("e3"))
    first = await claimed(queue)
    assert await nothing_for(queue)
    assert await queue.finish_event(first, None)
    assert [first.event.id, *await worked_through(queue)] == ["e2", "e1", "e3"]


async def test_lines_are_worked_side_by_side(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event("a1", "A"), an_event("a2", "A"), an_event("b1", "B"))
    assert {(await claimed(queue, owner)).event.id for owner in ("w1", "w2")} == {"a1", "b1"}
    assert await nothing_for(queue, "w3")


async def test_as_many_lines_are_claimed_at_once_as_are_wanted_and_the_longest_waiting_first(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    for number in range(4):
        await added(acme, an_event(f"e{number}", f"L{number}"), an_event(f"later{number}", f"L{number}"))
        clock.forward(1)
    three = await queue.claim_events("w1", "inbox", LEASE, 3)
    assert [claim.event.id for claim in three] == ["e0", "e1", "e2"]
    assert [claim.event.id for claim in await queue.claim_events("w2", "inbox", LEASE, 3)] == ["e3"]
    assert await queue.claim_events("w3", "inbox", LEASE, 3) == ()


async def test_what_is_due_next_in_its_line_is_claimed_with_the_end_of_an_event(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event("e1"), an_event("e2"), an_event("e3", due=clock.now() + timedelta(seconds=1)))
    first = await claimed(queue)
    ended, second = await queue.finish_and_claim(first, None, LEASE)
    assert ended and second is not None
    assert (second.event.id, second.owner, second.epoch, second.attempt) == ("e2", first.owner, first.epoch + 1, 1)
    assert await nothing_for(queue, "w2")
    assert await queue.finish_and_claim(second, None, LEASE) == (True, None), "the third is not due yet"
    assert await queue.finish_and_claim(second, None, LEASE) == (False, None), "its end is behind it"
    clock.forward(1)
    assert (await claimed(queue)).event.id == "e3"


async def test_what_a_claim_adds_to_its_own_line_follows_it(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event("e1"))
    _, following = await queue.finish_and_claim(await claimed(queue), lambda uow: uow.events.add(an_event("e2")), LEASE)
    assert following is not None and following.event.id == "e2"


async def test_lanes_do_not_stand_in_each_others_way(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event("in"), an_event("out", lane="outbox"))
    assert (await claimed(queue)).event.id == "in"
    assert (await claimed(queue, lane="outbox")).event.id == "out"


async def test_after_an_event_a_line_goes_to_the_end(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    """Though the clock stands: events come faster than it ticks."""
    await added(acme, *(an_event(f"a{n}", "A") for n in (1, 2, 3)), an_event("b1", "B"), an_event("b2", "B"))
    await added(acme, an_event("c1", "C"))
    assert await worked_through(queue) == ["a1", "b1", "c1", "a2", "b2", "a3"]


async def test_whoever_has_waited_longest_comes_first(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event("old", "quiet"))
    assert await worked_through(queue) == ["old"]
    clock.forward(3600)
    await added(acme, an_event("first", "new"))
    clock.forward(1)
    await added(acme, an_event("second", "quiet"))
    assert await worked_through(queue) == ["first", "second"]


async def test_what_is_due_later_waits_until_then_and_its_line_with_it(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event("later", "A", due=MONDAY + timedelta(seconds=90)), an_event("behind", "A"))
    await added(acme, an_event("elsewhere", "B"))
    assert await worked_through(queue) == ["elsewhere"]
    clock.forward(89)
    assert await worked_through(queue) == []
    clock.forward(1)
    assert await worked_through(queue) == ["later", "behind"]


async def test_a_line_rests_when_asked_to(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event("e1"), an_event("e2"), an_event("b1", "B"))
    assert await queue.finish_event(await claimed(queue), None, rest=1.5)
    assert await worked_through(queue) == ["b1"]
    clock.forward(1.5)
    assert await worked_through(queue) == ["e2"]


@pytest.mark.parametrize("counts", [True, False])
async def test_a_postponed_event_is_tried_again_then_and_holds_up_its_line(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock, counts: bool
) -> None:
    await added(acme, an_event("e1"), an_event("e2"), an_event("b1", "B"))
    await queue.postpone_event(await claimed(queue), 60.0, "rate limited", counts=counts)
    assert await worked_through(queue) == ["b1"]
    clock.forward(60)
    again = await claimed(queue)
    assert (again.event.id, again.attempt) == ("e1", 2 if counts else 1)
    assert again.event == an_event("e1")


async def test_a_line_is_held_until_its_lease_runs_out(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event())
    first = await claimed(queue)
    clock.forward(LEASE - 1)
    assert await nothing_for(queue)
    clock.forward(1)
    second = await claimed(queue, "w2")
    assert second.event == first.event
    assert (second.attempt, second.epoch) == (2, first.epoch + 1)


@pytest.mark.parametrize(("back", "rests"), [(1.5, True), (2.0, False), (60.0, False), (2_000_000.0, False)])
async def test_a_clock_that_is_set_back_keeps_no_line_waiting(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock, back: float, rests: bool
) -> None:
    """Less than machines' clocks may differ by is waited for: such a line was served by another machine just now."""
    await added(acme, an_event("e1"), an_event("e2"))
    assert await queue.finish_event(await claimed(queue), None, 1.0)
    assert await nothing_for(queue)
    clock.forward(-back)
    assert await nothing_for(queue) is rests


async def test_a_renewed_lease_holds_on(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event())
    claim = await claimed(queue)
    clock.forward(LEASE - 1)
    assert await renewed(queue, claim) == (True, False)
    clock.forward(LEASE - 1)
    assert await nothing_for(queue)


async def test_a_lease_that_ran_out_can_be_renewed_while_nobody_took_over(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock
) -> None:
    await added(acme, an_event())
    claim = await claimed(queue)
    clock.forward(LEASE * 2)
    assert (await renewed(queue, claim)).still_held
    assert await nothing_for(queue)
    assert await queue.finish_event(claim, None)


@pytest.mark.parametrize("owner", ["w1", "w2"], ids=["the same worker", "another worker"])
async def test_a_claim_that_was_taken_over_can_end_nothing(
    queue: SqlEventQueue, acme: WorkspaceTransactions, clock: StandingClock, owner: str
) -> None:
    await added(acme, an_event())
    stale = await claimed(queue)
    clock.forward(LEASE)
    fresh = await claimed(queue, owner)

    assert not (await renewed(queue, stale)).still_held
    assert not await queue.finish_event(stale, lambda uow: uow.home_tabs.record_opened("U1"))
    await queue.postpone_event(stale, 60.0)
    await queue.move_to_dead_letters(stale, "gave up", lambda uow: uow.home_tabs.record_opened("U1"))

    assert await acme.run(lambda uow: uow.home_tabs.filter_opened(["U1"])) == ()
    assert await queue.list_dead_letters() == ()
    assert (await renewed(queue, fresh)).still_held
    assert await queue.finish_event(fresh, None)
    assert not (await renewed(queue, fresh)).still_held
    assert not await queue.finish_event(fresh, None)


async def test_whoever_works_an_event_hears_that_it_shall_stop_and_the_next_does_not(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    await added(acme, an_event("e1"), an_event("e2"), an_event("b1", "B"))
    one, other = await claimed(queue, "w1"), await claimed(queue, "w2")
    await acme.run(lambda uow: uow.events.request_interrupt(one.event.line))
    assert await renewed(queue, one) == (True, True)
    assert await renewed(queue, other) == (True, False)
    await queue.postpone_event(one, 0.0)
    assert await renewed(queue, await claimed(queue)) == (True, False)


async def test_a_line_that_nobody_works_is_not_interrupted_when_somebody_does(
    queue: SqlEventQueue, acme: WorkspaceTransactions
) -> None:
    await added(acme, an_event())
    await acme.run(lambda uow: uow.events.request_interrupt("C1:1.1"))
    assert await renewed(queue, await claimed(queue)) == (True, False)


async def test_only_the_inbox_is_interrupted(queue: SqlEventQueue, acme: WorkspaceTransactions) -> None:
    await added(acme, an_event(lane="outbox"))
    claim = await claimed(queue, lane="outbox")
    await acme.run(lambda uow: uow.events.request_interrupt(claim.event.line))
    assert await renewed(queue, claim) == (True, False)


async def test_lines_of_the_same_name_in_two_workspaces_are_two(database: Database, queue: SqlEventQueue) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    await added(acme, an_event(body={"whose": "ours"}))
    await added(other, an_event(body={"whose": "theirs"}))
    ours, theirs = await claimed(queue, "w1"), await claimed(queue, "w2")
    assert (ours.workspace_id, ours.event.body) == ("acme", {"whose": "ours"})
    assert (theirs.workspace_id, theirs.event.body) == ("other", {"whose": "theirs"})

    await other.run(lambda uow: uow.events.request_interrupt("C1:1.1"))
    assert await renewed(queue, ours) == (True, False)
    assert await queue.finish_event(ours, lambda uow: uow.home_tabs.record_opened("U1"))
    assert await other.run(lambda uow: uow.events.count_open("C1:1.1")) == 1
    assert await other.run(lambda uow: uow.home_tabs.filter_opened(["U1"])) == ()
    assert (await renewed(queue, theirs)).still_held


async def test_a_claim_of_one_workspace_ends_nothing_in_another(database: Database, queue: SqlEventQueue) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    await added(acme, an_event())
    await added(other, an_event())
    ours = await claimed(queue)
    assert not await queue.finish_event(ours.model_copy(update={"workspace_id": "other"}), None)
    assert await other.run(lambda uow: uow.events.count_open("C1:1.1")) == 1


async def test_whoever_works_for_one_workspace_takes_nothing_of_another(database: Database) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    ours = database.get_workspace_queue("acme")
    await added(other, an_event("theirs"))
    await added(acme, an_event("mine", "C2:1.1"))
    assert await worked_through(ours) == ["mine"]
    assert await other.run(lambda uow: uow.events.count_open("C1:1.1")) == 1
    await asyncio.wait_for(ours.wait_for_events("inbox", 0.01), 60)
    assert await worked_through(database.get_workspace_queue("other")) == ["theirs"]
