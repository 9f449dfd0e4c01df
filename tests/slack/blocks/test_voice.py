"""How it speaks: plainly, without praise, exclamation marks or emoji of its own; and every payload fits into Slack."""

import re

import pytest

from bot.domain.messaging.message import MessageContent
from bot.knowledge import load_knowledge
from tests.conftest import FIXED_KNOWLEDGE
from tests.slack import samples
from tests.slack.gallery import everything
from tests.slack.limits import problems_of
from tests.slack.plain_text import Shown, shown
from tests.slack_stub.state.records import elements_of

_KNOWLEDGE = load_knowledge(FIXED_KNOWLEDGE)
_ALL = list(everything(_KNOWLEDGE))
_SIGNS = {":white_check_mark:", ":warning:", ":left_right_arrow:", ":hourglass_flowing_sand:"}
_PRAISE = re.compile(
    r"\b(great|awesome|excellent|perfect|amazing|well done|congrat\w*|thanks for|sorry|oops|unfortunately)\b", re.I
)
_SAID = {item.sentence[:20] for item in samples.a_finished_interview(_KNOWLEDGE).evidence}
_MESSAGES = [(title, payload) for title, payload in _ALL if isinstance(payload, MessageContent)]
MOST = 5
BEGINNING = 100
"""As much of a notification as a locked screen shows."""
ASKS = {
    "A colleague is asked": "A question for you about Freight invoice matching: ",
    "Summary": "Correct or confirm: ",
    "A summary that has waited": "Correct or confirm: ",
    "A question that has waited": "Question 2 of about 10 still waits: ",
    "The lead is told: no answer": "Who else could say? ",
    "Asked whether it is theirs": "Accept or decline: ",
    "An action: proposed": "Accept or decline: ",
    "An action: accepted": "Done? ",
    "An action: nobody's": "Who takes it? ",
    "Reminder of one action": "Done? ",
    "Reminder of what nobody has": "Who takes it? ",
    "Nobody reacted, to the lead": "More time, another owner, or help? ",
    "Blocked, to the team": "Can you clear it? ",
    "Consent": "Agree or decline: ",
    "Named as the owner": "Accept or decline: ",
    "Not theirs": "Who takes it? ",
    "Paused": "Resume whenever you like: ",
    "It fits mostly": "What is wrong or missing? ",
}
each = pytest.mark.parametrize("payload", [p for _, p in _ALL], ids=[title for title, _ in _ALL])
messages = pytest.mark.parametrize("message", [m for _, m in _MESSAGES], ids=[title for title, _ in _MESSAGES])


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


@pytest.mark.parametrize("message", [m for title, m in _MESSAGES if "ction" not in title])
def test_it_has_at_most_five_things_to_press(message: MessageContent) -> None:
    """A menu is one, however many entries it has."""
    assert len(list(elements_of(list(message.blocks)))) <= MOST


@messages
def test_its_notification_begins_with_what_it_is_about_and_never_with_what_somebody_said(
    message: MessageContent,
) -> None:
    begins = message.text[:BEGINNING]
    assert not begins.startswith(("“", "„", '"'))
    assert not any(words in begins for words in _SAID), message.text


def test_what_is_wanted_stands_before_whatever_else_is_said_with_it() -> None:
    """The last piece of a message is what people shall answer; a notification shows the first words."""
    shown = dict(_MESSAGES)
    assert shown["After an answer"].text.startswith("One follow-up: ")
    assert shown["A question"].text.startswith("Question 2 of about 10: What happens to an invoice")
    assert shown["Opening, in a channel"].text.startswith("Question 1 of about 10: Tell me about the pilot")
    assert shown["A question back"].text.startswith("Question 2 of about 10: ")
    for title, asks in ASKS.items():
        assert shown[title].text.startswith(asks), shown[title].text


def test_titles_are_told_apart() -> None:
    titles = [title for title, _ in _ALL]
    assert len(titles) == len(set(titles))
