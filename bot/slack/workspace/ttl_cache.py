"""Cache: what Slack told lately, kept for a while and not without bound."""

import time
from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class TtlCache(Generic[K, V]):
    """Of too many entries the one that was unused for longest goes."""

    def __init__(self, lifetime: float = 600.0, most: int = 2000) -> None:
        self._lifetime = lifetime
        self._most = most
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def get(self, key: K) -> V | None:
        known = self._kept.get(key)
        if known is None or known[0] <= time.monotonic():
            return None
        self._kept.move_to_end(key)
        return known[1]

    def put(self, key: K, value: V) -> V:
        self._kept[key] = (time.monotonic() + self._lifetime, value)
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return value

    def forget(self, key: K) -> None:
        self._kept.pop(key, None)

    def __len__(self) -> int:
        return len(self._kept)
