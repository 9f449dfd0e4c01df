"""Other providers than OpenAI: reached by their own packages, and told of by their own names."""

import pytest

from bot.domain.core.errors import AnalystRejected, SettingsInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.llm.analyst import build_langchain_analyst
from bot.llm.models.model_config import ModelConfig, build_chat_model
from bot.llm.models.model_errors import ModelTrouble, PassingTrouble, classify_error
from bot.llm.models.providers import get_provider
from tests.domain.talk import an_interview, said
from tests.llm.own_prompts import OWN_PROMPTS
from tests.llm.replies import SHORT_PATIENCE, a_mapping, a_reading
from tests.support.model_server import Fails, ModelServer

INTERVIEW = said(an_interview(), "Nightly CSV export, then someone pastes it.")
GOOD = a_mapping(a_reading("systems", 1, "Nightly CSV export"))


class OfACloud(Exception):
    """As the client of AWS raises it."""

    def __init__(self, status: int) -> None:
        super().__init__("refused")
        self.response = {"ResponseMetadata": {"HTTPStatusCode": status}}


class NoCredentialsError(Exception):
    """As it calls it."""


@pytest.fixture
def azure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "of-azure")
    monkeypatch.setenv("OPENAI_API_VERSION", "2025-04-01-preview")


async def test_azure_is_reached_by_the_name_of_a_deployment(
    azure: None, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelServer([GOOD]) as server:
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", server.url.removesuffix("/v1"))
        analyst = build_langchain_analyst(knowledge, OWN_PROMPTS, ModelConfig("azure_openai:ours"), SHORT_PATIENCE)
        heard = await analyst.map_answer(INTERVIEW, INTERVIEW.turns[-1], ())
    assert len(heard.value.readings) == 1
    (request,) = server.requests
    assert request.path.startswith("/openai/deployments/ours/chat/completions?api-version=2025-04-01-preview")
    assert (request.headers["api-key"], request.way) == ("of-azure", "json_schema")


async def test_a_key_of_azure_that_is_refused_is_named(
    azure: None, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ModelServer([Fails(401)]) as server:
        monkeypatch.setenv("AZURE_OPENAI_ENDPOINT", server.url.removesuffix("/v1"))
        analyst = build_langchain_analyst(knowledge, OWN_PROMPTS, ModelConfig("azure_openai:ours"), SHORT_PATIENCE)
        with pytest.raises(AnalystRejected, match="AZURE_OPENAI_API_KEY"):
            await analyst.map_answer(INTERVIEW, INTERVIEW.turns[-1], ())


@pytest.mark.parametrize(
    ("provider", "error", "names"),
    [
        ("bedrock_converse", OfACloud(401), "AWS_ACCESS_KEY_ID"),
        ("bedrock_converse", OfACloud(403), "AWS_ACCESS_KEY_ID"),
        ("bedrock_converse", NoCredentialsError(), "AWS_ACCESS_KEY_ID"),
        ("bedrock_converse", OfACloud(503), "(503)"),
        ("anthropic", OfACloud(401), "ANTHROPIC_API_KEY"),
        ("somebody_new", OfACloud(401), "SOMEBODY_NEW_API_KEY"),
    ],
)
def test_an_error_names_the_variables_of_its_own_provider(provider: str, error: Exception, names: str) -> None:
    assert names in str(classify_error(error, get_provider(provider)))


def test_what_nobody_has_classified_may_pass_and_names_where_to_look() -> None:
    trouble: ModelTrouble = classify_error(KeyError("choices"), get_provider("azure_openai"))
    assert isinstance(trouble, PassingTrouble)
    assert "AZURE_OPENAI_ENDPOINT" in str(trouble)


def test_a_package_that_is_missing_is_named_with_the_command_that_installs_it() -> None:
    with pytest.raises(SettingsInvalid, match="pip install langchain-mistralai"):
        build_chat_model(ModelConfig("mistralai:small"))


def test_a_provider_whose_settings_are_incomplete_is_told_by_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsInvalid, match="AZURE_OPENAI_API_KEY, AZURE_OPENAI_ENDPOINT"):
        build_chat_model(ModelConfig("azure_openai:ours"))


def test_a_proxy_that_needs_a_package_is_named_and_so_is_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    with pytest.raises(SettingsInvalid, match=r"ALL_PROXY .* SOCKS proxy, which needs the package socksio"):
        build_chat_model(ModelConfig("gpt-5-mini", api_key="sk-1"))
