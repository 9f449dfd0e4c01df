"""The way to production: the four steps to live proof, the line between the two horizons, and the gates."""

from collections.abc import Iterator, Sequence

from bot.documents.contents.outline import Block, Cell, GateBox, Picture, Table, Words
from bot.documents.contents.pieces import build_cell, build_columns, build_paragraph, build_strong_run, build_words
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.wording import clean_line, format_short_day, format_weeks, list_range
from bot.domain.core.phrases import format_date
from bot.domain.framework.practice import Exposure
from bot.domain.plan.action import Reason
from bot.domain.plan.phase import OwedCriterion, PlannedPhase
from bot.domain.plan.rollout import RolloutStep
from bot.wording.formatter import format_count
from bot.wording.gate_words import format_gate_day

STEPS: dict[Exposure, str] = {
    "shadow": "Shadow",
    "limited": "Limited",
    "full": "Full",
    "owner_review": "Owner's review",
}
_SAID = 90
"""Characters of what was said, as evidence beside a line of a gate; the annex has all of it."""
_GO = "A gate is a decision: go when every line is met. Where one is not, it moves or the scope shrinks, on record."
_NOT_PLANNED = "Not planned yet: too little is known. It follows in the draft after the first gate."


def build_way_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    """On one line, with dates and how firm they are."""
    rollout = matter.plan.rollout
    if rollout and not any(step.action for step in rollout):
        yield build_paragraph("It is live: all four steps lie behind it.")
        return
    if rollout:
        columns = build_columns(*((STEPS[step.step], 1) for step in rollout))
        yield Table("The way to live proof", columns, (tuple(_build_step_cell(step, matter) for step in rollout),))
        if matter.plan.horizons.line:
            yield build_paragraph(matter.plan.horizons.line)
        return
    phases = matter.plan.phases
    gates = tuple((build_words(f"gate: {format_gate_day(phase.gate, format_short_day)}"),) for phase in phases)
    yield Table("The way to production", build_columns(*((phase.name, 1) for phase in phases)), (gates,))


def _build_step_cell(step: RolloutStep, matter: PlanDocumentData) -> Cell:
    action = next((action for action in matter.plan.actions if action.id == step.action), None)
    if action is None:
        return (build_words("behind it"),)
    if action.is_committed:
        return build_words(_format_firm_dates(step)), build_words("committed")
    return (*map(build_words, list_range(step.earliest, step.latest)), build_words("outline"))


def _format_firm_dates(step: RolloutStep) -> str:
    days = [format_short_day(day) for day in (step.earliest, step.latest) if day]
    return " to ".join(dict.fromkeys(days)) or "no date yet"


def build_rollout_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    """What each step takes and needs first; the brief has the dates."""
    if matter.plan.rollout:
        columns = build_columns(("Step", 4), ("When", 6), ("Takes", 4), ("Needs first", 11))
        rows = tuple(_build_step_row(step, matter) for step in matter.plan.rollout)
        yield Table("What each step needs", columns, rows)
    if not matter.plan.is_discovery_only:
        yield build_timeline_picture(matter)
    yield from (build_paragraph(matter.tell(note)) for note in matter.plan.notes)


def _build_step_row(step: RolloutStep, matter: PlanDocumentData) -> tuple[Cell, ...]:
    number = matter.format_action_numbers([step.action] if step.action else [])
    there = [_format_evidence(reason, matter) for reason in step.there]
    told = there or _list_needs(step, matter) or ["nothing beyond the step before"]
    return (
        (build_words(build_strong_run(STEPS[step.step])), *((build_words(f"action {number}"),) if number else ())),
        _build_step_cell(step, matter),
        build_cell(f"{format_count(step.least_days, 'day')} at least" if step.least_days else "–"),
        tuple(build_words(text) for text in told),
    )


def _list_needs(step: RolloutStep, matter: PlanDocumentData) -> list[str]:
    """Actions by their number, everything else in words."""
    titles = {action.title: action.id for action in matter.plan.actions}
    numbers = matter.format_action_numbers(titles[need] for need in step.needs if need in titles)
    word = "action" if numbers.isdecimal() else "actions"
    told = [f"{word} {numbers}"] if numbers else []
    return [*told, *(matter.tell(need) for need in step.needs if need not in titles)]


def build_gate_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    yield build_paragraph(_GO)
    for phase in matter.plan.phases:
        if is_planned(phase, matter):
            yield build_gate_box(phase, matter)


def is_planned(phase: PlannedPhase, matter: PlanDocumentData) -> bool:
    return bool(matter.plan.list_phase_actions(phase.id)) or not matter.plan.is_discovery_only


def build_gate_box(phase: PlannedPhase, matter: PlanDocumentData) -> GateBox:
    gate = phase.gate
    week = f" (week {gate.week})" if gate.due else ""
    title = f"Gate {clean_line(gate.name)}: {format_gate_day(gate, format_date)}{week}"
    return GateBox(title, tuple(_list_gate_lines(phase, matter)))


def _list_gate_lines(phase: PlannedPhase, matter: PlanDocumentData) -> Iterator[Words]:
    gate = phase.gate
    if gate.owed:
        yield from _build_owed_lines(gate.owed, matter)
    elif not gate.met:
        yield from (build_words(matter.tell(criterion)) for criterion in gate.criteria)
    numbers = matter.format_action_numbers(gate.actions)
    if numbers and not gate.owed:
        yield build_words(
            f"The exit tests of {'action' if len(gate.actions) == 1 else 'actions'} {numbers} are passed."
        )
    yield from (_build_met_line(line, matter) for line in gate.met)
    if gate.stop_when:
        yield build_words(build_strong_run("Stop or roll back when: "), matter.tell(gate.stop_when))
    if gate.approver_role:
        who = (
            f"{clean_line(gate.approver)}, {gate.approver_role}"
            if gate.approver
            else f"{gate.approver_role}, to be named"
        )
        yield build_words(build_strong_run("Says yes beside the owner: "), who)


def _build_owed_lines(owed: Sequence[OwedCriterion], matter: PlanDocumentData) -> Iterator[Words]:
    """Each with the actions that bring it and what was said of it so far, the same words once."""
    told: set[str] = set()
    for line in owed:
        numbers = matter.format_action_numbers(line.actions)
        said = [_format_evidence(reason, matter) for reason in line.evidence if reason.speaker]
        new = [quote for quote in said[:1] if quote not in told]
        told.update(new)
        beside = [f"{'action' if len(line.actions) == 1 else 'actions'} {numbers}"] if numbers else []
        beside += [f"so far {quote}" for quote in new]
        yield build_words(matter.tell(line.text), f" ({'; '.join(beside)})" if beside else "")


def _build_met_line(line: OwedCriterion, matter: PlanDocumentData) -> Words:
    said = [_format_evidence(reason, matter) for reason in line.evidence[:1]]
    return build_words(build_strong_run("Holds already: "), matter.tell(line.text), f" {said[0]}" if said else "")


def _format_evidence(reason: Reason, matter: PlanDocumentData) -> str:
    return matter.format_said(reason.text, reason.speaker, _SAID, matter.get_translation(reason))


def build_timeline_picture(matter: PlanDocumentData) -> Picture:
    told = (
        f"{p.name} in {format_weeks(p.weeks)}, gate: {format_gate_day(p.gate, format_date)}" for p in matter.plan.phases
    )
    return Picture("timeline", "Phases, actions by their number, and gates", f"{'; '.join(told)}.")


def build_empty_phase_cells(phase: PlannedPhase, matter: PlanDocumentData) -> Words:
    """What stands where a phase has no action: what is there, or what it hangs on."""
    there = " ".join(_format_evidence(reason, matter) for reason in phase.there)
    if phase.why or there:
        return build_words(matter.tell(phase.why), f" {there}" if there else "")
    return build_words(
        _NOT_PLANNED if not is_planned(phase, matter) else "No action is planned: its gate confirms that."
    )
