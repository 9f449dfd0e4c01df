"""PersonAnswer: what became of somebody's wish to talk to a human."""

from typing import Literal

from bot.domain.core.model import Value
from bot.domain.core.team import Team


class PersonAnswer(Value):
    teams: tuple[Team, ...] = ()
    """The pilots that may be meant, of those the asker may see; none: there is nobody to tell."""
    outcome: Literal["told", "already", "own", "gone", "unasked"] | None = None
    """Of the only one: its lead was told, was told within the hour, is the asker, left, or doesn't want to be asked by
    them. None: none was chosen."""
