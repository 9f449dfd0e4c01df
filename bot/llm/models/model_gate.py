"""Gate: what every call of a model passes: whether to ask it now at all, and what others learn from how it went."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from bot.llm.models.changes import Changes
from bot.llm.models.circuit_breaker import CircuitBreaker
from bot.llm.models.model_errors import ModelTrouble, PassingTrouble, RateLimited

_AWAY = "it did not answer others just now"


class ModelGate:
    """One for each model, for all who ask it in this process."""

    def __init__(self, model: str, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._breaker = CircuitBreaker(model, now)
        self._changes = Changes()

    @asynccontextmanager
    async def enter(self, *, long: bool) -> AsyncIterator[bool]:
        """Around a call with all its tries; tells whether it is a probe, which is tried once. Raises PassingTrouble at
        once while the model is away; `long`: nobody waits for it in a conversation, so it waits a while for the model's
        return, and then tries."""
        is_probe = await self._admit(long=long)
        began = self._now()
        try:
            yield is_probe
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
            self._changes.notify()

    async def pause(self, seconds: float) -> None:
        """Before another try. Raises PassingTrouble where the model went away for everybody meanwhile."""
        until = self._now() + seconds
        while (left := until - self._now()) > 0:
            if self._breaker.is_open:
                raise self._describe_away()
            await self._changes.wait(left)

    async def _admit(self, *, long: bool) -> bool:
        if not self._breaker.is_open:
            return False
        if long:
            await self._wait_for_return()
            return False
        if self._breaker.is_probed:
            raise self._describe_away()
        self._breaker.begin_probe()
        return True

    async def _wait_for_return(self) -> None:
        until = self._now() + self._breaker.compute_wait()
        while self._breaker.is_open and (left := until - self._now()) > 0:
            await self._changes.wait(left)

    def _record_failure(self, trouble: PassingTrouble, began: float) -> None:
        if isinstance(trouble, RateLimited):
            self._breaker.record_answer()
            return
        self._breaker.record_failure(began, str(trouble))
        trouble.wait = max(trouble.wait, self._breaker.compute_wait())

    def _describe_away(self) -> PassingTrouble:
        return PassingTrouble(_AWAY, wait=self._breaker.compute_wait())
