"""The way to production: phases on the calendar, and the gate at the end of each, go or no-go."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, Column, Gate, Paragraph, Picture, Section, Table, Words
from bot.documents.contents.plan_document import Matter
from bot.documents.contents.wording import cell, clean, day, short_day, span, strong, words
from bot.domain.planning.plan import PlannedPhase

_GO = (
    "A gate is a decision: go when every line in its box is met. Where one is not, it is a no-go: the gate moves or "
    "the scope shrinks, the owner decides which, and the reason goes on record."
)
_NOT_PLANNED = "Not planned yet: too little is known. It follows in the draft after the first gate."


def way_section(matter: Matter) -> Section:
    return Section("Phases and gates", tuple(_way(matter)), own_page=bool(matter.plan.actions))


def _way(matter: Matter) -> Iterator[Block]:
    if not matter.plan.actions:
        yield Paragraph(words("Nothing is planned, so no gate lies ahead."))
        return
    yield Paragraph(words(_GO))
    if matter.plan.actions and not matter.plan.only_finds_out:
        yield timeline(matter)
    columns = (Column("Phase", 3), Column("When", 4), Column("Gate", 4), Column("Go when:", 10))
    yield Table("Phases and gates", columns, tuple(_row(phase, matter) for phase in matter.plan.phases))
    yield from (Paragraph(words(note)) for note in matter.plan.notes)
    yield from (gate(phase, matter) for phase in matter.plan.phases if _planned(phase, matter))


def _planned(phase: PlannedPhase, matter: Matter) -> bool:
    return bool(matter.plan.actions_of(phase.id)) or not matter.plan.only_finds_out


def _row(phase: PlannedPhase, matter: Matter) -> tuple[Cell, ...]:
    ends = cell(phase.gate.ends_with)
    if not _planned(phase, matter):
        return cell(strong(phase.name)), cell("in the new draft"), cell("–"), ends
    when = f"{span(phase.weeks)}"
    return cell(strong(phase.name)), cell(when), cell(f"week {phase.gate.week}, {short_day(phase.gate.due)}"), ends


def gate(phase: PlannedPhase, matter: Matter) -> Gate:
    due = f"{day(phase.gate.due)} (week {phase.gate.week})"
    return Gate(f"Gate {clean(phase.gate.name)}: {due}. Go when:", tuple(_lines(phase, matter)))


def _lines(phase: PlannedPhase, matter: Matter) -> Iterator[Words]:
    yield from (words(criterion) for criterion in phase.gate.criteria)
    actions = phase.gate.actions
    if actions:
        many, has = (
            ("Action", "has passed its exit test") if len(actions) == 1 else ("Actions", "have passed their exit tests")
        )
        yield words(f"{many} {matter.numbers(actions)} {has}.")


def timeline(matter: Matter) -> Picture:
    told = (f"{phase.name} in {span(phase.weeks)}, gate on {day(phase.gate.due)}" for phase in matter.plan.phases)
    return Picture("timeline", "Phases, actions by their number, and gates", f"{'; '.join(told)}.")


def not_planned(phase: PlannedPhase, matter: Matter) -> str:
    """What stands where a phase has no action."""
    if not _planned(phase, matter):
        return _NOT_PLANNED
    return "Nothing to do here: what this phase brings is there already. The gate confirms it."
