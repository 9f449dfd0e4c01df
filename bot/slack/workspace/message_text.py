"""A message's words: its author's own, those of the messages forwarded with it, and the names of its files."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.domain.core.model import Value
from bot.domain.messaging.message_source import MessageSource
from bot.slack.workspace.block_text import render_blocks

Json = Mapping[str, Any]
_LEGACY = ("pretext", "title", "text")
"""Where apps that know no blocks put words."""
_NO_WORDS = "[no preview available]"
"""What Slack writes where its own apps can't show something."""
_PREVIEW = ("is_share", "is_msg_unfurl", "is_app_unfurl", "from_url", "original_url", "app_unfurl_url")
"""By these an attachment shows something that stands elsewhere: nothing that the author wrote."""
_PERMALINK = re.compile(r"<https://[^\s|>]+/archives/[A-Z0-9]+/p\d+[^\s>]*>")


class ForwardedMessage(Value):
    """What somebody wrote elsewhere, and somebody handed on."""

    author: str | None = None
    """Their id; None where Slack doesn't tell."""
    text: str = ""
    """As Slack writes it."""
    channel: str | None = None
    ts: str | None = None
    thread: str | None = None
    files: tuple[str, ...] = ()

    @property
    def source(self) -> MessageSource | None:
        """Where it stands, as far as Slack tells."""
        return MessageSource.from_message(self.channel, self.ts, self.thread) if self.channel and self.ts else None


def read_own_words(message: Json) -> str:
    """What its author wrote, in Slack's notation: the text, or the blocks where they alone hold it; pasted tables."""
    attached = (_read_attachment(part) for part in message.get("attachments") or () if not _is_preview(part))
    return "\n".join(filter(None, (_read_body(message), *attached)))


def _read_body(message: Json) -> str:
    """The text is what people typed; of what an app composed they see the blocks, for which it only stands in."""
    text, blocks = str(message.get("text") or "").strip(), message.get("blocks") or ()
    if text and all(block.get("type") == "rich_text" for block in blocks):
        return text
    return render_blocks(blocks) or text


def _read_attachment(attached: Json) -> str:
    blocks = attached.get("blocks") or ()
    if blocks:
        return render_blocks(blocks)
    fields = (f"{field.get('title') or ''}: {field.get('value') or ''}" for field in attached.get("fields") or ())
    told = (str(attached.get(part) or "").strip() for part in _LEGACY)
    return "\n".join(word for word in (*told, *fields) if word and word != _NO_WORDS)


def _is_preview(attached: Json) -> bool:
    return any(attached.get(key) for key in _PREVIEW)


def list_forwards(message: Json) -> tuple[ForwardedMessage, ...]:
    """The messages handed on in it. A link to a message that stands within somebody's own words only points there."""
    attached = message.get("attachments") or ()
    alone = not _PERMALINK.sub("", read_own_words(message)).strip()
    return tuple(
        _read_forward(part) for part in attached if part.get("is_share") or (alone and part.get("is_msg_unfurl"))
    )


def _read_forward(attached: Json) -> ForwardedMessage:
    held = [block for part in attached.get("message_blocks") or () for block in _list_blocks(part)]
    thread = parse_qs(urlsplit(str(attached.get("from_url") or "")).query).get("thread_ts")
    return ForwardedMessage(
        author=attached.get("author_id") or None,
        text=_read_body({"text": attached.get("text"), "blocks": held or attached.get("blocks")}),
        channel=attached.get("channel_id") or None,
        ts=attached.get("ts") or None,
        thread=thread[0] if thread else None,
        files=list_file_names(attached),
    )


def _list_blocks(part: Json) -> Sequence[Json]:
    return (part.get("message") or {}).get("blocks") or ()


def read_words_of(message: Json, author: str) -> str | None:
    """What this person wrote in it, or in what is forwarded with it; None where nothing there is theirs."""
    if message.get("user") == author and (own := read_own_words(message)):
        return own
    theirs = [forward.text for forward in list_forwards(message) if forward.author == author and forward.text]
    return "\n".join(theirs) or None


def list_file_names(message: Json) -> tuple[str, ...]:
    """As people see them."""
    return tuple(_iter_file_names(message.get("files") or ()))


def _iter_file_names(files: Sequence[Json]) -> Iterator[str]:
    for file in files:
        yield str(file.get("name") or file.get("title") or "that file")
