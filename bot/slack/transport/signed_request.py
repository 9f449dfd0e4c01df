"""A request of Slack's, read no further than it may be, and proven by its signature before anything in it is parsed."""

import asyncio
import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from bot.slack.transport.http_protocol import is_chunked

LARGEST = 2 * 1024 * 1024
"""Bytes of a body: twice what Slack's longest message makes, with its words escaped and then encoded as a form."""
SMALL = 64 * 1024
"""Bytes up to which any number of bodies are read side by side."""
LARGE_AT_ONCE = 4
"""Bodies beyond that: each costs memory, and everybody's time."""
MOST_HEADERS = 100
MOST_PAIRS = 100
"""Of a form; a command has fifteen."""
DEEPEST = 100
"""Levels of JSON; blocks within a view within a payload take about fifteen."""
WINDOW = 300
"""Seconds that a request may be old, or ahead of our clock: what Slack recommends."""

_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_ONCE = ("content-length", "content-type", "x-slack-request-timestamp", "x-slack-signature")
_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


class SignedRequestReader:
    """What it raises is an HTTPException whose detail is fit for the log: it holds nothing of the body."""

    def __init__(self, signing_secret: str | None, now: Callable[[], float] = time.time) -> None:
        """Without a secret nothing is believed."""
        self._secret = (signing_secret or secrets.token_hex(32)).encode()
        self._now = now
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def read(self, request: Request) -> bytes:
        length = _require_bounded_body(request)
        proof = self._begin_proof(request)
        try:
            if length <= SMALL:
                return await _read_proven(request, proof)
            async with self._large:
                return await _read_proven(request, proof)
        except ClientDisconnect as exc:
            raise HTTPException(400, "it did not come whole") from exc

    def _begin_proof(self, request: Request) -> "hmac.HMAC":
        stamp = request.headers.get("x-slack-request-timestamp", "")
        if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(request.headers.get("x-slack-signature", "")):
            raise HTTPException(401, "it carries no signature of Slack's")
        if abs(self._now() - int(stamp)) > WINDOW:
            raise HTTPException(401, "it was signed long ago, or our clocks differ")
        return hmac.new(self._secret, f"v0:{stamp}:".encode(), hashlib.sha256)


def _require_bounded_body(request: Request) -> int:
    """How many bytes it will have."""
    headers = request.headers
    if len(headers.raw) > MOST_HEADERS:
        raise HTTPException(431, f"it has more than {MOST_HEADERS} headers")
    if repeated := next((name for name in _ONCE if len(headers.getlist(name)) > 1), None):
        raise HTTPException(400, f"it has {repeated} twice")
    if is_chunked(headers.raw):
        raise HTTPException(411, "its body comes in chunks, without a Content-Length", {"Connection": "close"})
    length = headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(411, "it has no Content-Length")
    if int(length) > LARGEST:
        raise HTTPException(413, f"its body is larger than {LARGEST:,} bytes")
    if get_media_type(request) not in {_JSON, _FORM} or headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(415, "its body is neither a form nor JSON as they are")
    return int(length)


def get_media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def _read_proven(request: Request, proof: "hmac.HMAC") -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        proof.update(chunk)
        body += chunk
    if not hmac.compare_digest(f"v0={proof.hexdigest()}", request.headers["x-slack-signature"]):
        raise HTTPException(401, "Slack did not sign it so (is SLACK_SIGNING_SECRET right?)")
    return bytes(body)


def require_plain_shape(body: bytes, media_type: str) -> None:
    """Of what is signed: raises HTTPException where it is nothing that Slack sends, or would cost too much to read."""
    try:
        text = body.decode()
        texts = [text] if media_type == _JSON else parse_qs(text, max_num_fields=MOST_PAIRS).get("payload", [])
        found = [json.loads(one) for one in texts]
    except (ValueError, RecursionError) as exc:
        raise HTTPException(400, "its body can't be read") from exc
    if not all(isinstance(one, dict) for one in found) or _is_too_deep(texts, found):
        raise HTTPException(400, "its body is no object, or deeper than any of Slack's")


def _is_too_deep(texts: list[str], found: list[Any]) -> bool:
    """What opens no more brackets than that is not looked at level by level."""
    opened = sum(text.count("{") + text.count("[") for text in texts)
    return opened > DEEPEST and _measure_depth(found) > DEEPEST + 1


def _measure_depth(value: Any) -> int:
    depth, level = 0, [value]
    while level := [inner for one in level for inner in _list_contents(one)]:
        depth += 1
    return depth


def _list_contents(value: Any) -> Iterable[Any]:
    """Of an empty list, something all the same: it is a level."""
    if isinstance(value, dict):
        return value.values() or (None,)
    return (value or (None,)) if isinstance(value, list) else ()
