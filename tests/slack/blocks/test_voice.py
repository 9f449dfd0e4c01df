"""How it speaks: plainly, without praise, exclamation marks or emoji of its own; and every payload fits into Slack."""

import re

import pytest

from bot.knowledge import load_knowledge
from tests.conftest import FIXED_KNOWLEDGE
from tests.slack.gallery import everything
from tests.slack.limits import problems_of
from tests.slack.plain_text import Shown, shown

_KNOWLEDGE = load_knowledge(FIXED_KNOWLEDGE)
_ALL = list(everything(_KNOWLEDGE))
_SIGNS = {":white_check_mark:", ":warning:", ":left_right_arrow:", ":hourglass_flowing_sand:"}
_PRAISE = re.compile(
    r"\b(great|awesome|excellent|perfect|amazing|well done|congrat\w*|thanks for|sorry|oops|unfortunately)\b", re.I
)
each = pytest.mark.parametrize("payload", [p for _, p in _ALL], ids=[title for title, _ in _ALL])


@each
def test_slack_takes_it(payload: Shown) -> None:
    assert problems_of(payload) == []


@each
def test_it_is_calm(payload: Shown) -> None:
    text = shown(payload)
    assert "!" not in text
    assert not _PRAISE.search(text)
    assert "—" not in text


@each
def test_it_has_no_emoji_but_the_four_signs(payload: Shown) -> None:
    text = shown(payload)
    assert set(re.findall(r":[a-z_]+:", text)) <= _SIGNS
    assert not re.search("[\U0001f000-\U0001ffff\u2600-\u27bf]", text)


@each
def test_it_has_no_dangling_pieces(payload: Shown) -> None:
    text = "\n".join(line for line in shown(payload).split("\n") if not line.startswith("  | "))  # tables apart
    assert "None" not in text
    assert not re.search(r"  ·|· ·|\(\)|“”|\. \.|,,", text)


def test_titles_are_told_apart() -> None:
    titles = [title for title, _ in _ALL]
    assert len(titles) == len(set(titles))
