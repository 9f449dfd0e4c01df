"""Trouble with a model: every foreign error told as one of three kinds, in words fit for a person."""

from enum import Enum, auto
from typing import NamedTuple

from langchain_core.exceptions import (
    ContextOverflowError,
    ModelAuthenticationError,
    ModelConnectionError,
    ModelError,
    ModelInvalidRequestError,
    ModelNotFoundError,
    ModelPermissionDeniedError,
    ModelRateLimitError,
    ModelTimeoutError,
)
from openai import ContentFilterFinishReasonError, LengthFinishReasonError
from openai.types import CompletionUsage

from bot.llm.prices import Tokens

_REJECTIONS: tuple[tuple[type[ModelError], str], ...] = (
    (ModelAuthenticationError, "it does not accept the key. Check OPENAI_API_KEY"),
    (ModelPermissionDeniedError, "the key may not use this model. Check the key's project and permissions, or MODEL"),
    (ModelNotFoundError, "it does not know the model, or the address is wrong. Check MODEL and OPENAI_BASE_URL"),
    (ContextOverflowError, "the request is longer than the model can read. Choose a model with a longer context"),
    (ModelInvalidRequestError, "it does not accept the request. Check that the model supports structured outputs"),
)
_NO_MONEY = "insufficient_quota"
_TRY_AGAIN_STATUS = frozenset({408, 409, 425, 429})


class Kind(Enum):
    AGAIN = auto()
    """The same request may succeed in a moment."""
    REJECTED = auto()
    """An operator must act first."""
    UNFIT = auto()
    """The model answered, but not with anything that can be read."""


class Trouble(NamedTuple):
    kind: Kind
    what: str
    wait: float | None = None
    """Seconds that the service asked to wait."""
    tokens: Tokens = Tokens()


def trouble_of(error: Exception) -> Trouble:
    """What a foreign error means for us. The services' own texts are left out: they may quote keys or answers."""
    if isinstance(error, LengthFinishReasonError):
        return Trouble(Kind.UNFIT, "the answer was cut off at the length limit", tokens=_used(error.completion.usage))
    if isinstance(error, ContentFilterFinishReasonError):
        usage = error.completion.usage if error.completion else None
        return Trouble(Kind.UNFIT, "the answer was withheld by a content filter", tokens=_used(usage))
    if getattr(error, "code", None) == _NO_MONEY:
        return Trouble(Kind.REJECTED, "the account's quota is used up. Check its plan and billing")
    for rejection, advice in _REJECTIONS:
        if isinstance(error, rejection):
            return Trouble(Kind.REJECTED, advice)
    return _passing(error) or _by_status(error)


def _passing(error: Exception) -> Trouble | None:
    """Trouble that time may heal."""
    if isinstance(error, ModelRateLimitError):
        return Trouble(Kind.AGAIN, "it is rate limiting us", _retry_after(error))
    if isinstance(error, TimeoutError | ModelTimeoutError):
        return Trouble(Kind.AGAIN, "it did not answer in time")
    if isinstance(error, ModelConnectionError | OSError):
        return Trouble(Kind.AGAIN, "the connection failed")
    if isinstance(error, ModelError) and error.is_retryable:
        return Trouble(Kind.AGAIN, f"it reports an error of its own{_status_words(error)}", _retry_after(error))
    return None


def _by_status(error: Exception) -> Trouble:
    """Errors of providers that LangChain has not classified; without a status it was an unreadable response."""
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return Trouble(Kind.UNFIT, "the response is not one of a chat model. If this stays, check OPENAI_BASE_URL")
    if status >= 500 or status in _TRY_AGAIN_STATUS:
        return Trouble(Kind.AGAIN, f"it reports an error of its own{_status_words(error)}", _retry_after(error))
    return Trouble(Kind.REJECTED, f"it does not accept the request{_status_words(error)}. Check MODEL and the key")


def _status_words(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f" ({status})" if isinstance(status, int) else ""


def _retry_after(error: Exception) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _used(usage: CompletionUsage | None) -> Tokens:
    if usage is None:
        return Tokens()
    cached = usage.prompt_tokens_details.cached_tokens if usage.prompt_tokens_details else 0
    return Tokens(usage.prompt_tokens, cached or 0, usage.completion_tokens)
