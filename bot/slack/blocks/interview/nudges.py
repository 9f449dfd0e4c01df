"""What is said when an interview stalls: to whoever owes an answer, and to the lead when that did not help."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.core.people import Person
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.interview.closing import build_feedback_buttons
from bot.slack.blocks.interview.progress import format_request
from bot.slack.blocks.interview.questions import build_question_buttons
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import WAITING, format_list, format_mention, format_name, format_people
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_text
from bot.wording.formatter import format_day

_QUESTION = 1200


def build_nudge_message(interview: Interview, asked: Question, people: Sequence[Person]) -> MessageContent:
    """To those who may answer, with the question again and every way out of it."""
    whom = format_list(format_mention(person) for person in people)
    text = (
        f"{WAITING} {whom}: this question about _{format_name(interview.pilot.name)}_ has "
        f"waited{_format_since(asked.asked_at)}."
    )
    return kit.build_message(
        f"{format_request(interview, asked)} still waits: {escape_text(asked.text, _QUESTION)}",
        kit.build_section(f"{text}\n*{escape_text(asked.text, _QUESTION)}*"),
        kit.build_context(
            "A line is enough. If you are not the one to say, leave it to a colleague; if it is a bad time, pause."
        ),
        build_question_buttons(interview, asked),
    )


def build_summary_nudge_message(interview: Interview, lead: Person) -> MessageContent:
    """To the lead: nothing is rated before somebody says how well the summary fits."""
    return kit.build_message(
        f"Correct or confirm: the summary of {format_name(interview.pilot.name)} waits for your word.",
        kit.build_section(
            f"{WAITING} {format_mention(lead)}, the summary of _{format_name(interview.pilot.name)}_ still waits for "
            "your word. I rate once you say how well it fits; write here what is wrong or missing."
        ),
        build_feedback_buttons(Reference(interview=interview.id)),
    )


def build_stalled_interview_message(
    interview: Interview, asked: Question, people: Sequence[Person], until: datetime | None, reader: str | None = None
) -> MessageContent:
    """To the lead, who may be among them. `until`: when the one who was asked is back, where they are away; else they
    were reminded twice."""
    whom = format_people(people, reader)
    pilot = f"_{format_name(interview.pilot.name)}_"
    if until is not None:
        text = f"{WAITING} {whom} is away until {format_day(until)}, and a question about {pilot} waits for them."
    else:
        text = f"{WAITING} The interview of {pilot} stands still: {whom} did not answer{_format_since(asked.asked_at)}."
    reference = Reference(interview=interview.id, question=asked.id)
    return kit.build_message(
        f"Who else could say? {escape_text(asked.text, _QUESTION)} {text}",
        kit.build_section(f"{text}\n*{escape_text(asked.text, _QUESTION)}*"),
        kit.build_context(
            "Who else could say? I remind nobody of this again; the question stays open until you decide."
        ),
        kit.build_buttons(
            kit.build_button("Ask a colleague", "interview_ask_colleague", reference),
            kit.build_button("Skip it", "interview_skip", reference),
            kit.build_button("Pause", "interview_pause", reference),
        ),
    )


def _format_since(asked_at: datetime | None) -> str:
    return f" since {format_day(asked_at)}" if asked_at is not None else ""
