"""Gate: what every call of a model passes: whether it is asked now, beside how many, and what others learn from it."""

import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from bot.llm.models.call_limit import CallLimit, read_quota
from bot.llm.models.changes import Changes
from bot.llm.models.circuit_breaker import CircuitBreaker
from bot.llm.models.model_errors import ModelTrouble, PassingTrouble, RateLimited
from bot.llm.models.tokens import Tokens
from bot.services.ports.slots import vacate_slot

_AWAY = "it did not answer others just now"
_LONG_SHARE = 4


class ModelGate:
    """One for each model, for all who ask it in this process. `most`: calls at once; a quarter as many beside them that
    are long, so that those never hold up a conversation."""

    def __init__(self, model: str, most: int = 64, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._breaker = CircuitBreaker(model, now)
        self._limits = {False: CallLimit(most, now), True: CallLimit(max(1, most // _LONG_SHARE), now)}
        self._changes = Changes()

    @asynccontextmanager
    async def enter(self, patience: float, *, long: bool) -> AsyncIterator[bool]:
        """Around a call with all its tries; tells whether it is a probe, which is tried once. Raises PassingTrouble at
        once while the model is away, or where the service wants to be left alone for longer than `patience` seconds.
        `long`: it waits a while for a model that is away, and then tries."""
        if long:
            with vacate_slot():
                await self._wait_for_return()
                await self._wait_for_room(patience, long=True)
        else:
            await self._wait_for_room(patience, long=False)
        is_probe = self._breaker.is_open and not long
        self._limits[long].begin_call()
        try:
            with vacate_slot():
                async with self._learn_from_outcome(is_probe=is_probe):
                    yield is_probe
        finally:
            self._limits[long].end_call()
            self._changes.notify()

    @asynccontextmanager
    async def _learn_from_outcome(self, *, is_probe: bool) -> AsyncIterator[None]:
        began = self._now()
        if is_probe:
            self._breaker.begin_probe()
        try:
            yield
        except PassingTrouble as trouble:
            self._record_failure(trouble, began)
            raise
        except ModelTrouble:
            self._breaker.record_answer()
            raise
        else:
            self._breaker.record_answer()
        finally:
            if is_probe:
                self._breaker.end_probe()

    async def pause(self, seconds: float) -> None:
        """Before another try. Raises PassingTrouble where the model went away for everybody meanwhile."""
        until = self._now() + seconds
        while (left := until - self._now()) > 0:
            if self._breaker.is_open:
                raise self._describe_away()
            await self._changes.wait(left)

    def note_answer(self, tokens: Tokens) -> None:
        for limit in self._limits.values():
            limit.record_answer(tokens.input + tokens.output)

    def note_trouble(self, trouble: ModelTrouble) -> None:
        """Of one try."""
        if isinstance(trouble, RateLimited):
            for limit in self._limits.values():
                limit.record_refusal(trouble.wait)

    def note_headers(self, headers: Mapping[str, str]) -> None:
        """Of a response, whatever its status."""
        quota = read_quota(headers)
        for limit in self._limits.values():
            limit.record_quota(quota)

    async def _wait_for_return(self) -> None:
        until = self._now() + self._breaker.compute_wait()
        while self._breaker.is_open and (left := until - self._now()) > 0:
            await self._changes.wait(left)

    async def _wait_for_room(self, patience: float, *, long: bool) -> None:
        limit, until = self._limits[long], self._now() + patience
        while True:
            if not long and self._breaker.is_open and self._breaker.is_probed:
                raise self._describe_away()
            pause = limit.compute_pause()
            if pause and pause > until - self._now():
                raise RateLimited("it is rate limiting us", wait=pause)
            if not pause and limit.has_room:
                return
            await self._changes.wait(pause or None)

    def _record_failure(self, trouble: PassingTrouble, began: float) -> None:
        if isinstance(trouble, RateLimited):
            self._breaker.record_answer()
            return
        self._breaker.record_failure(began, str(trouble))
        trouble.wait = max(trouble.wait, self._breaker.compute_wait())

    def _describe_away(self) -> PassingTrouble:
        return PassingTrouble(_AWAY, wait=self._breaker.compute_wait())
