"""Framework, Pillar, Criterion: what a pilot is measured against, as loaded from knowledge/."""

from datetime import date
from typing import Annotated

from pydantic import Field

from bot.domain.model import Value

Level = Annotated[int, Field(ge=0, le=4)]
"""0 absent, 1 lab, 2 pilot, 3 designed, 4 proven. Unknown is None and never 0."""


class Source(Value):
    title: str
    publisher: str
    date: date

    @property
    def citation(self) -> str:
        return f"{self.title} ({self.publisher}, {self.date:%-d %B %Y})"


class LevelName(Value):
    level: Level
    name: str
    means: str


class Unknown(Value):
    name: str
    means: str


class ReadingRule(Value):
    id: str
    rule: str


class Criterion(Value):
    id: str
    name: str
    asks: str
    ladder: Annotated[tuple[str, ...], Field(min_length=5, max_length=5)]
    """The level descriptors, index = level."""


class Pillar(Value):
    id: str
    name: str
    claim: str
    gates_stage: bool
    criteria: tuple[Criterion, ...]


class Trap(Value):
    id: str
    name: str
    means: str


class StageRule(Value):
    id: str
    name: str
    means: str
    weakest_pillar_at_least: float
    every_gate_criterion_at_least: int | None


class Gate(Value):
    name: str
    ends_with: str
    criteria: tuple[str, ...]


class Phase(Value):
    id: str
    name: str
    weeks: tuple[int, int]
    gate: Gate


class Framework(Value):
    version: str
    source: Source
    unknown: Unknown
    levels: tuple[LevelName, ...]
    reading_rules: tuple[ReadingRule, ...]
    pillars: tuple[Pillar, ...]
    traps: tuple[Trap, ...]
    stages: tuple[StageRule, ...]
    """From the least to the most mature."""
    phases: tuple[Phase, ...]

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All criteria, in the order of the pillars."""
        return tuple(criterion for pillar in self.pillars for criterion in pillar.criteria)

    @property
    def criterion_ids(self) -> tuple[str, ...]:
        return tuple(criterion.id for criterion in self.criteria)

    @property
    def gating_pillars(self) -> tuple[Pillar, ...]:
        return tuple(pillar for pillar in self.pillars if pillar.gates_stage)

    def criterion(self, criterion_id: str) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.id == criterion_id)

    def pillar(self, pillar_id: str) -> Pillar:
        return next(pillar for pillar in self.pillars if pillar.id == pillar_id)

    def pillar_of(self, criterion_id: str) -> Pillar:
        return next(p for p in self.pillars if any(c.id == criterion_id for c in p.criteria))

    def trap(self, trap_id: str) -> Trap:
        return next(trap for trap in self.traps if trap.id == trap_id)

    def phase(self, phase_id: str) -> Phase:
        return next(phase for phase in self.phases if phase.id == phase_id)

    def level_name(self, level: int | None) -> str:
        return self.unknown.name if level is None else self.levels[level].name
