"""Circuit breaker: once the model failed somebody, nobody else waits for it; one call at a time looks for it."""

import math
import time
from collections.abc import Callable

import structlog

_LEAST, _MOST = 2.0, 20.0
_SHARE = 4

_log = structlog.get_logger(__name__)


class CircuitBreaker:
    """Opens where a call failed and nobody was answered since it began; closes with the first answer. `model`: by what
    name the log tells of it; `now`: seconds that never go back."""

    def __init__(self, model: str, now: Callable[[], float] = time.monotonic) -> None:
        self._model = model
        self._now = now
        self._opened_at: float | None = None
        self._answered_at = -math.inf
        self._probing = False

    @property
    def is_open(self) -> bool:
        return self._opened_at is not None

    @property
    def is_probed(self) -> bool:
        """Somebody looks already whether the model is back."""
        return self._probing

    def compute_wait(self) -> float:
        """Seconds after which it may be worth asking again: a quarter of the time that the model is away already,
        within bounds; 0 while it is not."""
        if self._opened_at is None:
            return 0.0
        return min(_MOST, max(_LEAST, (self._now() - self._opened_at) / _SHARE))

    def begin_probe(self) -> None:
        self._probing = True

    def end_probe(self) -> None:
        self._probing = False

    def record_answer(self) -> None:
        """Whatever it said: the model is there."""
        self._answered_at = self._now()
        if self._opened_at is not None:
            seconds = round(self._answered_at - self._opened_at, 1)
            _log.warning("the model is back", model=self._model, after_seconds=seconds)
            self._opened_at = None

    def record_failure(self, began: float, why: str) -> None:
        """Of a call that began then. Where others were answered meanwhile, it says nothing of the model."""
        if self._answered_at >= began or self._opened_at is not None:
            return
        self._opened_at = self._now()
        _log.warning("the model is away; nobody waits for it until it answers again", model=self._model, why=why)
