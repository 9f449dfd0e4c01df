"""views.*: modals in a stack of three, and everybody's Home."""

from collections.abc import Callable

from tests.slack_stub.block_kit.checks import require_view
from tests.slack_stub.slack import Request, Slack, method
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Json, View
from tests.slack_stub.state.shapes import view_json

DEEPEST = 3


def _shown(request: Request, view: View) -> Json:
    return {"view": view_json(view, request.slack.workspace)}


def _submitted(request: Request, kind: str) -> Json:
    view = request.args.get("view")
    if not view:
        raise SlackError("invalid_arguments", ["[ERROR] missing required field: view"])
    return require_view(view, kind, request.slack.workspace.files)


def _unused_external_id(slack: Slack, body: Json) -> None:
    external_id = body.get("external_id")
    stacks = slack.workspace.modals.values()
    if external_id and any(v.body.get("external_id") == external_id for stack in stacks for v in stack):
        raise SlackError("duplicate_external_id")


@method("views.open")
def open_view(request: Request) -> Json:
    body = _submitted(request, "modal")
    _unused_external_id(request.slack, body)
    trigger = request.slack.triggers.use(request.need("trigger_id"))
    view = request.slack.workspace.new_view(trigger.user, body)
    request.slack.workspace.modals[trigger.user] = [view]
    return _shown(request, view)


@method("views.push")
def push_view(request: Request) -> Json:
    body = _submitted(request, "modal")
    _unused_external_id(request.slack, body)
    trigger = request.slack.triggers.use(request.need("trigger_id"))
    if trigger.view is None or trigger.view.body["type"] != "modal":
        raise SlackError("invalid_trigger_id")
    return _shown(request, push(request.slack, trigger.view, body))


def push(slack: Slack, below: View, body: Json) -> View:
    stack = slack.workspace.modals.get(below.user, [])
    if below not in stack:
        raise SlackError("not_found")
    if len(stack) >= DEEPEST:
        raise SlackError("push_limit_reached")
    view = slack.workspace.new_view(below.user, body, below)
    stack.append(view)
    return view


@method("views.update")
def update_view(request: Request) -> Json:
    body = _submitted(request, "modal")
    view = request.slack.workspace.view(_wanted(request))
    _same_hash(request, view)
    replace(request.slack, view, body)
    return _shown(request, view)


def _wanted(request: Request) -> Callable[[View], bool]:
    view_id, external_id = request.text("view_id"), request.text("external_id")
    if view_id:
        return lambda view: view.id == view_id
    if external_id:
        return lambda view: view.body.get("external_id") == external_id
    raise SlackError("invalid_arguments", ["[ERROR] missing required field: view_id or external_id"])


def _same_hash(request: Request, view: View) -> None:
    if request.text("hash") not in ("", view.hash):
        raise SlackError("hash_conflict")


def replace(slack: Slack, view: View, body: Json) -> None:
    slack.workspace.name_blocks(body["blocks"])
    view.body, view.hash = body, slack.workspace.new_hash()


@method("views.publish")
def publish_view(request: Request) -> Json:
    if not request.slack.app.home_enabled:
        raise SlackError("not_enabled")
    user = request.slack.workspace.person(request.need("user_id"))
    body = _submitted(request, "home")
    homes = request.slack.workspace.homes
    if user.id in homes:
        _same_hash(request, homes[user.id])
        replace(request.slack, homes[user.id], body)
    else:
        homes[user.id] = request.slack.workspace.new_view(user.id, body)
    return _shown(request, homes[user.id])
