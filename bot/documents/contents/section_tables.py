"""The tables of the plan: systems, decisions, responsibilities, value."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, Column, Paragraph, Section, Table
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import build_cell, build_cell_or_open, build_strong_run, build_words, format_quote
from bot.domain.planning.plan import DecisionEntry, SystemEntry, ValueEntry
from bot.domain.planning.raci import RaciEntry, build_raci_entries

_RACI = (
    "A: answers for it and, where nobody else is named, does it (A and R in one). C: is asked, since it builds on "
    "their work. I: is told, since their work waits for it. The operational owner hears of every gate."
)


def build_system_section(matter: PlanDocumentData) -> Section:
    return Section("Systems to be wired", tuple(_build_system_blocks(matter)))


def _build_system_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.systems:
        yield Paragraph(build_words("No system could be listed from what was said: see the open questions."))
        return
    columns = (
        *(Column("System", 5), Column("Direction", 4), Column("Interface", 5), Column("Owner", 4)),
        *(Column("State", 5), Column("Named by", 3)),
    )
    yield Table(
        "Systems to be wired", columns, tuple(_build_system_row(entry, matter) for entry in matter.plan.systems)
    )


def _build_system_row(entry: SystemEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    described = (entry.direction, entry.interface, entry.owner, entry.state)
    return (
        build_cell(build_strong_run(entry.system)),
        *map(build_cell_or_open, described),
        build_cell(_format_first_name(entry.speaker, matter)),
    )


def build_decision_section(matter: PlanDocumentData) -> Section:
    return Section("Who or what decides", tuple(_build_decision_blocks(matter)))


def _build_decision_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.decisions:
        yield Paragraph(build_words("No decision could be listed from what was said: see the open questions."))
        return
    columns = (
        *(Column("Decision", 5), Column("Risk tier", 3), Column("Decides", 4), Column("Judgment boundary", 6)),
        *(Column("Escalation", 4), Column("Within", 3), Column("Named by", 3)),
    )
    yield Table(
        "Who or what decides", columns, tuple(_build_decision_row(entry, matter) for entry in matter.plan.decisions)
    )
    yield Paragraph(
        build_words("The judgment boundary is where the AI must stop deciding and hand the case to a person.")
    )


def _build_decision_row(entry: DecisionEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    described = (entry.tier, entry.decider, entry.boundary, entry.escalation, entry.time)
    return (
        build_cell(build_strong_run(entry.decision)),
        *map(build_cell_or_open, described),
        build_cell(_format_first_name(entry.speaker, matter)),
    )


def build_responsibility_section(matter: PlanDocumentData) -> Section:
    return Section("Responsibilities", tuple(_build_responsibility_blocks(matter)))


def _build_responsibility_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    rows = tuple(_build_responsibility_row(part, matter) for part in build_raci_entries(matter.plan))
    if not rows:
        yield Paragraph(build_words("No action is planned, so nobody has to be named."))
        return
    yield Paragraph(build_words("By number of the action. ", _RACI))
    columns = (Column("Role", 5), Column("Person", 4), Column("A, R", 4), Column("C", 4), Column("I", 4))
    yield Table("Responsibilities", columns, rows)


def _build_responsibility_row(part: RaciEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    counted = (part.accountable, part.consulted, part.informed)
    shown = (build_cell(matter.format_action_numbers(actions) or "–") for actions in counted)
    return (build_cell(build_strong_run(part.role_name)), build_cell_or_open(part.person_name), *shown)


def build_value_section(matter: PlanDocumentData) -> Section:
    return Section("Value case", tuple(_build_value_blocks(matter)))


def _build_value_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    yield Paragraph(build_words("A number stands here only where somebody said what it is a number of."))
    columns = (
        *(Column("Shift", 7), Column("Baseline", 5), Column("Target", 5), Column("Measured", 5)),
        *(Column("What was said", 10), Column("Settled by actions", 4)),
    )
    yield Table("Value case", columns, tuple(_build_value_row(entry, matter) for entry in matter.plan.value_case))


def _build_value_row(entry: ValueEntry, matter: PlanDocumentData) -> tuple[Cell, ...]:
    said = format_quote(entry.quote, _format_first_name(entry.speaker, matter)) if entry.quote else "Nobody could say."
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


def _format_first_name(person_id: str | None, matter: PlanDocumentData) -> str:
    return matter.assessment.get_person(person_id).first_name if person_id else ""
