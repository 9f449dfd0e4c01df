"""Stopping requests: somebody doesn't want to be asked by somebody else again; it holds until they allow it."""

from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.wake_threads import wake_threads
from bot.services.messaging.outbox import post_ephemeral, post_message, refresh_homes
from bot.services.ports.core import UnitOfWork
from bot.services.queries.refusals import refuses


def stop_requests(uow: UnitOfWork, deps: ConversationContext, click: Click, by: str) -> None:
    """Also what they were asked by that person already waits for them no more. Twice does no harm."""
    if by == click.by.id:
        raise MoveRefused("That is you. Nothing was changed.")
    before = uow.stopped_requests.get(click.by.id)
    if not before.refuses(by):
        uow.stopped_requests.save(before.stop(by))
        for team in uow.teams.list_visible_to(click.by.id):
            if team.lead == by and click.by.id in team.named:
                _take_out(uow, deps, click, team)
        _let_questions_go(uow, deps, click.by.id, by)
    refresh_homes(uow, click.key, [click.by.id])
    post_ephemeral(uow, click.key, click.source, click.by.id, deps.formatter.format_requests_stopped(by))


def allow_requests(uow: UnitOfWork, deps: ConversationContext, click: Click, by: str) -> None:
    uow.stopped_requests.save(uow.stopped_requests.get(click.by.id).allow(by))
    refresh_homes(uow, click.key, [click.by.id])


def leave_out_refusing(uow: UnitOfWork, team: Team) -> tuple[Team, tuple[Person, ...]]:
    """The team without those who don't want to be asked by its lead; and who these are."""
    refusing = [one for one in sorted(team.named - {team.lead}) if refuses(uow, one, team.lead)]
    for person in refusing:
        team = team.take_out(person)
    return team, tuple(team.get_person(person) for person in refusing)


def tell_left_out(uow: UnitOfWork, deps: ConversationContext, team: Team, people: tuple[Person, ...]) -> None:
    if people:
        told = build_part("left_out", deps.formatter.format_left_out(team, people))
        key = f"left_out:{team.pilot.id}:{'+'.join(person.id for person in people)}"
        place = Place(person=team.lead)
        post_message(uow, BotMessage(id=key, place=place, parts=(told,), pilot_id=team.pilot.id))


def _take_out(uow: UnitOfWork, deps: ConversationContext, click: Click, team: Team) -> None:
    left = team.take_out(click.by.id)
    uow.teams.save(left)
    refresh_homes(uow, f"{click.key}:{team.pilot.id}", left.member_ids)
    tell_left_out(uow, deps, left, (team.get_person(click.by.id),))


def _let_questions_go(uow: UnitOfWork, deps: ConversationContext, person: str, by: str) -> None:
    """Those that this person left to them, or that stand before them in that person's pilots."""
    for known in uow.interviews.list_delegated_to(person):
        interview = uow.interviews.get(known.id)
        led = uow.teams.get(interview.pilot.id).lead == by
        asked = led or any(item.to == person and item.by == by for item in interview.passes)
        waiting = [question for question in interview.pending_questions if question.to == person]
        if not asked or not waiting or interview.status != "open":
            continue
        for question in waiting:
            interview = interview.skip_question("skip", by=person, question=question.id)
        uow.interviews.save(interview)
        wake_threads(uow, deps, interview.id)
