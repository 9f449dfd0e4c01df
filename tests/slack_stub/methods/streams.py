"""chat.*Stream and agents.sessions.*: messages that grow, and the state of the work shown beside a thread."""

from tests.slack_stub.block_kit.checks import require_blocks, require_chunks, require_metadata
from tests.slack_stub.methods.chat import MOST_MARKDOWN, own_message, place_of, thread_of
from tests.slack_stub.slack import Request, method
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Channel, Json, Message, Prompts

STATUSES = ("processing", "active", "suspended", "closed")
MOST_PROMPTS = 4
MOST_TITLE = 200


def _grow(request: Request, message: Message) -> None:
    markdown = request.text("markdown_text")
    chunks = require_chunks(request.args.get("chunks") or [], request.slack.workspace.files)
    if len(markdown) > MOST_MARKDOWN:
        raise SlackError("msg_too_long")
    message.text += markdown
    message.chunks += chunks
    message.text += "".join(chunk["text"] for chunk in chunks if chunk["type"] == "markdown_text")


@method("chat.startStream", "chat:write")
def start_stream(request: Request) -> Json:
    channel = place_of(request)
    request.need("thread_ts")
    thread_ts = thread_of(request, channel) or ""
    for recipient in ("recipient_user_id", "recipient_team_id"):
        if channel.kind != "im" and not request.text(recipient):
            raise SlackError(f"missing_{recipient}")
    if request.text("task_display_mode") not in ("", "timeline", "plan"):
        raise SlackError("invalid_arguments", ["[ERROR] must be one of: timeline, plan"])
    draft = Message("", channel.id, request.slack.app.user_id)
    _grow(request, draft)
    message = request.slack.post_as_bot(
        channel.id, text=draft.text, chunks=draft.chunks, thread_ts=thread_ts, streaming="in_progress"
    )
    request.slack.workspace.session(channel.id, thread_ts, "processing")
    return {"channel": channel.id, "ts": message.ts}


def _streaming(request: Request) -> Message:
    message = own_message(request, "message_not_owned_by_app")
    if message.streaming == "stopped":
        raise SlackError("stopped_by_user")
    if message.streaming != "in_progress":
        raise SlackError("message_not_in_streaming_state")
    return message


@method("chat.appendStream", "chat:write")
def append_stream(request: Request) -> Json:
    message = _streaming(request)
    if not (request.text("markdown_text") or request.args.get("chunks")):
        raise SlackError("no_text")
    _grow(request, message)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.stopStream", "chat:write")
def stop_stream(request: Request) -> Json:
    message = _streaming(request)
    blocks = request.args.get("blocks") or []
    require_blocks(blocks, request.slack.workspace.files)
    status = _status(request.text("session_status") or "active")
    metadata = require_metadata(request.args.get("metadata"))
    _grow(request, message)
    request.slack.workspace.name_blocks(blocks)
    message.blocks, message.metadata, message.streaming = list(blocks), metadata, "completed"
    request.slack.workspace.session(message.channel, message.thread_ts or message.ts, status)
    return {"channel": message.channel, "ts": message.ts}


def _status(status: str) -> str:
    if status not in STATUSES:
        raise SlackError("invalid_arguments", [f"[ERROR] must be one of: {', '.join(STATUSES)}"])
    return status


def _agent_thread(request: Request) -> tuple[Channel, str]:
    if not request.slack.app.agent:
        raise SlackError("feature_disabled")
    channel = request.slack.workspace.joined(request.need("channel_id"))
    thread_ts = request.text("thread_ts")
    if not thread_ts:
        raise SlackError("thread_ts_required")
    if thread_ts not in channel.messages:
        raise SlackError("thread_not_found")
    return channel, thread_ts


def _title(request: Request, *, required: bool) -> str:
    title = request.need("title") if required else request.text("title")
    if len(title) > MOST_TITLE:
        raise SlackError("invalid_arguments", [f"[ERROR] title must be less than {MOST_TITLE + 1} characters"])
    return title


@method("agents.sessions.setStatus", "chat:write")
def set_session_status(request: Request) -> Json:
    status = _status(request.need("status"))
    channel, thread_ts = _agent_thread(request)
    request.slack.workspace.session(channel.id, thread_ts, status, _title(request, required=False))
    return {}


@method("agents.sessions.rename", "chat:write")
def rename_session(request: Request) -> Json:
    channel, thread_ts = _agent_thread(request)
    title = _title(request, required=True)
    workspace = request.slack.workspace
    session = workspace.sessions.get((channel.id, thread_ts)) or workspace.session(channel.id, thread_ts, "active")
    session.title = title
    return {}


@method("assistant.threads.setSuggestedPrompts", "assistant:write")
def set_suggested_prompts(request: Request) -> Json:
    channel = request.slack.workspace.joined(request.need("channel_id"))
    prompts = request.args.get("prompts") or []
    if len(prompts) > MOST_PROMPTS:
        raise SlackError("invalid_arguments", [f"[ERROR] no more than {MOST_PROMPTS} items allowed"])
    if not all(prompt.get("title") and prompt.get("message") for prompt in prompts):
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: title, message"])
    if request.slack.app.agent and request.text("thread_ts"):
        return {}  # an agent's prompts belong to its Messages tab; Slack says ok and shows nothing
    request.slack.workspace.prompts[channel.id] = Prompts(channel.id, request.text("title"), list(prompts))
    return {}


@method("assistant.threads.setStatus", "chat:write")
def set_thread_status(request: Request) -> Json:
    channel = request.slack.workspace.joined(request.need("channel_id"))
    status = "processing" if request.text("status") else "active"
    request.slack.workspace.session(channel.id, request.need("thread_ts"), status)
    return {}


@method("assistant.threads.setTitle", "assistant:write")
def set_thread_title(request: Request) -> Json:
    channel = request.slack.workspace.joined(request.need("channel_id"))
    key = (channel.id, request.need("thread_ts"))
    session = request.slack.workspace.sessions.get(key) or request.slack.workspace.session(*key, "active")
    session.title = _title(request, required=True)
    return {}
