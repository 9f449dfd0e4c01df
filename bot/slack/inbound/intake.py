"""Intake: what comes while much is being stored already is stored together right after it, by one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

from bot.services.ports.core import Transactions, UnitOfWork

T = TypeVar("T")
_MOST = 100
"""What is stored together: whoever came first waits for all of it."""
_SIDE_BY_SIDE = 2
"""Transactions at a time: of one alone that has to wait, all others would wait for the end."""


class Intake(Generic[T]):
    """`store`: stores some, in their order, as part of a transaction, of which so many run `side_by_side`."""

    def __init__(
        self,
        transactions: Transactions,
        store: Callable[[UnitOfWork, Sequence[T]], None],
        side_by_side: int = _SIDE_BY_SIDE,
    ) -> None:
        self._transactions = transactions
        self._store = store
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._side_by_side = side_by_side
        self._running = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._failed = False
        """Whether the last transaction stored nothing: what keeps one from being stored may not concern another, and
        where the database is away, nobody waits behind anybody. So each goes by itself then."""

    async def add(self, item: T) -> None:
        """Returns once it is stored for good. Raises what kept this one from it."""
        if self._failed:
            await self._run((item,))
        elif self._running >= self._side_by_side:
            stored = asyncio.get_running_loop().create_future()
            self._waiting.append((item, stored))
            await stored
        else:
            self._running += 1
            try:
                await self._run((item,))
            finally:
                self._go_on()

    def _go_on(self) -> None:
        """In the place of a transaction that has ended."""
        self._running -= 1
        if self._waiting:
            self._running += 1
            task = asyncio.create_task(self._store_waiting())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _store_waiting(self) -> None:
        chosen, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
        if self._failed or not await self._store_together([item for item, _ in chosen]):
            await asyncio.gather(*(self._store_alone(*one) for one in chosen))
        for _, stored in chosen:
            if not stored.done():
                stored.set_result(None)
        self._go_on()

    async def _store_together(self, items: Sequence[T]) -> bool:
        try:
            await self._run(items)
        except Exception:  # each of them is told its own, by itself
            return False
        return True

    async def _store_alone(self, item: T, stored: "asyncio.Future[None]") -> None:
        try:
            await self._run((item,))
        except Exception as error:
            if not stored.done():
                stored.set_exception(error)

    async def _run(self, items: Sequence[T]) -> None:
        try:
            await self._transactions.run(partial(self._store_all, items))
        except Exception:
            self._failed = True
            raise
        self._failed = False

    def _store_all(self, items: Sequence[T], uow: UnitOfWork) -> None:
        self._store(uow, items)
