"""Conversation: an interview that somebody begins and answers, and what has to hold of it however badly it went."""

from collections import Counter
from typing import Any

from bot.domain.interview.interview import Interview
from tests.slack_stub import Channel, Message, SlackServer, User

FREIGHT = "freight-i1"
"""The interview of a pilot called Freight."""
STORY = "We match freight invoices against contracts, 40 a day, for the payables team."
SAP = "It reads from SAP over the API, but it's read-only, nothing gets written back."
OWNER = "Dana Reyes owns it, the P&L is hers and she signed the acceptance in March."
NOBODY = "I don't know."
ANSWERS = (STORY, SAP, OWNER, NOBODY)


async def submit_start(
    slack: SlackServer, lead: User, name: str, channel: Channel | None = None, **fields: Any
) -> Channel:
    """By the command and its modal; where the interview will stand: the channel, or the lead's direct messages."""
    ack = await lead.command("/pilot", f"start {name}", channel)
    assert ack.ok, ack.problems
    view = slack.view(lead)
    assert view is not None, slack.story()
    ack = await lead.submits(view, fields)
    assert ack.ok and not ack.errors, ack
    return channel or lead.dm


async def begun(slack: SlackServer, lead: User, channel: Channel | None = None, *, name: str = "Freight") -> Message:
    """The root of the interview's thread, in the channel or in direct messages."""
    where = await submit_start(slack, lead, name, channel)
    return (await slack.until(lambda: [m for m in slack.said(where) if name in m.shown]))[0]


async def answered(slack: SlackServer, person: User, root: Message, text: str) -> Message:
    """Says it, and waits for the app's next message in the thread."""
    where = slack.slack.workspace.channels[root.channel]
    before = len(slack.said(where, root))
    said = await person.says(where, text, root)
    await slack.until(lambda: len(slack.said(where, root)) > before)
    return said


def transcript(interview: Interview) -> list[tuple[str | None, str]]:
    """Which question was answered by which words, in order; not what was taken back."""
    return [(turn.question_id, turn.text) for turn in interview.turns if turn.state != "retracted"]


def nothing_is_doubled(slack: SlackServer, interview: Interview, *places: Channel, again: tuple[str, ...] = ()) -> None:
    """Each message stands once, and each question that was asked is read once in each place.

    `again`: those that had to be asked once more, since what was said to them was taken back.
    """
    each_message_stands_once(slack, *places)
    for question in interview.questions:
        for place in places:
            shown = [message for message in slack.said(place) if question.text in message.shown]
            assert len(shown) == 1 + (question.id in again), (question, slack.story())


def each_message_stands_once(slack: SlackServer, *places: Channel) -> None:
    said = [message for place in places for message in (*slack.said(place), *place.deleted) if message.bot_id]
    marks = Counter(mark_of(message) for message in said)
    assert all(count == 1 for mark, count in marks.items() if mark), marks


def mark_of(message: Message) -> str:
    return str((message.metadata or {}).get("event_payload", {}).get("posting", ""))


def nobody_is_kept_waiting(slack: SlackServer) -> None:
    """No thread that stands looks as if somebody were still at work on it."""
    threads = {(channel.id, ts) for channel in slack.slack.workspace.channels.values() for ts in channel.messages}
    seen = [session for session in slack.sessions if (session.channel, session.thread_ts) in threads]
    assert [session for session in seen if session.status == "processing"] == [], slack.story()
