"""Contents: what a plan's document holds, section by section, whatever file it becomes."""

from collections.abc import Iterator

from bot.documents.contents import (
    section_actions,
    section_gaps,
    section_limits,
    section_open_questions,
    section_opening,
    section_roadmap,
    section_tables,
)
from bot.documents.contents.outline import Outline, Section
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import shorten_text
from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Framework
from bot.domain.plan.plan import ProductionPlan

_SHORT = 60


def build_outline(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> Outline:
    """The same for the same plan and assessment, word by word."""
    matter = PlanDocumentData(plan, assessment, framework)
    return Outline(
        cover=section_opening.build_cover(matter),
        short_title=f"{shorten_text(plan.pilot.name, _SHORT)}: production plan",
        made_at=plan.made_at,
        sections=tuple(_build_sections(matter)),
    )


def _build_sections(matter: PlanDocumentData) -> Iterator[Section]:
    planned = bool(matter.plan.actions)
    yield Section("Executive summary", tuple(section_opening.build_summary_blocks(matter)), own_page=True)
    yield Section("Stage and pillars", tuple(section_gaps.build_stage_blocks(matter)), own_page=True)
    yield Section(
        "What blocks the next stage", tuple(section_gaps.build_gap_blocks(matter)), own_page=bool(matter.plan.gaps)
    )
    yield Section("Phases and gates", tuple(section_roadmap.build_roadmap_blocks(matter)), own_page=planned)
    yield Section("Actions", tuple(section_actions.build_actions_blocks(matter)), own_page=planned)
    yield Section("Systems to be wired", tuple(section_tables.build_system_blocks(matter)))
    yield Section("Who or what decides", tuple(section_tables.build_decision_blocks(matter)))
    yield Section("Responsibilities", tuple(section_tables.build_responsibility_blocks(matter)))
    if matter.plan.limits:
        yield Section("Dates and limits you named", tuple(section_limits.build_limit_blocks(matter)))
    yield Section("Value case", tuple(section_tables.build_value_blocks(matter)))
    yield Section("Risks", tuple(section_open_questions.build_risk_blocks(matter)))
    yield Section("Open questions", tuple(section_open_questions.build_open_question_blocks(matter)))
    yield Section("How the numbers were derived", tuple(section_open_questions.build_derivation_blocks(matter)))
