"""Contents: what a plan's document holds, section by section, whatever file it becomes."""

from collections.abc import Iterator

from bot.documents.contents.outline import Outline, Section
from bot.documents.contents.plan_document import Matter
from bot.documents.contents.section_actions import actions_section
from bot.documents.contents.section_gaps import gap_section, standing_section
from bot.documents.contents.section_open_questions import derivation_section, open_question_section, risk_section
from bot.documents.contents.section_opening import cover, summary_section
from bot.documents.contents.section_roadmap import way_section
from bot.documents.contents.section_tables import (
    decision_section,
    responsibility_section,
    system_section,
    value_section,
)
from bot.documents.contents.wording import shortened
from bot.domain.assessment.assessment import Assessment
from bot.domain.framework.framework import Framework
from bot.domain.planning.plan import ProductionPlan

_SHORT = 60


def outline_of(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> Outline:
    """The same for the same plan and assessment, word by word."""
    matter = Matter(plan, assessment, framework)
    return Outline(
        cover=cover(matter),
        short_title=f"{shortened(plan.pilot.name, _SHORT)}: production plan",
        made_at=plan.made_at,
        sections=tuple(_sections(matter)),
    )


def _sections(matter: Matter) -> Iterator[Section]:
    yield summary_section(matter)
    yield standing_section(matter)
    yield gap_section(matter)
    yield way_section(matter)
    yield actions_section(matter)
    yield system_section(matter)
    yield decision_section(matter)
    yield responsibility_section(matter)
    yield value_section(matter)
    yield risk_section(matter)
    yield open_question_section(matter)
    yield derivation_section(matter)
