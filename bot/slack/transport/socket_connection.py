"""Link: one Socket Mode connection, from its greeting until it has to be replaced."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import aiohttp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

log = logging.getLogger(__name__)

AnswerRequest = Callable[[SocketModeRequest], Awaitable[BoltResponse]]


class SocketConnection:
    """Reads in a task of its own. aiohttp pings for us and ends a connection that does not answer."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse, answer: AnswerRequest) -> None:
        self._ws = ws
        self._answer = answer
        self._greeted = asyncio.Event()
        self._over = asyncio.Event()
        self._why = ""
        self._answering: set[asyncio.Task[None]] = set()
        self._heard_at = _get_loop_time()
        self._reading = asyncio.create_task(self._read_frames())

    @property
    def is_live(self) -> bool:
        return self._greeted.is_set() and not self._ws.closed

    async def wait_for_greeting(self, patience: float) -> None:
        """Slack says hello once a connection is in use; raises ConnectionError where it says something else."""
        waits = [asyncio.ensure_future(self._greeted.wait()), asyncio.ensure_future(self._over.wait())]
        done, others = await asyncio.wait(waits, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        for one in others:
            one.cancel()
        if waits[0] not in done:
            raise ConnectionError(f"Slack did not greet the connection ({self._why or 'no word'})")

    async def wait_until_over(self, quiet_for: float) -> str:
        """Why it has to be replaced: closed, asked to, or so quiet that it may be deaf."""
        while (left := self._heard_at + quiet_for - _get_loop_time()) > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), left)
                return self._why
        return f"quiet for {quiet_for:g} s"

    async def close(self, patience: float) -> None:
        """First everything that came is answered; what comes later Slack delivers again."""
        deadline = _get_loop_time() + patience
        while self._answering and (left := deadline - _get_loop_time()) > 0:
            await asyncio.wait(self._answering, timeout=left)
        for task in self._answering:
            task.cancel()
        with suppress(Exception):  # it may be broken in any way
            await asyncio.wait_for(self._ws.close(), patience)
        self._reading.cancel()
        await asyncio.gather(self._reading, *self._answering, return_exceptions=True)

    async def _read_frames(self) -> None:
        try:
            async for frame in self._ws:
                if frame.type == aiohttp.WSMsgType.TEXT:
                    self._receive_envelope(frame.data)
        except Exception as exc:  # whatever broke it, it is over
            self._why = self._why or f"broken: {exc!r}"
        finally:
            self._mark_over(f"closed ({self._ws.close_code})")

    def _receive_envelope(self, text: str) -> None:
        try:
            envelope = json.loads(text)
            kind = envelope["type"]
        except (ValueError, KeyError, TypeError):
            log.warning("Something came through a socket that is no envelope.")
            return
        self._heard_at = _get_loop_time()
        if kind == "disconnect":
            self._mark_over(f"asked to: {envelope.get('reason')}")
            return
        self._greeted.set()  # by a hello; whoever sends events without one means it too
        if request := SocketModeRequest.from_dict(envelope):
            task = asyncio.create_task(self._answer_request(request))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)

    def _mark_over(self, why: str) -> None:
        self._why = self._why or why
        self._over.set()

    async def _answer_request(self, request: SocketModeRequest) -> None:
        """Acknowledged through the connection it came by; where that is impossible, Slack delivers it again."""
        try:
            response = await self._answer(request)
        except Exception:
            log.exception("An envelope could not be handled.")
            return
        if response.status != 200:
            log.warning("A %s failed and was not acknowledged (%d).", request.type, response.status)
            return
        try:
            await self._ws.send_json({"envelope_id": request.envelope_id, **_build_ack_payload(response)})
        except ConnectionError:
            log.info("A connection broke before a %s was acknowledged.", request.type)


def _build_ack_payload(response: BoltResponse) -> Mapping[str, Any]:
    """What an acknowledgement carries: an answer to a command, or what becomes of a form."""
    if not response.body:
        return {}
    kind = (response.headers.get("content-type") or [""])[0]
    return {"payload": json.loads(response.body) if kind.startswith("application/json") else {"text": response.body}}


def _get_loop_time() -> float:
    return asyncio.get_running_loop().time()
