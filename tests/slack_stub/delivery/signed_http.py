"""Deliveries to the app's request URL, signed as Slack signs them, or on purpose not."""

import asyncio
import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from tests.slack_stub.delivery.deliveries import Delivery, Reply
from tests.slack_stub.state.timing import Timing


class SignedHttp:
    """A `Transport`. Runs in the server's loop."""

    def __init__(self, url: str, secret: str, timing: Timing) -> None:
        self.url = url
        self.secret = secret
        self.timing = timing
        self.age = 0.0
        self._session: aiohttp.ClientSession | None = None

    async def send(self, delivery: Delivery, retry: int, reason: str) -> Reply:
        kind, body = encoded(delivery)
        headers = {"Content-Type": kind, "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)"}
        headers |= self.signature(body)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": reason}
        return await self._post(body, headers)

    def signature(self, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time() - self.age))
        digest = hmac.new(self.secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}

    async def _post(self, body: bytes, headers: dict[str, str]) -> Reply:
        self._session = self._session or aiohttp.ClientSession()
        timeout = aiohttp.ClientTimeout(total=self.timing.ack)
        try:
            async with self._session.post(self.url, data=body, headers=headers, timeout=timeout) as response:
                return await _read(response)
        except TimeoutError:
            return Reply(ok=False, reason="http_timeout")
        except aiohttp.ClientError:
            return Reply(ok=False, reason="connection_failed")

    async def challenge(self) -> bool:
        """What Slack does when a request URL is entered: it must echo."""
        body = json.dumps({"token": "verification", "challenge": "3eZbrw1a", "type": "url_verification"}).encode()
        reply = await self._post(body, {"Content-Type": "application/json", **self.signature(body)})
        echoed = reply.body.get("challenge") if isinstance(reply.body, dict) else reply.body
        return reply.ok and echoed == "3eZbrw1a"

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()
            await asyncio.sleep(0)


def encoded(delivery: Delivery) -> tuple[str, bytes]:
    """Content type and body: events are JSON, commands a form, interactions JSON inside a form."""
    if delivery.kind == "events_api":
        return "application/json", json.dumps(delivery.payload).encode()
    form = delivery.payload if delivery.kind == "slash_commands" else {"payload": json.dumps(delivery.payload)}
    return "application/x-www-form-urlencoded", urlencode(form).encode()


async def _read(response: aiohttp.ClientResponse) -> Reply:
    text = await response.text()
    body = json.loads(text) if text and response.content_type == "application/json" else text or None
    stop = response.headers.get("X-Slack-No-Retry") == "1"
    ok = 200 <= response.status < 300
    return Reply(ok=ok, reason="" if ok else "http_error", body=body, status=response.status, no_retry=stop)
