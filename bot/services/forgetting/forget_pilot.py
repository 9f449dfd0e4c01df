"""Forgetting a pilot: everything of it goes, our messages say so in their place, those who took part are told once."""

import html
import re
from collections.abc import Callable
from typing import ClassVar, NamedTuple

from bot.domain.access.permission import require_permission
from bot.domain.access.right import Right
from bot.domain.core.people import Pilot
from bot.domain.core.team import Team
from bot.domain.digest.digest import Digest
from bot.domain.messaging.event import Event, EventBody
from bot.domain.messaging.message import BotMessage, MessageContent
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import post_ephemeral, refresh_homes, save_if_changed
from bot.services.messaging.outbox_events import DeleteUploads, ReplaceDeleted
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_team
from bot.services.worker.handler import Result


class PilotToForget(EventBody):
    """A lead wants a whole pilot deleted. Worked again after a crash, it is gone already."""

    kind: ClassVar[str] = "forget_pilot"
    pilot: str
    by: str
    key: str


def request_pilot_deletion(uow: UnitOfWork, click: Click, pilot_id: str) -> None:
    """In a line whose name tells nothing of it. Raises NoAccess, and NotAllowed for whoever doesn't lead it."""
    team = get_visible_team(uow, click.by.id, pilot_id)
    require_permission(team, click.by.id, Right.DELETE_PILOT)
    wanted = PilotToForget(pilot=pilot_id, by=click.by.id, key=click.key)
    uow.events.add(wanted.to_event(f"forget_pilot:{click.key}", f"forget_pilot:{click.key}"))


async def forget_pilot(deps: ConversationContext, asked: PilotToForget) -> Result:
    return Result(lambda uow: _delete(uow, deps, asked))


class PilotDeletion(NamedTuple):
    """How a pilot goes, and what is said of that."""

    key: str
    kind: str
    """Of the event that has it deleted, which alone may name it still."""
    instead: MessageContent
    """What our messages about it become."""
    told: MessageContent
    """To everybody named in it, once."""


def _delete(uow: UnitOfWork, deps: ConversationContext, asked: PilotToForget) -> None:
    team = next((one for one in uow.teams.list_visible_to(asked.by) if one.pilot.id == asked.pilot), None)
    if team is None:
        return
    told = deps.formatter.format_pilot_deletion_done(team.pilot, team.get_person(asked.by))
    delete_pilot(uow, deps, team, PilotDeletion(asked.key, asked.kind, deps.formatter.format_pilot_deleted(), told))


def delete_pilot(uow: UnitOfWork, deps: ConversationContext, team: Team, goes: PilotDeletion) -> None:
    """Everything of it, here and on the platform."""
    pilot, mentions = team.pilot, _build_matcher(team.pilot)
    _withdraw_messages(uow, deps, pilot, mentions, goes.instead)
    uploads = DeleteUploads(
        files=uow.withdrawals.take_uploads(pilot.id), canvases=uow.withdrawals.list_canvases(pilot.id)
    )
    uow.withdrawals.forget_events(lambda event: event.kind != goes.kind and mentions(_describe(event)))
    uow.withdrawals.delete_pilot(pilot.id)
    uow.withdrawals.leave_no_trace()
    uow.events.add(uploads.to_event(f"delete_uploads:{goes.key}", f"delete_uploads:{goes.key}"))
    _tell_people(uow, team, goes)


def _build_matcher(pilot: Pilot) -> Callable[[str], bool]:
    """Whether a text names the pilot, or it, an interview, an assessment or a plan of it by its id."""
    id_of_it = rf"(?<![\w-]){re.escape(pilot.id)}(?:-i\d+[\w-]*)?(?![\w-])"
    names = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in {pilot.name, html.escape(pilot.name, quote=False)}]
    of_it = re.compile("|".join([id_of_it, *names]))
    return lambda text: of_it.search(text) is not None


def _describe(event: Event) -> str:
    return f"{event.id} {event.line} {event.model_dump_json(include={'body'})}"


def _withdraw_messages(
    uow: UnitOfWork, deps: ConversationContext, pilot: Pilot, mentions: Callable[[str], bool], instead: MessageContent
) -> None:
    interviews = uow.withdrawals.list_interview_ids(pilot.id)
    _withdraw_from_digests(uow, deps, pilot, instead)
    for posting in uow.withdrawals.list_all_messages():
        if posting.pilot_id == pilot.id or posting.interview_id in interviews or mentions(posting.id):
            replace_deleted_message(uow, posting, instead)
        elif posting.pilot_id is None and posting.interview_id is None:
            _withdraw_from_message(uow, posting, mentions, instead)


def _withdraw_from_message(
    uow: UnitOfWork, posting: BotMessage, mentions: Callable[[str], bool], instead: MessageContent
) -> None:
    """What tells of other pilots too loses only what it tells of this one."""
    told = [part for part in posting.parts if mentions(part.model_dump_json())]
    if told and len(told) == len(posting.parts):
        replace_deleted_message(uow, posting, instead)
    elif told:
        left = posting
        for part in told:
            left = left.remove_part(part.key)
        save_if_changed(uow, posting, left)


def replace_deleted_message(uow: UnitOfWork, posting: BotMessage, said: MessageContent) -> None:
    """It says this in its place, and is known no longer."""
    if posting.channel is not None and posting.ts is not None:
        shown = ReplaceDeleted(channel=posting.channel, ts=posting.ts, text=said.text, blocks=said.blocks)
        uow.events.add(shown.to_event(f"replace:{posting.channel}:{posting.ts}", f"channel:{posting.channel}"))
    uow.withdrawals.delete_message(posting.id)


def _withdraw_from_digests(uow: UnitOfWork, deps: ConversationContext, pilot: Pilot, instead: MessageContent) -> None:
    """What leaders were told of other pilots stands; a portfolio that it was counted in goes whole."""
    for digest in uow.withdrawals.list_digests():
        left = _leave_out(digest, pilot)
        if left == digest:
            continue
        uow.withdrawals.replace_digest(left)
        posting = uow.messages.find(digest.id)
        if posting is not None and left.pilots:
            anew = {part.key: part for part in deps.formatter.format_digest(left)}
            kept = tuple(anew[part.key] for part in posting.parts if part.key in anew)
            save_if_changed(uow, posting, posting.model_copy(update={"parts": kept, "revision": posting.revision + 1}))
        elif posting is not None:
            replace_deleted_message(uow, posting, instead)


def _leave_out(digest: Digest, pilot: Pilot) -> Digest:
    seen = digest.portfolio
    counted = seen is not None and any(row.pilot.id == pilot.id for row in seen.rows)
    return digest.model_copy(
        update={
            "pilots": tuple(week for week in digest.pilots if week.pilot.id != pilot.id),
            "decisions": tuple(one for one in digest.decisions if one.pilot.id != pilot.id),
            "portfolio": None if counted else seen,
        }
    )


def _tell_people(uow: UnitOfWork, team: Team, goes: PilotDeletion) -> None:
    """Each once, in their direct messages; of what was said nothing is repeated."""
    for person in sorted(team.member_ids):
        post_ephemeral(uow, f"pilot_deleted:{goes.key}", MessageSource(person, "0"), person, goes.told)
    refresh_homes(uow, f"pilot_deleted:{goes.key}", team.member_ids)
