"""Records as the Web API and the Events API show them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tests.slack_stub.state.records import Channel, Json, Message, Person, StoredFile, View
from tests.slack_stub.state.workspace import Workspace


def user_json(person: Person) -> Json:
    zone = ZoneInfo(person.tz)
    offset = datetime.now(zone).utcoffset()
    return {
        "id": person.id,
        "team_id": person.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.deleted,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "profile": {
            "real_name": person.real_name,
            "display_name": person.name,
            "title": person.title,
            "team": person.team_id,
            "status_text": person.status_text,
            "status_emoji": person.status_emoji,
            "status_expiration": person.status_expiration,
        },
    }


def channel_json(channel: Channel, workspace: Workspace) -> Json:
    bot = workspace.app.user_id
    shape: Json = {
        "id": channel.id,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_archived": channel.archived,
        "is_ext_shared": is_shared(channel, workspace),
        "context_team_id": workspace.team_id,
        "creator": channel.creator,
    }
    if channel.kind == "im":
        return {**shape, "user": next(iter(channel.members - {bot}), bot)}
    return {**shape, "name": channel.name, "is_member": bot in channel.members, "num_members": len(channel.members)}


def is_shared(channel: Channel, workspace: Workspace) -> bool:
    teams = {workspace.people[member].team_id for member in channel.members}
    return bool(teams - {workspace.team_id})


def message_json(message: Message, workspace: Workspace, *, metadata: bool = True) -> Json:
    app = workspace.app
    shape: Json = {"type": "message", "user": message.user, "text": message.text, "ts": message.ts}
    if message.bot_id:
        app_id = app.id if message.bot_id == app.bot_id else f"A{message.bot_id[1:]}"
        profile = {"id": message.bot_id, "app_id": app_id, "name": app.name, "team_id": workspace.team_id}
        shape |= {"bot_id": message.bot_id, "app_id": app_id, "bot_profile": profile}
    optional: Json = {
        "subtype": message.subtype,
        "client_msg_id": message.client_msg_id,
        "team": message.team,
        "blocks": message.blocks,
        "thread_ts": message.thread_ts,
        "edited": message.edited,
        "attachments": message.attachments,
        "files": message.files,
        "metadata": message.metadata if metadata else None,
    }
    shape |= {name: value for name, value in optional.items() if value}
    return {**shape, **_replies(message, workspace), **_reactions(message)}


def _replies(message: Message, workspace: Workspace) -> Json:
    if message.to is not None:
        return {}
    if message.is_reply:
        parent = workspace.channels[message.channel].messages.get(message.thread_ts or "")
        return {"parent_user_id": parent.user} if parent else {}
    replies = [reply for reply in workspace.thread(message.channel, message.ts) if reply.is_reply]
    if not replies:
        return {}
    people = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": people,
        "reply_users_count": len(people),
        "latest_reply": replies[-1].ts,
    }


def _reactions(message: Message) -> Json:
    reactions = [{"name": n, "users": list(u), "count": len(u)} for n, u in message.reactions.items() if u]
    return {"reactions": reactions} if reactions else {}


def view_json(view: View, workspace: Workspace, values: Json | None = None) -> Json:
    """A view with all the fields that Slack adds to what the app submitted."""
    app = workspace.app
    added = {
        "id": view.id,
        "team_id": workspace.team_id,
        "app_id": app.id,
        "app_installed_team_id": workspace.team_id,
        "bot_id": app.bot_id,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "state": {"values": values or {}},
    }
    defaults = {"callback_id": "", "private_metadata": "", "external_id": "", "submit": None, "close": None}
    flags = {"clear_on_close": False, "notify_on_close": False}
    return {**defaults, **flags, **view.body, **added}


def file_json(stored: StoredFile, files_url: str) -> Json:
    kind = stored.name.rpartition(".")[2]
    return {
        "id": stored.id,
        "name": stored.name,
        "title": stored.title or stored.name,
        "filetype": kind,
        "size": stored.length,
        "user": stored.user,
        "mode": "hosted",
        "url_private": f"{files_url}/{stored.id}/{stored.name}",
        "url_private_download": f"{files_url}/{stored.id}/{stored.name}",
        "permalink": f"https://acme.slack.com/files/{stored.user}/{stored.id}/{stored.name}",
    }


def forwarded_json(message: Message, workspace: Workspace) -> Json:
    """The attachment by which a message is handed on."""
    author = workspace.people[message.user]
    return {
        "id": 1,
        "ts": message.ts,
        "channel_id": message.channel,
        "channel_team": workspace.team_id,
        "is_msg_unfurl": True,
        "is_share": True,
        "message_blocks": [
            {
                "team": workspace.team_id,
                "channel": message.channel,
                "ts": message.ts,
                "message": {"blocks": message.blocks},
            }
        ],
        "author_id": author.id,
        "author_name": author.real_name,
        "author_subname": author.real_name,
        "author_link": f"https://acme.slack.com/team/{author.id}",
        "text": message.text,
        "fallback": f"[March 1st, 2024 9:00 AM] {author.name}: {message.text}",
        "from_url": workspace.permalink(message),
        "files": message.files,
        "mrkdwn_in": ["text"],
        "footer": "Slack Conversation",
    }
