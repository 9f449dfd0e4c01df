"""The HTTP side of Slack: /api/<method>, uploads, downloads and response URLs."""

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from tests.slack_stub.delivery.faults import Fault
from tests.slack_stub.delivery.response_urls import answer
from tests.slack_stub.methods import chat, conversations, files, lookups, streams, views  # noqa: F401  each registers its methods
from tests.slack_stub.slack import METHODS, Call, Method, Request, Slack, Token, missing_scope
from tests.slack_stub.state.errors import SlackError
from tests.slack_stub.state.records import Json

STRUCTURED = frozenset(
    ("attachments", "blocks", "changes", "chunks", "criteria", "document_content", "files", "loading_messages")
) | {"message", "metadata", "prompts", "view"}


class WebApi:
    def __init__(self, slack: Slack) -> None:
        self.slack = slack

    def routes(self) -> list[web.RouteDef]:
        return [
            web.route("*", "/api/{method}", self._api),
            web.route("*", "/upload/{file}", self._upload),
            web.get("/files/{file}/{name}", self._download),
            web.post("/actions/{key}", self._response_url),
            web.get("/link", self.slack.sockets.serve),
        ]

    async def _api(self, http: web.Request) -> web.StreamResponse:
        name = http.match_info["method"]
        bearer = http.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        call = Call(name, {}, time.monotonic())
        self.slack.calls.append(call)
        try:
            call.args = await arguments(http)
            call.token = str(bearer or call.args.pop("token", ""))
            fault = self.slack.faults.take(name, call.args)
        except SlackError as refusal:
            call.response = refusal.body
            return web.json_response(call.response)
        if fault is not None:
            await asyncio.sleep(fault.delay)
        if fault is None or fault.lost or not (fault.error or fault.status != 200):
            call.response = perform(self.slack, call)
        if fault is not None:
            await asyncio.sleep(fault.late)
            return struck(http, call, fault)
        return web.json_response(call.response, headers=self._scopes_told(call))

    def _scopes_told(self, call: Call) -> dict[str, str]:
        method, token = METHODS.get(call.method), self.slack.tokens.get(call.token)
        if method is None or token is None:
            return {}
        return {"x-oauth-scopes": ",".join(sorted(token.scopes)), "x-accepted-oauth-scopes": ",".join(method.scopes)}

    async def _upload(self, http: web.Request) -> web.Response:
        stored = self.slack.workspace.files.get(http.match_info["file"])
        if stored is None or http.method not in ("POST", "PUT"):
            return web.Response(status=404, text="not found")
        content = await _uploaded_bytes(http)
        if len(content) != stored.length:
            return web.Response(status=400, text="wrong length")
        stored.content = content
        return web.Response(text=f"OK - {stored.length}")

    async def _download(self, http: web.Request) -> web.Response:
        token = self.slack.tokens.get(http.headers.get("Authorization", "").removeprefix("Bearer "))
        stored = self.slack.workspace.files.get(http.match_info["file"])
        if token is None or "files:read" not in token.scopes:
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        if stored is None or stored.content is None:
            return web.Response(status=404)
        return web.Response(body=stored.content)

    async def _response_url(self, http: web.Request) -> web.Response:
        try:
            answer(self.slack, http.match_info["key"], await arguments(http))
        except SlackError as refusal:
            gone = refusal.code in ("expired_url", "used_url")
            return web.json_response(refusal.body, status=404 if gone else 400)
        return web.Response(text="ok")


async def _uploaded_bytes(http: web.Request) -> bytes:
    if http.content_type.startswith("multipart/"):
        fields = await http.post()
        for value in fields.values():
            if isinstance(value, web.FileField):
                return bytes(value.file.read())
    return await http.read()


async def arguments(http: web.Request) -> Json:
    """Query, form and JSON body are one to Slack; nested values may come as JSON text."""
    args: Json = dict(http.query)
    if http.content_type == "application/json":
        args |= _object(await http.text())
    elif http.can_read_body:
        args |= {name: value for name, value in (await http.post()).items() if isinstance(value, str)}
    for name in STRUCTURED & args.keys():
        if isinstance(args[name], str) and args[name]:
            args[name] = _decoded(name, args[name])
    return args


def _object(text: str) -> Json:
    body = _decoded("json", text or "{}")
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


def _decoded(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as exc:
        raise SlackError("invalid_blocks_format" if name == "blocks" else "invalid_json") from exc


def perform(slack: Slack, call: Call) -> Json:
    try:
        method = METHODS.get(call.method)
        if method is None:
            raise SlackError("unknown_method", req_method=call.method)
        token = authorized(slack, call.token, method)
        return {"ok": True, **method.handler(Request(slack, call.method, call.args, token))}
    except SlackError as refusal:
        return refusal.body


def authorized(slack: Slack, given: str, method: Method) -> Token:
    if method.open:
        return Token("none", frozenset())
    if not given:
        raise SlackError("not_authed")
    token = slack.tokens.get(given)
    if token is None:
        raise SlackError("invalid_auth")
    if token.revoked:
        raise SlackError("account_inactive")
    if token.kind != method.token_kind:
        raise SlackError("not_allowed_token_type")
    if lacking := [scope for scope in method.scopes if scope not in token.scopes]:
        raise missing_scope(lacking, token.scopes)
    if token.kind == "bot":
        slack.scopes_used.update(method.scopes)
    return token


def struck(http: web.Request, call: Call, fault: Fault) -> web.Response:
    """The answer that a planned fault leaves."""
    if fault.lost and http.transport is not None:
        http.transport.abort()
    elif fault.error or fault.status != 200:
        call.response = {"ok": False, "error": fault.error or "internal_error"}
    call.status = fault.status
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    return web.json_response(call.response, status=fault.status, headers=headers)
