"""The tables of the plan: systems, decisions, responsibilities, value."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, Column, Paragraph, Section, Table
from bot.documents.contents.plan_document import Matter
from bot.documents.contents.wording import cell, named, quoted, strong, words
from bot.domain.planning.plan import DecisionEntry, SystemEntry, ValueEntry
from bot.domain.planning.raci import Part, parts

_RACI = (
    "A: answers for it and, where nobody else is named, does it (A and R in one). C: is asked, since it builds on "
    "their work. I: is told, since their work waits for it. The operational owner hears of every gate."
)


def system_section(matter: Matter) -> Section:
    return Section("Systems to be wired", tuple(_systems(matter)))


def _systems(matter: Matter) -> Iterator[Block]:
    if not matter.plan.systems:
        yield Paragraph(words("No system could be listed from what was said: see the open questions."))
        return
    columns = (
        *(Column("System", 5), Column("Direction", 4), Column("Interface", 5), Column("Owner", 4)),
        *(Column("State", 5), Column("Named by", 3)),
    )
    yield Table("Systems to be wired", columns, tuple(_system(entry, matter) for entry in matter.plan.systems))


def _system(entry: SystemEntry, matter: Matter) -> tuple[Cell, ...]:
    described = (entry.direction, entry.interface, entry.owner, entry.state)
    return (cell(strong(entry.system)), *map(named, described), cell(_first_name(entry.speaker, matter)))


def decision_section(matter: Matter) -> Section:
    return Section("Who or what decides", tuple(_decisions(matter)))


def _decisions(matter: Matter) -> Iterator[Block]:
    if not matter.plan.decisions:
        yield Paragraph(words("No decision could be listed from what was said: see the open questions."))
        return
    columns = (
        *(Column("Decision", 5), Column("Risk tier", 3), Column("Decides", 4), Column("Judgment boundary", 6)),
        *(Column("Escalation", 4), Column("Within", 3), Column("Named by", 3)),
    )
    yield Table("Who or what decides", columns, tuple(_decision(entry, matter) for entry in matter.plan.decisions))
    yield Paragraph(words("The judgment boundary is where the AI must stop deciding and hand the case to a person."))


def _decision(entry: DecisionEntry, matter: Matter) -> tuple[Cell, ...]:
    described = (entry.tier, entry.decider, entry.boundary, entry.escalation, entry.time)
    return (cell(strong(entry.decision)), *map(named, described), cell(_first_name(entry.speaker, matter)))


def responsibility_section(matter: Matter) -> Section:
    return Section("Responsibilities", tuple(_responsibilities(matter)))


def _responsibilities(matter: Matter) -> Iterator[Block]:
    rows = tuple(_part(part, matter) for part in parts(matter.plan))
    if not rows:
        yield Paragraph(words("No action is planned, so nobody has to be named."))
        return
    yield Paragraph(words("By number of the action. ", _RACI))
    columns = (Column("Role", 5), Column("Person", 4), Column("A, R", 4), Column("C", 4), Column("I", 4))
    yield Table("Responsibilities", columns, rows)


def _part(part: Part, matter: Matter) -> tuple[Cell, ...]:
    counted = (part.accountable, part.consulted, part.informed)
    shown = (cell(matter.numbers(actions) or "–") for actions in counted)
    return (cell(strong(part.role_name)), named(part.person_name), *shown)


def value_section(matter: Matter) -> Section:
    return Section("Value case", tuple(_value(matter)))


def _value(matter: Matter) -> Iterator[Block]:
    yield Paragraph(words("A number stands here only where somebody said what it is a number of."))
    columns = (
        *(Column("Shift", 7), Column("Baseline", 5), Column("Target", 5), Column("Measured", 5)),
        *(Column("What was said", 10), Column("Settled by actions", 4)),
    )
    yield Table("Value case", columns, tuple(_shift(entry, matter) for entry in matter.plan.value_case))


def _shift(entry: ValueEntry, matter: Matter) -> tuple[Cell, ...]:
    said = quoted(entry.quote, _first_name(entry.speaker, matter)) if entry.quote else "Nobody could say."
    settled_by = [action.id for action in matter.plan.actions if action.criterion == entry.criterion]
    return (
        (words(strong(matter.name(entry.criterion))), words(matter.level(entry.level))),
        named(entry.baseline),
        named(entry.target),
        named(entry.measured),
        cell(said),
        cell(matter.numbers(settled_by) or "–"),
    )


def _first_name(person_id: str | None, matter: Matter) -> str:
    return matter.assessment.person(person_id).first_name if person_id else ""
