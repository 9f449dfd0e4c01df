"""WorkProgress: how far a rating or a plan in the making is."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import Field

from bot.domain.assessment.assessment import PillarReadiness
from bot.domain.core.model import Value
from bot.domain.framework.framework import Pillar
from bot.domain.plan.plan import ProductionPlan

PlanStep = Literal["gaps", "practices", "schedule", "wording", "documents"]
PLAN_STEPS: tuple[PlanStep, ...] = ("gaps", "practices", "schedule", "wording", "documents")
StepStatus = Literal["in_progress", "complete", "error"]


class RatingProgress(Value):
    """The pillars are rated side by side."""

    pillars: tuple[Pillar, ...]
    rated: Mapping[str, PillarReadiness] = Field(default_factory=dict)
    """By pillar, those that are done."""
    stopped: bool = False
    """It goes on no further: the model was away, or somebody pressed Stop."""

    @property
    def is_over(self) -> bool:
        return all(pillar.id in self.rated for pillar in self.pillars)

    def finish_pillar(self, readiness: PillarReadiness) -> Self:
        return self.model_copy(update={"rated": {**self.rated, readiness.pillar: readiness}})

    def finish(self) -> Self:
        return self

    def stop(self) -> Self:
        return self.model_copy(update={"stopped": True})

    def get_status(self, pillar: str) -> StepStatus:
        if pillar in self.rated:
            return "complete"
        return "error" if self.stopped else "in_progress"


class PlanProgress(Value):
    """One step after the other; `plan` as far as it is drafted."""

    at: PlanStep | None = "gaps"
    """The step that is being done; None once all are."""
    plan: ProductionPlan | None = None
    stopped: bool = False

    @property
    def is_over(self) -> bool:
        return self.at is None

    def finish(self) -> Self:
        return self.model_copy(update={"at": None})

    def stop(self) -> Self:
        return self.model_copy(update={"stopped": True})

    def get_status(self, step: PlanStep) -> StepStatus | Literal["pending"]:
        if self.at is None or PLAN_STEPS.index(step) < PLAN_STEPS.index(self.at):
            return "complete"
        if step != self.at:
            return "pending"
        return "error" if self.stopped else "in_progress"


WorkProgress = RatingProgress | PlanProgress
