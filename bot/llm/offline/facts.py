"""Facts: systems, people, limits, numbers and dates that a team named; rather none than a wrong one."""

from bot.domain.interview import Interview, Turn
from bot.domain.mapping import ProposedFact
from bot.llm.offline.cues import Cues


def facts_in(turn: Turn, interview: Interview, cues: Cues) -> tuple[ProposedFact, ...]:
    return ()
