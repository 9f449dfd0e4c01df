"""The core that every part shares: the workspace, what goes out to the app, and what the app asks for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.slack_stub.delivery.deliveries import PostOffice
from tests.slack_stub.delivery.faults import Faults
from tests.slack_stub.delivery.happenings import Happenings
from tests.slack_stub.delivery.sockets import Sockets
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.manifest import App
from tests.slack_stub.state.records import Json, Message
from tests.slack_stub.state.timing import Timing
from tests.slack_stub.state.triggers import Triggers
from tests.slack_stub.state.workspace import Workspace

MOST_TEXT = 40_000


@dataclass(frozen=True)
class Token:
    kind: str
    scopes: frozenset[str]
    revoked: bool = False


@dataclass
class Call:
    """One Web API call: what was asked and what was answered."""

    method: str
    args: Json
    at: float
    token: str = ""
    response: Json = field(default_factory=dict)
    status: int = 200

    @property
    def error(self) -> str | None:
        return self.response.get("error")


class Slack:
    def __init__(self, app: App, timing: Timing, team_id: str) -> None:
        self.app = app
        self.timing = timing
        self.workspace = Workspace(app, team_id)
        self.sockets = Sockets(app.id, timing)
        self.office = PostOffice(self.sockets, timing)
        self.happenings = Happenings(self.workspace, self.office)
        self.triggers = Triggers(timing)
        self.faults = Faults()
        self.tokens: dict[str, Token] = {}
        self.calls: list[Call] = []
        self.scopes_used: set[str] = set()
        self.base_url = ""

    def post_as_bot(self, channel: str, **content: Any) -> Message:
        """A message of the app, kept and told about like any other."""
        ts = self.workspace.new_ts()
        identity = {"user": self.app.user_id, "bot_id": self.app.bot_id}
        message = self.workspace.keep(Message(ts=ts, channel=channel, **{**identity, **content}))
        self.happenings.posted(message)
        return message

    def whisper(self, channel: str, user: str, **content: Any) -> Message:
        """A message of the app that one person sees, until they reload."""
        ts = self.workspace.new_ts()
        message = Message(ts, channel, self.app.user_id, bot_id=self.app.bot_id, to=user, **content)
        self.workspace.name_blocks(message.blocks)
        self.workspace.ephemerals.append(message)
        return message


@dataclass
class Request:
    """One call on its way through a method, with the arguments as Slack would read them."""

    slack: Slack
    method: str
    args: Json
    token: Token

    def need(self, name: str) -> str:
        value = self.args.get(name)
        if value in (None, ""):
            raise SlackError("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return str(value)

    def text(self, name: str) -> str:
        return str(self.args.get(name) or "")

    def flag(self, name: str) -> bool:
        return str(self.args.get(name)).lower() in ("true", "1")

    def number(self, name: str, default: int) -> int:
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError as exc:
            raise SlackError("invalid_arguments", [f"[ERROR] must be an integer: {name}"]) from exc

    def require(self, *scopes: str) -> None:
        """One of these scopes is enough."""
        if not (held := self.token.scopes.intersection(scopes)):
            raise missing_scope(scopes, self.token.scopes)
        if len(scopes) == 1:
            self.slack.scopes_used |= held


def missing_scope(needed: Iterable[str], provided: Iterable[str]) -> SlackError:
    return SlackError("missing_scope", needed=",".join(needed), provided=",".join(sorted(provided)))


Handler = Callable[[Request], Json]


@dataclass(frozen=True)
class Method:
    """`scopes` are needed all; a method that no token needs is `open`."""

    handler: Handler
    scopes: tuple[str, ...]
    token_kind: str = "bot"
    open: bool = False


METHODS: dict[str, Method] = {}


def method(name: str, *scopes: str, token_kind: str = "bot", open: bool = False) -> Callable[[Handler], Handler]:  # noqa: A002
    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(handler, scopes, token_kind, open)
        return handler

    return register
