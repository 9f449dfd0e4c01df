"""What an app wants to show, checked before it is shown: messages, metadata, stream chunks and views."""

import json
from collections.abc import Iterable
from typing import Any

from tests.slack_stub.block_kit.blocks import check_blocks
from tests.slack_stub.block_kit.elements import ID, URL
from tests.slack_stub.block_kit.rules import (
    Findings,
    Rule,
    anything,
    by_type,
    choice,
    flag,
    listing,
    plain,
    record,
    string,
)
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Json

MOST_VIEW_BYTES = 250_000
MOST_METADATA_BYTES = 16_000


def message_problems(blocks: Any, files: Iterable[str] = ()) -> list[str]:
    findings = Findings(frozenset(files))
    check_blocks(blocks, "message", findings)
    return findings.messages


def require_blocks(blocks: Any, files: Iterable[str] = ()) -> None:
    if problems := message_problems(blocks, files):
        raise SlackError("invalid_blocks", problems)


_COMMON: dict[str, Rule] = {
    "blocks": anything,
    "callback_id": string(255, 0),
    "private_metadata": string(3000, 0),
    "external_id": string(255, 0),
}
_VIEWS: dict[str, Rule] = {
    "home": record({"blocks": anything}, _COMMON),
    "modal": record(
        {"title": plain(24), "blocks": anything},
        {
            **_COMMON,
            "submit": plain(24),
            "close": plain(24),
            "clear_on_close": flag,
            "notify_on_close": flag,
            "submit_disabled": flag,
        },
    ),
}


def view_problems(view: Any, files: Iterable[str] = ()) -> list[str]:
    findings = Findings(frozenset(files))
    by_type(_VIEWS)(view, "/view", findings)
    if findings.messages:
        return findings.messages
    check_blocks(view["blocks"], view["type"], findings, "/view/blocks")
    asks = any(block.get("type") == "input" for block in view["blocks"] if isinstance(block, dict))
    if view["type"] == "modal" and asks and "submit" not in view:
        findings.add("`submit` is required when an input block is within the blocks array", "/view")
    return findings.messages


def require_view(view: Any, kind: str, files: Iterable[str] = ()) -> Json:
    """The view, if Slack would show it as this kind."""
    if problems := view_problems(view, files):
        raise SlackError("invalid_arguments", problems)
    if view["type"] != kind:
        raise SlackError("invalid_arguments", [f"[ERROR] must be a {kind} view [json-pointer:/view/type]"])
    if len(json.dumps(view)) > MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    return dict(view)


def require_metadata(metadata: Any) -> Json | None:
    if metadata in (None, {}):
        return None
    fits = isinstance(metadata, dict) and (
        (isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict))
        or isinstance(metadata.get("entities"), list)
    )
    if not fits:
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > MOST_METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return dict(metadata)


_SOURCES = listing(by_type({"url": record({"url": URL, "text": string(3000)})}), 100, 0)
_CHUNKS: dict[str, Rule] = {
    "markdown_text": record({"text": string(12_000)}),
    "task_update": record(
        {"id": ID, "title": string(256), "status": choice("pending", "in_progress", "complete", "error")},
        {"details": string(256, 0), "output": string(256, 0), "sources": _SOURCES},
    ),
    "plan_update": record({"title": string(256)}),
    "blocks": record({"blocks": anything}),
}


def require_chunks(chunks: Any, files: Iterable[str] = ()) -> list[Json]:
    findings = Findings(frozenset(files))
    listing(by_type(_CHUNKS), 100, 0)(chunks, "/chunks", findings)
    if findings.messages:
        raise SlackError("invalid_chunks", findings.messages)
    for chunk in chunks:
        if chunk["type"] == "blocks":
            require_blocks(chunk["blocks"], files)
    return list(chunks)
