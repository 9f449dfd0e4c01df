"""Trouble with a model: every foreign error told as one of a few kinds, in words fit for a person."""

import re

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

from bot.llm.models.providers import ModelProvider
from bot.llm.models.tokens import Tokens

_TOO_LONG = "the request is longer than the model can read. Choose a model with a longer context"
_REQUEST = "it does not accept the request. Check that the model supports structured outputs"
_NO_MONEY = "insufficient_quota"
_NO_KEY = frozenset({"NoCredentialsError", "PartialCredentialsError", "TokenRetrievalError"})
"""What a provider's package raises where it finds no key at all."""
_REFUSED_STATUS = frozenset({400, 404, 405, 415, 422, 501})
_FORM = re.compile(
    r"response.?format|json.?(?:schema|object|mode)|structured.?output|output.?config|grammar|tool|function|\bstrict\b"
    r"|invalid schema",
    re.I,
)
_EFFORT = re.compile(r"reasoning|\beffort\b|thinking", re.I)
_TRY_AGAIN_STATUS = frozenset({408, 409, 425})


class ModelTrouble(Exception):
    """Why one try of a model failed. The services' own texts are left out: they may quote keys or answers."""

    def __init__(self, what: str, *, wait: float = 0.0, tokens: Tokens = Tokens()) -> None:  # noqa: B008 - frozen
        super().__init__(what)
        self.wait = wait
        """Seconds after which it may be worth trying again, where somebody knows."""
        self.tokens = tokens


class PassingTrouble(ModelTrouble):
    """The same request may succeed in a moment."""


class RateLimited(PassingTrouble):
    """It is there, and wants to be asked less."""


class ModelRejects(ModelTrouble):
    """An operator must act first."""


class FormRefused(ModelRejects):
    """It is not to be asked for a form in this way; it may be in another."""


class EffortRefused(ModelRejects):
    """It is not to be told how much to think."""


class UnreadableReply(ModelTrouble):
    """The model answered, but not with anything that can be read."""


def describe_wrong_key(provider: ModelProvider) -> ModelRejects:
    return ModelRejects(f"it does not accept the key. Check {provider.key}")


def classify_error(error: Exception, provider: ModelProvider) -> ModelTrouble:
    """What a foreign error means for us."""
    if (known := _find_trouble_beneath(error)) is not None:
        return known
    if isinstance(error, LengthFinishReasonError):
        return UnreadableReply(
            "the answer was cut off at the length limit", tokens=_tokens_from_usage(error.completion.usage)
        )
    if isinstance(error, ContentFilterFinishReasonError):
        usage = error.completion.usage if error.completion else None
        return UnreadableReply("the answer was withheld by a content filter", tokens=_tokens_from_usage(usage))
    if getattr(error, "code", None) == _NO_MONEY:
        return ModelRejects("the account's quota is used up. Check its plan and billing")
    return _classify_refusal(error, provider) or _classify_transient(error) or _classify_by_status(error, provider)


def _find_trouble_beneath(error: Exception) -> ModelTrouble | None:
    """Ours, where a client has wrapped it."""
    cause: BaseException | None = error
    for _ in range(5):
        if cause is None or isinstance(cause, ModelTrouble):
            return cause
        cause = cause.__cause__
    return None


def _classify_refusal(error: Exception, provider: ModelProvider) -> ModelTrouble | None:
    """What an operator, or another way of asking, must mend. The service's words are only searched, never told."""
    status = _read_status(error)
    if isinstance(error, ModelAuthenticationError) or status == 401 or type(error).__name__ in _NO_KEY:
        return describe_wrong_key(provider)
    if isinstance(error, ModelPermissionDeniedError) or status == 403:
        return ModelRejects(f"the key may not use this model. Check {provider.key}, its permissions, or MODEL")
    if isinstance(error, ContextOverflowError):
        return ModelRejects(_TOO_LONG)
    if (refused := _find_refused_part(error, status)) is not None:
        return refused
    if isinstance(error, ModelNotFoundError) or status == 404:
        where = f" and {provider.address}" if provider.address else ""
        return ModelRejects(f"it does not know the model, or the address is wrong. Check MODEL{where}")
    return ModelRejects(_REQUEST) if isinstance(error, ModelInvalidRequestError) else None


def _find_refused_part(error: Exception, status: int | None) -> ModelRejects | None:
    """What of the request it takes offence at, where that can be left out or said otherwise."""
    if status not in _REFUSED_STATUS or getattr(error, "code", None) == "model_not_found":
        return None
    if _EFFORT.search(str(error)):
        return EffortRefused(_REQUEST)
    return FormRefused(_REQUEST) if _FORM.search(str(error)) else None


def _classify_transient(error: Exception) -> ModelTrouble | None:
    """Trouble that time may heal."""
    if isinstance(error, ModelRateLimitError):
        return RateLimited("it is rate limiting us", wait=_read_retry_after(error))
    if isinstance(error, TimeoutError | ModelTimeoutError):
        return PassingTrouble("it did not answer in time. If this stays, raise MODEL_TIMEOUT and MODEL_LONG_TIMEOUT")
    if isinstance(error, ModelConnectionError | OSError):
        return PassingTrouble("the connection failed")
    if isinstance(error, ModelError) and error.is_retryable:
        return PassingTrouble(f"it reports an error of its own{_format_status(error)}", wait=_read_retry_after(error))
    return None


def _classify_by_status(error: Exception, provider: ModelProvider) -> ModelTrouble:
    """Errors of providers that LangChain has not classified; without a status it was an unreadable response."""
    status = _read_status(error)
    if status is None:
        where = provider.address or "MODEL"
        return PassingTrouble(f"the response is not one of a chat model. If this stays, check {where}")
    if status == 429:
        return RateLimited("it is rate limiting us", wait=_read_retry_after(error))
    if status >= 500 or status in _TRY_AGAIN_STATUS:
        return PassingTrouble(f"it reports an error of its own ({status})", wait=_read_retry_after(error))
    return ModelRejects(f"it does not accept the request ({status}). Check MODEL and {provider.key}")


def _format_status(error: Exception) -> str:
    status = _read_status(error)
    return f" ({status})" if status is not None else ""


def _read_status(error: Exception) -> int | None:
    """As most clients tell it, or as that of AWS does."""
    status = getattr(error, "status_code", None)
    response = getattr(error, "response", None)
    if not isinstance(status, int) and isinstance(response, dict):
        status = response.get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status if isinstance(status, int) else None


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
