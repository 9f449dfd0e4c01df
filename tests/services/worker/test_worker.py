import asyncio

import pytest
from structlog.testing import capture_logs

from bot.domain.messaging.event import Claim, Event, QueueName
from bot.services.worker.error_reference import describe_error, format_error_trace
from bot.services.worker.handler import Handlers, Lease, PermanentFailure, Result, RetryPolicy
from bot.services.worker.lease import QueueLease
from bot.services.worker.worker_pool import WorkerPool
from tests.services.worker.workers import (
    ALONE,
    QUICK,
    Diary,
    HowWorkersBehave,
    an_event,
    effect,
    failing,
    nothing_left,
    until,
    worked,
    working,
)
from tests.storage.nouns import claim_one
from tests.support.fakes import FakeQueue


class FakeStand:
    def __init__(self) -> None:
        self.queue = FakeQueue()

    async def add(self, *events: Event) -> None:
        for event in events:
            self.queue.add(event)

    async def interrupt(self, line: str) -> None:
        self.queue.interrupt(line)

    async def take_over(self, claim: Claim) -> Claim:
        return self.queue.take_over(claim)

    async def left(self) -> int:
        return sum(row.state == "open" and row.event.lane == "inbox" for row in self.queue.rows)

    async def effects(self) -> list[str]:
        return [row.event.id for row in self.queue.rows if row.event.lane == "outbox"]


@pytest.fixture
def stand() -> FakeStand:
    return FakeStand()


@pytest.fixture
def diary() -> Diary:
    return Diary()


class TestOverTheFake(HowWorkersBehave):
    pass


async def test_a_handler_that_hangs_keeps_its_claim_by_renewals(stand: FakeStand, diary: Diary) -> None:
    await stand.add(an_event())
    async with working(stand, diary.duties(diary.hang), ALONE):
        await until(lambda: stand.queue.renewals > 3)
        diary.go_on.set()
        await nothing_left(stand)
    assert await stand.effects() == ["e1"]
    assert diary.begun == ["e1"]


@pytest.mark.parametrize(("lane", "lease", "renewals"), [("outbox", 60.0, 0), ("outbox", 0.0, 1), ("inbox", 60.0, 1)])
async def test_what_is_said_is_not_held_anew_a_moment_after_it_was_claimed(
    stand: FakeStand, lane: QueueName, lease: float, renewals: int
) -> None:
    """What is worked may be stopped at any moment, so that is asked each time."""
    stand.queue.add(an_event().model_copy(update={"lane": lane}))
    (claim,) = await stand.queue.claim_events("w1", lane, lease)
    await QueueLease(stand.queue, claim, lease).ensure_held()
    assert stand.queue.renewals == renewals


async def test_workers_wait_for_a_database_that_is_away_say_so_once_and_go_on(stand: FakeStand, diary: Diary) -> None:
    stand.queue.away = True
    await stand.add(an_event())
    with capture_logs() as logs:
        async with working(stand, diary.duties(diary.note), QUICK) as workers:
            await until(lambda: bool(logs))
            assert not workers.is_healthy
            stand.queue.away = False
            await nothing_left(stand)
            await until(lambda: workers.is_healthy)
    assert await stand.effects() == ["e1"]
    said = [line["event"] for line in logs if "database" in line["event"]]
    assert said == ["the database is away; the workers wait for it", "the database is back"]


async def test_a_database_that_goes_away_under_a_handler_costs_no_answer(stand: FakeStand, diary: Diary) -> None:
    await stand.add(an_event())
    async with working(stand, diary.duties(diary.hang), ALONE):
        await diary.at_work.wait()
        with capture_logs() as logs:
            stand.queue.away = True
            await until(lambda: bool(logs))  # a renewal failed; the handler goes on
            stand.queue.away = False
            diary.go_on.set()
            await nothing_left(stand)
    assert await stand.effects() == ["e1"]
    assert diary.begun == ["e1"]


async def test_a_bug_under_the_workers_is_logged_and_they_go_on(stand: FakeStand, diary: Diary) -> None:
    stand.queue.breakage = [KeyError("a bug"), RuntimeError("another")]
    await stand.add(an_event())
    with capture_logs() as logs:
        assert await worked(stand, diary.duties(diary.note)) == ["e1"]
    failed = [line for line in logs if line["event"] == "worker failed"]
    assert len(failed) == 2
    assert "fake_queue.py" in failed[0]["trace"]


async def test_people_who_cannot_be_told_do_not_keep_the_line_waiting(stand: FakeStand, diary: Diary) -> None:
    async def speechless(claim: Claim, error: Exception, ref: str) -> Result:
        raise KeyError("a bug")

    duties = Handlers(
        {"note": failing(diary, PermanentFailure("no"))}, on_interrupt=diary.on_interrupt, on_giving_up=speechless
    )
    await stand.add(an_event("e1"), an_event("e2"))
    assert await worked(stand, duties) == ["e2"]
    assert [dead.event.id for dead in await stand.queue.list_dead_letters()] == ["e1"]


async def test_an_event_whose_workers_keep_dying_is_given_up_without_another_try(
    stand: FakeStand, diary: Diary
) -> None:
    await stand.add(an_event())
    stand.queue.rows[0].attempts = QUICK.attempts  # each counted when it was claimed, none came back
    assert await worked(stand, diary.duties(diary.note)) == ["sorry-e1"]
    assert diary.begun == []


async def test_a_handler_that_cancels_itself_has_failed(stand: FakeStand, diary: Diary) -> None:
    async def give_in(claim: Claim, lease: Lease) -> Result:
        if claim.attempt == 1:
            raise asyncio.CancelledError
        return effect(claim.event.id)

    await stand.add(an_event())
    assert await worked(stand, diary.duties(give_in)) == ["e1"]


async def test_a_handler_that_will_not_be_cancelled_does_not_hold_up_the_end(stand: FakeStand, diary: Diary) -> None:
    async def stubborn(claim: Claim, lease: Lease) -> Result:
        diary.begin(claim)
        while not diary.go_on.is_set():
            try:
                await diary.go_on.wait()
            except asyncio.CancelledError:
                diary.cancelled.append(claim.event.id)
        return effect("in spite of it")

    await stand.add(an_event())
    async with working(stand, diary.duties(stubborn), ALONE):
        await diary.at_work.wait()
    assert diary.cancelled
    diary.go_on.set()
    await asyncio.sleep(0)
    assert await stand.effects() == []


async def test_the_line_rests_as_long_as_the_handler_says(stand: FakeStand, diary: Diary) -> None:
    async def paced(claim: Claim, lease: Lease) -> Result:
        return Result(effect(claim.event.id).work, cooldown_seconds=1000.0)

    await stand.add(an_event("e1"), an_event("e2"))
    assert await worked(stand, diary.duties(paced)) == ["e1", "e2"]
    await stand.add(an_event("e3"))
    assert await claim_one(stand.queue, "somebody", "inbox", 1.0) is None


async def test_the_log_names_the_event_and_the_reference_and_never_what_people_said(
    stand: FakeStand, diary: Diary
) -> None:
    def parse(words: str) -> int:
        return int(words)

    async def trip(claim: Claim, lease: Lease) -> Result:
        try:
            return Result(cooldown_seconds=parse(claim.event.body["text"]))
        except ValueError as error:
            raise LookupError(claim.event.body["text"]) from error

    await stand.add(an_event())
    with capture_logs() as logs:
        await worked(stand, diary.duties(trip))
    failed = [line for line in logs if line["event"] == "event failed"]
    [given_up] = [line for line in logs if line["event"] == "event given up"]
    assert [line["attempt"] for line in failed] == [1, 2]
    assert given_up["ref"] == diary.refs[0]
    assert {"event_id": "e1", "kind": "note", "line": "D1", "attempt": 3}.items() <= given_up.items()
    assert "ValueError at test_worker.py" in given_up["trace"]
    assert "LookupError at test_worker.py" in given_up["trace"]
    assert "hunter2" not in str(logs)


async def test_workers_are_alive_while_they_run_and_idle_while_there_is_nothing_to_do(
    stand: FakeStand, diary: Diary
) -> None:
    workers = WorkerPool(stand.queue, "inbox", diary.duties(diary.hang), QUICK)
    assert not workers.is_healthy
    running = asyncio.create_task(workers.run())
    await until(lambda: workers.is_healthy and workers.is_idle)
    await stand.add(an_event())
    await diary.at_work.wait()
    assert not workers.is_idle
    diary.go_on.set()
    await until(lambda: workers.is_idle)
    await workers.stop()
    await running
    assert not workers.is_healthy


async def test_a_cancelled_run_leaves_nobody_at_work(stand: FakeStand, diary: Diary) -> None:
    await stand.add(an_event())
    workers = WorkerPool(stand.queue, "inbox", diary.duties(diary.hang), QUICK)
    running = asyncio.create_task(workers.run())
    await diary.at_work.wait()
    running.cancel()
    await until(lambda: diary.cancelled == ["e1"])
    assert await stand.effects() == []


def test_waits_double_up_to_the_cap_and_differ_by_chance() -> None:
    pace = RetryPolicy(base=1.0, cap=300.0)
    for failures, most in ((1, 1.0), (2, 2.0), (5, 16.0), (9, 256.0), (10, 300.0), (5000, 300.0)):
        waits = [pace.compute_backoff(failures) for _ in range(50)]
        assert all(most / 2 <= wait <= most for wait in waits)
        assert len(set(waits)) > 1


def test_a_database_that_is_away_is_looked_for_every_two_seconds_however_long_it_was_away() -> None:
    pace = RetryPolicy()
    for failures, most in ((1, 1.0), (2, 2.0), (3, 2.0), (5000, 2.0)):
        assert all(most / 2 <= pace.compute_away_wait(failures) <= most for _ in range(50))


def test_errors_that_cause_each_other_and_groups_are_told_to_the_end() -> None:
    first, second = PermanentFailure("one"), PermanentFailure("two")
    first.__cause__, second.__cause__ = second, first
    assert format_error_trace(ExceptionGroup("both", [first, KeyError("secret")])).splitlines() == [
        "PermanentFailure: two",
        "PermanentFailure: one",
        "KeyError",
        "ExceptionGroup",
    ]
    assert describe_error(KeyError("secret")) == "KeyError"
