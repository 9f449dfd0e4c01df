"""Level shifts: what a correction, or taking words back, changed of where a criterion stands."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.assessment.rating import find_standing
from bot.domain.framework.framework import Level
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn


class LevelShift(NamedTuple):
    criterion: str
    before: Level | None
    after: Level | None


def find_levels(criteria: Iterable[str], evidence: Iterable[Evidence]) -> dict[str, Level | None]:
    """Where these stand by this evidence; None where it shows no level."""
    kept = tuple(evidence)
    found = ((criterion, find_standing(criterion, kept)) for criterion in dict.fromkeys(criteria))
    return {criterion: standing.level if standing else None for criterion, standing in found}


def compare_levels(before: Interview, after: Interview, turn_id: str) -> tuple[LevelShift, ...]:
    """What became of the criteria that rested on a turn's words, which are gone or others by now."""
    touched = [item.criterion for item in before.evidence if item.turn_id == turn_id]
    was, now = (find_levels(touched, interview.evidence) for interview in (before, after))
    return _pair_levels(was, now)


def list_corrected_levels(interview: Interview, turn: Turn) -> tuple[LevelShift, ...]:
    """What a turn changed of what was known: by its own words before they were edited, or as it takes back earlier ones
    of its speaker."""
    own = [item for item in interview.evidence if item.turn_id == turn.id]
    others = [item for item in interview.evidence if item.turn_id != turn.id]
    was = find_levels((item.criterion for item in own if item.corrects), others) | dict(turn.levels_before)
    return _pair_levels(was, find_levels(was, interview.evidence))


def _pair_levels(was: dict[str, Level | None], now: dict[str, Level | None]) -> tuple[LevelShift, ...]:
    return tuple(LevelShift(c, level, now[c]) for c, level in was.items() if level != now[c])
