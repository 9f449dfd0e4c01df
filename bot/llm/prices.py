"""What a model's tokens cost, where a list price is known; elsewhere the cost stays unknown."""

import re
from typing import NamedTuple

from bot.domain.usage import Tokens

_OPENAI = re.compile(r"^https://api\.openai\.com(?:/|$)")
_PROVIDER = re.compile(r"^openai:")
_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")


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
"""OpenAI's standard list prices as last known to us; a newer or dearer tier makes them wrong, not the tokens."""
