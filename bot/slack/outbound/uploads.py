"""Uploads: files in the conversation, or what says the same as text where the workspace takes no files from us."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NamedTuple

from bot.domain.core.errors import SlackRefused
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import MessageContent
from bot.domain.messaging.shared_file import SharedFile
from bot.services.forgetting.export_person import EXPORT_FILE
from bot.services.messaging.outbox_events import PICTURE, DeleteUploads, UploadFiles
from bot.services.worker.handler import Lease, PermanentFailure
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.text import count_utf16_units, escape_text
from bot.slack.outbound.message_api import SlackMessage, SlackMessageApi, SlackTarget, get_resend_window_start
from bot.slack.transport.calls import translate_slack_errors

log = logging.getLogger(__name__)

Documents = Callable[[str, Sequence[str]], Awaitable[Mapping[str, bytes]]]
"""The files of a plan, by the plan's id and their names."""
_TO_READ = "plan.md"
"""What is shown in a message where no file can be."""
_EXCERPT = 3000
_NO_EXPORT = (
    "This workspace takes no files from me. Whoever runs me can hand you what I keep of you: "
    "`python -m bot export-person {person}`."
)
_CLOCKS_APART = timedelta(minutes=5)
"""How far Slack's clock may be from ours."""
_NO_FILES = frozenset(
    ("missing_scope", "unknown_method", "file_uploads_disabled", "file_upload_disabled", "not_allowed_token_type")
) | frozenset(("storage_limit_reached", "restricted_action", "feature_disabled", "file_uploads_except_images_disabled"))


Picture = Callable[[UploadFiles], Awaitable[bytes]]
"""The portfolio of whoever it is for."""
PictureWords = Callable[[UploadFiles], Awaitable[str]]
"""The same in letters of one width."""
PersonalExport = Callable[[str], Awaitable[str]]
"""What is kept of somebody, as JSON."""


async def no_picture(asked: UploadFiles) -> bytes:
    """Where nothing is drawn: the words say the same."""
    raise SlackRefused("There is nobody here who draws it.", "feature_disabled")


async def no_words(asked: UploadFiles) -> str:
    return "`/pilot portfolio` says it in words."


class FileSources(NamedTuple):
    """What files are made of when they are sent."""

    documents: Documents
    export: PersonalExport
    picture: Picture = no_picture
    picture_words: PictureWords = no_words


class FileUploader:
    def __init__(self, outgoing: SlackMessageApi, sources: FileSources) -> None:
        self._outgoing = outgoing
        self._sources = sources

    async def send_files(self, asked: UploadFiles, claim: Claim, lease: Lease) -> tuple[SharedFile, ...]:
        """Once, as far as one can know: after a lost answer files of that name shared there since count as ours.

        Returns where they stand; of such as were sent before that is not known.
        """
        spot = await self._resolve_target(asked)
        if claim.tried and await self._was_shared_before(spot, asked, claim):
            return ()
        try:
            contents = await self._load_file_contents(asked)
            await lease.ensure_held()
            return await self._upload_files(spot, asked, contents)
        except SlackRefused as exc:
            if exc.code not in _NO_FILES:
                raise
            log.warning("%s: shown as text instead. %s", ", ".join(asked.files), exc)
            instead = await self._build_text_fallback(asked)
            await lease.ensure_held()
            await self._outgoing.post_message(spot, instead, claim.event.id)
            return ()

    async def delete(self, asked: DeleteUploads, lease: Lease) -> None:
        """What somebody deleted already, or the workspace keeps, stays as it is, which the log says."""
        for shared in asked.files:
            await self._try_to_delete("chat.delete", lease, partial(self._delete_handout, shared))
            await self._try_to_delete("files.delete", lease, partial(self._delete_file, shared))
        for canvas in asked.canvases:
            await self._try_to_delete("canvases.delete", lease, partial(self._delete_canvas, canvas))

    async def _try_to_delete(self, method: str, lease: Lease, call: Callable[[], Awaitable[None]]) -> None:
        await lease.ensure_held()
        try:
            with translate_slack_errors(method):
                await call()
        except SlackRefused as exc:
            log.warning("Something of ours stays in Slack. %s", exc)

    async def _delete_handout(self, shared: SharedFile) -> None:
        """The message that holds the file."""

        def holds(message: SlackMessage) -> bool:
            files = (file.get("id") for file in message.get("files") or ())
            return bool(message.get("bot_id")) and shared.file in files

        spot, since = SlackTarget(shared.channel, shared.thread), (shared.at - _CLOCKS_APART).timestamp()
        if ts := await self._outgoing.find_message(spot, since, holds):
            await self._outgoing.client.chat_delete(channel=shared.channel, ts=ts)

    async def _delete_file(self, shared: SharedFile) -> None:
        await self._outgoing.client.files_delete(file=shared.file)

    async def _delete_canvas(self, canvas: str) -> None:
        await self._outgoing.client.canvases_delete(canvas_id=canvas)

    async def _load_file_contents(self, asked: UploadFiles) -> Mapping[str, bytes]:
        if asked.plan is not None:
            made = await self._sources.documents(asked.plan, asked.files)
            return {name: made[file] for file, name in zip(asked.files, asked.handed_out_as, strict=True)}
        if asked.files == (EXPORT_FILE,):
            return {EXPORT_FILE: (await self._sources.export(_get_recipient(asked))).encode()}
        return {PICTURE: await self._sources.picture(asked)}

    async def _build_text_fallback(self, asked: UploadFiles) -> MessageContent:
        if asked.plan is not None:
            return _build_plan_excerpt(asked.note, (await self._sources.documents(asked.plan, (_TO_READ,)))[_TO_READ])
        if asked.files == (EXPORT_FILE,):
            return kit.build_note(_NO_EXPORT.format(person=_get_recipient(asked)))
        words = await self._sources.picture_words(asked)
        instead = "This workspace takes no files from me: this is the picture as text."
        return kit.build_message(instead, kit.build_preformatted(words, _EXCERPT), kit.build_context(instead))

    async def _resolve_target(self, asked: UploadFiles) -> SlackTarget:
        channel = asked.channel or await self._outgoing.open_direct_channel(_get_recipient(asked))
        return SlackTarget(channel, asked.thread)

    async def _was_shared_before(self, spot: SlackTarget, asked: UploadFiles, claim: Claim) -> bool:
        wanted, mark = set(asked.handed_out_as), claim.event.id

        def is_it(message: SlackMessage) -> bool:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            named = wanted <= {shared.get("name") for shared in message.get("files") or ()}
            return payload.get("posting") == mark or (named and bool(message.get("bot_id") or message.get("upload")))

        return await self._outgoing.find_message(spot, get_resend_window_start(claim), is_it) is not None

    async def _upload_files(
        self, spot: SlackTarget, asked: UploadFiles, contents: Mapping[str, bytes]
    ) -> tuple[SharedFile, ...]:
        files = [{"content": content, "filename": name, "title": asked.title} for name, content in contents.items()]
        with translate_slack_errors("files.upload"):
            answer = await self._outgoing.client.files_upload_v2(
                channel=spot.channel, thread_ts=spot.thread, file_uploads=files, initial_comment=asked.note or None
            )
        now, ids = datetime.now(UTC), [file.get("id") for file in answer.get("files") or ()]
        return tuple(SharedFile(file=str(one), channel=spot.channel, thread=spot.thread, at=now) for one in ids if one)


def _get_recipient(asked: UploadFiles) -> str:
    if asked.person is None:
        raise PermanentFailure("Files for nobody.")
    return asked.person


def _build_plan_excerpt(note: str, content: bytes) -> MessageContent:
    text = content.decode()
    lost = f"This workspace takes no files from me: this is {escape_text(_TO_READ)} as text"
    lost += ", its beginning." if count_utf16_units(text) > _EXCERPT else "."
    said = kit.build_section(note) if note else None
    return kit.build_message(note or lost, said, kit.build_preformatted(text, _EXCERPT), kit.build_context(lost))
