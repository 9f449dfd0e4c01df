"""How many calls are under way at once: bounded, fewer where the service asks for less, and more again later."""

import asyncio

import pytest

from bot.domain.core.errors import AnalystUnavailable
from bot.domain.framework.knowledge import Knowledge
from bot.llm.chains import ModelRetryPolicy
from bot.llm.models.call_limit import CallLimit, Quota, read_quota
from bot.llm.models.model_errors import PassingTrouble, RateLimited
from bot.llm.models.model_gate import ModelGate
from tests.domain.talk import an_interview, said
from tests.llm.replies import a_mapping, a_reading, analyst_at
from tests.support.model_server import Fails, ModelServer

INTERVIEW = said(an_interview(), "Nightly CSV export, then someone pastes it.")
GOOD = a_mapping(a_reading("systems", 1, "Nightly CSV export"))


class Watch:
    """Seconds, as they are set."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    return Watch()


def a_limit(watch: Watch, most: int = 8, in_flight: int = 8) -> CallLimit:
    limit = CallLimit(most, watch)
    for _ in range(in_flight):
        limit.begin_call()
    return limit


def test_no_more_calls_begin_than_are_allowed(watch: Watch) -> None:
    limit = a_limit(watch, most=2, in_flight=1)
    assert limit.has_room
    limit.begin_call()
    assert not limit.has_room
    limit.end_call()
    assert limit.has_room


@pytest.mark.parametrize(("in_flight", "left"), [(8, 4), (6, 3), (2, 1), (1, 1), (0, 1)])
def test_a_refusal_halves_what_was_under_way(in_flight: int, left: int, watch: Watch) -> None:
    limit = a_limit(watch, in_flight=in_flight)
    limit.record_refusal(0.0)
    assert limit.allowed == left


@pytest.mark.parametrize(("later", "left"), [(1.0, 4), (1.25, 2)])
def test_refusals_of_calls_that_were_sent_before_it_halve_nothing_more(later: float, left: int, watch: Watch) -> None:
    limit = a_limit(watch)
    limit.record_refusal(0.0)
    watch.seconds = later
    limit.record_refusal(0.0)
    assert limit.allowed == left


def test_answers_raise_it_slowly_up_to_what_was_set(watch: Watch) -> None:
    limit = a_limit(watch, most=4)
    limit.record_refusal(0.0)
    grown = []
    for _ in range(12):
        limit.record_answer(100)
        grown.append(limit.allowed)
    assert grown[:4] == [2, 2, 3, 3] and grown[-1] == 4
    assert grown == sorted(grown)


def test_nothing_is_sent_for_as_long_as_the_service_asks(watch: Watch) -> None:
    limit = a_limit(watch)
    limit.record_refusal(7.0)
    assert limit.compute_pause() == 7.0
    watch.seconds = 7.0
    assert limit.compute_pause() == 0.0


@pytest.mark.parametrize(
    ("quota", "allowed", "pause"),
    [
        (Quota(), 8, 0.0),
        (Quota(requests=9, requests_reset=60.0), 8, 0.0),
        (Quota(requests=3, requests_reset=60.0), 3, 0.0),
        (Quota(requests=0, requests_reset=60.0), 1, 60.0),
        (Quota(requests=5, requests_reset=60.0, tokens=250, tokens_reset=6.0), 2, 0.0),
        (Quota(requests=5, requests_reset=60.0, tokens=99, tokens_reset=6.0), 1, 6.0),
    ],
)
def test_what_the_service_says_that_is_left_bounds_it_until_there_is_more(
    quota: Quota, allowed: int, pause: float, watch: Watch
) -> None:
    limit = a_limit(watch, in_flight=0)
    limit.record_answer(100)
    limit.record_quota(quota)
    assert (limit.allowed, limit.compute_pause()) == (allowed, pause)
    watch.seconds = 60.0
    assert (limit.allowed, limit.compute_pause()) == (8, 0.0)


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("1s", 1.0), ("20ms", 0.02), ("6m0s", 360.0), ("1h2m3.5s", 3723.5), ("12", 12.0), ("soon", 0.0), ("1 s", 0.0)],
)
def test_the_time_until_there_is_more_is_read_however_it_is_written(told: str, seconds: float) -> None:
    read = read_quota({"x-ratelimit-remaining-requests": "4", "x-ratelimit-reset-requests": told})
    assert read.requests == 4
    assert read.requests_reset == pytest.approx(seconds)


@pytest.mark.parametrize("told", ["", "-1", "many", "²"])
def test_what_is_no_count_is_none(told: str) -> None:
    assert read_quota({"x-ratelimit-remaining-tokens": told}) == Quota()


async def test_a_call_too_many_waits_for_one_to_end() -> None:
    gate, release, entered = ModelGate("m", 2), asyncio.Event(), 0

    async def call() -> None:
        nonlocal entered
        async with gate.enter(1.0, long=False):
            entered += 1
            await release.wait()

    calls = [asyncio.create_task(call()) for _ in range(3)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert entered == 2
    release.set()
    await asyncio.gather(*calls)
    assert entered == 3


@pytest.mark.parametrize(("most", "longs"), [(3, 1), (7, 1), (8, 2)])
async def test_ratings_and_plans_have_places_of_their_own(most: int, longs: int) -> None:
    gate, release, entered = ModelGate("m", most), asyncio.Event(), [0, 0]

    async def call(long: bool) -> None:
        async with gate.enter(1.0, long=long):
            entered[long] += 1
            await release.wait()

    calls = [asyncio.create_task(call(number % 2 == 0)) for number in range(40)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert entered == [most, longs]
    release.set()
    await asyncio.gather(*calls)


async def test_whoever_waits_for_room_while_the_model_goes_away_is_told_so() -> None:
    gate = ModelGate("m", 2)

    async def wait() -> None:
        async with gate.enter(1.0, long=False):
            pytest.fail("it is away")

    async with gate.enter(1.0, long=False):
        with pytest.raises(PassingTrouble):
            async with gate.enter(1.0, long=False):
                waiting = asyncio.create_task(wait())
                await asyncio.sleep(0)
                raise PassingTrouble("down")
        async with gate.enter(1.0, long=False) as is_probe:
            assert is_probe
            with pytest.raises(PassingTrouble, match="did not answer others"):
                await waiting


async def test_a_service_that_wants_to_be_left_alone_for_long_is_and_people_are_told_until_when(
    knowledge: Knowledge,
) -> None:
    with ModelServer([Fails(429, headers={"retry-after": "3600"}), GOOD]) as server:
        analyst = analyst_at(server, knowledge)
        for sent in (1, 0):
            with pytest.raises(AnalystUnavailable, match="rate limiting") as told:
                await analyst.map_answer(INTERVIEW, INTERVIEW.turns[-1], ())
            assert len(told.value.calls) == sent
            assert 3000 < told.value.wait <= 3600
    assert len(server.requests) == 1


async def test_a_service_that_says_that_nothing_is_left_is_not_asked(knowledge: Knowledge) -> None:
    spent = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1h"}
    with ModelServer([Fails(503, headers=spent), GOOD]) as server:
        analyst = analyst_at(server, knowledge, patience=ModelRetryPolicy(retries=0))
        for _ in range(2):
            with pytest.raises(AnalystUnavailable):
                await analyst.map_answer(INTERVIEW, INTERVIEW.turns[-1], ())
    assert len(server.requests) == 1


async def test_nobody_gives_up_on_a_pause_that_is_shorter_than_their_time() -> None:
    gate = ModelGate("m", 2)
    gate.note_trouble(RateLimited("too often", wait=0.05))
    async with gate.enter(15.0, long=False) as is_probe:
        assert not is_probe
