"""Contents: what each document of a plan holds, section by section, whatever file it becomes."""

from collections.abc import Callable, Iterator, Mapping

from bot.documents.contents import (
    section_actions,
    section_annex,
    section_brief,
    section_compliance,
    section_people,
    section_risks,
    section_roadmap,
    section_tables,
)
from bot.documents.contents.outline import Outline, Section
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import clean_line


def build_outline(document: str, matter: PlanDocumentData) -> Outline:
    """Of one of DOCUMENTS; the same for the same plan and assessment, word by word."""
    subtitle, build_sections = DOCUMENTS[document]
    return Outline(
        title=clean_line(matter.plan.pilot.name),
        subtitle=subtitle,
        made_at=matter.plan.made_at,
        note=section_annex.describe_authorship(matter),
        sections=tuple(section for section in build_sections(matter) if section.blocks),
    )


def _build_brief(matter: PlanDocumentData) -> Iterator[Section]:
    yield section_brief.build_brief_section(matter)


def _build_plan(matter: PlanDocumentData) -> Iterator[Section]:
    """The brief, then what each of its lines rests on; what there is nothing of has no section."""
    plan = matter.plan
    yield section_brief.build_brief_section(matter)
    if not plan.actions:
        return
    yield Section("To live proof, step by step", tuple(section_roadmap.build_rollout_blocks(matter)), own_page=True)
    yield from section_actions.build_action_sections(matter)
    yield Section("Gates", tuple(section_roadmap.build_gate_blocks(matter)))
    yield Section("People", tuple(section_people.build_people_blocks(matter)))
    if plan.numbers_to_agree:
        yield Section("Numbers to agree", tuple(section_tables.build_number_blocks(matter)))
    yield Section("Value and cost", tuple(section_tables.build_value_blocks(matter)))
    if plan.systems:
        yield Section("Systems to be wired", tuple(section_tables.build_system_blocks(matter)))
    if plan.decisions:
        yield Section("Who or what decides", tuple(section_tables.build_decision_blocks(matter)))
    if plan.strand:
        yield Section("Controls that nobody mentioned", tuple(section_tables.build_control_blocks(matter)))
    yield Section("Risks", tuple(section_risks.build_risk_blocks(matter)))
    yield Section("Dates and limits you named", tuple(section_risks.build_limit_blocks(matter)))
    if plan.open_questions:
        yield Section("Open questions", tuple(section_risks.build_question_blocks(matter)))


DOCUMENTS: Mapping[str, tuple[str, Callable[[PlanDocumentData], Iterator[Section]]]] = {
    "brief": ("Brief", _build_brief),
    "plan": ("Production plan", _build_plan),
    "annex": ("Annex to the plan", section_annex.build_annex_sections),
    "compliance": ("Compliance view", section_compliance.build_compliance_sections),
}
"""What each is called, and what it holds."""
