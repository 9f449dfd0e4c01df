"""Matter: a plan, the assessment it rests on, and the framework's names for what they speak of."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.documents.contents.wording import level, numbers, quoted
from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Criterion, Framework, Pillar
from bot.domain.planning.plan import Action, Because, ProductionPlan

OFFLINE = "offline"


@dataclass(frozen=True)
class Matter:
    """Tolerant of names that the framework has no more: an older plan is still told, by what it calls things."""

    plan: ProductionPlan
    assessment: Assessment
    framework: Framework

    @cached_property
    def _places(self) -> dict[str, int]:
        return {action.id: place for place, action in enumerate(self.plan.actions, start=1)}

    def number(self, action_id: str) -> int:
        """What people call the action: its place in the plan, from 1."""
        return self._places[action_id]

    def numbers(self, action_ids: Iterable[str]) -> str:
        return numbers(self._places[action_id] for action_id in action_ids if action_id in self._places)

    def reasons_told_by(self, action: Action) -> Action:
        """The action where the reasons of this one stand in full: itself, or an earlier one."""
        reasons = _reasons(action)
        return next(other for other in self.plan.actions if reasons <= _reasons(other))

    def criterion(self, criterion_id: str) -> Criterion | None:
        return next((found for found in self.framework.criteria if found.id == criterion_id), None)

    def name(self, criterion_id: str) -> str:
        found = self.criterion(criterion_id)
        return found.name if found else _spelled(criterion_id)

    def step(self, criterion_id: str, of_level: int) -> str:
        """What the ladder says of a level."""
        found = self.criterion(criterion_id)
        return found.ladder[of_level] if found else self.framework.level_name(of_level)

    def pillar_of(self, criterion_id: str) -> Pillar | None:
        return next((p for p in self.framework.pillars if criterion_id in {c.id for c in p.criteria}), None)

    def pillar_name(self, pillar_id: str) -> str:
        return next((p.name for p in self.framework.pillars if p.id == pillar_id), _spelled(pillar_id))

    def level(self, value: int | None) -> str:
        return level(value, self.framework.level_name(value))

    def stage_name(self, stage_id: str) -> str:
        return next((rule.name for rule in self.framework.stages if rule.id == stage_id), _spelled(stage_id))

    def said_by(self, because: Because) -> str:
        """A reason as people read it: quoted with its speaker, or the plain statement."""
        if not because.speaker:
            return because.text
        return quoted(because.text, self.assessment.person(because.speaker).name)

    def target(self) -> int:
        """The level that every criterion needs next."""
        return 4 if self.plan.target_stage == "production" else 3


def _reasons(action: Action) -> set[str]:
    return {reason.text for reason in action.because}


def _spelled(name: str) -> str:
    return name.replace("_", " ").capitalize()
