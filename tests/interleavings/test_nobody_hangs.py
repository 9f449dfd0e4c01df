"""Whatever three people do, in whatever order it is worked: each sees one question or why not, everywhere the same."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.interleavings.play import play
from tests.support.chance import seeds


@pytest.mark.parametrize("first", range(0, 100, 10))
async def test_nobody_is_left_hanging(knowledge: Knowledge, first: int) -> None:
    for seed in range(first, first + 10):
        assert await play(knowledge, seed) == [], seed


@pytest.mark.parametrize("seed", [5406])
async def test_the_end_is_told_in_each_thread_in_which_a_question_still_stood(knowledge: Knowledge, seed: int) -> None:
    """Somebody was asked the same in two threads of their direct messages when it was finished."""
    assert await play(knowledge, seed) == []


@seeds(long=100)
async def test_nobody_is_left_hanging_however_often_it_is_tried(knowledge: Knowledge, seed: int) -> None:
    """A hundred interleavings each; in long form the ten thousand."""
    for number in range(100 + seed * 100, 200 + seed * 100):
        assert await play(knowledge, number) == [], number
