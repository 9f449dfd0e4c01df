"""Call limit: how many calls a model's service is sent at once: as many as were set, fewer where it asks for less."""

import math
import re
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

_SETTLING = 1.0
"""Seconds after a cut in which refusals are still of calls that were sent before it."""
_UNIT_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_DURATION = re.compile(r"(?P<count>\d+(?:\.\d+)?)(?P<unit>ms|s|m|h|d)?")


class Quota(NamedTuple):
    """What a service says that it still answers, and in how many seconds it answers more."""

    requests: int | None = None
    requests_reset: float = 0.0
    tokens: int | None = None
    tokens_reset: float = 0.0


def read_quota(headers: Mapping[str, str]) -> Quota:
    """As services that speak OpenAI's protocol tell it with every response; what they don't tell is None."""
    return Quota(
        _read_count(headers.get("x-ratelimit-remaining-requests")),
        _read_duration(headers.get("x-ratelimit-reset-requests")),
        _read_count(headers.get("x-ratelimit-remaining-tokens")),
        _read_duration(headers.get("x-ratelimit-reset-tokens")),
    )


def _read_count(told: str | None) -> int | None:
    return int(told) if told is not None and told.isascii() and told.isdigit() else None


def _read_duration(told: str | None) -> float:
    """Of "6m0s", "20ms" or plain seconds; 0 of anything else."""
    if told is None or _DURATION.sub("", told):
        return 0.0
    return sum(float(part["count"]) * _UNIT_SECONDS[part["unit"] or "s"] for part in _DURATION.finditer(told))


class CallLimit:
    """Halved where calls are refused for being too many, and raised by one for as many answers as it allows calls.
    `now`: seconds that never go back."""

    def __init__(self, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._now = now
        self._limit = float(most)
        self._in_flight = 0
        self._cut_at = -math.inf
        self._paused_until = -math.inf
        self._quota, self._quota_until = most, -math.inf
        self._tokens_a_call = 0

    @property
    def allowed(self) -> int:
        """Calls at once, now."""
        quota = self._quota if self._now() < self._quota_until else self._most
        return max(1, min(int(self._limit), quota))

    @property
    def has_room(self) -> bool:
        return self._in_flight < self.allowed

    def compute_pause(self) -> float:
        """Seconds in which nothing is to be sent."""
        return max(0.0, self._paused_until - self._now())

    def begin_call(self) -> None:
        self._in_flight += 1

    def end_call(self) -> None:
        self._in_flight -= 1

    def record_answer(self, tokens: int) -> None:
        self._limit = min(self._most, self._limit + 1 / self._limit)
        self._tokens_a_call = tokens or self._tokens_a_call

    def record_refusal(self, wait: float) -> None:
        """`wait`: as many seconds as the service asked for."""
        now = self._now()
        self._paused_until = max(self._paused_until, now + wait)
        if now - self._cut_at > _SETTLING:
            self._limit = max(1.0, min(self._limit, self._in_flight) / 2)
            self._cut_at = now

    def record_quota(self, quota: Quota) -> None:
        """What is scarcer counts; where nothing is left, nothing is sent until there is more."""
        told: list[tuple[int, float]] = []
        if quota.requests is not None:
            told.append((quota.requests, quota.requests_reset))
        if quota.tokens is not None and self._tokens_a_call:
            told.append((quota.tokens // self._tokens_a_call, quota.tokens_reset))
        if not told:
            return
        self._quota, seconds = min(told)
        self._quota_until = self._now() + seconds
        if not self._quota:
            self._paused_until = max(self._paused_until, self._quota_until)
