"""The door as it stands open to the world: a front behind it that hears what is let in, and raw requests before it."""

import asyncio
import hashlib
import hmac
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

from bot.slack.transport.bolt_app import build_bolt_app
from bot.slack.transport.calls import build_slack_client
from bot.slack.transport.http_protocol import LIMITS, HttpLimits
from bot.slack.transport.http_server import HttpServer, build_http_app
from tests.slack.conftest import Inbox, heard_by

SECRET = "the-door-has-a-secret"
FORM = "application/x-www-form-urlencoded"
COMMAND = b"command=%2Fpilot&text=status&team_id=T0ACME&api_app_id=A0FLIGHT&user_id=U1&channel_id=C1&trigger_id=1.2.3"


class Door(NamedTuple):
    port: int
    inbox: Inbox


@asynccontextmanager
async def opened(limits: HttpLimits = LIMITS, inbox: Inbox | None = None) -> AsyncIterator[Door]:
    inbox = inbox or Inbox()
    client = build_slack_client("xoxb-1-local", "http://127.0.0.1:9/api/")
    front = build_bolt_app(client, heard_by(inbox), SECRET)
    server = HttpServer(build_http_app({}, front, SECRET), 0, "127.0.0.1", limits)
    await server.start()
    try:
        yield Door(server.port, inbox)
    finally:
        await server.close()


def signed(body: bytes, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def request(body: bytes, *lines: str, kind: str = FORM, **headers: str) -> bytes:
    """As it goes over the wire. `lines`: headers just as they are; `headers`: by their names, _ for -."""
    named = {"Content-Type": kind, "Content-Length": str(len(body))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    told = [*(f"{name}: {value}" for name, value in named.items() if value), *lines]
    return "\r\n".join(["POST /slack/events HTTP/1.1", "Host: door", *told, "", ""]).encode("latin-1") + body


def as_slack(body: bytes, *lines: str, kind: str = FORM) -> bytes:
    return request(body, *lines, kind=kind, **signed(body))


@asynccontextmanager
async def connected(door: Door) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    try:
        yield reader, writer
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def answer_to(door: Door, sent: bytes) -> tuple[int, str]:
    """The status and the words of the first answer; status 0 where there was none."""
    async with connected(door) as (reader, writer):
        writer.write(sent)
        return await read_answer(reader)


async def read_answer(reader: asyncio.StreamReader) -> tuple[int, str]:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = re.search(rb"content-length: (\d+)", head)
        return int(head.split()[1]), (await reader.readexactly(int(length[1]) if length else 0)).decode()
    except (asyncio.IncompleteReadError, ConnectionError):
        return 0, ""


async def read_to_end(reader: asyncio.StreamReader) -> bytes:
    """Until the other side closes, in whichever way."""
    said = b""
    with suppress(ConnectionError):
        while more := await reader.read(65536):
            said += more
    return said
