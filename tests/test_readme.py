"""The README shows what Slack shows: its pictures of messages are those of the gallery."""

import re

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import MessageContent
from tests.conftest import ROOT
from tests.slack.gallery import everything, seen

_PICTURE = re.compile(r"<!-- gallery: (?P<title>.*?) -->\n```\n(?P<text>.*?)```", re.S)
_PICTURES = [(match["title"], match["text"]) for match in _PICTURE.finditer((ROOT / "README.md").read_text())]


@pytest.mark.parametrize(("title", "text"), _PICTURES)
def test_a_picture_in_the_readme_is_what_slack_shows(title: str, text: str, knowledge: Knowledge) -> None:
    message = dict(everything(knowledge))[title]
    assert isinstance(message, MessageContent)
    assert text == picture(message)


def test_there_are_pictures() -> None:
    assert len(_PICTURES) >= 4


def picture(message: MessageContent) -> str:
    """Long lines folded at the width of the page."""
    return "".join(f"{folded}\n" for line in seen(message) for folded in _folded(line))


def _folded(line: str, width: int = 110) -> list[str]:
    if len(line) <= width:
        return [line]
    cut = line.rfind(" ", 0, width)
    return [line[:cut], *_folded("  " + line[cut + 1 :], width)]
