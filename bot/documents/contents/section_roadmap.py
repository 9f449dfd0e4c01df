"""The way to production: phases on the calendar, and the gate at the end of each, go or no-go."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Cell, GateBox, Picture, Table, Words
from bot.documents.contents.pieces import build_cell, build_columns, build_paragraph, build_strong_cell, build_words
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import clean_line, format_short_day, format_weeks
from bot.domain.core.phrases import format_date
from bot.domain.plan.phase import PlannedPhase
from bot.wording.gate_words import format_gate_day

_GO = (
    "A gate is a decision: go when every line in its box is met. Where one is not, it is a no-go: the gate moves or "
    "the scope shrinks, the owner decides which, and the reason goes on record."
)
_NOT_PLANNED = "Not planned yet: too little is known. It follows in the draft after the first gate."


def build_roadmap_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    if not matter.plan.actions:
        yield build_paragraph("Nothing is planned, so no gate lies ahead.")
        return
    yield build_paragraph(_GO)
    if matter.plan.actions and not matter.plan.is_discovery_only:
        yield build_timeline_picture(matter)
    columns = build_columns(("Phase", 3), ("When", 4), ("Gate", 4), ("Go when:", 10))
    yield Table("Phases and gates", columns, tuple(_build_phase_row(phase, matter) for phase in matter.plan.phases))
    yield from (build_paragraph(note) for note in matter.plan.notes)
    yield from (build_gate_box(phase, matter) for phase in matter.plan.phases if _is_planned(phase, matter))


def _is_planned(phase: PlannedPhase, matter: PlanDocumentData) -> bool:
    return bool(matter.plan.list_phase_actions(phase.id)) or not matter.plan.is_discovery_only


def _build_phase_row(phase: PlannedPhase, matter: PlanDocumentData) -> tuple[Cell, ...]:
    ends = build_cell(phase.gate.ends_with)
    if not _is_planned(phase, matter):
        return build_strong_cell(phase.name), build_cell("in the new draft"), build_cell("–"), ends
    when = f"{format_weeks(phase.weeks)}"
    return (
        build_strong_cell(phase.name),
        build_cell(when),
        build_cell(f"week {phase.gate.week}, {format_gate_day(phase.gate, format_short_day)}"),
        ends,
    )


def build_gate_box(phase: PlannedPhase, matter: PlanDocumentData) -> GateBox:
    due = f"{format_gate_day(phase.gate, format_date)} (week {phase.gate.week})"
    return GateBox(f"Gate {clean_line(phase.gate.name)}: {due}. Go when:", tuple(_list_gate_conditions(phase, matter)))


def _list_gate_conditions(phase: PlannedPhase, matter: PlanDocumentData) -> Iterator[Words]:
    yield from (build_words(criterion) for criterion in phase.gate.criteria)
    actions = phase.gate.actions
    if actions:
        many, has = (
            ("Action", "has passed its exit test") if len(actions) == 1 else ("Actions", "have passed their exit tests")
        )
        yield build_words(f"{many} {matter.format_action_numbers(actions)} {has}.")


def build_timeline_picture(matter: PlanDocumentData) -> Picture:
    told = (
        f"{p.name} in {format_weeks(p.weeks)}, gate: {format_gate_day(p.gate, format_date)}" for p in matter.plan.phases
    )
    return Picture("timeline", "Phases, actions by their number, and gates", f"{'; '.join(told)}.")


def describe_empty_phase(phase: PlannedPhase, matter: PlanDocumentData) -> str:
    """What stands where a phase has no action."""
    if phase.why:
        return phase.why
    if not _is_planned(phase, matter):
        return _NOT_PLANNED
    return "What this phase brings is there already. The gate confirms it."
