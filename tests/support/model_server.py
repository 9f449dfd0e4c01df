"""An OpenAI-compatible server on loopback that says what a test scripts, and fails the way a test wants it to.

    with ModelServer([{"intent": "answer", ...}, Fails(500), "prose"]) as server:
        ...  # base_url=server.url
    assert len(server.requests) == 3

A scripted reply is a JSON value or a text (the message's content) or one of the classes below. Instead of a list, a
function from request to reply can be given. A list that has run out answers with status 418, which nobody retries.
"""

import json
import socket
import struct
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

USAGE = {
    "prompt_tokens": 1000,
    "completion_tokens": 50,
    "total_tokens": 1050,
    "prompt_tokens_details": {"cached_tokens": 600},
}


@dataclass(frozen=True)
class Says:
    """A whole message, whatever its content."""

    content: str | None
    finish: str = "stop"
    refusal: str | None = None


@dataclass(frozen=True)
class Fails:
    """An HTTP error in OpenAI's form."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    code: str | None = None
    message: str = "scripted"


@dataclass(frozen=True)
class Stalls:
    """Nothing at all, for longer than anybody waits."""

    seconds: float = 30.0


@dataclass(frozen=True)
class Resets:
    """A real TCP reset, not a polite close."""


@dataclass(frozen=True)
class NoChoices:
    """A completion without a choice in it."""


@dataclass(frozen=True)
class Garbles:
    """A body that is no completion, such as the HTML page of a wrong address."""

    body: str = "<html>Welcome</html>"
    content_type: str = "text/html"


Reply = Says | Fails | Stalls | Resets | NoChoices | Garbles | str | dict[str, Any]


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def messages(self) -> list[dict[str, str]]:
        return list(self.body["messages"])

    @property
    def system(self) -> str:
        return self.messages[0]["content"]

    @property
    def user(self) -> str:
        return self.messages[1]["content"]

    @property
    def last(self) -> str:
        return self.messages[-1]["content"]

    @property
    def form(self) -> str:
        """The name of the schema that is asked for, in whatever way."""
        if self.way == "json_schema":
            return str(self.body["response_format"]["json_schema"]["name"])
        if self.way == "tool":
            return str(self.body["tools"][0]["function"]["name"])
        return str(json.loads(self.system[self.system.rindex('\n{"title": ') :])["title"])

    @property
    def way(self) -> str:
        """`json_schema`, `tool` or `json_object`."""
        return "tool" if self.body.get("tools") else str(self.body["response_format"]["type"])


Script = Callable[[Request], Reply]


class ModelServer:
    """Serves from entering the context to leaving it. `requests` holds all that came, in order."""

    def __init__(self, answers: Sequence[Reply] | Script) -> None:
        self.requests: list[Request] = []
        self.over = threading.Event()
        self.latency = 0.0
        """Seconds that each answer takes."""
        self._script = answers if callable(answers) else _in_turn(answers)
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def reply_to(self, request: Request) -> Reply:
        with self._lock:
            self.requests.append(request)
            return self._script(request)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def _in_turn(answers: Sequence[Reply]) -> Script:
    left = list(answers)
    return lambda request: left.pop(0) if left else Fails(418, message="nothing more is scripted")


def _handler(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Silent."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = server.reply_to(Request(self.path, headers, body))
            server.over.wait(server.latency)
            if isinstance(reply, Stalls):
                server.over.wait(reply.seconds)
                self.close_connection = True
            elif isinstance(reply, Resets):
                self._reset()
            else:
                with suppress(ConnectionError):  # whoever asked has given up
                    self._send(reply, body)

        def _send(self, reply: Reply, body: dict[str, Any]) -> None:
            status, headers, content = _response(reply, body)
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def _reset(self) -> None:
            self.close_connection = True
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    return Handler


def _response(reply: Reply, body: dict[str, Any]) -> tuple[int, dict[str, str], bytes]:
    kind = {"content-type": "application/json"}
    if isinstance(reply, Garbles):
        return 200, {"content-type": reply.content_type}, reply.body.encode()
    if isinstance(reply, Fails):
        error = {"message": reply.message, "type": "scripted", "param": None, "code": reply.code}
        return reply.status, {**kind, **reply.headers}, json.dumps({"error": error}).encode()
    return 200, kind, json.dumps(_completion(reply, body)).encode()


def _completion(reply: Reply, body: dict[str, Any]) -> dict[str, Any]:
    choices = [] if isinstance(reply, NoChoices) else [_choice(reply, body.get("tools"))]
    said = {"id": "c1", "object": "chat.completion", "created": 0, "model": body["model"]}
    return {**said, "choices": choices, "usage": USAGE}


def _choice(reply: Reply, tools: list[dict[str, Any]] | None) -> dict[str, Any]:
    """A JSON value is an argument of the tool where there is one to call."""
    if isinstance(reply, dict) and tools:
        called = {"name": tools[0]["function"]["name"], "arguments": json.dumps(reply, ensure_ascii=False)}
        calls = [{"id": "call_1", "type": "function", "function": called}]
        message = {"role": "assistant", "content": None, "tool_calls": calls}
        return {"index": 0, "finish_reason": "tool_calls", "message": message}
    said = _said(reply)
    message = {"role": "assistant", "content": said.content, "refusal": said.refusal}
    return {"index": 0, "finish_reason": said.finish, "message": message}


def _said(reply: Reply) -> Says:
    if isinstance(reply, Says):
        return reply
    return Says(reply if isinstance(reply, str) else json.dumps(reply, ensure_ascii=False))
