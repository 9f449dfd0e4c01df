"""What a thread that waited is told: who settled it elsewhere, that it goes on, what was kept in a pause, the end."""

from collections.abc import Mapping, Sequence

from bot.domain.asking.settlement import Settlement
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.interview.questions import build_settled_question_message
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import WAITING, format_list, format_mention, format_name, format_quote
from bot.slack.blocks.kit.text import clean_line

_HOW: Mapping[str, str] = {
    "answered": "{by} answered that.",
    "skip": "{by} skipped that.",
    "later": "{by} wants to think about that.",
    "dont_know": "{by} couldn't say.",
    "handed_over": "{by} left that to {to}.",
}


def build_settled_elsewhere_message(interview: Interview, settled: Settlement, *, asks: bool) -> MessageContent:
    by, to = (format_mention(interview.get_person(person or "")) for person in (settled.by, settled.to))
    told = _HOW[settled.how].format(by=by, to=to)
    return kit.build_text_message(f"{told} Next, for you:" if asks else told)


def build_asked_again_message() -> MessageContent:
    return kit.build_text_message("The answer to this was taken back or changed, so I ask it once more:")


def build_going_on_message() -> MessageContent:
    return kit.build_text_message("It goes on. Next, for you:")


def build_waiting_ended_message() -> MessageContent:
    return kit.build_note("I waited here for others; that is over.")


def build_reading_waits_message() -> MessageContent:
    return kit.build_note(
        f"{WAITING} What you said is kept and not read yet: the language model is away. I read it as soon as I can and "
        "come back here by myself."
    )


def build_repeated_question_message(asked: Question, framework: Framework) -> MessageContent:
    return build_settled_question_message(asked, framework, "asked once more below")


def build_kept_in_pause_message(interview: Interview, turns: Sequence[Turn], framework: Framework) -> MessageContent:
    """A line an answer, with where it was noted."""
    return kit.build_note("\n".join(_format_kept_turn(interview, turn, framework) for turn in turns))


def _format_kept_turn(interview: Interview, turn: Turn, framework: Framework) -> str:
    named = dict.fromkeys(item.criterion for item in interview.evidence if item.turn_id == turn.id)
    noted = format_list((f"*{framework.get_criterion(criterion).name}*" for criterion in named), 20)
    became = f"noted under {noted}" if noted else "nothing in it shows yet where the pilot stands"
    if turn.state != "mapped":
        became = "not read yet"
    return f"Kept while paused: {format_quote(clean_line(turn.text))}, {became}."


def build_no_longer_needed_message(person: Person, pilot: Pilot) -> MessageContent:
    """To a colleague who was asked in, once the interview is over."""
    return kit.build_text_message(
        f"The interview of _{format_name(pilot.name)}_ is finished, {format_mention(person)}: I don't need an answer "
        "here any more."
    )


def build_invitation_queued_message(colleague: Person, pilot_name: str) -> MessageContent:
    return kit.build_note(
        f"{WAITING} {format_mention(colleague)} has a question before them already; this one follows it. Their answer "
        f"will count for _{format_name(pilot_name)}_."
    )


class SlackWakingFormatter:
    """The port WakingMessageFormatter for Slack."""

    _framework: Framework

    format_settled_elsewhere = staticmethod(build_settled_elsewhere_message)
    format_asked_again = staticmethod(build_asked_again_message)
    format_going_on = staticmethod(build_going_on_message)
    format_reading_waits = staticmethod(build_reading_waits_message)
    format_waiting_ended = staticmethod(build_waiting_ended_message)
    format_no_longer_needed = staticmethod(build_no_longer_needed_message)

    def format_kept_in_pause(self, interview: Interview, turns: tuple[Turn, ...]) -> MessageContent:
        return build_kept_in_pause_message(interview, turns, self._framework)

    def format_invitation_queued(self, colleague: Person, pilot: Pilot) -> MessageContent:
        return build_invitation_queued_message(colleague, pilot.name)
