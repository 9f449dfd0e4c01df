"""Who and what: auth.test, users.*, bots.info, team.info, blocks.validate and the door to Socket Mode."""

from typing import Any

from tests.slack_stub.block_kit.checks import message_problems, view_problems
from tests.slack_stub.methods.conversations import page
from tests.slack_stub.slack import Request, method
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Json, Person
from tests.slack_stub.state.shapes import user_json
from tests.slack_stub.state.workspace import DOMAIN


@method("auth.test")
def auth_test(request: Request) -> Json:
    app, workspace = request.slack.app, request.slack.workspace
    return {
        "url": f"https://{DOMAIN}.slack.com/",
        "team": DOMAIN.title(),
        "user": workspace.people[app.user_id].name,
        "team_id": workspace.team_id,
        "user_id": app.user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", "connections:write", token_kind="app")
def open_connection(request: Request) -> Json:
    address = request.slack.base_url.replace("http://", "ws://")
    return {"url": f"{address}/link?ticket={request.slack.sockets.ticket()}&app_id={request.slack.app.id}"}


def _seen(request: Request, person: Person) -> Json:
    shape = user_json(person)
    if person.team_id != request.slack.workspace.team_id:
        shape["is_stranger"] = False
    if person.is_bot:
        shape["profile"] |= {"bot_id": request.slack.app.bot_id, "api_app_id": request.slack.app.id}
    elif person.email and "users:read.email" in request.token.scopes:
        shape["profile"]["email"] = person.email
    return shape


@method("users.info", "users:read")
def user_info(request: Request) -> Json:
    return {"user": _seen(request, request.slack.workspace.person(request.need("user")))}


@method("dnd.info", "dnd:read")
def do_not_disturb(request: Request) -> Json:
    """Where no hours are set Slack tells of ones that lie a second past its first day."""
    person = request.slack.workspace.person(request.need("user"))
    start, end = person.quiet or (1, 1)
    told: Json = {"dnd_enabled": person.quiet is not None, "next_dnd_start_ts": start, "next_dnd_end_ts": end}
    if person.snoozes_until:
        told |= {"snooze_enabled": True, "snooze_endtime": person.snoozes_until, "snooze_is_indefinite": False}
    return told


@method("users.list", "users:read")
def list_users(request: Request) -> Json:
    people = list(request.slack.workspace.people.values())
    found, following = page(request, [_seen(request, person) for person in people])
    return {"members": found, **following}


@method("usergroups.list", "usergroups:read")
def list_groups(request: Request) -> Json:
    groups = request.slack.workspace.groups
    return {"usergroups": [{"id": key, "name": name, "handle": name.lower()} for key, name in groups.items()]}


@method("bots.info", "users:read")
def bot_info(request: Request) -> Json:
    app = request.slack.app
    if request.need("bot") != app.bot_id:
        raise SlackError("bot_not_found")
    return {"bot": {"id": app.bot_id, "deleted": False, "name": app.name, "app_id": app.id, "user_id": app.user_id}}


@method("team.info", "team:read")
def team_info(request: Request) -> Json:
    return {"team": {"id": request.slack.workspace.team_id, "name": DOMAIN.title(), "domain": DOMAIN}}


@method("blocks.validate", open=True)
def validate_blocks(request: Request) -> Json:
    """Needs no token; says all that is wrong."""
    problems = _problems(request.args, request.slack.workspace.files)
    if problems:
        raise SlackError("invalid_blocks", problems)
    return {}


def _problems(args: Json, files: dict[str, Any]) -> list[str]:
    if "view" in args:
        return view_problems(args["view"], files)
    blocks = args.get("blocks", (args.get("message") or {}).get("blocks"))
    if blocks is None:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: blocks, view or message"])
    return message_problems(blocks, files)
