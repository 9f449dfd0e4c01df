"""Strand: what no team mentions unasked, and how deep it goes by how much can go wrong."""

from collections.abc import Mapping
from typing import Literal

from bot.domain.core.model import Value

Grade = Literal["low", "medium", "high"]
GRADES: tuple[Grade, ...] = ("low", "medium", "high")
MIDDLE: Grade = "medium"
"""The depth at which everything stands while nobody was asked."""


class Citation(Value):
    name: str
    since: str
    """The day it is of or applies from, as printed."""
    second_hand: bool = False
    """Not read at its source: counsel should check it."""


class StrandPractice(Value):
    id: str
    topic: str
    title: str
    exit: str
    role: str
    phase: str
    """Id of the phase at whose gate it counts."""
    effort_days: Mapping[Grade, float]
    """Working days of one person, by tier."""
    needed_from: Grade = "low"
    """The lowest tier that needs it."""
    relief: str = ""
    """What a lower tier is relieved of, as it is put down in writing."""
    cites: tuple[Citation, ...] = ()


class Strand(Value):
    version: str = ""
    items: tuple[StrandPractice, ...] = ()
