"""Snapshot: the stage and the levels that one assessment found, without the words they rest on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import inf
from typing import Self

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.ownership import list_refusing_people
from bot.domain.core.model import Value


class Snapshot(Value):
    assessment_id: str
    interview_id: str
    made_at: datetime
    stage: str
    rated: bool = True
    """Whether the stage says anything: not where too little was asked."""
    levels: dict[str, int | None]
    systems: tuple[str, ...] = ()
    """As the team named them."""
    disputed: tuple[str, ...] = ()
    """Criteria that people see differently."""
    refusing: tuple[str, ...] = ()
    """Who said that they don't answer for the workflow, by id or name."""

    @property
    def known_stage(self) -> str | None:
        """None where the stage says nothing."""
        return self.stage if self.rated and any(level is not None for level in self.levels.values()) else None

    @classmethod
    def from_assessment(cls, made: Assessment) -> Self:
        return cls(
            assessment_id=made.id,
            interview_id=made.interview_id,
            made_at=made.made_at,
            stage=made.stage,
            rated=made.is_rated,
            levels=made.levels,
            systems=deduplicate_names(fact.name for fact in made.facts if fact.kind == "system"),
            disputed=tuple(rating.criterion for rating in made.ratings if rating.disputed),
            refusing=list_refusing_people(made.owners),
        )


def deduplicate_names(names: Iterable[str]) -> tuple[str, ...]:
    """Each in the spelling in which it came first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(" ".join(name.casefold().split()), name)
    return tuple(found.values())


def find_latest_snapshot(history: Sequence[Snapshot], moment: datetime) -> Snapshot | None:
    """How it stood at a moment. `history` is oldest first."""
    return next((one for one in reversed(history) if one.made_at <= moment), None)


def has_improved(before: Mapping[str, int | None], after: Mapping[str, int | None]) -> bool:
    """Whether any criterion stands higher, or became known."""
    return any(rank_level(level) > rank_level(before.get(criterion)) for criterion, level in after.items())


def rank_level(level: int | None) -> float:
    """Unknown stands below every level: to learn that something is absent is a step."""
    return -inf if level is None else level
