"""conversations.*: what channels there are, who is in them and what was said."""

from tests.slack_stub.slack import Request, method
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.manifest import FAMILY
from tests.slack_stub.state.records import Channel, Json, Message
from tests.slack_stub.state.shapes import channel_json, message_json

MOST_MESSAGES = 999


def _readable(request: Request, what: str) -> Channel:
    """A channel the app may look at, with the scope of its kind."""
    request.require(*(f"{family}:{what}" for family in FAMILY.values()))
    channel = request.slack.workspace.channel(request.need("channel"))
    request.require(f"{FAMILY[channel.kind]}:{what}")
    return channel


def page(request: Request, items: list[Json], default: int = 100) -> tuple[list[Json], Json]:
    """One page of a list, with the cursor of the next."""
    limit = request.number("limit", default)
    if not 1 <= limit <= MOST_MESSAGES:
        raise SlackError("invalid_limit")
    start = _start(request)
    following = str(start + limit) if start + limit < len(items) else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": following and f"cursor:{following}"}}


def _start(request: Request) -> int:
    cursor = request.text("cursor")
    if cursor and not cursor.startswith("cursor:"):
        raise SlackError("invalid_cursor")
    return int(cursor.removeprefix("cursor:") or 0)


@method("conversations.open")
def open_conversation(request: Request) -> Json:
    workspace = request.slack.workspace
    if channel_id := request.text("channel"):
        return {"channel": channel_json(workspace.joined(channel_id), workspace)}
    users = [user for user in request.need("users").split(",") if user]
    request.require("im:write" if len(users) == 1 else "mpim:write")
    people = [workspace.person(user) for user in users]
    if any(person.deleted for person in people):
        raise SlackError("user_disabled")
    if any(person.id == request.slack.app.user_id or person.is_bot for person in people):
        raise SlackError("cannot_dm_bot")
    if len(people) == 1:
        return {"channel": channel_json(workspace.direct(people[0].id), workspace)}
    members = {request.slack.app.user_id, *users}
    group = next((c for c in workspace.channels.values() if c.kind == "mpim" and c.members == members), None)
    group = group or workspace.add_channel("mpdm-" + "-".join(sorted(users)), "mpim", members)
    return {"channel": channel_json(group, workspace)}


@method("conversations.info")
def info(request: Request) -> Json:
    return {"channel": channel_json(_readable(request, "read"), request.slack.workspace)}


@method("conversations.members")
def members(request: Request) -> Json:
    channel = _readable(request, "read")
    found, following = page(request, [{"id": member} for member in sorted(channel.members)])
    return {"members": [member["id"] for member in found], **following}


@method("conversations.join", "channels:join")
def join(request: Request) -> Json:
    workspace = request.slack.workspace
    channel = workspace.channel(request.need("channel"))
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    if request.slack.app.user_id not in channel.members:
        channel.members.add(request.slack.app.user_id)
        request.slack.happenings.joined(request.slack.app.user_id, channel)
    return {"channel": channel_json(channel, workspace)}


@method("conversations.history")
def history(request: Request) -> Json:
    channel = _spoken_in(request)
    roots = [m for m in list(channel.messages.values()) if not m.is_reply or m.broadcast]
    newest_first = sorted(_between(request, roots), key=lambda message: message.ts, reverse=True)
    return _told(request, newest_first)


@method("conversations.replies")
def replies(request: Request) -> Json:
    channel = _spoken_in(request)
    ts = request.need("ts")
    if ts not in channel.messages:
        raise SlackError("thread_not_found")
    root = channel.messages[ts].thread_ts or ts
    thread = sorted(request.slack.workspace.thread(channel.id, root), key=lambda message: message.ts)
    return _told(request, thread[:1] + _between(request, thread[1:]))


def _spoken_in(request: Request) -> Channel:
    channel = _readable(request, "history")
    return request.slack.workspace.joined(channel.id)


def _between(request: Request, messages: list[Message]) -> list[Message]:
    oldest, latest = float(request.text("oldest") or 0), float(request.text("latest") or "inf")
    if request.flag("inclusive"):
        return [message for message in messages if oldest <= float(message.ts) <= latest]
    return [message for message in messages if oldest < float(message.ts) < latest]


def _told(request: Request, messages: list[Message]) -> Json:
    metadata = request.flag("include_all_metadata")
    shapes = [message_json(message, request.slack.workspace, metadata=metadata) for message in messages]
    found, following = page(request, shapes)
    return {"messages": found, "has_more": bool(following["response_metadata"]["next_cursor"]), **following}
