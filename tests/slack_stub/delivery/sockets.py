"""Socket Mode: connections of the app, envelopes sent over any of them, acknowledgements, and all that breaks."""

import asyncio
import itertools
import json
import uuid
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.slack_stub.delivery.deliveries import Delivery, Reply
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Json
from tests.slack_stub.state.timing import Timing

MOST_CONNECTIONS = 10
ANSWERABLE = ("slash_commands", "interactive")


@dataclass(eq=False)
class Connection:
    ws: web.WebSocketResponse
    request: web.Request
    deaf: bool = False
    mute: bool = False
    waiting: dict[str, asyncio.Future[Reply]] = field(default_factory=dict)

    def abort(self) -> None:
        """No close frame, no goodbye: the wire is gone."""
        if self.request.transport is not None:
            self.request.transport.abort()


class Sockets:
    """A `Transport`. Runs in the server's loop."""

    def __init__(self, app_id: str, timing: Timing) -> None:
        self.app_id = app_id
        self.timing = timing
        self.connections: list[Connection] = []
        self.refusing = False
        self.acks_to_lose = 0
        self.opened = 0
        self.stray_acks: list[str] = []
        self._tickets: set[str] = set()
        self._turns = itertools.count()
        self._somebody = asyncio.Event()

    def ticket(self) -> str:
        if self.refusing:
            raise SlackError("internal_error")
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if self.refusing or ticket not in self._tickets:
            return web.Response(status=503 if self.refusing else 403)
        self._tickets.discard(ticket)
        ws = web.WebSocketResponse(autoping=False)
        await ws.prepare(request)
        await self._greet(ws)
        if len(self.connections) >= MOST_CONNECTIONS:
            await ws.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await ws.close()
            return ws
        connection = Connection(ws, request)
        self._add(connection)
        try:
            await self._listen(connection)
        except ConnectionError:
            connection.abort()
        finally:
            self._remove(connection)
        return ws

    async def _greet(self, ws: web.WebSocketResponse) -> None:
        self.opened += 1
        info = {"app_id": self.app_id}
        debug = {"host": "applink-local", "build_number": 1, "approximate_connection_time": 18060}
        hello = {"type": "hello", "num_connections": len(self.connections) + 1, "connection_info": info}
        await ws.send_json({**hello, "debug_info": debug})

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.ws:
            if frame.type == WSMsgType.PING and not connection.mute:
                await connection.ws.pong(frame.data)
            elif frame.type == WSMsgType.TEXT and frame.data.startswith("{"):
                if self.acks_to_lose:
                    self.acks_to_lose -= 1
                    raise ConnectionError("the wire was cut just then")
                self._take_ack(json.loads(frame.data))

    def _take_ack(self, ack: Json) -> None:
        """On whichever connection it comes."""
        envelope_id = str(ack.get("envelope_id"))
        for connection in self.connections:
            if (waiting := connection.waiting.pop(envelope_id, None)) and not waiting.done():
                waiting.set_result(Reply(ok=True, body=ack.get("payload")))
                return
        self.stray_acks.append(envelope_id)

    def _add(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._somebody.set()

    def _remove(self, connection: Connection) -> None:
        if connection not in self.connections:
            return
        self.connections.remove(connection)
        if not self.connections:
            self._somebody.clear()
        for waiting in connection.waiting.values():
            if not waiting.done():
                waiting.set_result(Reply(ok=False, reason="connection_failed"))

    async def send(self, delivery: Delivery, retry: int, reason: str) -> Reply:
        """Events wait for a connection; nobody waits with a command or a click."""
        while not self.connections:
            if delivery.kind != "events_api":
                return Reply(ok=False, reason="no_connection")
            await self._somebody.wait()
        connection = self.connections[next(self._turns) % len(self.connections)]
        envelope_id = str(uuid.uuid4())
        waiting: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = waiting
        if not connection.deaf:
            await self._write(connection, _envelope(delivery, envelope_id, retry, reason))
        try:
            return await asyncio.wait_for(waiting, self.timing.ack)
        except TimeoutError:
            return Reply(ok=False, reason="timeout")
        finally:
            connection.waiting.pop(envelope_id, None)

    async def _write(self, connection: Connection, envelope: Json) -> None:
        try:
            await connection.ws.send_json(envelope)
        except ConnectionError:
            waiting = connection.waiting[envelope["envelope_id"]]
            if not waiting.done():
                waiting.set_result(Reply(ok=False, reason="connection_failed"))

    def drop(self) -> int:
        """Cut every connection without a word."""
        dropped = list(self.connections)
        for connection in dropped:
            connection.abort()
            self._remove(connection)
        return len(dropped)

    def deafen(self, *, mute: bool, most: int | None = None) -> None:
        """The connections that are open now stay open, but nothing comes through them any more."""
        for connection in self.connections[:most]:
            connection.deaf = True
            connection.mute = mute

    async def ask_to_reconnect(self, reason: str) -> None:
        for connection in list(self.connections):
            await connection.ws.send_json({"type": "disconnect", "reason": reason, "debug_info": {}})

    async def close(self) -> None:
        for connection in list(self.connections):
            connection.abort()


def _envelope(delivery: Delivery, envelope_id: str, retry: int, reason: str) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "type": delivery.kind,
        "payload": delivery.payload,
        "accepts_response_payload": delivery.kind in ANSWERABLE,
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": retry, "retry_reason": reason}
    return envelope
