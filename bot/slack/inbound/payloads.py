"""Payloads: what Slack's events say, in our words; the only file that spells the keys of events."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

from bot.domain.messaging.event import Event
from bot.domain.messaging.message_source import MessageSource
from bot.services.messaging.inbox_events import ChannelSuspected, DepartureSuspected
from bot.slack.inbound.slack_events import (
    HomeOpened,
    MembersChanged,
    MessageDeleted,
    MessageEdited,
    MessageSaid,
    MessagesOpened,
)
from bot.slack.workspace.channel_ids import is_direct_channel
from bot.slack.workspace.message_text import list_file_names, list_forwards, read_own_words

Json = Mapping[str, Any]
_SPOKEN = frozenset({None, "file_share", "thread_broadcast", "me_message"})
_WORDLESS: Json = {"text": "", "blocks": (), "attachments": (), "files": ()}
_OF_CHANNELS = frozenset(
    f"{kind}_{what}"
    for kind in ("channel", "group")
    for what in ("archive", "unarchive", "deleted", "left", "shared", "unshared")
) | {"channel_convert_to_private", "channel_convert_to_public"}
"""What becomes of channels: as events, some as messages too."""
_LATE = 86_400.0
"""Seconds within which a message can come after its own edit: Slack gives up an event within hours."""


class BotIdentity(NamedTuple):
    """How Slack calls this app in this workspace."""

    user: str
    bot: str | None = None


class QueuedEvent(NamedTuple):
    """An event worth keeping. `chatter`: only if it stands in a thread of ours; nobody else's words are stored."""

    event: Event
    source: MessageSource | None = None
    chatter: bool = False
    instead: Event | None = None
    """Of a change: the message itself, as it stands since. Kept where we never heard the message, in place of it."""


class ImmediateEvent(NamedTuple):
    """What is dealt with at once: somebody came or went, or pressed Stop."""

    what: Literal["joined", "left", "stop"]
    channel: str
    person: str
    thread: str | None = None
    at: str = ""
    """The ts of the happening, the same however often it is told."""


def parse_event(body: Json, us: BotIdentity) -> QueuedEvent | ImmediateEvent | None:
    """None for what is of no concern: our own messages, other bots', and kinds that we don't handle."""
    event = body.get("event") or {}
    kind = event.get("type")
    if kind in _OF_CHANNELS or event.get("subtype") in _OF_CHANNELS:
        return _parse_channel_change(event, body)
    if kind in {"message", "app_mention"}:
        return _parse_message(event, body, us)
    if kind == "app_home_opened":
        return _parse_home_opened(event, body)
    if kind == "agent_session_stopped":
        at = event.get("event_ts", "")
        return ImmediateEvent("stop", event["channel"], event.get("user", ""), event.get("thread_ts"), at)
    if kind in {"member_joined_channel", "member_left_channel"}:
        return _parse_member_change(event, body, us, came="joined" in kind)
    return _parse_user_change(event, body) if kind == "user_change" else None


def _parse_message(event: Json, body: Json, us: BotIdentity) -> QueuedEvent | None:
    subtype = event.get("subtype")
    if subtype == "message_changed":
        return _parse_changed_message(event, body, us)
    if subtype == "message_deleted":
        return _parse_deleted_message(event, event.get("previous_message") or {}, body, us)
    if subtype not in _SPOKEN or not _is_person_message(event, us):
        return None
    fields = _parse_message_fields(event, event, us)
    said = MessageSaid(**fields, mentions=event["type"] == "app_mention" or f"<@{us.user}" in fields["text"])
    return QueuedEvent(_build_first_event(said), said.source, chatter=not (said.mentions or _is_addressed_to_us(said)))


def _parse_changed_message(event: Json, body: Json, us: BotIdentity) -> QueuedEvent | None:
    """Links that unfold and threads that grow change a message too: only other words are an edit."""
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    if now.get("subtype") == "tombstone":
        return _parse_deleted_message(event, before, body, us)
    if not _is_person_message(now, us) or read_own_words(now) == read_own_words(before):
        return None
    return _build_change_event(event, now, MessageEdited, body, us)


def _parse_deleted_message(event: Json, before: Json, body: Json, us: BotIdentity) -> QueuedEvent | None:
    ts = event.get("deleted_ts") or before.get("ts")
    if ts is None or not _is_person_message(before, us):
        return None
    return _build_change_event(event, {**before, **_WORDLESS, "ts": ts}, MessageDeleted, body, us)


def _build_change_event(
    event: Json, message: Json, change: type[MessageEdited] | type[MessageDeleted], body: Json, us: BotIdentity
) -> QueuedEvent:
    """An edit or a deletion; either may come before its message."""
    fields = {**_parse_message_fields(event, message, us), "changed": event["event_ts"]}
    told = change(**fields)
    kept = told.to_event(_get_event_id(body, told.kind, event), told.source.partition_key)
    instead = None
    if told.direct and float(event["event_ts"]) - float(told.ts) < _LATE:
        instead = _build_first_event(MessageSaid(**fields) if change is MessageEdited else told)
    return QueuedEvent(kept, told.source, chatter=not _is_addressed_to_us(told), instead=instead)


def _build_first_event(told: MessageSaid) -> Event:
    """Whatever tells of a message for the first time: the same one is worked once, by whatever event it came."""
    return told.to_event(f"said:{told.channel}:{told.ts}", told.source.partition_key)


def _parse_message_fields(event: Json, message: Json, us: BotIdentity) -> dict[str, Any]:
    source = MessageSource.from_message(event["channel"], message["ts"], message.get("thread_ts"))
    return {
        "channel": source.channel,
        "ts": source.ts,
        "thread": source.thread,
        "person": message["user"],
        "text": read_own_words(message),
        "direct": event.get("channel_type") == "im" or is_direct_channel(source.channel),
        "under_us": message.get("parent_user_id") == us.user,
        "files": len(message.get("files") or ()),
        "file_names": list_file_names(message),
        "forwards": list_forwards(message),
    }


def _is_addressed_to_us(told: MessageSaid) -> bool:
    return told.direct or told.under_us


def _parse_home_opened(event: Json, body: Json) -> QueuedEvent | None:
    person = event["user"]
    if event.get("tab") == "messages" and event.get("channel"):
        opened = MessagesOpened(person=person, channel=event["channel"])
        return QueuedEvent(opened.to_event(_get_event_id(body, "messages", event), f"home:{person}"))
    if event.get("tab") != "home":
        return None
    return QueuedEvent(HomeOpened(person=person).to_event(_get_event_id(body, "home", event), f"home:{person}"))


def _parse_member_change(event: Json, body: Json, us: BotIdentity, *, came: bool) -> QueuedEvent | ImmediateEvent:
    """Where we come or go ourselves, we hear of everybody there from then on, or of nobody."""
    channel, person = event["channel"], event["user"]
    if person != us.user:
        return ImmediateEvent("joined" if came else "left", channel, person, at=event.get("event_ts", ""))
    return QueuedEvent(build_members_event(channel, _get_event_id(body, "members", event), here=came))


def _parse_channel_change(event: Json, body: Json) -> QueuedEvent:
    told = event["channel"]
    changed = ChannelSuspected(channel=told["id"] if isinstance(told, Mapping) else told)
    return QueuedEvent(changed.call_for(_get_event_id(body, "channel", event)))


def _parse_user_change(event: Json, body: Json) -> QueuedEvent | None:
    """An account that was switched off; nothing else of a profile is of concern."""
    user = event.get("user") or {}
    if not user.get("deleted"):
        return None
    left = DepartureSuspected(person=user["id"])
    return QueuedEvent(left.call_for(_get_event_id(body, "user", event)))


def build_members_event(channel: str, key: str, *, here: bool = True) -> Event:
    """Has it learnt anew who is in a channel. `here`: whether we are."""
    return MembersChanged(channel=channel, here=here).to_event(key, f"members:{channel}")


def _is_person_message(message: Json, us: BotIdentity) -> bool:
    """Also what an app posts for somebody, which names both: whether the user is a person, Slack tells when asked."""
    ours = message.get("user") == us.user or (us.bot and message.get("bot_id") == us.bot)
    return bool(message.get("user")) and not ours


def _get_event_id(body: Json, kind: str, event: Json) -> str:
    return str(body.get("event_id") or f"{kind}:{event.get('channel', '')}:{event.get('event_ts', '')}")


def ts_to_datetime(ts: str) -> datetime:
    """When a message was written, by its ts."""
    return datetime.fromtimestamp(float(ts), UTC)
