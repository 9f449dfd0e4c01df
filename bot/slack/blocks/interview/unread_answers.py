"""What is said of an answer that can't be read: the model is away, refuses us or gives nothing usable."""

from datetime import date

from bot.domain.core.phrases import format_date
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, WAITING, format_colleague_byline, format_quote
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import clean_line, escape_text
from bot.wording.formatter import capitalize_first


def build_model_unavailable_message(ref: str) -> MessageContent:
    """The answer is safe, and nobody has to do anything."""
    return kit.build_text_message(
        f"{WAITING} I couldn't reach the language model. What you said is saved. I read it as soon as I can and come "
        f"back here by myself, no need to repeat it. (ref {escape_text(ref, 20)})"
    )


def build_budget_spent_message(renews: date) -> MessageContent:
    """The answer is safe, and nobody in the team has to do anything."""
    return kit.build_text_message(
        f"{WAITING} I've used up what I may spend on the language model for now. What you said is saved. I read it on "
        f"{format_date(renews)}, or sooner if whoever runs Flightplan allows more, and come back here by myself, no "
        "need to repeat it."
    )


def build_budget_near_message(used: str, period: str, renews: date) -> MessageContent:
    """To a lead, before anybody waits: what is left, what happens then, and what can be done."""
    return kit.build_text_message(
        f"{AT_RISK} {escape_text(capitalize_first(used))} of the language model are used. Once all are, I go on taking "
        f"down what is said and lose nothing, but I read it only when the {period} is over, on {format_date(renews)} "
        "at 00:00 UTC: my next questions, ratings and plans wait until then. Nothing waits yet. If you need more, "
        "whoever runs Flightplan here can allow it; you needn't do anything else."
    )


def build_model_refused_message(ref: str) -> MessageContent:
    """The answer is safe, but somebody has to mend our access to the model."""
    return kit.build_text_message(
        f"{AT_RISK} The language model refuses my key, so I can't read answers until whoever runs Flightplan has "
        f"mended that. What you said is saved and will be read then. (ref {escape_text(ref, 20)})"
    )


def build_model_confused_message(ref: str) -> MessageContent:
    """The answer is safe; the model is asked once more before anybody has to do anything."""
    return kit.build_text_message(
        f"{WAITING} The language model answered me with something I can't use. What you said is saved. I try again by "
        f"myself and come back here. (ref {escape_text(ref, 20)})"
    )


def build_answer_unreadable_message(interview: Interview, turn: Turn, ref: str) -> MessageContent:
    """It was tried twice: now somebody chooses."""
    who = format_colleague_byline(interview.get_person(turn.speaker), interview.people)
    text = (
        f"{AT_RISK} I couldn't read what {who} said: {format_quote(clean_line(turn.text))} The language model gave me "
        "nothing usable for it, twice. It is kept, but it counts for nothing until it is read. I can try again, or put "
        f"it in other words: edit the message, or write it anew. (ref {escape_text(ref, 20)})"
    )
    reference = Reference(interview=interview.id, turn=turn.id)
    return kit.build_message(
        f"Try again, or put it in other words: I couldn't read what {who} said. (ref {escape_text(ref, 20)})",
        kit.build_section(text),
        kit.build_buttons(kit.build_button("Try again", "turn_retry", reference)),
    )


def build_answer_retried_message() -> MessageContent:
    return kit.build_note("I'm reading this answer again.")
