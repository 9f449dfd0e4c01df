"""Trouble with a model: every foreign error told as one of three kinds, in words fit for a person."""

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

from bot.llm.usage_ledger import Tokens

_REJECTIONS: tuple[tuple[type[ModelError], str], ...] = (
    (ModelAuthenticationError, "it does not accept the key. Check OPENAI_API_KEY"),
    (ModelPermissionDeniedError, "the key may not use this model. Check the key's project and permissions, or MODEL"),
    (ModelNotFoundError, "it does not know the model, or the address is wrong. Check MODEL and OPENAI_BASE_URL"),
    (ContextOverflowError, "the request is longer than the model can read. Choose a model with a longer context"),
    (ModelInvalidRequestError, "it does not accept the request. Check that the model supports structured outputs"),
)
_NO_MONEY = "insufficient_quota"
_TRY_AGAIN_STATUS = frozenset({408, 409, 425, 429})


class ModelTrouble(Exception):
    """Why one try of a model failed. The services' own texts are left out: they may quote keys or answers."""

    def __init__(self, what: str, *, wait: float = 0.0, tokens: Tokens = Tokens()) -> None:  # noqa: B008 - frozen
        super().__init__(what)
        self.wait = wait
        """Seconds that the service asked to wait."""
        self.tokens = tokens


class PassingTrouble(ModelTrouble):
    """The same request may succeed in a moment."""


class ModelRejects(ModelTrouble):
    """An operator must act first."""


class UnreadableReply(ModelTrouble):
    """The model answered, but not with anything that can be read."""


def classify_error(error: Exception) -> ModelTrouble:
    """What a foreign error means for us."""
    if isinstance(error, LengthFinishReasonError):
        return UnreadableReply(
            "the answer was cut off at the length limit", tokens=_tokens_from_usage(error.completion.usage)
        )
    if isinstance(error, ContentFilterFinishReasonError):
        usage = error.completion.usage if error.completion else None
        return UnreadableReply("the answer was withheld by a content filter", tokens=_tokens_from_usage(usage))
    if getattr(error, "code", None) == _NO_MONEY:
        return ModelRejects("the account's quota is used up. Check its plan and billing")
    for rejection, advice in _REJECTIONS:
        if isinstance(error, rejection):
            return ModelRejects(advice)
    return _classify_transient(error) or _classify_by_status(error)


def _classify_transient(error: Exception) -> ModelTrouble | None:
    """Trouble that time may heal."""
    if isinstance(error, ModelRateLimitError):
        return PassingTrouble("it is rate limiting us", wait=_read_retry_after(error))
    if isinstance(error, TimeoutError | ModelTimeoutError):
        return PassingTrouble("it did not answer in time")
    if isinstance(error, ModelConnectionError | OSError):
        return PassingTrouble("the connection failed")
    if isinstance(error, ModelError) and error.is_retryable:
        return PassingTrouble(f"it reports an error of its own{_format_status(error)}", wait=_read_retry_after(error))
    return None


def _classify_by_status(error: Exception) -> ModelTrouble:
    """Errors of providers that LangChain has not classified; without a status it was an unreadable response."""
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return UnreadableReply("the response is not one of a chat model. If this stays, check OPENAI_BASE_URL")
    if status >= 500 or status in _TRY_AGAIN_STATUS:
        return PassingTrouble(f"it reports an error of its own ({status})", wait=_read_retry_after(error))
    return ModelRejects(f"it does not accept the request ({status}). Check MODEL and the key")


def _format_status(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f" ({status})" if isinstance(status, int) else ""


def _read_retry_after(error: Exception) -> float:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers.get("retry-after", "")))
    except ValueError:
        return 0.0


def _tokens_from_usage(usage: CompletionUsage | None) -> Tokens:
    if usage is None:
        return Tokens()
    cached = usage.prompt_tokens_details.cached_tokens if usage.prompt_tokens_details else 0
    return Tokens(usage.prompt_tokens, cached or 0, usage.completion_tokens)
