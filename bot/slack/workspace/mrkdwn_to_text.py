"""Words: what somebody wrote in Slack as plain text; people, groups, channels and days by their names."""

import re
from collections.abc import Mapping
from typing import Protocol

from bot.domain.core.people import Person
from bot.services.conversation.context import Member
from bot.slack.workspace.date_tokens import format_date_token

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|([^>]*))?>")
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|@?([^>]*))?>")
_DATE = re.compile(r"<!date\^(\d+)\^([^>|^]*)(?:\^[^>|]*)?(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!([a-z]+)(?:\^[^>|]*)?(?:\|@?([^>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^>|]+)(?:\|([^>]*))?>")


class WorkspaceNames(Protocol):
    """Who tells what stands behind an id."""

    async def get_member(self, person_id: str) -> Member: ...

    async def find_group_name(self, group_id: str) -> str | None:
        """Of a group of people; None where nobody tells."""

    async def find_channel_name(self, channel_id: str) -> str | None:
        """None where we don't see it."""


async def mrkdwn_to_text(text: str, us: str, names: WorkspaceNames) -> tuple[str, tuple[Person, ...]]:
    """The text as people read it, and whom it mentions; the mention of ourselves is left out."""
    ids = dict.fromkeys(found for found in _MENTION.findall(text) if found != us)
    members = {found: await names.get_member(found) for found in ids}
    groups = {found: label or await names.find_group_name(found) for found, label in _GROUP.findall(text)}
    channels = {found: label or await names.find_channel_name(found) for found, label in _CHANNEL.findall(text)}
    plain = _MENTION.sub(lambda match: _render_mention(match[1], members), text)
    plain = _CHANNEL.sub(lambda match: f"#{channels[match[1]] or 'a channel'}", plain)
    plain = _GROUP.sub(lambda match: f"@{name}" if (name := groups[match[1]]) else "a group", plain)
    plain = _DATE.sub(lambda match: match[3] or format_date_token(int(match[1]), match[2]), plain)
    plain = _LINK.sub(_render_link, plain)
    plain = _SPECIAL.sub(lambda match: f"@{match[2] or match[1]}", plain)
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    people = tuple(member.person for member in members.values() if not member.bot)
    return plain.strip(), people


def _render_mention(person_id: str, members: Mapping[str, Member]) -> str:
    return f"@{members[person_id].person.display_name}" if person_id in members else ""


def _render_link(match: re.Match[str]) -> str:
    address, label = match[1], match[2]
    if label is None or label == address.removeprefix("mailto:").removeprefix("tel:"):
        return label or address
    return f"{label} ({address})" if address.startswith("http") and label not in address else label
