"""Tokens of one call of a model."""

from typing import NamedTuple


class Tokens(NamedTuple):
    """As the service counted them; `cached` is the part of `input` that it had at hand."""

    input: int = 0
    cached: int = 0
    output: int = 0
