"""files.* and canvases.*: what the app uploads and writes down."""

import re
import uuid

from tests.slack_stub.methods.chat import thread_of, writable
from tests.slack_stub.slack import Request, Slack, method
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Canvas, Json, StoredFile
from tests.slack_stub.state.shapes import file_json

MOST_CANVAS_BYTES = 1024 * 1024


def files_url(slack: Slack) -> str:
    return f"{slack.base_url}/files"


@method("files.getUploadURLExternal", "files:write")
def get_upload_url(request: Request) -> Json:
    length = request.number("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: length"])
    stored = StoredFile(
        request.slack.workspace.new_id("F"), request.need("filename"), length, request.slack.app.user_id
    )
    stored.alt_text = request.text("alt_txt")
    request.slack.workspace.files[stored.id] = stored
    return {"file_id": stored.id, "upload_url": f"{request.slack.base_url}/upload/{stored.id}"}


@method("files.completeUploadExternal", "files:write")
def complete_upload(request: Request) -> Json:
    given = request.args.get("files") or []
    files = [_uploaded(request, one) for one in given]
    if not files:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: files"])
    channels = [name for name in (request.text("channel_id") or request.text("channels")).split(",") if name]
    found = [writable(request, request.slack.workspace.joined(name)) for name in channels]
    threads = [thread_of(request, channel) for channel in found]
    for stored in files:
        stored.complete = True
        stored.channels += channels
    shapes = [file_json(stored, files_url(request.slack)) for stored in files]
    for channel, thread_ts in zip(found, threads, strict=True):
        text = request.text("initial_comment")
        request.slack.post_as_bot(channel.id, text=text, files=shapes, thread_ts=thread_ts, subtype="file_share")
    return {"files": shapes}


def _uploaded(request: Request, given: Json) -> StoredFile:
    stored = request.slack.workspace.files.get(str(given.get("id")))
    if stored is None or stored.content is None:
        raise SlackError("file_not_found")
    stored.title = str(given.get("title") or stored.name)
    return stored


@method("files.info", "files:read")
def file_info(request: Request) -> Json:
    stored = request.slack.workspace.files.get(request.need("file"))
    if stored is None or not stored.complete:
        raise SlackError("file_not_found")
    return {"file": file_json(stored, files_url(request.slack))}


@method("files.delete", "files:write")
def delete_file(request: Request) -> Json:
    """Whoever reads where it was shared sees that it is gone."""
    stored = request.slack.workspace.files.pop(request.need("file"), None)
    if stored is None or not stored.complete:
        raise SlackError("file_not_found")
    for channel in request.slack.workspace.channels.values():
        for message in channel.messages.values():
            message.files = [one for one in message.files if one.get("id") != stored.id]
    return {}


@method("canvases.delete", "canvases:write")
def delete_canvas(request: Request) -> Json:
    canvas = _canvas(request)
    del request.slack.workspace.canvases[canvas.id]
    return {}


def _markdown(document: Json | None) -> str:
    if document and document.get("type") != "markdown":
        raise SlackError("invalid_arguments", ["[ERROR] document_content must be markdown"])
    text = str((document or {}).get("markdown", ""))
    if len(text.encode()) > MOST_CANVAS_BYTES:
        raise SlackError("canvas_too_large")
    return text


def _sections(markdown: str) -> list[tuple[str, str]]:
    """Every paragraph and heading is a section with an id of its own."""
    return [(f"temp:C:{uuid.uuid4().hex[:12]}", part) for part in re.split(r"\n\s*\n", markdown) if part.strip()]


@method("canvases.create", "canvases:write")
def create_canvas(request: Request) -> Json:
    workspace = request.slack.workspace
    channel = request.text("channel_id") or None
    if channel:
        workspace.joined(channel)
    sections = _sections(_markdown(request.args.get("document_content")))
    canvas = Canvas(workspace.new_id("F"), request.text("title"), channel, sections)
    workspace.canvases[canvas.id] = canvas
    return {"canvas_id": canvas.id}


def _canvas(request: Request) -> Canvas:
    canvas = request.slack.workspace.canvases.get(request.need("canvas_id"))
    if canvas is None:
        raise SlackError("canvas_not_found")
    return canvas


@method("canvases.edit", "canvases:write")
def edit_canvas(request: Request) -> Json:
    canvas = _canvas(request)
    changes = request.args.get("changes") or []
    if len(changes) != 1:
        raise SlackError("invalid_arguments", ["[ERROR] exactly one change is allowed"])
    _apply(canvas, changes[0])
    canvas.edits += 1
    return {}


def _apply(canvas: Canvas, change: Json) -> None:
    operation, section_id = change.get("operation"), change.get("section_id")
    if operation == "rename":
        canvas.title = _markdown(change.get("title_content"))
        return
    new = _sections(_markdown(change.get("document_content")))
    at = _index(canvas, section_id)
    match operation:
        case "insert_at_start":
            canvas.sections[:0] = new
        case "insert_at_end":
            canvas.sections += new
        case "replace" if section_id is None:
            canvas.sections = new
        case "insert_before" | "insert_after" | "replace" | "delete" if at is not None:
            first = at + (operation == "insert_after")
            canvas.sections[first : first + (operation in ("replace", "delete"))] = new
        case _:
            raise SlackError("invalid_arguments", [f"[ERROR] invalid operation: {operation}"])


def _index(canvas: Canvas, section_id: str | None) -> int | None:
    if section_id is None:
        return None
    for position, (known, _) in enumerate(canvas.sections):
        if known == section_id:
            return position
    raise SlackError("section_not_found")


@method("canvases.sections.lookup", "canvases:read")
def lookup_sections(request: Request) -> Json:
    criteria = request.args.get("criteria") or {}
    kinds, words = criteria.get("section_types") or [], criteria.get("contains_text")
    if not (kinds or words):
        raise SlackError("invalid_arguments", ["[ERROR] criteria must name section_types or contains_text"])
    found = [
        {"id": section_id}
        for section_id, text in _canvas(request).sections
        if (not words or words in _visible(text))
        and (not kinds or _heading(text) in kinds or _any_heading(text, kinds))
    ]
    return {"sections": found}


def _visible(markdown: str) -> str:
    """What people read: without the marks, and with what was escaped."""
    bare = re.sub(r"(?m)^#{1,3} |(?<!\\)[*`_]+", "", markdown)
    return re.sub(r"\\([^\w\s])", r"\1", bare)


def _heading(text: str) -> str:
    return f"h{len(text) - len(text.lstrip('#'))}"


def _any_heading(text: str, kinds: list[str]) -> bool:
    return "any_header" in kinds and text.startswith("#")
