"""What is said when an interview stalls: to whoever owes an answer, and to the lead when that did not help."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.core.people import Person
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import Post
from bot.slack.blocks.interview.closing import fits
from bot.slack.blocks.interview.questions import ways_out
from bot.slack.blocks.kit.elements import actions, button, context, post, section
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import WAITING, listed, mention, name, plain
from bot.wording.formatter import day

_QUESTION = 1200


def reminder(interview: Interview, asked: Question, people: Sequence[Person]) -> Post:
    """To those who may answer, with the question again and every way out of it."""
    whom = listed(mention(person) for person in people)
    text = f"{WAITING} {whom}: this question about _{name(interview.pilot.name)}_ has waited{_since(asked.asked_at)}."
    return post(
        f"{text} {plain(asked.text, _QUESTION)}",
        section(f"{text}\n*{plain(asked.text, _QUESTION)}*"),
        context(
            "A line is enough. If you are not the one to say, leave it to a colleague; if it is a bad time, pause."
        ),
        ways_out(interview, asked),
    )


def summary_waits(interview: Interview, lead: Person) -> Post:
    """To the lead: nothing is rated before somebody says how well the summary fits."""
    text = (
        f"{WAITING} {mention(lead)}, the summary of _{name(interview.pilot.name)}_ still waits for your word. I rate "
        "once you say how well it fits; write here what is wrong or missing."
    )
    return post(text, section(text), fits(Reference(interview=interview.id)))


def stalled(interview: Interview, asked: Question, people: Sequence[Person], until: datetime | None) -> Post:
    """To the lead. `until`: when the one who was asked is back, where they are away; else they were reminded twice."""
    whom = listed(mention(person) for person in people)
    pilot = f"_{name(interview.pilot.name)}_"
    if until is not None:
        text = f"{WAITING} {whom} is away until {day(until)}, and a question about {pilot} waits for them."
    else:
        text = f"{WAITING} The interview of {pilot} stands still: {whom} did not answer{_since(asked.asked_at)}."
    reference = Reference(interview=interview.id, question=asked.id)
    return post(
        f"{text} {plain(asked.text, _QUESTION)}",
        section(f"{text}\n*{plain(asked.text, _QUESTION)}*"),
        context("Who else could say? I remind nobody of this again; the question stays open until you decide."),
        actions(
            button("Ask a colleague", "interview_ask_colleague", reference),
            button("Skip it", "interview_skip", reference),
            button("Pause", "interview_pause", reference),
        ),
    )


def _since(asked_at: datetime | None) -> str:
    return f" since {day(asked_at)}" if asked_at is not None else ""
