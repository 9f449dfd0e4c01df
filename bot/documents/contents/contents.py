"""Contents: what a plan's document holds, section by section, whatever file it becomes."""

from collections.abc import Iterator

from bot.documents.contents.outline import Outline, Section
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.section_actions import build_actions_section
from bot.documents.contents.section_gaps import build_gap_section, build_stage_section
from bot.documents.contents.section_open_questions import (
    build_derivation_section,
    build_open_question_section,
    build_risk_section,
)
from bot.documents.contents.section_opening import build_cover, build_summary_section
from bot.documents.contents.section_roadmap import build_roadmap_section
from bot.documents.contents.section_tables import (
    build_decision_section,
    build_responsibility_section,
    build_system_section,
    build_value_section,
)
from bot.documents.contents.wording import shorten_text
from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Framework
from bot.domain.planning.plan import ProductionPlan

_SHORT = 60


def build_outline(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> Outline:
    """The same for the same plan and assessment, word by word."""
    matter = PlanDocumentData(plan, assessment, framework)
    return Outline(
        cover=build_cover(matter),
        short_title=f"{shorten_text(plan.pilot.name, _SHORT)}: production plan",
        made_at=plan.made_at,
        sections=tuple(_build_sections(matter)),
    )


def _build_sections(matter: PlanDocumentData) -> Iterator[Section]:
    yield build_summary_section(matter)
    yield build_stage_section(matter)
    yield build_gap_section(matter)
    yield build_roadmap_section(matter)
    yield build_actions_section(matter)
    yield build_system_section(matter)
    yield build_decision_section(matter)
    yield build_responsibility_section(matter)
    yield build_value_section(matter)
    yield build_risk_section(matter)
    yield build_open_question_section(matter)
    yield build_derivation_section(matter)
