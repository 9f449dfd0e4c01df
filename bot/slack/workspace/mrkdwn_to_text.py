"""Words: what somebody wrote in Slack as plain text, its mentions by name."""

import re
from collections.abc import Awaitable, Callable

from bot.domain.core.people import Person
from bot.services.conversation.context import Member

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+(?:\|([^>]*))?>")
_SPECIAL = re.compile(r"<!(?:subteam\^[A-Z0-9]+\|)?@?([a-z]+|[^>|]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<((?:https?|mailto|tel):[^>|]+)(?:\|([^>]*))?>")


async def mrkdwn_to_text(
    text: str, us: str, person: Callable[[str], Awaitable[Member]]
) -> tuple[str, tuple[Person, ...]]:
    """The text as people read it, and whom it mentions; the mention of ourselves is left out."""
    ids = dict.fromkeys(found for found in _MENTION.findall(text) if found != us)
    members = {found: await person(found) for found in ids}

    def named(match: re.Match[str]) -> str:
        return f"@{members[match[1]].person.display_name}" if match[1] in members else ""

    plain = _MENTION.sub(named, text)
    plain = _CHANNEL.sub(lambda match: f"#{match[1] or 'a channel'}", plain)
    plain = _LINK.sub(_render_link, plain)
    plain = _SPECIAL.sub(lambda match: f"@{match[1]}", plain)
    plain = plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    people = tuple(member.person for member in members.values() if not member.bot)
    return plain.strip(), people


def _render_link(match: re.Match[str]) -> str:
    address, label = match[1], match[2]
    if label is None or label == address.removeprefix("mailto:").removeprefix("tel:"):
        return label or address
    return f"{label} ({address})" if address.startswith("http") and label not in address else label
