"""Uploads: a plan as a file in the conversation, or as text where the workspace takes no files from us."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.domain.errors import SlackRefused
from bot.domain.event import Claim
from bot.domain.posting import Post
from bot.services.working import Hold
from bot.slack.blocks.elements import Block, context, post, section
from bot.slack.blocks.text import plain, shortened, size
from bot.slack.calls import translated
from bot.slack.earlier import since
from bot.slack.outgoing import Message, Outgoing, Spot

log = logging.getLogger(__name__)

Document = Callable[[str, str], Awaitable[bytes]]
"""The content of a plan's file, by the plan's id and the file's name."""
_LONGEST_EXCERPT = 3000
_NO_FILES = frozenset(
    ("missing_scope", "unknown_method", "file_uploads_disabled", "file_upload_disabled", "not_allowed_token_type")
) | frozenset(("storage_limit_reached", "restricted_action", "feature_disabled", "file_uploads_except_images_disabled"))


class Uploads:
    def __init__(self, outgoing: Outgoing, document: Document) -> None:
        self._outgoing = outgoing
        self._document = document

    async def send(self, claim: Claim, hold: Hold) -> None:
        """Once, as far as one can know: after a lost answer a file of that name shared there since counts as ours."""
        body = claim.event.body
        spot = await self._spot(body)
        if claim.tried and await self._shared_before(spot, claim):
            return
        content = await self._document(body["plan"], body["filename"])
        await hold.sure()
        try:
            await self._share(spot, body, content)
        except SlackRefused as exc:
            if exc.code not in _NO_FILES:
                raise
            log.warning("%s is shown as text. %s", body["filename"], exc)
            await hold.sure()
            await self._outgoing.say(spot, _as_text(body, content), claim.event.id)

    async def _spot(self, body: dict[str, Any]) -> Spot:
        channel = body.get("channel") or await self._outgoing.direct(body["person"])
        return Spot(channel, body.get("thread"))

    async def _shared_before(self, spot: Spot, claim: Claim) -> bool:
        filename, mark = claim.event.body["filename"], claim.event.id

        def is_it(message: Message) -> bool:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            named = any(shared.get("name") == filename for shared in message.get("files") or ())
            return payload.get("posting") == mark or (named and bool(message.get("bot_id") or message.get("upload")))

        return await self._outgoing.find(spot, since(claim), is_it) is not None

    async def _share(self, spot: Spot, body: dict[str, Any], content: bytes) -> None:
        with translated("files.upload"):
            await self._outgoing.client.files_upload_v2(
                channel=spot.channel,
                thread_ts=spot.thread,
                content=content,
                filename=body["filename"],
                title=body.get("title"),
                initial_comment=body.get("note"),
            )


def _as_text(body: dict[str, Any], content: bytes) -> Post:
    name, note = str(body["filename"]), str(body.get("note") or "")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    lost = f"This workspace takes no files from me: {plain(name)} could not be attached."
    blocks: list[Block] = [section(note)] if note else []
    if text.strip():
        blocks.append(_preformatted(text))
        lost = f"This workspace takes no files from me: this is {plain(name)} as text"
        lost += ", its beginning." if size(text) > _LONGEST_EXCERPT else "."
    return post(note or lost, *blocks, context(lost))


def _preformatted(text: str) -> Block:
    words = {"type": "text", "text": shortened(text, _LONGEST_EXCERPT)}
    inner = {"type": "rich_text_preformatted", "elements": [words]}
    return {"type": "rich_text", "elements": [inner]}
