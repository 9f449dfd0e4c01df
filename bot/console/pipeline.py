"""Pipeline: what a whole interview runs through, from the first question to its documents."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.domain.assessment.assessment import Assessment
from bot.domain.plan.plan import ProductionPlan
from bot.services.ports.dependencies import Dependencies


@dataclass(frozen=True, repr=False)
class Pipeline(Dependencies):
    write_documents: Callable[[Path, Assessment, ProductionPlan], object]
