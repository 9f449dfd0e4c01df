"""From a model's name and address to a chat model of LangChain."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import httpx
import openai
from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from bot.domain.core.errors import SettingsInvalid
from bot.llm.models.providers import OPENAI, ModelProvider, get_provider
from bot.llm.models.response_check import check_response

_OPENAI_ADDRESS = "https://api.openai.com/v1"
_STEADY = "gpt-4"
"""Models that may be asked for their likeliest answer each time; newer ones refuse the setting."""
NoteHeaders = Callable[[Mapping[str, str]], None]
_NO_KEY = "none"
"""Servers on one's own machine ask for no key, the client insists on one."""


class TimeBudgets(NamedTuple):
    """Seconds that a call may take, its tries and the waits between them together."""

    short: float = 12.0
    """Where somebody waits for the answer."""
    long: float = 180.0
    """A rating, or the wording of a plan."""

    def get_seconds(self, *, long: bool) -> float:
        return self.long if long else self.short


class ModelConfig(NamedTuple):
    """How to reach a model: `openai:<name>` or a bare name at OpenAI or, with `base_url`, at any compatible server;
    `<provider>:<name>` at another provider, which then finds its own key where that provider's package looks for it.
    """

    model: str
    api_key: str | None = None
    base_url: str | None = None
    budgets: TimeBudgets = TimeBudgets()
    concurrency: int = 64
    """Calls at once, at most; a quarter as many beside them that nobody waits for in a conversation."""
    effort: str | None = None
    """How much it thinks before each answer; None: little where an answer is mapped, else as much as it likes."""
    mask: tuple[str, ...] = ()
    """The kinds of personal data that it is not shown."""

    @property
    def is_openai_compatible(self) -> bool:
        return self.provider == OPENAI

    @property
    def provider(self) -> str:
        """Whose ways of being called the service has."""
        return OPENAI if self.base_url is not None or ":" not in self.model else self.model.partition(":")[0]

    @property
    def ways(self) -> ModelProvider:
        return get_provider(self.provider)

    @property
    def name(self) -> str:
        """The model's, without its provider."""
        return self.model.removeprefix(f"{self.provider}:")


def build_chat_model(
    config: ModelConfig, effort: str | None = None, note_headers: NoteHeaders | None = None
) -> BaseChatModel:
    """Raises SettingsInvalid when no such model can be built here. Nothing is sent yet. `note_headers`: is told those
    of every response, where the model's client shows them."""
    if config.is_openai_compatible and config.api_key is None and config.base_url is None:
        raise SettingsInvalid("OPENAI_API_KEY: is not set, and neither is OPENAI_BASE_URL. Set one to use a model.")
    options: dict[str, Any] = {"model_provider": config.provider, "timeout": max(config.budgets), "max_retries": 0}
    if config.is_openai_compatible:
        options |= _build_openai_options(config)
    if effort and config.ways.effort:
        options[config.ways.effort] = effort
    try:
        if config.ways.by_openai_client:
            options |= _build_client_options(config, note_headers)
        built: BaseChatModel = init_chat_model(config.name, **options)
    except ImportError as error:
        raise SettingsInvalid(_describe_missing_package(config, error)) from error
    except Exception as error:  # each provider refuses its settings in its own way
        raise SettingsInvalid(
            f"MODEL: {config.model} can't be used. Write it as provider:name, and check the provider's settings "
            f"({config.ways.key}{f', {config.ways.address}' if config.ways.address else ''})."
        ) from error
    return built


def is_thinking_by_choice(model: BaseChatModel, effort: str) -> bool:
    """Whether the model is known to take that effort."""
    return effort in ((model.profile or {}).get("reasoning_effort_levels") or ())


def _describe_missing_package(config: ModelConfig, error: ImportError) -> str:
    if "SOCKS" in str(error):  # httpx names neither the package nor the variable
        return "ALL_PROXY or HTTPS_PROXY names a SOCKS proxy, which needs the package socksio. Run: pip install socksio"
    missing = getattr(error.__cause__, "name", None) or error.name or f"langchain_{config.provider}"
    package = missing.partition(".")[0].replace("_", "-")
    return f"MODEL: {config.model} needs the package {package}, which isn't installed. Run: pip install {package}"


def _build_openai_options(config: ModelConfig) -> dict[str, Any]:
    steady: dict[str, Any] = {"temperature": 0} if config.name.startswith(_STEADY) else {}
    return steady | {"api_key": config.api_key or _NO_KEY, "base_url": config.base_url or _OPENAI_ADDRESS}


def _build_client_options(config: ModelConfig, note_headers: NoteHeaders | None) -> dict[str, Any]:
    async def look_at(response: httpx.Response) -> None:
        if note_headers is not None:
            note_headers(response.headers)
        await check_response(response, config.ways)

    return {
        # A connection kept open would outlive the event loop it belongs to, and break the next one's first call.
        "default_headers": {"Connection": "close"},
        "http_async_client": openai.DefaultAsyncHttpxClient(event_hooks={"response": [look_at]}),
    }
