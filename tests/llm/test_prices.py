"""What a call costs, where anybody can know."""

import pytest

from bot.llm.models.model_config import ModelConfig
from bot.llm.models.tokens import Tokens
from bot.llm.models.usage_ledger import calculate_cost

MILLION = 1_000_000


@pytest.mark.parametrize("name", ["gpt-5-mini", "openai:gpt-5-mini", "gpt-5-mini-2025-08-07"])
@pytest.mark.parametrize("address", [None, "https://api.openai.com/v1"])
def test_a_model_of_openai_has_a_price_however_it_is_written(name: str, address: str | None) -> None:
    assert calculate_cost(Tokens(input=MILLION), ModelConfig(name, base_url=address)) == 0.25


def test_a_model_of_another_provider_has_its_own_price() -> None:
    assert calculate_cost(Tokens(output=MILLION), ModelConfig("anthropic:claude-3-5-haiku-latest")) == 4.0


@pytest.mark.parametrize(
    ("name", "base_url"),
    [
        *(("llama3", None), ("anthropic:gpt-5-mini", None), ("nobody:gpt-5-mini", None), ("", None)),
        *(("gpt-5-mini", "http://127.0.0.1:8080/v1"), ("llama3:8b", "http://127.0.0.1:8080/v1")),
    ],
)
def test_elsewhere_the_cost_is_unknown_and_never_zero(name: str, base_url: str | None) -> None:
    assert calculate_cost(Tokens(1000, 0, 10), ModelConfig(name, base_url=base_url)) is None


def test_cached_tokens_cost_what_cached_tokens_cost() -> None:
    link = ModelConfig("gpt-4.1")
    assert calculate_cost(Tokens(input=MILLION), link) == 2.0
    assert calculate_cost(Tokens(input=MILLION, cached=MILLION), link) == 0.5
    assert calculate_cost(Tokens(output=MILLION), link) == 8.0
