"""Progress card: under the opening of an interview stands, in each of its threads, how far it is by now."""

from collections.abc import Iterable

from bot.domain.asking.open_state import find_open_state
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessagePart, build_part
from bot.services.messaging.card_formatter import CardFormatter
from bot.services.messaging.outbox import put_part_after, refresh_interview_homes
from bot.services.ports.core import UnitOfWork

_KEY = "progress"


def build_card_parts(
    voice: CardFormatter, interview: Interview, team: Team, asked: Iterable[str | None]
) -> dict[str | None, MessagePart]:
    """As each of them reads it. `asked`: the people who have a thread; None for the channel's."""
    readers = tuple(dict.fromkeys(asked))
    states = tuple(find_open_state(interview, team, person) for person in readers)
    return {reader: build_part(_KEY, voice.format_progress_card(interview, states, reader)) for reader in readers}


def refresh_interview_views(uow: UnitOfWork, voice: CardFormatter, key: str, interview_id: str) -> None:
    """What shows how the interview stands shows it as it stands now: its card, and people's Homes."""
    interview = uow.interviews.get(interview_id)
    asked = (thread.person for thread in uow.threads.list_for_interview(interview.id))
    cards = build_card_parts(voice, interview, uow.teams.get(interview.pilot.id), asked)
    put_part_after(uow, interview.id, "opening", lambda message: cards.get(message.place.person))
    refresh_interview_homes(uow, key, interview)
