"""Framework, Pillar, Criterion: what a pilot is measured against, as loaded from knowledge/."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from bot.domain.core.model import Value

Level = Annotated[int, Field(ge=0, le=4)]
"""0 absent, 1 lab, 2 pilot, 3 designed, 4 proven. Unknown is None and never 0."""


FactKind = Literal["system", "decision", "metric", "person", "date", "constraint"]


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
    facts: tuple[FactKind, ...] = ()
    """What an answer to it names, beside the level, that the plan's tables are made of."""


class Pillar(Value):
    id: str
    name: str
    claim: str
    gates_stage: bool
    criteria: tuple[Criterion, ...]


class LevelRule(Value):
    """Levels of one criterion at which something holds."""

    criterion: str
    levels: tuple[Level, ...]


class Trap(Value):
    id: str
    name: str
    means: str
    sounds_like: str = ""
    """How a remark that points to it sounds: an example for the model."""
    shown_at: tuple[LevelRule, ...] = ()
    """The levels that show it by themselves: any one of them is enough. Empty: only remarks show it."""
    remark_counts_at: tuple[LevelRule, ...] = ()
    """A remark counts while each of these is unknown or at one of its levels; empty: as long as nothing of
    `shown_at` is known."""

    @property
    def criteria(self) -> frozenset[str]:
        """Those whose actions answer it."""
        return frozenset(rule.criterion for rule in (*self.shown_at, *self.remark_counts_at))

    def is_shown_by(self, criterion_id: str, level: Level | None) -> bool:
        return any(rule.criterion == criterion_id and level in rule.levels for rule in self.shown_at)

    def is_remark_credible(self, levels: Mapping[str, int | None]) -> bool:
        """Whether the ratings leave room for what somebody let drop."""
        rules = self.remark_counts_at or [LevelRule(criterion=rule.criterion, levels=()) for rule in self.shown_at]
        return all(levels.get(rule.criterion) in {None, *rule.levels} for rule in rules)


class AcceptanceRule(Value):
    """Where it stands that a leader has accepted the pilot: from this level on, or once this practice is done."""

    criterion: str
    level: Level
    practice: str


class StageRule(Value):
    id: str
    name: str
    means: str
    weakest_pillar_at_least: float
    every_gate_criterion_at_least: int | None
    target_stage: str = ""
    """The stage that a plan aims at from here: itself for the last."""
    target_level: Level = 3
    """What every criterion needs for that."""
    statement: str = ""
    goal: str = ""
    """What its first steps are headed with, where a plan aims at it."""
    needs: str = ""
    """What the column of what it needs is headed with."""

    @property
    def sentence(self) -> str:
        """Goes on after the pilot's name."""
        return self.statement or f"is at the stage {self.name}"


class GateCriterion(Value):
    """What must hold at a gate. A plain text is one that is about no criterion in particular."""

    text: str
    criteria: tuple[str, ...] = ()
    """Ids of those it is about."""
    level: Level = 3
    """What each of them must be at for it to hold."""
    about: Literal["unknown", "disagreement"] | None = None
    """That all of these are settled, whichever they are."""

    @model_validator(mode="before")
    @classmethod
    def _read_plain_text(cls, given: Any) -> Any:
        return {"text": given} if isinstance(given, str) else given

    @property
    def id(self) -> str:
        return self.text


class PhaseGate(Value):
    name: str
    ends_with: str
    criteria: tuple[GateCriterion, ...]
    numbers: tuple[str, ...] = ()
    """Ids of the numbers to agree that its criteria speak of, in the order in which they do."""
    stop_when: str = ""
    """What is measured while the phase runs, and at which figure it stops or goes back."""
    stop_numbers: tuple[str, ...] = ()
    """Ids of the numbers that `stop_when` speaks of, in the order in which it does."""
    approvers: tuple[str, ...] = ()
    """Ids of the roles of whom one says yes beside the owner, the fittest first."""

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(criterion.text for criterion in self.criteria)


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
    acceptance: AcceptanceRule | None = None
    phases: tuple[Phase, ...]
    artefacts: tuple[str, ...] = ()
    """What a team can show: a word of these in somebody's answer names something that can be checked."""
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

    @property
    def gating_criteria(self) -> tuple[Criterion, ...]:
        return tuple(criterion for pillar in self.gating_pillars for criterion in pillar.criteria)

    @property
    def value_criteria(self) -> tuple[Criterion, ...]:
        """Those that gate no stage: they carry the value case."""
        return tuple(c for pillar in self.pillars if not pillar.gates_stage for c in pillar.criteria)

    def list_criteria_naming(self, kind: FactKind) -> tuple[str, ...]:
        """Ids of the criteria whose answers name such a fact."""
        return tuple(criterion.id for criterion in self.criteria if kind in criterion.facts)

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

    def is_last_stage(self, stage_id: str) -> bool:
        return stage_id == self.stages[-1].id

    def get_stage_rank(self, stage_id: str) -> int:
        """How mature a stage is, counted from 0; -1 for one that is no more."""
        return next((place for place, stage in enumerate(self.stages) if stage.id == stage_id), -1)

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
        target_stage=stage_id,
    )
