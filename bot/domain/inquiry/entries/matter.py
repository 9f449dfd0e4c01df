"""PilotMatter: what was loaded of one pilot for one reader, before it is taken apart into entries."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.domain.core.team import Team
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.turn import Turn
from bot.domain.portfolio.overview import PilotOverview


class PilotMatter(NamedTuple):
    team: Team
    overview: PilotOverview
    turns: tuple[Turn, ...] = ()
    """What was said and still stands, oldest first."""
    private_turns: frozenset[str] = frozenset()
    """Ids of those said to us alone by somebody else: only what the assessment quotes of them is for others."""
    addresses: Mapping[str, str] = {}
    """Where a turn's message can be opened by the reader, by the turn's id."""
    evidence: tuple[Evidence, ...] = ()
    """What of these turns bears on a criterion."""
    corrected: frozenset[tuple[str, str]] = frozenset()
    """Turn and words of what its speaker took back later: it is told to nobody as if it held."""
    card: str | None = None
    """The address of the message that shows the assessment, where the reader can open it."""
    plan: str | None = None
    """Of the one that shows the plan."""
    thread: str | None = None
    """Of the interview's thread."""

    @property
    def home(self) -> str | None:
        """Where what stands in no message of its own can be looked up: the interview, else the assessment."""
        return self.thread or self.card
