"""Whatever three people do, in whatever order it is worked: each sees one question or why not, everywhere the same."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.interleavings.play import play
from tests.support.chance import seeds


@pytest.mark.parametrize("first", range(0, 100, 10))
async def test_nobody_is_left_hanging(knowledge: Knowledge, first: int) -> None:
    for seed in range(first, first + 10):
        assert await play(knowledge, seed) == [], seed


SEEN = {
    5406: "asked the same in two threads of their direct messages when it was finished",
    8506: "an earlier answer was edited in another thread, after the end",
    3733: "reading was stopped while the model was away, and more was said",
    8789: "left a question in the channel, with a thread of their own",
    9066: "took two answers to the same question back",
}


@pytest.mark.parametrize("seed", SEEN)
async def test_what_left_somebody_hanging_once_no_longer_does(knowledge: Knowledge, seed: int) -> None:
    assert await play(knowledge, seed) == [], SEEN[seed]


@seeds(long=100)
async def test_nobody_is_left_hanging_however_often_it_is_tried(knowledge: Knowledge, seed: int) -> None:
    """A hundred interleavings each; in long form the ten thousand."""
    for number in range(100 + seed * 100, 200 + seed * 100):
        assert await play(knowledge, number) == [], number
