"""Wordings of a plan that an analyst proposes, and the places where one was refused."""

from typing import Literal

from bot.domain.core.model import Value


class SaidTerm(Value):
    """A word or name of the team's that another wording puts in, and where it was said."""

    term: str
    said_in: str
    """Id of a turn, a piece of evidence or a fact."""
    as_said: str = ""
    """The words as they were said, where the term puts them otherwise, in another language above all."""


class TailoredAction(Value):
    """Another wording of an action's title, deliverable and exit criterion; nothing else may change."""

    action_id: str
    title: str
    deliverable: str
    exit: str
    terms: tuple[SaidTerm, ...] = ()
    """What the three texts name that the library's don't."""


class TailoredRisk(Value):
    """Another wording of a risk; what it quotes and which actions answer it may not change."""

    risk_id: str
    title: str
    why: str


class Tailoring(Value):
    summary: tuple[str, ...] = ()
    actions: tuple[TailoredAction, ...] = ()
    risks: tuple[TailoredRisk, ...] = ()
    trouble: str = ""
    """Why a part of the plan was not worded; empty when all of it was."""


class RefusedWording(Value):
    """A place that keeps the library's words, because of a word in the analyst's."""

    place: Literal["action", "risk", "summary"]
    id: str = ""
    """Of the action or risk; empty for the summary."""
    field: str = ""
    """`title`, `deliverable`, `exit` or `why`; empty for all of it."""
    sentence: int | None = None
    """Which sentence of the summary, from 1."""
    word: str = ""
    """What it was refused for; empty where no single word was at fault."""
    why: str
