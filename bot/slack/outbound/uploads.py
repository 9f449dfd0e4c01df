"""Uploads: a plan as a file in the conversation, or as text where the workspace takes no files from us."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.domain.core.errors import SlackRefused
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import Post
from bot.services.worker.handler import Hold
from bot.slack.blocks.kit.elements import Block, context, post, section
from bot.slack.blocks.kit.text import plain, shortened, size
from bot.slack.outbound.message_api import Message, Outgoing, Spot
from bot.slack.outbound.resend_window import since
from bot.slack.transport.calls import translated

log = logging.getLogger(__name__)

Documents = Callable[[str, Sequence[str]], Awaitable[Mapping[str, bytes]]]
"""The files of a plan, by the plan's id and their names."""
_TO_READ = "plan.md"
"""What is shown in a message where no file can be."""
_LONGEST_EXCERPT = 3000
_NO_FILES = frozenset(
    ("missing_scope", "unknown_method", "file_uploads_disabled", "file_upload_disabled", "not_allowed_token_type")
) | frozenset(("storage_limit_reached", "restricted_action", "feature_disabled", "file_uploads_except_images_disabled"))


Picture = Callable[[str, str], Awaitable[bytes]]
"""The portfolio of somebody, by their id and time zone, as it stands when it is sent."""
PICTURE = "portfolio.png"


async def no_picture(person: str, tz: str) -> bytes:
    """Where nothing is drawn: the words say the same."""
    raise SlackRefused("There is nobody here who draws it.", "feature_disabled")


class Uploads:
    def __init__(self, outgoing: Outgoing, documents: Documents, picture: Picture = no_picture) -> None:
        self._outgoing = outgoing
        self._documents = documents
        self._picture = picture

    async def send(self, claim: Claim, hold: Hold) -> None:
        """Once, as far as one can know: after a lost answer files of that name shared there since count as ours."""
        body = claim.event.body
        spot = await self._spot(body)
        if claim.tried and await self._shared_before(spot, claim):
            return
        try:
            contents = await self._contents(body)
            await hold.sure()
            await self._share(spot, body, contents)
        except SlackRefused as exc:
            if exc.code not in _NO_FILES:
                raise
            log.warning("%s: shown as text instead. %s", ", ".join(_names(body)), exc)
            instead = await self._instead(body)
            await hold.sure()
            await self._outgoing.say(spot, instead, claim.event.id)

    async def _contents(self, body: dict[str, Any]) -> Mapping[str, bytes]:
        if "plan" in body:
            return await self._documents(body["plan"], _names(body))
        return {PICTURE: await self._picture(body["person"], body["tz"])}

    async def _instead(self, body: dict[str, Any]) -> Post:
        if "plan" in body:
            return _as_text(body, (await self._documents(body["plan"], (_TO_READ,)))[_TO_READ])
        text = "This workspace takes no files from me. The table of `/pilot portfolio` says the same as the picture."
        return post(text, section(text))

    async def _spot(self, body: dict[str, Any]) -> Spot:
        channel = body.get("channel") or await self._outgoing.direct(body["person"])
        return Spot(channel, body.get("thread"))

    async def _shared_before(self, spot: Spot, claim: Claim) -> bool:
        wanted, mark = set(_names(claim.event.body)), claim.event.id

        def is_it(message: Message) -> bool:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            named = wanted <= {shared.get("name") for shared in message.get("files") or ()}
            return payload.get("posting") == mark or (named and bool(message.get("bot_id") or message.get("upload")))

        return await self._outgoing.find(spot, since(claim), is_it) is not None

    async def _share(self, spot: Spot, body: dict[str, Any], contents: Mapping[str, bytes]) -> None:
        title = body.get("title")
        files = [{"content": content, "filename": name, "title": title} for name, content in contents.items()]
        with translated("files.upload"):
            await self._outgoing.client.files_upload_v2(
                channel=spot.channel, thread_ts=spot.thread, file_uploads=files, initial_comment=body.get("note")
            )


def _names(body: Mapping[str, Any]) -> tuple[str, ...]:
    """An event of before there were several files names one."""
    return tuple(body.get("files") or (body["filename"],))


def _as_text(body: dict[str, Any], content: bytes) -> Post:
    note, text = str(body.get("note") or ""), content.decode()
    lost = f"This workspace takes no files from me: this is {plain(_TO_READ)} as text"
    lost += ", its beginning." if size(text) > _LONGEST_EXCERPT else "."
    blocks: list[Block] = [*([section(note)] if note else []), _preformatted(text)]
    return post(note or lost, *blocks, context(lost))


def _preformatted(text: str) -> Block:
    words = {"type": "text", "text": shortened(text, _LONGEST_EXCERPT)}
    inner = {"type": "rich_text_preformatted", "elements": [words]}
    return {"type": "rich_text", "elements": [inner]}
