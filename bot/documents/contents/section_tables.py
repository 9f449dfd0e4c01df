"""The tables of the plan: systems, decisions, responsibilities, value."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, Table
from bot.documents.contents.pieces import (
    build_cell,
    build_cell_or_open,
    build_columns,
    build_paragraph,
    build_strong_cell,
    build_strong_run,
    build_words,
)
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import format_quote
from bot.domain.plan.tables import DecisionEntry, SystemEntry
from bot.domain.plan.value_case import ValueEntry
from bot.domain.plan_contents.raci import RaciEntry, build_raci_entries
from bot.wording.unknowns import explain_unknown

_RACI = (
    "A: answers for it and, where nobody else is named, does it (A and R in one). C: is asked, since it builds on "
    "their work. I: is told, since their work waits for it. The operational owner hears of every gate."
)


def build_system_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.systems:
        yield build_paragraph("No system could be listed from what was said: see the open questions.")
        return
    columns = build_columns(
        ("System", 5), ("Direction", 4), ("Interface", 5), ("Owner", 4), ("State", 5), ("Named by", 3)
    )
    yield Table("Systems to be wired", columns, tuple(_build_system_row(e, matter) for e in matter.plan.systems))


def _build_system_row(entry: SystemEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    described = (entry.direction, entry.interface, entry.owner, entry.state)
    return (
        build_strong_cell(entry.system),
        *map(build_cell_or_open, described),
        build_cell(_format_first_name(entry.speaker, matter)),
    )


def build_decision_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.decisions:
        yield build_paragraph("No decision could be listed from what was said: see the open questions.")
        return
    columns = build_columns(
        ("Decision", 5),
        ("Risk tier", 3),
        ("Decides", 4),
        ("Judgment boundary", 6),
        ("Escalation", 4),
        ("Within", 3),
        ("Named by", 3),
    )
    yield Table("Who or what decides", columns, tuple(_build_decision_row(e, matter) for e in matter.plan.decisions))
    yield build_paragraph("The judgment boundary is where the AI must stop deciding and hand the case to a person.")


def _build_decision_row(entry: DecisionEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    described = (entry.tier, entry.decider, entry.boundary, entry.escalation, entry.time)
    return (
        build_strong_cell(entry.decision),
        *map(build_cell_or_open, described),
        build_cell(_format_first_name(entry.speaker, matter)),
    )


def build_responsibility_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    rows = tuple(_build_responsibility_row(part, matter) for part in build_raci_entries(matter.plan))
    if not rows:
        yield build_paragraph("No action is planned, so nobody has to be named.")
        return
    yield build_paragraph("By number of the action. ", _RACI)
    columns = build_columns(("Role", 5), ("Person", 4), ("A, R", 4), ("C", 4), ("I", 4))
    yield Table("Responsibilities", columns, rows)


def _build_responsibility_row(part: RaciEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    counted = (part.accountable, part.consulted, part.informed)
    shown = (build_cell(matter.format_action_numbers(actions) or "–") for actions in counted)
    return (build_strong_cell(part.role_name), build_cell_or_open(part.person_name), *shown)


def build_value_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    yield build_paragraph("A number stands here only where somebody said what it is a number of.")
    columns = build_columns(
        ("Shift", 7), ("Baseline", 5), ("Target", 5), ("Measured", 5), ("What was said", 10), ("Settled by actions", 4)
    )
    yield Table(
        "Value case", columns, tuple(_build_value_row(entry, matter) for entry in matter.plan.value_case.shifts)
    )


def _build_value_row(entry: ValueEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    said = _format_value_quote(entry, matter)
    settled_by = [action.id for action in matter.plan.actions if action.criterion == entry.criterion]
    return (
        (
            build_words(build_strong_run(matter.get_criterion_name(entry.criterion))),
            build_words(matter.format_level(entry.level)),
        ),
        build_cell_or_open(entry.baseline),
        build_cell_or_open(entry.target),
        build_cell_or_open(entry.measured),
        build_cell(said),
        build_cell(matter.format_action_numbers(settled_by) or "–"),
    )


def _format_value_quote(entry: ValueEntry, matter: PlanDocumentData) -> str:
    """The words that carry the number; where there are none, why."""
    if entry.quote:
        return format_quote(entry.quote, _format_first_name(entry.speaker, matter))
    rating = matter.assessment.get_rating(entry.criterion)
    return "No number was named." if rating.is_known else explain_unknown(rating, matter.assessment)


def _format_first_name(person_id: str | None, matter: PlanDocumentData) -> str:
    return matter.assessment.get_person(person_id).first_name if person_id else ""
