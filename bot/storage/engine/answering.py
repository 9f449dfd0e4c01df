"""Answering: a server that leaves us without an answer is tried by one, and all others are told so at once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.domain.core.errors import StorageFailed, StorageUnavailable

T = TypeVar("T")


class AnswerWatch:
    """`patience`: seconds that whoever asks can wait. `place`: where the database is, fit for a person."""

    def __init__(self, patience: float, place: str) -> None:
        self._patience = patience
        self._words = f"The database {place} doesn't answer."
        self._answers = 0
        self._is_silent = False
        self._is_tried = False

    async def run(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Raises StorageUnavailable where no answer comes in time; what was asked may be done all the same."""
        if not self._is_silent:
            return await self._await_answer(ask)
        if self._is_tried:
            raise StorageUnavailable(self._words)
        self._is_tried = True
        try:
            return await self._await_answer(ask)
        finally:
            self._is_tried = False

    async def _await_answer(self, ask: Callable[[], Awaitable[T]]) -> T:
        before, asked = self._answers, asyncio.ensure_future(ask())
        asked.add_done_callback(self._hear)
        await asyncio.wait({asked}, timeout=self._patience)
        if not asked.done() and self._answers == before:
            self._is_silent = True
            raise StorageUnavailable(self._words)
        return await asyncio.shield(asked)  # others are answered: what was asked takes long

    def _hear(self, asked: "asyncio.Future[T]") -> None:
        """Whatever it is, and however late, but that it can't be reached."""
        if not asked.cancelled() and not isinstance(asked.exception(), StorageFailed):
            self._answers += 1
            self._is_silent = False
