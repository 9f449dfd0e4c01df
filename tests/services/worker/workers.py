"""How workers behave, whatever queue they work on: told once, run over the fake and over real databases."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Protocol

from structlog.testing import capture_logs

from bot.domain.core.errors import SlackUnavailable, SlackUnreachable, StaleWrite, StorageUnavailable
from bot.domain.messaging.event import Claim, Event
from bot.services.ports.core import EventQueue, UnitOfWork
from bot.services.ports.slots import vacate_slot
from bot.services.worker.handler import (
    Handler,
    Handlers,
    Lease,
    LeaseLost,
    PermanentFailure,
    Result,
    RetryLater,
    RetryPolicy,
)
from bot.services.worker.worker_pool import IN_A_ROW, WorkerPool

QUICK = RetryPolicy(base=0.001, cap=0.002, poll=0.01, attempts=3)
ALONE = RetryPolicy(workers=1, lease=0.03, base=0.001, cap=0.002, poll=0.01, attempts=3)
"""One worker that renews every 10 ms; with nobody beside it, a late renewal loses nothing."""
ONE_PLACE = replace(QUICK, workers=1)
GUARD = 60.0


class Stand(Protocol):
    """A queue, and what tests need beside it."""

    @property
    def queue(self) -> EventQueue: ...

    async def add(self, *events: Event) -> None: ...

    async def interrupt(self, line: str) -> None: ...

    async def take_over(self, claim: Claim) -> Claim:
        """As another worker does whose colleague is thought dead."""

    async def left(self) -> int:
        """How many inbox events are neither done nor dead."""

    async def effects(self) -> list[str]:
        """What was committed, in order: ids of outbox events."""


class Diary:
    """Handlers for tests, and what they saw."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.attempts: list[int] = []
        self.cancelled: list[str] = []
        self.refs: list[str] = []
        self.claims: list[Claim] = []
        self.at_work = asyncio.Event()
        self.go_on = asyncio.Event()

    def duties(self, handler: Handler) -> Handlers:
        return Handlers({"note": handler}, on_interrupt=self.on_interrupt, on_giving_up=self.on_giving_up)

    def begin(self, claim: Claim) -> None:
        self.begun.append(claim.event.id)
        self.attempts.append(claim.attempt)
        self.claims.append(claim)
        self.at_work.set()

    async def note(self, claim: Claim, lease: Lease) -> Result:
        self.begin(claim)
        await asyncio.sleep(0)
        return effect(claim.event.id)

    async def hang(self, claim: Claim, lease: Lease) -> Result:
        """The first event waits until told to go on."""
        self.begin(claim)
        try:
            if claim.event.id == self.begun[0]:
                await self.go_on.wait()
        except asyncio.CancelledError:
            self.cancelled.append(claim.event.id)
            raise
        return effect(claim.event.id)

    async def on_interrupt(self, claim: Claim) -> Result:
        return effect(f"stopped-{claim.event.id}")

    async def on_giving_up(self, claim: Claim, error: Exception, ref: str) -> Result:
        self.refs.append(ref)
        return effect(f"sorry-{claim.event.id}")


def an_event(event_id: str = "e1", line: str = "D1", kind: str = "note") -> Event:
    return Event(id=event_id, lane="inbox", line=line, kind=kind, body={"text": "our password is hunter2"})


def effect(event_id: str) -> Result:
    def work(uow: UnitOfWork) -> None:
        assert uow.events.add(Event(id=event_id, lane="outbox", line="D1", kind="post")), "took effect twice"

    return Result(work)


@asynccontextmanager
async def working(stand: Stand, duties: Handlers, pace: RetryPolicy = QUICK) -> AsyncIterator[WorkerPool]:
    workers = WorkerPool(stand.queue, "inbox", duties, pace)
    running = asyncio.create_task(workers.run())
    try:
        yield workers
    finally:
        await workers.stop(patience=0)
        await running


async def until(seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(GUARD):
        while not seen():  # noqa: ASYNC110 - what is waited for is not ours to set events in
            await asyncio.sleep(0.001)


async def worked(stand: Stand, duties: Handlers, pace: RetryPolicy = QUICK) -> list[str]:
    """Works until nothing is left; what took effect."""
    async with working(stand, duties, pace):
        await nothing_left(stand)
    return await stand.effects()


async def nothing_left(stand: Stand) -> None:
    async with asyncio.timeout(GUARD):
        while await stand.left():  # noqa: ASYNC110
            await asyncio.sleep(0.002)


class HowWorkersBehave:
    async def test_events_of_a_line_are_worked_in_the_order_in_which_they_came(self, stand: Stand) -> None:
        ids = [f"e{number}" for number in range(12)]
        await stand.add(*(an_event(event_id) for event_id in ids))
        assert await worked(stand, Diary().duties(Diary().note)) == ids

    async def test_events_of_different_lines_are_worked_side_by_side(self, stand: Stand) -> None:
        together = asyncio.Barrier(3)

        async def meet(claim: Claim, lease: Lease) -> Result:
            await together.wait()  # is only passed when three are here at once
            return effect(claim.event.id)

        await stand.add(*(an_event(f"e{number}", line=f"D{number}") for number in range(3)))
        assert sorted(await worked(stand, Diary().duties(meet))) == ["e0", "e1", "e2"]

    async def test_whoever_only_waits_for_a_service_leaves_the_place_to_another(self, stand: Stand) -> None:
        together = asyncio.Barrier(3)

        async def wait(claim: Claim, lease: Lease) -> Result:
            with vacate_slot():
                await together.wait()  # is only passed when three are here at once
            return effect(claim.event.id)

        await stand.add(*(an_event(f"e{number}", line=f"D{number}") for number in range(3)))
        assert sorted(await worked(stand, Diary().duties(wait), ONE_PLACE)) == ["e0", "e1", "e2"]

    async def test_a_place_is_left_once_by_an_event_that_waits_for_several_things(self, stand: Stand) -> None:
        diary, waiting, go_on = Diary(), asyncio.Event(), asyncio.Event()

        async def wait_twice(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            with vacate_slot(), vacate_slot():
                waiting.set()
                await go_on.wait()
            return effect(claim.event.id)

        async def work(claim: Claim, lease: Lease) -> Result:
            return await (wait_twice if claim.event.id == "e0" else diary.hang)(claim, lease)

        await stand.add(an_event("e0", line="D0"))
        async with working(stand, diary.duties(work), ONE_PLACE):
            await waiting.wait()
            diary.begun.clear()
            await stand.add(an_event("e1", line="D1"), an_event("e2", line="D2"))
            await until(lambda: diary.begun == ["e1"])
            go_on.set()
            diary.go_on.set()
            await nothing_left(stand)
        assert sorted(await stand.effects()) == ["e0", "e1", "e2"]

    async def test_a_line_that_never_ends_lets_the_others_have_their_turn(self, stand: Stand) -> None:
        diary, many = Diary(), [f"e{number}" for number in range(IN_A_ROW + 2)]
        await stand.add(*(an_event(event_id) for event_id in many), an_event("other", line="D2"))
        assert set(await worked(stand, diary.duties(diary.note), replace(QUICK, workers=1))) == {*many, "other"}
        assert diary.begun.index("other") == IN_A_ROW

    async def test_a_failed_event_is_tried_again_and_takes_effect_once(self, stand: Stand) -> None:
        diary = Diary()

        async def third_time(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            if claim.event.id == "e1" and claim.attempt < 3:
                raise ValueError("not yet")
            return effect(claim.event.id)

        await stand.add(an_event("e1"), an_event("e2"))
        assert await worked(stand, diary.duties(third_time)) == ["e1", "e2"]
        assert diary.attempts == [1, 2, 3, 1]

    async def test_after_the_last_attempt_people_are_told_and_the_line_goes_on(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event("e1"), an_event("e2"))
        effects = await worked(stand, diary.duties(failing(diary, ValueError("hunter2"))))
        [dead] = await stand.queue.list_dead_letters()
        assert effects == ["sorry-e1", "e2"]
        assert (dead.event.id, dead.attempts, diary.attempts) == ("e1", 3, [1, 2, 3, 1])
        assert diary.refs[0] in dead.error
        assert "ValueError" in dead.error
        assert "hunter2" not in dead.error

    async def test_a_hopeless_event_is_not_tried_again(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event("e1"), an_event("e2"))
        effects = await worked(stand, diary.duties(failing(diary, PermanentFailure("the channel is archived"))))
        [dead] = await stand.queue.list_dead_letters()
        assert effects == ["sorry-e1", "e2"]
        assert dead.attempts == 1
        assert "the channel is archived" in dead.error

    async def test_a_postponed_event_may_wait_as_often_as_it_wants(self, stand: Stand) -> None:
        diary = Diary()

        async def sixth_time(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            if len(diary.begun) < 6:
                raise RetryLater(0.002, "the channel is busy")
            return effect(claim.event.id)

        await stand.add(an_event())
        assert await worked(stand, diary.duties(sixth_time)) == ["e1"]
        assert diary.attempts == [1] * 6
        assert not any(claim.tried for claim in diary.claims)

    async def test_a_postponement_that_counts_comes_to_an_end(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event("e1"))
        effects = await worked(stand, diary.duties(failing(diary, RetryLater(0.001, "rate limited", counts=True))))
        assert effects == ["sorry-e1"]
        assert diary.attempts == [1, 2, 3]

    async def test_slack_being_away_is_no_attempt_and_whoever_tries_again_knows_of_the_first_time(
        self, stand: Stand
    ) -> None:
        diary, tried = Diary(), list[bool]()

        async def sixth_time(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            tried.append(claim.tried)
            if len(diary.begun) < 6:
                raise SlackUnreachable("nothing answers")
            return effect(claim.event.id)

        await stand.add(an_event("e1"), an_event("e2"))
        assert await worked(stand, diary.duties(sixth_time)) == ["e1", "e2"]
        assert diary.begun == ["e1"] * 6 + ["e2"]
        assert diary.attempts == [1] * 7
        assert tried == [False, True, True, True, True, True, False]

    async def test_slack_that_is_away_is_told_once_and_so_is_its_return(self, stand: Stand) -> None:
        diary = Diary()

        async def miss_thrice(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            if len(diary.begun) <= 3:
                raise SlackUnavailable("it is in trouble") if len(diary.begun) == 2 else SlackUnreachable("gone")
            return effect(claim.event.id)

        await stand.add(an_event())
        with capture_logs() as logs:
            assert await worked(stand, diary.duties(miss_thrice)) == ["e1"]
        told = [line for line in logs if line["log_level"] != "debug"]
        assert [line["event"] for line in told] == ["Slack is away", "Slack is back"]
        assert told[0]["why"] == "SlackUnreachable: gone" and told[1]["missed"] == 3

    async def test_a_database_that_was_away_for_a_known_reason_is_no_attempt_and_no_fault_of_ours(
        self, stand: Stand
    ) -> None:
        diary = Diary()

        async def sixth_time(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            if len(diary.begun) < 6:
                raise StorageUnavailable("The database x lost the connection.")
            return effect(claim.event.id)

        await stand.add(an_event())
        with capture_logs() as logs:
            assert await worked(stand, diary.duties(sixth_time)) == ["e1"]
        assert diary.attempts == [1] * 6
        told = [line for line in logs if line["log_level"] != "debug"]
        assert [line["event"] for line in told] == ["the database is away", "the database is back"]
        assert not any("trace" in line for line in told)

    async def test_an_outage_is_not_waited_out_for_ever(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event("e1"))
        away = failing(diary, SlackUnreachable("nothing answers"))
        assert await worked(stand, diary.duties(away), replace(QUICK, outage=0.0)) == ["sorry-e1"]
        assert diary.attempts == [1, 2, 3]

    async def test_an_event_of_an_unknown_kind_becomes_a_dead_letter_that_says_so(self, stand: Stand) -> None:
        await stand.add(an_event("e1", kind="riddle"), an_event("e2"))
        diary = Diary()
        assert await worked(stand, diary.duties(diary.note)) == ["sorry-e1", "e2"]
        [dead] = await stand.queue.list_dead_letters()
        assert "nothing here works events of the kind riddle" in dead.error

    async def test_an_interrupted_event_is_cancelled_and_ends_otherwise(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event("e1"), an_event("e2"))
        async with working(stand, diary.duties(diary.hang), ALONE):
            await diary.at_work.wait()
            await stand.interrupt("D1")
            await nothing_left(stand)
        assert await stand.effects() == ["stopped-e1", "e2"]
        assert diary.cancelled == ["e1"]

    async def test_who_makes_sure_of_an_interrupted_event_goes_no_further(self, stand: Stand) -> None:
        diary = Diary()

        async def shout(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            await diary.go_on.wait()
            await lease.ensure_held()
            raise AssertionError("went on")

        await stand.add(an_event())
        async with working(stand, diary.duties(shout)):  # renews by itself only after a second
            await diary.at_work.wait()
            await stand.interrupt("D1")
            diary.go_on.set()
            await nothing_left(stand)
        assert await stand.effects() == ["stopped-e1"]

    async def test_who_lost_the_claim_is_cancelled_and_touches_nothing(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event())
        async with working(stand, diary.duties(diary.hang), ALONE):
            await diary.at_work.wait()
            anew = await stand.take_over(diary.claims[0])
            await until(lambda: diary.cancelled == ["e1"])
            assert await stand.effects() == []
            assert await stand.queue.finish_event(anew, effect("by another").work)
        assert await stand.effects() == ["by another"]

    async def test_who_makes_sure_of_a_lost_claim_is_told_so(self, stand: Stand) -> None:
        diary, told = Diary(), asyncio.Event()

        async def make_sure(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            await diary.go_on.wait()
            try:
                await lease.ensure_held()
            except LeaseLost:
                told.set()
                raise
            return effect("too late")

        await stand.add(an_event())
        async with working(stand, diary.duties(make_sure)):
            await diary.at_work.wait()
            await stand.take_over(diary.claims[0])
            diary.go_on.set()
            await told.wait()
        assert await stand.effects() == []

    async def test_a_result_that_comes_after_a_takeover_is_not_stored(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event())
        async with working(stand, diary.duties(diary.hang)) as workers:
            await diary.at_work.wait()
            anew = await stand.take_over(diary.claims[0])
            diary.go_on.set()
            await until(lambda: workers.is_idle)
            assert await stand.effects() == []
            assert await stand.queue.finish_event(anew, None)
        assert diary.cancelled == []

    async def test_a_commit_that_met_a_newer_state_is_repeated_without_working_anew(self, stand: Stand) -> None:
        diary, tries = Diary(), [0]

        async def stale(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            return Result(stale_until(6, tries, "e1"))

        await stand.add(an_event())
        assert await worked(stand, diary.duties(stale)) == ["e1"]
        assert diary.begun == ["e1"]

    async def test_a_commit_that_keeps_meeting_newer_states_is_worked_anew(self, stand: Stand) -> None:
        diary, tries = Diary(), [0]

        async def stale(claim: Claim, lease: Lease) -> Result:
            diary.begin(claim)
            return Result(stale_until(7, tries, "e1"))

        await stand.add(an_event())
        assert await worked(stand, diary.duties(stale)) == ["e1"]
        assert diary.begun == ["e1", "e1"]

    async def test_stopping_lets_the_running_event_end_and_begins_no_other(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event("e1"), an_event("e2"))
        async with working(stand, diary.duties(diary.hang)) as workers:
            await diary.at_work.wait()
            stopping = asyncio.create_task(workers.stop(patience=GUARD))
            await asyncio.sleep(0)
            diary.go_on.set()
            await stopping
            assert not workers.is_healthy
        assert await stand.effects() == ["e1"]
        assert diary.begun == ["e1"]

    async def test_what_does_not_end_in_time_is_given_back_and_not_counted(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event())
        async with working(stand, diary.duties(diary.hang)):
            await diary.at_work.wait()
        assert diary.cancelled == ["e1"]
        later = Diary()
        assert await worked(stand, later.duties(later.note)) == ["e1"]
        assert later.attempts == [1]
        assert later.claims[0].tried

    async def test_a_dead_letter_that_is_revived_is_worked(self, stand: Stand) -> None:
        diary = Diary()
        await stand.add(an_event())
        await worked(stand, diary.duties(failing(diary, PermanentFailure("no"))))
        [dead] = await stand.queue.list_dead_letters()
        assert await stand.queue.retry_dead_letter(dead.sequence)
        assert await worked(stand, diary.duties(diary.note)) == ["sorry-e1", "e1"]
        assert await stand.queue.list_dead_letters() == ()


def failing(diary: Diary, error: Exception, events: Sequence[str] = ("e1",)) -> Handler:
    async def fail(claim: Claim, lease: Lease) -> Result:
        diary.begin(claim)
        if claim.event.id in events:
            raise error
        return effect(claim.event.id)

    return fail


def stale_until(enough: int, tries: list[int], event_id: str) -> Callable[[UnitOfWork], None]:
    def work(uow: UnitOfWork) -> None:
        tries[0] += 1
        uow.events.add(Event(id=event_id, lane="outbox", line="D1", kind="post"))
        if tries[0] < enough:
            raise StaleWrite("somebody was quicker")

    return work
