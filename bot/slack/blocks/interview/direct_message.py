"""What is said to people who write to the app outside of an interview, and to those it can't reach."""

from collections.abc import Sequence

from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.overview import WaitingQuestion
from bot.slack.blocks.interview.modals import ABOUT_THE_INTERVIEW
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import format_link, format_list, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import escape_paragraphs, escape_text
from bot.wording.formatter import format_count

_SHOWN = 5
_OPENED = 4
"""With the button that starts another, as many as a message may have."""
_WHO = (
    "I'm Flightplan, an AI assistant: I interview a team about its AI pilot, rate what they say, and plan the way to "
    "production."
)
_ELSEWHERE = "What belongs into an interview, please write in its thread."


def build_greeting_message(teams: Sequence[Team]) -> MessageContent:
    """To somebody who is not being asked anything right now."""
    first = _WHO if not teams else f"{_WHO} {_format_visible_pilots(teams)}"
    return kit.build_text_message(f"{first} `/pilot help` shows everything I do.", _build_entry_buttons(teams, None))


def _format_visible_pilots(teams: Sequence[Team]) -> str:
    shown = format_list([f"_{format_name(team.pilot.name)}_" for team in teams], _SHOWN)
    return f"You see {format_count(len(teams), 'pilot')}: {shown}. {_ELSEWHERE}"


def build_channel_greeting_message(teams: Sequence[Team], channel: str) -> MessageContent:
    """To somebody who mentions the app in a channel."""
    if teams:
        text = f"{format_list([f'_{format_name(team.pilot.name)}_' for team in teams], _SHOWN)} lives in this channel."
    else:
        text = _WHO
    return kit.build_text_message(
        text, _build_entry_buttons(teams, channel), kit.build_context("`/pilot help` shows everything I do.")
    )


def _build_entry_buttons(teams: Sequence[Team], channel: str | None) -> kit.Block | None:
    opens = [
        kit.build_button(f"Open {team.pilot.name}", f"pilot_open_{n}", Reference(pilot=team.pilot.id))
        for n, team in enumerate(teams[:_OPENED])
    ]
    start = kit.build_button(
        "Start a pilot", "pilot_start", Reference(channel=channel), style=None if teams else "primary"
    )
    return kit.build_buttons(*opens, start)


def build_which_interview_message(interviews: Sequence[tuple[Interview, str | None]]) -> MessageContent:
    """`interviews`: with the address of the thread where each is talked."""
    lines = [format_link(address, format_name(interview.pilot.name)) for interview, address in interviews]
    return kit.build_text_message(
        f"You are in {format_count(len(interviews), 'interview')}: {format_list(lines)}. Which one is this about? "
        "Please write it in its thread; here I don't take it in."
    )


def build_external_person_message() -> MessageContent:
    return kit.build_text_message(
        "I take in only what people of this organisation say. Somebody of the team can tell me what you said, in their "
        "own words."
    )


def build_open_questions_message(waiting: Sequence[WaitingQuestion]) -> MessageContent:
    """What is asked of one person, with where each is answered."""
    if not waiting:
        return kit.build_text_message("No question is open for you. `/pilot list` shows the pilots you may see.")
    head = f"{format_count(len(waiting), 'question')} for you"
    return kit.build_message(
        head, kit.build_section(f"*{head}*"), *(kit.build_section(_format_open_question(i)) for i in waiting[:_SHOWN])
    )


def _format_open_question(item: WaitingQuestion) -> str:
    return (
        f"{escape_text(item.question.text, 300)}\n_{format_name(item.seen.pilot.name)}_ · "
        f"{format_link(item.thread, 'answer it there')}"
    )


def build_interview_help_message(knowledge: Knowledge) -> MessageContent:
    """The same as the button of that name, for whoever asks in words."""
    told = [knowledge.find_passage(passage) for passage in ABOUT_THE_INTERVIEW]
    blocks = [kit.build_section(f"*{escape_text(p.title)}*\n{escape_paragraphs(p.text)}") for p in told if p]
    return kit.build_message("How the interview works, and who sees what you say", *blocks)
