"""The compliance view: the same plan as controls, for whoever approves them: what each must show, and who says yes."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, Facts, Section, Table, Words
from bot.documents.contents.pieces import (
    OPEN,
    build_cell,
    build_columns,
    build_paragraph,
    build_strong_cell,
    build_strong_run,
    build_words,
)
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.section_annex import build_level_words, build_said_cell
from bot.documents.contents.section_tables import build_decision_blocks, describe_tier, format_topic, get_gate_name
from bot.documents.contents.wording import clean_line, format_short_day
from bot.domain.framework.strand import Citation, Grade
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.register import StrandItem
from bot.wording.gate_words import format_gate_day

_PILLAR = "governance"


def build_compliance_sections(matter: PlanDocumentData) -> Iterator[Section]:
    yield Section("How much can go wrong", tuple(_build_tier_blocks(matter)))
    yield Section("Decisions, and who answers for each", tuple(build_decision_blocks(matter)))
    yield Section("Oversight: what there is, in the team's words", tuple(_build_oversight_blocks(matter)))
    yield Section("Controls", tuple(_build_strand_blocks(matter)))
    if matter.plan.actions:
        yield Section("Gates and who approves", tuple(_build_approval_blocks(matter)))


def _build_tier_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    answers = matter.plan.risk_answers
    asked: tuple[tuple[str, Grade | None], ...] = (
        ("Harm of a wrong decision", answers.impact),
        ("Decides without a person", answers.autonomy),
        ("Hard to undo", answers.irreversibility),
        ("People it touches", answers.people),
    )
    yield Facts(tuple((name, _build_grade(grade)) for name, grade in asked))
    yield build_paragraph(describe_tier(matter))


def _build_grade(grade: Grade | None) -> Words:
    return build_words(grade) if grade else build_words(OPEN, ": not asked")


def _build_oversight_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    """The governing criteria with all that was said of each, and the actions that close what is missing."""
    columns = build_columns(("Control", 5), ("Level", 4), ("What was said", 13), ("Actions", 3))
    criteria = matter.framework.get_pillar(_PILLAR).criteria
    rows = tuple(_build_oversight_row(criterion.id, matter) for criterion in criteria)
    if rows:
        yield Table("Oversight", columns, rows)


def _build_oversight_row(criterion_id: str, matter: PlanDocumentData) -> tuple[Cell, ...]:
    actions = [action.id for action in matter.plan.actions if action.criterion == criterion_id]
    return (
        build_strong_cell(matter.get_criterion_name(criterion_id)),
        build_level_words(criterion_id, matter),
        build_said_cell(criterion_id, matter),
        build_cell(matter.format_action_numbers(actions) or "–"),
    )


def _build_strand_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.strand:
        yield build_paragraph("This plan was made before controls beyond the team's own words were kept.")
        return
    reasons = dict.fromkeys(item.why for item in matter.plan.strand if item.why)
    common = next(iter(reasons), "") if len(reasons) == 1 else ""
    if common:
        yield build_paragraph(common)
    columns = build_columns(("Control", 7), ("Shown by", 10), ("Tier", 4), ("Gate, who", 6), ("After", 6))
    yield Table("Controls", columns, tuple(_build_strand_row(item, common, matter) for item in matter.plan.strand))
    if any(citation.second_hand for item in matter.plan.strand for citation in item.cites):
        yield build_paragraph("What is marked second-hand was not read at its source: have counsel check it.")


def _build_strand_row(item: StrandItem, common: str, matter: PlanDocumentData) -> tuple[Cell, ...]:
    who = clean_line(item.person_name or f"{item.role_name}, to be named")
    when = f", by {format_short_day(item.due)}" if item.due else ""
    return (
        (build_words(build_strong_run(f"{format_topic(item)}: "), matter.tell(item.title)),),
        build_cell(matter.tell(item.exit)),
        _build_tier_cell(item, "" if common else item.why),
        build_cell(f"{get_gate_name(item.phase, matter)}{when}: {who}"),
        tuple(build_words(_format_citation(cited)) for cited in item.cites) or build_cell("–"),
    )


def _build_tier_cell(item: StrandItem, why: str) -> Cell:
    tier = "not needed at this tier" if item.relieved else item.tier or "not asked"
    return tuple(build_words(text) for text in (tier, why) if text)


def _format_citation(cited: Citation) -> str:
    return f"{cited.name} ({cited.since}{', second-hand' if cited.second_hand else ''})"


def _build_approval_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    columns = build_columns(("Gate", 4), ("When", 5), ("Approves beside the owner", 6), ("Stops or rolls back when", 9))
    yield Table("Gates and who approves", columns, tuple(_build_approval_row(p) for p in matter.plan.phases))


def _build_approval_row(phase: PlannedPhase) -> tuple[Cell, ...]:
    gate = phase.gate
    who = ", ".join(filter(None, (gate.approver, gate.approver_role)))
    return (
        build_strong_cell(phase.name),
        build_cell(format_gate_day(gate, format_short_day)),
        build_cell(who) if who else (build_words(OPEN),),
        build_cell(gate.stop_when) if gate.stop_when else (build_words(OPEN),),
    )
