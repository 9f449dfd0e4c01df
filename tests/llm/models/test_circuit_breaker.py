"""A model that is away: after one failure nobody else waits for it, and one call alone looks whether it is back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.domain.core.errors import AnalystUnavailable
from bot.domain.framework.knowledge import Knowledge
from bot.llm.analyst import LangChainAnalyst
from bot.llm.chains import ModelRetryPolicy
from bot.llm.models.circuit_breaker import CircuitBreaker
from bot.llm.models.model_errors import ModelRejects, PassingTrouble, RateLimited
from bot.llm.models.model_gate import ModelGate
from tests.domain.talk import an_interview, said
from tests.llm.replies import a_mapping, a_reading, analyst_at
from tests.services.worker.workers import until
from tests.support.model_server import Fails, ModelServer, Reply, Request, Stalls

INTERVIEW = said(an_interview(), "Nightly CSV export, then someone pastes it.")
GOOD = a_mapping(a_reading("systems", 1, "Nightly CSV export"))
ONCE = ModelRetryPolicy(retries=0)


async def ask(analyst: LangChainAnalyst) -> int:
    """How many calls it took."""
    return len((await analyst.map_answer(INTERVIEW, INTERVIEW.turns[-1], ())).calls)


async def be_told(analyst: LangChainAnalyst) -> AnalystUnavailable:
    with pytest.raises(AnalystUnavailable) as told:
        await ask(analyst)
    return told.value


class Service:
    """A model's, that fails, hangs or answers as it is set."""

    def __init__(self) -> None:
        self.reply: Reply = Fails(503)

    def __call__(self, request: Request) -> Reply:
        return self.reply


@asynccontextmanager
async def probing(analyst: LangChainAnalyst, service: Service, server: ModelServer) -> AsyncIterator[None]:
    """The model failed somebody, and somebody else waits for it."""
    assert len((await be_told(analyst)).calls) == 1
    service.reply = Stalls()
    probe = asyncio.create_task(ask(analyst))
    await until(lambda: len(server.requests) == 2)
    try:
        yield
    finally:
        probe.cancel()
        await asyncio.wait({probe})


async def test_while_one_call_looks_whether_the_model_is_back_all_others_are_told_at_once(knowledge: Knowledge) -> None:
    service = Service()
    with ModelServer(service) as server:
        analyst = analyst_at(server, knowledge, patience=ONCE)
        async with probing(analyst, service, server):
            for _ in range(3):
                told = await be_told(analyst)
                assert told.calls == () and "did not answer others" in str(told) and told.wait >= 2.0
    assert len(server.requests) == 2


async def test_whoever_looks_tries_once_and_the_first_answer_is_enough(knowledge: Knowledge) -> None:
    service = Service()
    with ModelServer(service) as server, capture_logs() as logs:
        analyst = analyst_at(server, knowledge)
        assert [len((await be_told(analyst)).calls) for _ in range(3)] == [3, 1, 1]
        service.reply = GOOD
        assert [await ask(analyst), await ask(analyst)] == [1, 1]
        service.reply = Fails(503)
        assert len((await be_told(analyst)).calls) == 3
    said_of_it = [line["event"] for line in logs if "model" in line["event"]]
    assert said_of_it == [
        "the model is away; nobody waits for it until it answers again",
        "the model is back",
        "the model is away; nobody waits for it until it answers again",
    ]


async def test_a_look_that_was_broken_off_leaves_the_next_one_free(knowledge: Knowledge) -> None:
    service = Service()
    with ModelServer(service) as server:
        analyst = analyst_at(server, knowledge, patience=ONCE)
        async with probing(analyst, service, server):
            pass
        service.reply = GOOD
        assert await ask(analyst) == 1


@pytest.mark.parametrize(("wait", "told"), [(0.0, 0.0), (7.0, 7.0)])
async def test_a_model_that_is_asked_too_often_is_not_away(wait: float, told: float) -> None:
    gate = ModelGate("m")
    with pytest.raises(RateLimited) as limited:
        async with gate.enter(15.0, long=False):
            raise RateLimited("too often", wait=wait)
    assert limited.value.wait == told
    async with gate.enter(15.0, long=False) as is_probe:
        assert not is_probe


async def test_a_model_that_refuses_a_call_is_there() -> None:
    gate = ModelGate("m")
    await fail(gate)
    with pytest.raises(ModelRejects):
        async with gate.enter(15.0, long=False) as is_probe:
            assert is_probe
            raise ModelRejects("no such model")
    async with gate.enter(15.0, long=False) as is_probe:
        assert not is_probe


async def fail(gate: ModelGate) -> None:
    with pytest.raises(PassingTrouble):
        async with gate.enter(15.0, long=False):
            raise PassingTrouble("down")


async def test_what_nobody_waits_for_in_a_conversation_goes_on_once_the_model_is_back() -> None:
    gate, entered = ModelGate("m"), asyncio.Event()

    async def rate() -> None:
        async with gate.enter(15.0, long=True) as is_probe:
            assert not is_probe
            entered.set()

    await fail(gate)
    rating = asyncio.create_task(rate())
    async with gate.enter(15.0, long=False) as is_probe:
        assert is_probe, "whoever waits for long does not keep others from looking"
        for _ in range(5):
            await asyncio.sleep(0)
        assert not entered.is_set()
    await rating


async def test_whoever_waits_before_another_try_learns_that_others_were_not_answered_either() -> None:
    gate = ModelGate("m")
    pausing = asyncio.create_task(gate.pause(1000.0))
    await asyncio.sleep(0)
    await fail(gate)
    with pytest.raises(PassingTrouble, match="did not answer others"):
        await pausing


class Watch:
    """Seconds, as they are set."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(("began", "is_away"), [(9.0, False), (10.0, False), (10.5, True)])
def test_a_call_that_fails_while_others_are_answered_says_nothing_of_the_model(began: float, is_away: bool) -> None:
    watch = Watch()
    breaker = CircuitBreaker("m", watch)
    watch.seconds = 10.0
    breaker.record_answer()
    watch.seconds = 22.0
    breaker.record_failure(began, "it did not answer in time")
    assert breaker.is_open is is_away


@pytest.mark.parametrize(("away", "wait"), [(0, 2), (8, 2), (10, 2.5), (80, 20), (84, 20)])
def test_the_longer_it_is_away_the_longer_is_waited_within_bounds(away: float, wait: float) -> None:
    watch = Watch()
    breaker = CircuitBreaker("m", watch)
    assert breaker.compute_wait() == 0.0
    breaker.record_failure(0.0, "down")
    watch.seconds = away
    assert breaker.compute_wait() == wait


def test_a_call_that_fails_late_does_not_begin_the_outage_anew() -> None:
    watch = Watch()
    breaker = CircuitBreaker("m", watch)
    breaker.record_failure(0.0, "down")
    watch.seconds = 40.0
    breaker.record_failure(20.0, "down")
    assert breaker.compute_wait() == 10.0
