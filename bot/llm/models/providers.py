"""Providers: what each one's package calls its key, its address and its effort, for settings and for errors."""

from typing import NamedTuple

OPENAI = "openai"


class ModelProvider(NamedTuple):
    """The names by which an operator, or a provider's package, knows a setting."""

    key: str
    """The variables that hold its key, as they are told to an operator."""
    address: str = ""
    """The variable that holds its address; empty where there is none to set."""
    effort: str = ""
    """The parameter of its chat model for how much is thought before an answer; empty where it has none."""
    by_openai_client: bool = False
    """Reached by OpenAI's client, and takes a schema strictly."""


_AWS = ModelProvider("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_BEARER_TOKEN_BEDROCK", "AWS_REGION")
_PROVIDERS = {
    OPENAI: ModelProvider("OPENAI_API_KEY", "OPENAI_BASE_URL", "reasoning_effort", by_openai_client=True),
    "azure_openai": ModelProvider(
        "AZURE_OPENAI_API_KEY", "AZURE_OPENAI_ENDPOINT", "reasoning_effort", by_openai_client=True
    ),
    "anthropic": ModelProvider("ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "effort"),
    "anthropic_bedrock": _AWS,
    "bedrock": _AWS,
    "bedrock_converse": _AWS,
    "cohere": ModelProvider("COHERE_API_KEY"),
    "deepseek": ModelProvider("DEEPSEEK_API_KEY"),
    "fireworks": ModelProvider("FIREWORKS_API_KEY"),
    "google_genai": ModelProvider("GOOGLE_API_KEY"),
    "google_vertexai": ModelProvider("GOOGLE_APPLICATION_CREDENTIALS"),
    "groq": ModelProvider("GROQ_API_KEY", effort="reasoning_effort"),
    "huggingface": ModelProvider("HUGGINGFACEHUB_API_TOKEN"),
    "ibm": ModelProvider("WATSONX_APIKEY", "WATSONX_URL"),
    "mistralai": ModelProvider("MISTRAL_API_KEY"),
    "nvidia": ModelProvider("NVIDIA_API_KEY"),
    "ollama": ModelProvider("OLLAMA_API_KEY", "OLLAMA_HOST"),
    "openrouter": ModelProvider("OPENROUTER_API_KEY"),
    "perplexity": ModelProvider("PPLX_API_KEY"),
    "together": ModelProvider("TOGETHER_API_KEY"),
    "upstage": ModelProvider("UPSTAGE_API_KEY"),
    "xai": ModelProvider("XAI_API_KEY", effort="reasoning_effort"),
}


def get_provider(name: str) -> ModelProvider:
    """One that is not listed is taken to call its key as most do."""
    return _PROVIDERS.get(name) or ModelProvider(f"{name.upper()}_API_KEY")
