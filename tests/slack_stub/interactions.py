"""Commands, clicks, shortcuts and submissions as the app receives them, and what its acknowledgement does."""

from dataclasses import dataclass, field
from typing import Any

from tests.slack_stub.block_kit.checks import require_view
from tests.slack_stub.delivery.deliveries import Reply
from tests.slack_stub.delivery.response_urls import ANSWER_FIELDS, say
from tests.slack_stub.methods.views import push, replace
from tests.slack_stub.slack import Slack
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Channel, Json, Message, Person, View
from tests.slack_stub.state.shapes import message_json, view_json
from tests.slack_stub.state.workspace import DOMAIN

CHANNEL_NAMES = {"im": "directmessage", "private": "privategroup", "mpim": "privategroup"}


@dataclass(frozen=True)
class Ack:
    """What a person gets back at once: an answer, errors beside the fields, or Slack's own complaint."""

    ok: bool
    seconds: float
    body: Any = None
    complaint: str | None = None
    problems: list[str] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    message: Message | None = None


def _failed(reply: Reply, complaint: str, problems: list[str] | None = None) -> Ack:
    return Ack(False, reply.seconds, reply.body, complaint, problems or [reply.reason])


def _complaint(reply: Reply) -> str:
    return "operation_timeout" if "timeout" in reply.reason else "dispatch_failed"


class Interactions:
    """Runs in the server's loop."""

    def __init__(self, slack: Slack) -> None:
        self.slack = slack

    def _response_url(self, channel: str, user: str, message: Message | None = None) -> str:
        return f"{self.slack.base_url}/actions/{self.slack.triggers.issue_url(channel, user, message)}"

    def _envelope(self, kind: str, person: Person, view: View | None = None) -> Json:
        workspace = self.slack.workspace
        user = {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team_id}
        return {
            "type": kind,
            "token": "verification",
            "api_app_id": self.slack.app.id,
            "team": {"id": workspace.team_id, "domain": DOMAIN},
            "enterprise": None,
            "is_enterprise_install": False,
            "user": user,
            "trigger_id": self.slack.triggers.issue(person.id, view),
        }

    def _channel(self, channel: Channel) -> Json:
        return {"id": channel.id, "name": CHANNEL_NAMES.get(channel.kind, channel.name)}

    async def command(self, person: Person, command: str, text: str, channel: Channel) -> Ack:
        workspace = self.slack.workspace
        payload = {
            "token": "verification",
            "team_id": workspace.team_id,
            "team_domain": DOMAIN,
            "channel_id": channel.id,
            "channel_name": self._channel(channel)["name"],
            "user_id": person.id,
            "user_name": person.name,
            "command": command,
            "text": text,
            "api_app_id": self.slack.app.id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(channel.id, person.id),
            "trigger_id": self.slack.triggers.issue(person.id),
        }
        reply = await self.slack.office.ask("slash_commands", payload)
        if not reply.ok:
            return _failed(reply, _complaint(reply))
        return self._answered(reply, channel.id, person.id)

    def _answered(self, reply: Reply, channel: str, user: str) -> Ack:
        given: Json = {"text": reply.body} if isinstance(reply.body, str) else reply.body or {}
        given = {name: value for name, value in given.items() if name in ANSWER_FIELDS}
        if not given:
            return Ack(True, reply.seconds, reply.body)
        try:
            return Ack(True, reply.seconds, reply.body, message=say(self.slack, channel, user, given))
        except SlackError as refusal:
            problems = refusal.body.get("response_metadata", {}).get("messages", [refusal.code])
            return _failed(reply, "invalid_command_response", problems)

    async def _asked(self, payload: Json) -> Ack:
        reply = await self.slack.office.ask("interactive", payload)
        return Ack(True, reply.seconds, reply.body) if reply.ok else _failed(reply, _complaint(reply))

    async def click_in_message(self, person: Person, message: Message, action: Json, values: Json) -> Ack:
        channel = self.slack.workspace.channels[message.channel]
        shape = message_json(message, self.slack.workspace)
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": message.to is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = {
            **self._envelope("block_actions", person),
            "container": container,
            "channel": self._channel(channel),
            "state": {"values": values},
            "response_url": self._response_url(channel.id, person.id, message),
            "actions": [{**action, "action_ts": self.slack.workspace.new_ts()}],
        }
        return await self._asked(payload if message.to is not None else {**payload, "message": shape})

    async def click_in_view(self, person: Person, view: View, action: Json, values: Json) -> Ack:
        payload = {
            **self._envelope("block_actions", person, view),
            "container": {"type": "view", "view_id": view.id},
            "view": view_json(view, self.slack.workspace, values),
            "actions": [{**action, "action_ts": self.slack.workspace.new_ts()}],
        }
        return await self._asked(payload)

    async def shortcut(self, person: Person, callback_id: str, message: Message | None = None) -> Ack:
        kind = "shortcut" if message is None else "message_action"
        payload = {**self._envelope(kind, person), "callback_id": callback_id}
        payload["action_ts"] = self.slack.workspace.new_ts()
        if message is not None:
            channel = self.slack.workspace.channels[message.channel]
            payload["channel"] = self._channel(channel)
            payload["message"] = message_json(message, self.slack.workspace)
            payload["message_ts"] = message.ts
            payload["response_url"] = self._response_url(channel.id, person.id, message)
        return await self._asked(payload)

    async def close_view(self, person: Person, view: View, *, cleared: bool) -> Ack:
        self._leave(view)
        payload = self._envelope("view_closed", person)
        del payload["trigger_id"]
        shape = view_json(view, self.slack.workspace)
        return await self._asked({**payload, "view": shape, "is_cleared": cleared})

    async def submit(self, person: Person, view: View, values: Json) -> Ack:
        payload = self._envelope("view_submission", person, view)
        shape = view_json(view, self.slack.workspace, values)
        urls = self._response_urls(person, view, values)
        reply = await self.slack.office.ask("interactive", {**payload, "view": shape, "response_urls": urls})
        if not reply.ok:
            return _failed(reply, "trouble_connecting")
        try:
            return self._respond(reply, view)
        except SlackError as refusal:
            problems = refusal.body.get("response_metadata", {}).get("messages", [refusal.code])
            return _failed(reply, "trouble_connecting", problems)

    def _response_urls(self, person: Person, view: View, values: Json) -> list[Json]:
        urls = []
        for block in view.blocks:
            element = block.get("element", {})
            if element.get("response_url_enabled"):
                state = values[block["block_id"]][element["action_id"]]
                channel = state.get("selected_conversation") or state.get("selected_channel")
                places = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel}
                urls.append({**places, "response_url": self._response_url(channel, person.id)})
        return urls

    def _respond(self, reply: Reply, view: View) -> Ack:
        """Does to the open modals what the acknowledgement says."""
        body = reply.body if isinstance(reply.body, dict) else {}
        action = body.get("response_action")
        if action == "errors":
            return self._show_errors(reply, view, body.get("errors") or {})
        if action in ("update", "push"):
            new = require_view(body.get("view"), "modal", self.slack.workspace.files)
            replace(self.slack, view, new) if action == "update" else push(self.slack, view, new)
        elif action == "clear":
            self.slack.workspace.modals[view.user] = []
        elif action is None and not body:
            self._leave(view)
        else:
            raise SlackError("invalid_arguments", [f"[ERROR] invalid response_action: {action}"])
        return Ack(True, reply.seconds, reply.body)

    def _show_errors(self, reply: Reply, view: View, errors: Json) -> Ack:
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not errors or set(errors) - inputs:
            raise SlackError("invalid_arguments", [f"[ERROR] errors must name input blocks: {sorted(errors)}"])
        return Ack(True, reply.seconds, reply.body, errors=dict(errors))

    def _leave(self, view: View) -> None:
        stack = self.slack.workspace.modals.get(view.user, [])
        if view in stack:
            stack.remove(view)
