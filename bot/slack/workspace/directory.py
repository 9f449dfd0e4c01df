"""Directory: who people are and what channels are, as Slack tells it, remembered for ten minutes.

What people wrote of themselves and in their messages is handed on without secrets and hidden characters.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from cachetools import TTLCache
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import CannotJoin, NotFound, SlackRefused, SlackUnavailable
from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.core.names import format_full_name
from bot.domain.core.people import Person
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import Channel, ChannelState, Member
from bot.services.ports.core import Redactor
from bot.slack.transport.calls import translate_slack_errors
from bot.slack.workspace.availability import find_away_until
from bot.slack.workspace.message_text import read_words_of
from bot.slack.workspace.mrkdwn_to_text import mrkdwn_to_text

log = logging.getLogger(__name__)

LIFETIME = 600.0
_MOST_REMEMBERED = 2000
_NOT_SERVED = "unknown_method"
"""Not every server that speaks Slack's Web API has all of it."""
_NOBODY_KNOWN = frozenset(("missing_scope", _NOT_SERVED, "user_not_found", "user_not_visible"))
_NO_CHANNEL = frozenset(("channel_not_found", "missing_scope", "not_in_channel"))
_INVITE = "I'm not in that channel and can't join by myself. Write /invite @Flightplan there, then try again."
_PAGE, _MOST_PAGES = 200, 50
_SLACKBOT = "USLACKBOT"


class SlackDirectory:
    """Of one workspace. Raises as `translate_slack_errors` says where nothing stands in for what Slack doesn't tell."""

    def __init__(
        self, client: AsyncWebClient, team_id: str, redactor: Redactor, lifetime: float = LIFETIME, *, us: str = ""
    ) -> None:
        """`us`: our own user, whose mention is no part of what somebody says."""
        self._client = client
        self._us = us
        self._team_id = team_id
        self._redactor = redactor
        self._people: TTLCache[str, Member] = TTLCache(_MOST_REMEMBERED, lifetime)
        self._channels: TTLCache[str, Channel] = TTLCache(_MOST_REMEMBERED, lifetime)
        self._groups: TTLCache[str, str] = TTLCache(_MOST_REMEMBERED, lifetime)

    async def get_member(self, person_id: str) -> Member:
        """With the id for a name, where Slack knows nobody by it or does not let us see them."""
        if known := self._people.get(person_id):
            return known
        try:
            with translate_slack_errors("users.info"):
                answer = await self._client.users_info(user=person_id)
        except SlackRefused as exc:
            if exc.code not in _NOBODY_KNOWN:
                raise
            member = Member(Person(id=person_id, name=person_id), unknown=True)
        else:
            member = self._build_member(answer["user"])
        self._people[person_id] = member
        return member

    async def has_left(self, person_id: str) -> bool:
        return (await self.refresh_member(person_id)).left

    async def refresh_member(self, person_id: str) -> Member:
        """As Slack tells now, whatever is remembered."""
        self._people.pop(person_id, None)
        return await self.get_member(person_id)

    async def find_away_until(self, person_id: str, at: datetime) -> datetime | None:
        """By Do Not Disturb and by a status that says so. Where Slack tells neither, they are taken to be there."""
        return await find_away_until(self._client, person_id, at)

    def _build_member(self, user: Mapping[str, Any]) -> Member:
        profile = user.get("profile") or {}
        names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"), user.get("name"))
        name = format_full_name(next(filter(None, (self._clean(one or "").strip() for one in names)), user["id"]))
        teams = {user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())}
        guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
        return Member(
            Person(id=user["id"], name=name, role=self._clean(profile.get("title") or ""), guest=guest),
            tz=user.get("tz") or "UTC",
            outside=bool(user.get("is_stranger")) or self._team_id not in teams,
            bot=bool(user.get("is_bot")) or user["id"] == _SLACKBOT,
            left=bool(user.get("deleted")),
        )

    async def list_channel_members(self, channel_id: str) -> tuple[str, ...]:
        """Everybody who is in it now, bots too; nobody where a Slack server can't tell. Never remembered: who may see
        a pilot hangs on it."""
        try:
            return await self._list_members(channel_id)
        except SlackRefused as exc:
            if exc.code != _NOT_SERVED:
                raise
            return ()

    async def _list_members(self, channel_id: str) -> tuple[str, ...]:
        found: list[str] = []
        cursor = ""
        for _ in range(_MOST_PAGES):
            more = {"cursor": cursor} if cursor else {}
            with translate_slack_errors("conversations.members"):
                page = await self._client.conversations_members(channel=channel_id, limit=_PAGE, **more)
            found += page["members"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                break
        return tuple(found)

    async def get_channel(self, channel_id: str) -> Channel:
        """Raises NotFound for one that Flightplan cannot see: gone, or private without it."""
        if known := self._channels.get(channel_id):
            return known
        try:
            return self._cache_channel(await self._load_channel(channel_id))
        except SlackRefused as exc:
            if exc.code in _NO_CHANNEL:
                raise NotFound(f"I can't see the channel <#{channel_id}>.") from exc
            raise

    async def find_channel_state(self, channel_id: str) -> ChannelState:
        self._channels.pop(channel_id, None)
        try:
            info = await self._load_channel(channel_id)
        except SlackRefused as exc:
            if exc.code not in _NO_CHANNEL:
                raise
            return ChannelState("absent")
        known = self._cache_channel(info)
        lost: Literal["archived", "absent"] | None = "archived" if info.get("is_archived") else None
        return ChannelState(lost or (None if info.get("is_member", True) else "absent"), known.private, known.shared)

    async def ensure_member(self, channel_id: str) -> Channel:
        """Flightplan is in the channel afterwards; raises CannotJoin where somebody has to do something first."""
        try:
            info = await self._load_channel(channel_id)
            if info.get("is_archived"):
                raise CannotJoin("That channel is archived. Unarchive it, or choose another one.")
            if not (info.get("is_member") or info.get("is_im") or info.get("is_mpim")):
                await self._join_channel(channel_id)
        except SlackRefused as exc:
            raise CannotJoin(_INVITE) from exc
        return self._cache_channel(info)

    async def _join_channel(self, channel_id: str) -> None:
        """Where a Slack server has no such call, the first message will tell whether we are in."""
        try:
            with translate_slack_errors("conversations.join"):
                await self._client.conversations_join(channel=channel_id)
        except SlackRefused as exc:
            if exc.code != _NOT_SERVED:
                raise

    async def find_group_name(self, group_id: str) -> str | None:
        """None where we may not know the groups of this workspace."""
        if not self._groups:
            try:
                with translate_slack_errors("usergroups.list"):
                    found = (await self._client.usergroups_list(team_id=self._team_id))["usergroups"]
            except (SlackRefused, SlackUnavailable) as exc:
                log.info("Groups go without their names. %s", exc)
                found = ()
            self._groups.update(
                {group["id"]: self._clean(group.get("name") or group.get("handle") or "") for group in found}
            )
            self._groups.setdefault("", "")  # asked: none is known
        return self._groups.get(group_id) or None

    async def find_channel_name(self, channel_id: str) -> str | None:
        try:
            return (await self.get_channel(channel_id)).name or None
        except (NotFound, SlackRefused, SlackUnavailable):
            return None

    async def find_message_text(self, source: MessageSource, author: str) -> str | None:
        """Their words in it as people read them; None where Flightplan can't see it, it is gone, or none are theirs."""
        try:
            with translate_slack_errors("conversations.replies"):
                found = await self._load_messages(source)
        except SlackRefused:
            return None
        text = next((read_words_of(one, author) for one in found if one.get("ts") == source.ts), None)
        return None if text is None else (await mrkdwn_to_text(self._clean(text), self._us, self))[0]

    async def _load_messages(self, source: MessageSource) -> list[dict[str, Any]]:
        ts = source.ts
        near: dict[str, Any] = {"channel": source.channel, "oldest": ts, "latest": ts, "inclusive": True, "limit": 2}
        if source.thread is not None:
            answer = await self._client.conversations_replies(ts=source.thread, **near)
        else:
            answer = await self._client.conversations_history(**near)
        return list(answer["messages"])

    async def _load_channel(self, channel_id: str) -> dict[str, Any]:
        """What a Slack server can't tell of is taken for private."""
        try:
            with translate_slack_errors("conversations.info"):
                answer = await self._client.conversations_info(channel=channel_id)
        except SlackRefused as exc:
            if exc.code != _NOT_SERVED:
                raise
            return {"id": channel_id, "is_private": True}
        return dict(answer["channel"])

    def _cache_channel(self, info: Mapping[str, Any]) -> Channel:
        shared = any(info.get(key) for key in ("is_ext_shared", "is_pending_ext_shared"))
        private = any(info.get(key) for key in ("is_private", "is_im", "is_mpim"))
        found = Channel(info["id"], self._clean(info.get("name") or ""), private, shared)
        self._channels[found.id] = found
        return found

    def _clean(self, words: str) -> str:
        return self._redactor.redact(strip_invisible(words)).text
