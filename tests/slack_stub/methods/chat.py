"""chat.* and reactions.*: posting, changing, deleting and whispering messages, and marking them."""

from tests.slack_stub.block_kit.checks import require_blocks, require_metadata
from tests.slack_stub.slack import MOST_TEXT, Request, Slack, method
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Channel, Json, Message
from tests.slack_stub.state.shapes import message_json

MOST_MARKDOWN = 12_000
MOST_UPDATED_TEXT = 4_000


def content_of(request: Request) -> Json:
    """Text and blocks as they would be shown; refused if there is nothing to show or too much of it."""
    args = request.args
    markdown = request.text("markdown_text")
    if markdown and (args.get("text") or args.get("blocks")):
        raise SlackError("markdown_text_conflict")
    if len(markdown) > MOST_MARKDOWN:
        raise SlackError("msg_too_long")
    blocks = args.get("blocks") or []
    require_blocks(blocks, request.slack.workspace.files)
    attachments = args.get("attachments") or []
    text = request.text("text") or markdown
    if not (text or blocks or attachments):
        raise SlackError("no_text")
    return {"text": text[:MOST_TEXT], "blocks": list(blocks), "attachments": list(attachments)}


def place_of(request: Request) -> Channel:
    """Where the app may write: a channel it is in, or any person's direct messages."""
    workspace, name = request.slack.workspace, request.need("channel")
    if name in workspace.people:
        return writable(request, workspace.direct(name))
    named = [channel.id for channel in workspace.channels.values() if name.lstrip("#") == channel.name]
    channel = workspace.channel(named[0] if named and name not in workspace.channels else name)
    open_to_all = channel.kind == "public" and "chat:write.public" in request.token.scopes
    if request.slack.app.user_id not in channel.members and not open_to_all:
        raise SlackError("not_in_channel")
    return writable(request, channel)


def writable(request: Request, channel: Channel) -> Channel:
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind == "im" and not request.slack.app.messages_enabled:
        raise SlackError("messages_tab_disabled")
    return channel


def thread_of(request: Request, channel: Channel) -> str | None:
    """The thread's root, which has to stand there still, as a message or as its tombstone."""
    thread_ts = request.text("thread_ts") or None
    if thread_ts is None:
        return None
    parent = channel.messages.get(thread_ts)
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.is_reply:
        raise SlackError("cannot_reply_to_message")
    return thread_ts


@method("chat.postMessage", "chat:write")
def post_message(request: Request) -> Json:
    channel = place_of(request)
    content = content_of(request)
    thread_ts = thread_of(request, channel)
    metadata = require_metadata(request.args.get("metadata"))
    broadcast = bool(thread_ts) and request.flag("reply_broadcast")
    message = request.slack.post_as_bot(
        channel.id, **content, thread_ts=thread_ts, metadata=metadata, broadcast=broadcast
    )
    shape = message_json(message, request.slack.workspace)
    return {"channel": channel.id, "ts": message.ts, "message": shape}


def own_message(request: Request, wrong: str) -> Message:
    channel = request.slack.workspace.channel(request.need("channel"))
    message = request.slack.workspace.message(channel.id, request.need("ts"))
    if message.bot_id != request.slack.app.bot_id:
        raise SlackError(wrong)
    return message


@method("chat.update", "chat:write")
def update(request: Request) -> Json:
    message = own_message(request, "cant_update_message")
    if message.streaming == "in_progress":
        raise SlackError("streaming_state_conflict")
    if len(request.text("text")) > MOST_UPDATED_TEXT:
        raise SlackError("msg_too_long")
    workspace = request.slack.workspace
    previous = message_json(message, workspace)
    for name, value in _changes(request, message).items():
        setattr(message, name, value)
    workspace.name_blocks(message.blocks)
    message.edited = {"user": message.user, "ts": workspace.new_ts()}
    request.slack.happenings.changed(message, previous)
    shape = message_json(message, workspace)
    return {"channel": message.channel, "ts": message.ts, "text": message.text, "message": shape}


def _changes(request: Request, message: Message) -> Json:
    """What is not given stays; an empty list takes away."""
    args = request.args
    kept: Json = {"blocks": message.blocks, "attachments": message.attachments, "text": message.text}
    given: Json = {name: args[name] for name in ("text", "markdown_text", "blocks", "attachments") if name in args}
    shown = given if "markdown_text" in given else {**kept, **given}
    changes = content_of(Request(request.slack, request.method, shown, request.token))
    if "metadata" in args:
        changes["metadata"] = require_metadata(args["metadata"])
    return changes


@method("chat.delete", "chat:write")
def delete(request: Request) -> Json:
    message = own_message(request, "cant_delete_message")
    remove(request.slack, message)
    return {"channel": message.channel, "ts": message.ts}


def remove(slack: Slack, message: Message) -> None:
    """A message with replies leaves a tombstone, so that its thread keeps a root; any other is gone."""
    channel = slack.workspace.channels[message.channel]
    previous = message_json(message, slack.workspace)
    replies = [reply for reply in slack.workspace.thread(channel.id, message.ts) if reply.is_reply]
    del channel.messages[message.ts]
    channel.deleted.append(message)
    if not replies:
        slack.happenings.deleted(message, previous)
        return
    stone = Message(message.ts, channel.id, "USLACKBOT", "This message was deleted.", subtype="tombstone")
    stone.thread_ts, stone.team = message.ts, message.team
    channel.messages = {stone.ts: stone, **channel.messages}
    slack.happenings.changed(stone, previous)


@method("chat.postEphemeral", "chat:write")
def post_ephemeral(request: Request) -> Json:
    channel = place_of(request)
    user = request.slack.workspace.person(request.need("user"))
    if user.id not in channel.members:
        raise SlackError("user_not_in_channel")
    content = content_of(request)
    thread_ts = thread_of(request, channel)
    message = request.slack.whisper(channel.id, user.id, **content, thread_ts=thread_ts)
    return {"message_ts": message.ts}


@method("chat.getPermalink")
def get_permalink(request: Request) -> Json:
    workspace = request.slack.workspace
    channel = workspace.channel(request.need("channel"))
    message = workspace.message(channel.id, request.need("message_ts"))
    return {"channel": channel.id, "permalink": workspace.permalink(message)}


@method("reactions.add", "reactions:write")
def add_reaction(request: Request) -> Json:
    message, name, bot = _reaction(request)
    people = message.reactions.setdefault(name, [])
    if bot in people:
        raise SlackError("already_reacted")
    people.append(bot)
    return {}


@method("reactions.remove", "reactions:write")
def remove_reaction(request: Request) -> Json:
    message, name, bot = _reaction(request)
    if bot not in message.reactions.get(name, []):
        raise SlackError("no_reaction")
    message.reactions[name].remove(bot)
    return {}


def _reaction(request: Request) -> tuple[Message, str, str]:
    channel = request.slack.workspace.joined(request.need("channel"))
    name = request.need("name")
    if not name.replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise SlackError("invalid_name")
    return request.slack.workspace.message(channel.id, request.need("timestamp")), name, request.slack.app.user_id
