"""The clock goes on where the system's steps back by minutes, and is the system's again when that has caught up."""

from datetime import timedelta

from bot.clock import SteadyClock
from bot.storage.engine.database import Database
from tests.storage.nouns import added, an_event
from tests.storage.queue.test_queue import claimed, nothing_for
from tests.support.builders import MONDAY


class SteppingClock:
    """A machine's: time goes by, and somebody sets the clock."""

    def __init__(self) -> None:
        self.elapsed = 100.0
        self.wrong_by = timedelta()
        self.steady = SteadyClock(
            lambda: MONDAY + timedelta(seconds=self.elapsed) + self.wrong_by, lambda: self.elapsed
        )

    def after(self, seconds: float) -> float:
        """What the clock shows then: seconds since the day began."""
        self.elapsed += seconds
        return (self.steady.now() - MONDAY).total_seconds()


async def test_what_is_due_in_seconds_is_not_delayed_by_a_clock_that_steps_back_a_minute(database_url: str) -> None:
    clock = SteppingClock()
    with Database(database_url, now=clock.steady.now) as database:
        await added(database.in_workspace("acme"), an_event(due=clock.steady.now() + timedelta(seconds=3)))
        assert await nothing_for(database.operator_queue)
        clock.wrong_by = -timedelta(minutes=1)
        clock.elapsed += 4
        assert await claimed(database.operator_queue)


def test_it_shows_what_the_system_shows() -> None:
    clock = SteppingClock()
    assert [clock.after(0), clock.after(0.5), clock.after(9.5)] == [100, 100.5, 110]
    clock.wrong_by = timedelta(days=20)
    assert clock.after(1) == 111 + timedelta(days=20).total_seconds()


def test_after_a_step_back_it_goes_on_slowed_until_the_system_has_caught_up() -> None:
    clock = SteppingClock()
    before = clock.after(0)
    clock.wrong_by = -timedelta(minutes=1)
    assert clock.after(10) == before + 9
    assert clock.after(590) == before + 540 == clock.after(0)
    assert clock.after(10) == before + 550


def test_what_went_back_by_weeks_was_wrong_by_weeks_and_counts_at_once() -> None:
    clock = SteppingClock()
    clock.wrong_by = timedelta(days=20)
    clock.after(0)
    clock.wrong_by = timedelta()
    assert clock.after(1) == 101
