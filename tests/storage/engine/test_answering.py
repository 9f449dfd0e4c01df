"""A door does not wait long for a database that is silent, and not at all once that is known."""

import asyncio

import pytest

from bot.domain.core.errors import StorageFailed
from bot.storage.engine.answering import AnswerWatch


class Server:
    """Answers at once, or only when it is woken."""

    def __init__(self) -> None:
        self.awake = asyncio.Event()
        self.asked = 0
        self.reachable = True

    async def answer(self) -> str:
        self.asked += 1
        await self.awake.wait()
        if not self.reachable:
            raise StorageFailed("nothing answers there")
        return "done"


@pytest.fixture
def watch() -> AnswerWatch:
    return AnswerWatch(0.02, "x")


async def test_once_it_was_silent_one_tries_and_all_others_are_told_at_once(watch: AnswerWatch) -> None:
    server = Server()
    with pytest.raises(StorageFailed, match="The database x doesn't answer"):
        await watch.run(server.answer)
    trying = asyncio.create_task(watch.run(server.answer))
    await asyncio.sleep(0)
    for _ in range(20):
        with pytest.raises(StorageFailed):
            await watch.run(server.answer)
    with pytest.raises(StorageFailed):
        await trying
    assert server.asked == 2, "nobody else had to wait"
    server.awake.set()
    assert await watch.run(server.answer) == "done"


async def test_one_that_answers_late_is_back(watch: AnswerWatch) -> None:
    server, other = Server(), Server()
    with pytest.raises(StorageFailed):
        await watch.run(server.answer)
    server.awake.set()
    other.awake.set()
    await asyncio.sleep(0.01)
    assert await asyncio.gather(*(watch.run(other.answer) for _ in range(3))) == ["done"] * 3


async def test_what_takes_long_while_others_are_answered_is_waited_for(watch: AnswerWatch) -> None:
    slow, quick = Server(), Server()
    quick.awake.set()
    waiting = asyncio.create_task(watch.run(slow.answer))
    for _ in range(5):
        await asyncio.sleep(0.01)
        assert await watch.run(quick.answer) == "done"
    slow.awake.set()
    assert await waiting == "done"


async def test_that_it_cannot_be_reached_is_told_in_its_own_words(watch: AnswerWatch) -> None:
    server = Server()
    server.awake.set()
    server.reachable = False
    with pytest.raises(StorageFailed, match="nothing answers there"):
        await watch.run(server.answer)
