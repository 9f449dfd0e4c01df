"""Chance: how often what is left to it is tried, each day and under `make soak`."""

import os

import pytest
from hypothesis import settings

SOAK = os.environ.get("SOAK", "")
"""How a soak runs: short or long; empty each day."""
_EXAMPLES = {"short": 60, "long": 2000}.get(SOAK, 30)


def load_examples() -> None:
    """How many examples a property is tried with; nobody's machine is too slow for one of them."""
    settings.register_profile("flightplan", max_examples=_EXAMPLES, deadline=None)
    settings.load_profile("flightplan")


def some_examples(share: float) -> settings:
    """For properties whose examples are dear: a share of the usual number, at least ten."""
    return settings(max_examples=max(10, round(_EXAMPLES * share)), deadline=None)


def seeds(long: int, *, short: int = 4) -> pytest.MarkDecorator:
    """One run each day, so many under a soak; each has a seed of its own, which stands in the test's name."""
    more = {"short": short, "long": long}.get(SOAK, 0)
    runs = [0, *(pytest.param(number, marks=pytest.mark.soak) for number in range(1, more + 1))]
    return pytest.mark.parametrize("seed", runs)
