"""A server's response, looked at before the client does: an outage that comes as a success is told from an answer."""

import json
from typing import Any, Protocol

from bot.llm.models.model_errors import ModelTrouble, PassingTrouble, describe_wrong_key
from bot.llm.models.providers import ModelProvider

_OPENED = ("length", "content_filter")
"""Ends of an answer that was begun: the client tells those itself."""
_KEY_REFUSED = frozenset({401, 403, "401", "403", "invalid_api_key"})


class HttpResponse(Protocol):
    """What is read of a response, whichever library brought it."""

    status_code: int

    async def aread(self) -> bytes: ...


async def check_response(response: HttpResponse, provider: ModelProvider) -> None:
    """Raises ModelTrouble where a success holds no answer of a model. Other statuses are the client's to tell."""
    if response.status_code == 200 and (trouble := find_trouble(await response.aread(), provider)) is not None:
        raise trouble


def find_trouble(content: bytes, provider: ModelProvider) -> ModelTrouble | None:
    text = content.decode("utf-8", "replace").strip().removeprefix("\ufeff")
    if text.startswith("<"):
        return PassingTrouble(f"it answers with a web page. If this stays, check {provider.address or 'its address'}")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return PassingTrouble("its response is cut off or damaged")
    if not isinstance(body, dict):
        return PassingTrouble("its response is empty")
    if body.get("error"):
        return _describe_error(body["error"], provider)
    return _check_choices(body)


def _describe_error(error: Any, provider: ModelProvider) -> ModelTrouble:
    """What the service says itself is left out: it may quote keys or answers."""
    code = error.get("code") if isinstance(error, dict) else None
    if isinstance(code, str | int) and code in _KEY_REFUSED:
        return describe_wrong_key(provider)
    return PassingTrouble(f"it reports an error of its own{f' ({code})' if isinstance(code, int) else ''}")


def _check_choices(body: dict[str, Any]) -> ModelTrouble | None:
    choices = body.get("choices")
    first = choices[0] if isinstance(choices, list) and choices else None
    message = first.get("message") if isinstance(first, dict) else None
    if not isinstance(first, dict) or not isinstance(message, dict):
        return PassingTrouble("its response holds no answer. If this stays, check MODEL and the address")
    said = any(message.get(key) for key in ("content", "tool_calls", "refusal", "reasoning", "reasoning_content"))
    if said or first.get("finish_reason") in _OPENED:
        return None
    return PassingTrouble("its answer is empty")
