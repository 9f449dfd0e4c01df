"""What stands above the first question, and goes on standing there: who asks whom, for what, and who reads it."""

from collections import Counter

from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent
from bot.domain.reassessment.reassessment import is_unfinished
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import (
    format_colleague_name,
    format_list,
    format_mention,
    format_name,
    format_their_words,
)
from bot.slack.blocks.opening.stopped_requests import build_stop_menu
from bot.wording.formatter import format_count
from bot.wording.level_words import BY_RULE

_PURPOSE = 500
_WHY = "Why you: you are named as somebody who can say how it works today."


def build_opening_message(interview: Interview, team: Team, to: str | None, *, by_rule: bool = False) -> MessageContent:
    """`to`: in whose direct messages it stands; None: in a channel. `by_rule`: no model reads."""
    who = "Anyone in this thread can answer." if to is None else "Only you and I read this thread."
    if interview.follows is not None:
        return _build_reassessment_opening(interview, who)
    asks = _describe_request(team, to)
    name = format_name if asks is None or to is None else format_their_words
    title = f"{name(interview.pilot.name)}: from pilot to production"
    return kit.build_message(
        asks or f"{title}.",
        kit.build_section(f"*{title}*"),
        kit.build_section(asks) if asks else None,
        kit.build_section(
            f"I'm Flightplan, an AI assistant. I ask about ten questions{_describe_sharing(team, to)}, one at a time. "
            f"It takes 20 to 30 minutes, in one go or over days. {who} I quote you in the assessment, so that people "
            "can check me; I rate the pilot, never a person. Edit or delete a message, and I take the change into "
            "account."
        ),
        kit.build_context(readers) if (readers := describe_readers(team)) else None,
        kit.build_context(BY_RULE) if by_rule else None,
        kit.build_buttons(build_stop_menu(team.lead)) if asks and to is not None else None,
    )


def _describe_request(team: Team, to: str | None) -> str | None:
    """Who asks whom, for what, and why them; None to whoever asks themselves."""
    lead, what = format_mention(team.get_person(team.lead)), describe_as_called(team)
    if to is None:
        asked = format_list(format_mention(team.get_person(p)) for p in team.participants if p != team.lead)
        return f"{lead} asks {asked} to answer for {what}. {_WHY}" if asked else None
    if to == team.lead:
        return None
    also = " You are named as its operational leader too." if to == team.owner else ""
    return f"{lead} asks you to answer for {what}. {_WHY}{also}"


def describe_as_called(team: Team) -> str:
    """To those who are not in it yet: in the lead's words, and told to be theirs."""
    called = f"the AI pilot {format_their_words(team.pilot.name)}"
    return f"{called} ({format_their_words(team.purpose, _PURPOSE)})" if team.purpose.strip() else called


def _describe_sharing(team: Team, to: str | None) -> str:
    count = len(team.participants)
    return f", shared among {count} people" if to is not None and count > 1 else ""


def describe_readers(team: Team, where: str = "here") -> str | None:
    """Who will read what is said; None where that is nobody but the lead. It rings nobody."""
    named = dict.fromkeys(p for p in (team.lead, team.owner, *team.participants, *team.leaders) if p)
    people = [team.get_person(person) for person in named]
    names = format_list((format_colleague_name(person, people) for person in people), 12)
    if team.channel is not None:
        who = "Everybody in" if team.private else "Everybody who can read"
        return f"{who} <#{team.channel}> reads what is said {where}, and the assessment; so do those named: {names}."
    if len(named) == 1:
        return None
    return f"The assessment, with its quotes, is read by those named for this pilot: {names}."


def _build_reassessment_opening(interview: Interview, who: str) -> MessageContent:
    going_on = is_unfinished(interview.rechecks)
    title = f"{format_name(interview.pilot.name)}: {'going on' if going_on else 'what has changed?'}"
    about = "what is still open" if going_on else "what may have changed"
    return kit.build_message(
        title,
        kit.build_section(f"*{title}*"),
        kit.build_section(
            f"I'm Flightplan, an AI assistant. I ask only about {about} since the last assessment, one thing at a "
            f"time; your first answer may cover most of it. {who} What was said before stays, marked as said before, "
            f"unless you say otherwise now.{_describe_records(interview)}"
        ),
    )


def _describe_records(interview: Interview) -> str:
    """What was written elsewhere since, and is read without anybody's asking."""
    kinds = Counter(asked.key.partition(":")[0] for asked in interview.questions if asked.kind == "record")
    nouns = {"proof": ("proof of a done action", "proofs of done actions"), "challenge": ("challenge", "challenges")}
    told = [format_count(kinds[kind], *words) for kind, words in nouns.items() if kinds[kind]]
    return f" I also read what was written since: {format_list(told)}." if told else ""
