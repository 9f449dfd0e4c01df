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


class ModelErrorKind(Enum):
    RETRYABLE = auto()
    """The same request may succeed in a moment."""
    REJECTED = auto()
    """An operator must act first."""
    UNUSABLE = auto()
    """The model answered, but not with anything that can be read."""


class ClassifiedError(NamedTuple):
    kind: ModelErrorKind
    what: str
    wait: float | None = None
    """Seconds that the service asked to wait."""
    tokens: Tokens = Tokens()


def classify_error(error: Exception) -> ClassifiedError:
    """What a foreign error means for us. The services' own texts are left out: they may quote keys or answers."""
    if isinstance(error, LengthFinishReasonError):
        return ClassifiedError(
            ModelErrorKind.UNUSABLE,
            "the answer was cut off at the length limit",
            tokens=_tokens_from_usage(error.completion.usage),
        )
    if isinstance(error, ContentFilterFinishReasonError):
        usage = error.completion.usage if error.completion else None
        return ClassifiedError(
            ModelErrorKind.UNUSABLE, "the answer was withheld by a content filter", tokens=_tokens_from_usage(usage)
        )
    if getattr(error, "code", None) == _NO_MONEY:
        return ClassifiedError(ModelErrorKind.REJECTED, "the account's quota is used up. Check its plan and billing")
    for rejection, advice in _REJECTIONS:
        if isinstance(error, rejection):
            return ClassifiedError(ModelErrorKind.REJECTED, advice)
    return _classify_transient(error) or _classify_by_status(error)


def _classify_transient(error: Exception) -> ClassifiedError | None:
    """Trouble that time may heal."""
    if isinstance(error, ModelRateLimitError):
        return ClassifiedError(ModelErrorKind.RETRYABLE, "it is rate limiting us", _read_retry_after(error))
    if isinstance(error, TimeoutError | ModelTimeoutError):
        return ClassifiedError(ModelErrorKind.RETRYABLE, "it did not answer in time")
    if isinstance(error, ModelConnectionError | OSError):
        return ClassifiedError(ModelErrorKind.RETRYABLE, "the connection failed")
    if isinstance(error, ModelError) and error.is_retryable:
        return ClassifiedError(
            ModelErrorKind.RETRYABLE, f"it reports an error of its own{_format_status(error)}", _read_retry_after(error)
        )
    return None


def _classify_by_status(error: Exception) -> ClassifiedError:
    """Errors of providers that LangChain has not classified; without a status it was an unreadable response."""
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return ClassifiedError(
            ModelErrorKind.UNUSABLE, "the response is not one of a chat model. If this stays, check OPENAI_BASE_URL"
        )
    if status >= 500 or status in _TRY_AGAIN_STATUS:
        return ClassifiedError(
            ModelErrorKind.RETRYABLE, f"it reports an error of its own{_format_status(error)}", _read_retry_after(error)
        )
    return ClassifiedError(
        ModelErrorKind.REJECTED, f"it does not accept the request{_format_status(error)}. Check MODEL and the key"
    )


def _format_status(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f" ({status})" if isinstance(status, int) else ""


def _read_retry_after(error: Exception) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return None


def _tokens_from_usage(usage: CompletionUsage | None) -> Tokens:
    if usage is None:
        return Tokens()
    cached = usage.prompt_tokens_details.cached_tokens if usage.prompt_tokens_details else 0
    return Tokens(usage.prompt_tokens, cached or 0, usage.completion_tokens)
