"""What is said to people who write to the app outside of an interview, and to those it can't reach."""

from collections.abc import Sequence

from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import Post
from bot.domain.portfolio.overview import Waiting
from bot.slack.blocks.interview.modals import ABOUT_THE_INTERVIEW
from bot.slack.blocks.kit.elements import Block, actions, button, context, post, section
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import link, listed, mention, name, paragraphs, plain
from bot.wording.formatter import counted

_SHOWN = 5
_WHO = (
    "I'm Flightplan, an AI assistant: I interview a team about its AI pilot, rate what they say, and plan the way to "
    "production."
)
_ELSEWHERE = "What belongs into an interview, please write in its thread."


def greeting(teams: Sequence[Team]) -> Post:
    """To somebody who is not being asked anything right now."""
    first = _WHO if not teams else f"{_WHO} {_yours(teams)}"
    text = f"{first} `/pilot help` shows everything I do."
    return post(text, section(text), _ways_in(teams, None))


def _yours(teams: Sequence[Team]) -> str:
    shown = listed([f"_{name(team.pilot.name)}_" for team in teams], _SHOWN)
    return f"You see {counted(len(teams), 'pilot')}: {shown}. {_ELSEWHERE}"


def greeting_in_channel(teams: Sequence[Team], channel: str) -> Post:
    """To somebody who mentions the app in a channel."""
    if teams:
        text = f"{listed([f'_{name(team.pilot.name)}_' for team in teams], _SHOWN)} lives in this channel."
    else:
        text = _WHO
    return post(text, section(text), _ways_in(teams, channel), context("`/pilot help` shows everything I do."))


def _ways_in(teams: Sequence[Team], channel: str | None) -> Block | None:
    opens = [
        button(f"Open {team.pilot.name}", f"pilot_open_{n}", Reference(pilot=team.pilot.id))
        for n, team in enumerate(teams[:_SHOWN])
    ]
    start = button("Start a pilot", "pilot_start", Reference(channel=channel), style=None if teams else "primary")
    return actions(*opens, start)


def which_interview(interviews: Sequence[tuple[Interview, str | None]]) -> Post:
    """`interviews`: with the address of the thread where each is talked."""
    lines = [link(address, name(interview.pilot.name)) for interview, address in interviews]
    text = (
        f"You are in {counted(len(interviews), 'interview')}: {listed(lines)}. Which one is this about? Please write "
        "it in its thread; here I don't take it in."
    )
    return post(text, section(text))


def cannot_reach(team: Team, people: Sequence[Person]) -> Post:
    whom = listed(mention(person) for person in people)
    text = (
        f"I can't write to {whom} directly: Slack doesn't let guests, bots or people of other organisations talk to "
        f"apps like me. For _{name(team.pilot.name)}_, ask them yourself and say in the interview what they told you, "
        "or start the pilot in a channel they are in."
    )
    return post(text, section(text))


def outside() -> Post:
    text = (
        "I take in only what people of this organisation say. Somebody of the team can tell me what you said, in their "
        "own words."
    )
    return post(text, section(text))


def open_questions(waiting: Sequence[Waiting]) -> Post:
    """What is asked of one person, with where each is answered."""
    if not waiting:
        text = "No question is open for you. `/pilot list` shows the pilots you may see."
        return post(text, section(text))
    head = f"{counted(len(waiting), 'question')} for you"
    return post(head, section(f"*{head}*"), *(section(_asked(item)) for item in waiting[:_SHOWN]))


def _asked(item: Waiting) -> str:
    return f"{plain(item.question.text, 300)}\n_{name(item.seen.pilot.name)}_ · {link(item.thread, 'answer it there')}"


def how_it_works(knowledge: Knowledge) -> Post:
    """The same as the button of that name, for whoever asks in words."""
    told = [knowledge.passage(passage) for passage in ABOUT_THE_INTERVIEW]
    blocks = [section(f"*{plain(p.title)}*\n{paragraphs(p.text)}") for p in told if p is not None]
    return post("How the interview works, and who sees what you say", *blocks)
