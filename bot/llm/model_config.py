"""Links: from a model's name and address to a chat model of LangChain."""

from typing import Any, NamedTuple

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel

from bot.domain.core.errors import SettingsInvalid

_OPENAI = "openai"
_OPENAI_ADDRESS = "https://api.openai.com/v1"
_STEADY = "gpt-4"
"""Models that may be asked for their likeliest answer each time; newer ones refuse the setting."""
_NO_KEY = "none"
"""Servers on one's own machine ask for no key, the client insists on one."""


class ModelConfig(NamedTuple):
    """How to reach a model: `openai:<name>` or a bare name at OpenAI or, with `base_url`, at any compatible server;
    `<provider>:<name>` at another provider, which then finds its own key where that provider's package looks for it.
    """

    model: str
    api_key: str | None = None
    base_url: str | None = None
    timeout: float = 60.0
    """Seconds that one try may take."""

    @property
    def is_openai_compatible(self) -> bool:
        return self.provider == _OPENAI

    @property
    def provider(self) -> str:
        """Whose ways of being called the service has."""
        return _OPENAI if self.base_url is not None or ":" not in self.model else self.model.partition(":")[0]

    @property
    def name(self) -> str:
        """The model's, without its provider."""
        return self.model.removeprefix(f"{self.provider}:")


def build_chat_model(link: ModelConfig) -> BaseChatModel:
    """Raises SettingsInvalid when no such model can be built here. Nothing is sent yet."""
    if link.is_openai_compatible and link.api_key is None and link.base_url is None:
        raise SettingsInvalid("OPENAI_API_KEY: is not set, and neither is OPENAI_BASE_URL. Set one to use a model.")
    options = _build_openai_options(link) if link.is_openai_compatible else {"model_provider": link.provider}
    try:
        built: BaseChatModel = init_chat_model(link.name, timeout=link.timeout, max_retries=0, **options)
    except ImportError as error:
        raise SettingsInvalid(f"MODEL: {link.model} needs the package {error.name}, which isn't installed.") from error
    except Exception as error:  # each provider refuses its settings in its own way
        raise SettingsInvalid(
            f"MODEL: {link.model} can't be used. Write it as provider:name, and check the provider's key."
        ) from error
    return built


def _build_openai_options(link: ModelConfig) -> dict[str, Any]:
    steady: dict[str, Any] = {"temperature": 0} if link.name.startswith(_STEADY) else {}
    return steady | {
        "model_provider": _OPENAI,
        "api_key": link.api_key or _NO_KEY,
        "base_url": link.base_url or _OPENAI_ADDRESS,
        # A connection kept open would outlive the event loop it belongs to, and break the next one's first call.
        "default_headers": {"Connection": "close"},
    }
