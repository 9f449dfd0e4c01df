"""What a model's tokens cost, where a list price is known; elsewhere the cost stays unknown."""

import re
from typing import NamedTuple

_OPENAI_SERVICE = re.compile(r"https://api\.openai\.com(?:/|$)")
_OPENAI_MODEL = re.compile(r"(?:openai:)?(?P<name>.+?)(?:-\d{4}-\d{2}-\d{2})?")
_MILLION = 1_000_000


class Tokens(NamedTuple):
    """As the service counted them; `cached` is the part of `input` that it had at hand."""

    input: int = 0
    cached: int = 0
    output: int = 0


class Price(NamedTuple):
    """US dollars for a million tokens."""

    input: float
    cached: float
    output: float


_OPENAI_PRICES = {
    "gpt-4o": Price(2.50, 1.25, 10.00),
    "gpt-4o-mini": Price(0.15, 0.075, 0.60),
    "gpt-4.1": Price(2.00, 0.50, 8.00),
    "gpt-4.1-mini": Price(0.40, 0.10, 1.60),
    "gpt-4.1-nano": Price(0.10, 0.025, 0.40),
    "o3": Price(2.00, 0.50, 8.00),
    "o4-mini": Price(1.10, 0.275, 4.40),
    "gpt-5": Price(1.25, 0.125, 10.00),
    "gpt-5.1": Price(1.25, 0.125, 10.00),
    "gpt-5-mini": Price(0.25, 0.025, 2.00),
    "gpt-5-nano": Price(0.05, 0.005, 0.40),
}
"""OpenAI's standard list prices as we knew them in 2025; check them against your bill."""


def find_price(model: str, base_url: str | None) -> Price | None:
    """None for a model we know no price of, and for any other service than OpenAI's own."""
    if base_url is not None and not _OPENAI_SERVICE.match(base_url):
        return None
    name = _OPENAI_MODEL.fullmatch(model)
    return _OPENAI_PRICES.get(name["name"]) if name else None


def calculate_cost(tokens: Tokens, price: Price | None) -> float | None:
    if price is None:
        return None
    fresh = tokens.input - tokens.cached
    dollars = fresh * price.input + tokens.cached * price.cached + tokens.output * price.output
    return round(dollars / _MILLION, 6)
