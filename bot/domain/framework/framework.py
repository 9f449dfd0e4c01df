"""Framework, Pillar, Criterion: what a pilot is measured against, as loaded from knowledge/."""

from datetime import date
from typing import Annotated

from pydantic import Field

from bot.domain.core.model import Value

Level = Annotated[int, Field(ge=0, le=4)]
"""0 absent, 1 lab, 2 pilot, 3 designed, 4 proven. Unknown is None and never 0."""


class FrameworkSource(Value):
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


class UnknownLevel(Value):
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


class PhaseGate(Value):
    name: str
    ends_with: str
    criteria: tuple[str, ...]


class Phase(Value):
    id: str
    name: str
    weeks: tuple[int, int]
    gate: PhaseGate


class Framework(Value):
    version: str
    source: FrameworkSource
    unknown: UnknownLevel
    levels: tuple[LevelName, ...]
    reading_rules: tuple[ReadingRule, ...]
    pillars: tuple[Pillar, ...]
    traps: tuple[Trap, ...]
    stages: tuple[StageRule, ...]
    """From the least to the most mature."""
    phases: tuple[Phase, ...]
    earlier: tuple["Framework", ...] = ()
    """The versions that were in force before: what was made with one is read with it."""

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

    def get_version(self, version: str) -> "Framework":
        """As it was in that version, where it is still known; else as it is now."""
        return next((known for known in (self, *self.earlier) if known.version == version), self)

    def get_criterion(self, criterion_id: str) -> Criterion:
        """One that no version has any more goes by its id: what was made with it stays readable."""
        found = (criterion for criterion in self.criteria if criterion.id == criterion_id)
        return next(found, Criterion(id=criterion_id, name=_id_to_title(criterion_id), asks="", ladder=("",) * 5))

    def get_pillar(self, pillar_id: str) -> Pillar:
        gone = Pillar(id=pillar_id, name=_id_to_title(pillar_id), claim="", gates_stage=False, criteria=())
        return next((pillar for pillar in self.pillars if pillar.id == pillar_id), gone)

    def get_pillar_of_criterion(self, criterion_id: str) -> Pillar:
        found = (p for p in self.pillars if any(c.id == criterion_id for c in p.criteria))
        return next(found, Pillar(id="", name="", claim="", gates_stage=False, criteria=()))

    def get_trap(self, trap_id: str) -> Trap:
        gone = Trap(id=trap_id, name=_id_to_title(trap_id), means="")
        return next((trap for trap in self.traps if trap.id == trap_id), gone)

    def get_stage(self, stage_id: str) -> StageRule:
        return next((stage for stage in self.stages if stage.id == stage_id), _build_removed_stage(stage_id))

    def get_stage_rank(self, stage_id: str) -> int:
        """How mature a stage is, counted from 0; -1 for one that is no more."""
        return next((place for place, stage in enumerate(self.stages) if stage.id == stage_id), -1)

    def get_phase(self, phase_id: str) -> Phase:
        return next(phase for phase in self.phases if phase.id == phase_id)

    def get_level_name(self, level: int | None) -> str:
        return self.unknown.name if level is None else self.levels[level].name


def _id_to_title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _build_removed_stage(stage_id: str) -> StageRule:
    return StageRule(
        id=stage_id,
        name=_id_to_title(stage_id),
        means="",
        weakest_pillar_at_least=0,
        every_gate_criterion_at_least=None,
    )
