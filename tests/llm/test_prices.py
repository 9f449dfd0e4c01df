"""What a call costs, where anybody can know."""

import pytest

from bot.llm.prices import Tokens, calculate_cost, find_price


@pytest.mark.parametrize("name", ["gpt-5-mini", "openai:gpt-5-mini", "gpt-5-mini-2025-08-07"])
def test_a_model_of_openai_has_a_price_however_it_is_written(name: str) -> None:
    assert find_price(name, None) == find_price(name, "https://api.openai.com/v1") != None  # noqa: E711


@pytest.mark.parametrize(
    ("name", "base_url"),
    [("llama3", None), ("anthropic:gpt-5-mini", None), ("gpt-5-mini", "http://127.0.0.1:8080/v1"), ("", None)],
)
def test_elsewhere_the_cost_is_unknown_and_never_zero(name: str, base_url: str | None) -> None:
    assert calculate_cost(Tokens(1000, 0, 10), find_price(name, base_url)) is None


def test_cached_tokens_cost_what_cached_tokens_cost() -> None:
    price = find_price("gpt-4.1", None)
    assert calculate_cost(Tokens(input=1_000_000, cached=0, output=0), price) == 2.0
    assert calculate_cost(Tokens(input=1_000_000, cached=1_000_000, output=0), price) == 0.5
    assert calculate_cost(Tokens(input=0, cached=0, output=1_000_000), price) == 8.0
