"""Group commit: small transactions that wait for the same thread become durable by one commit."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from bot.storage.session.transaction import Transaction

_MOST = 100
"""Steps that are committed together: whoever came last waits for all of them."""


@dataclass(frozen=True, eq=False)
class Step:
    work: Callable[[Transaction], Any]
    workspace_id: str
    outcome: Future[Any] = field(default_factory=Future)


class GroupCommit:
    """`run`: runs steps as one transaction; of each its result, or what it failed with. Raises where none is stored."""

    def __init__(self, run: Callable[[list[Step]], list[Any]]) -> None:
        self._run = run
        self._waiting = deque[Step]()

    def add(self, step: Step) -> None:
        self._waiting.append(step)

    def run_waiting(self) -> None:
        """To be called in the storage thread once for each step: of those that came together the first call runs the
        others too, and theirs find nothing left."""
        steps = [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))]
        try:
            results = self._run(steps) if steps else []
        except BaseException as error:
            results = [error] * len(steps)
        for step, result in zip(steps, results, strict=True):
            if isinstance(result, BaseException):
                step.outcome.set_exception(result)
            else:
                step.outcome.set_result(result)
