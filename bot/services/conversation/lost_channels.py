"""Channels that are lost to us: archived, deleted, or without us; the lead is told at once, and the interview rests."""

import asyncio
from contextlib import suppress

from bot.domain.core.errors import FlightplanError, MoveRefused
from bot.domain.core.team import Team
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.services.conversation.context import ChannelState, ConversationContext
from bot.services.messaging.outbox import post_message, refresh_homes
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result, RetryLater

_PATIENCE = 1.0
"""Seconds: whoever gave a command waits."""


async def handle_channel_change(deps: ConversationContext, channel: str, key: str) -> Result:
    """Nothing where it is as we know it. `key`: what made us look, by which the lead is told once."""
    if not await deps.transactions.run(lambda uow: uow.teams.list_by_channel(channel)):
        return Result()
    state = await deps.directory.find_channel_state(channel)
    return Result(lambda uow: _record_state(uow, deps, channel, state, key))


async def recheck_channel(deps: ConversationContext, team: Team, key: str) -> None:
    """Somebody may have mended it, and nobody told us. Where the platform is slow, it stays as we know it."""
    if team.channel is None or team.channel_lost is None:
        return
    with suppress(FlightplanError, RetryLater, TimeoutError):
        async with asyncio.timeout(_PATIENCE):
            mended = await handle_channel_change(deps, team.channel, key)
        if mended.work is not None:
            await deps.transactions.run(mended.work)


def _record_state(uow: UnitOfWork, deps: ConversationContext, channel: str, state: ChannelState, key: str) -> None:
    for before in uow.teams.list_by_channel(channel):
        known = {"private": before.private, "shared": before.shared} if state.lost else state.exposure
        after = before.model_copy(update={"channel_lost": state.lost, **known})
        if after == before:
            continue
        uow.teams.save(after)
        if state.lost and _rest_interview(uow, before):
            refresh_homes(uow, f"channel:{before.pilot.id}:{key}", before.member_ids)
        told = build_part("channel", deps.formatter.format_channel_changed(before, after))
        key_of_it, place = f"channel:{before.pilot.id}:{key}", Place(person=before.lead)
        post_message(uow, BotMessage(id=key_of_it, place=place, parts=(told,), pilot_id=before.pilot.id))


def _rest_interview(uow: UnitOfWork, team: Team) -> bool:
    """Nobody can answer there: nobody is waited for."""
    interview = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if interview is None or interview.status != "open":
        return False
    uow.interviews.save(interview.pause())
    return True


def require_channel(team: Team) -> None:
    """Raises MoveRefused where what follows could be read nowhere."""
    if team.channel_lost == "archived":
        raise MoveRefused(
            f"The channel <#{team.channel}> is archived, so nobody could read on there. Unarchive it, then write this "
            "again. Nothing was changed, and nothing is lost."
        )
    if team.channel_lost == "absent":
        raise MoveRefused(
            f"I'm not in the channel <#{team.channel}> any more, or it is gone. Write /invite @Flightplan there, then "
            "write this again. Nothing was changed, and nothing is lost."
        )
