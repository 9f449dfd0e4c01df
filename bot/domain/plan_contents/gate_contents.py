"""What each gate of a plan holds for this team: what it still owes, what holds already, who says yes, what stops it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.explanation import list_telling_evidence
from bot.domain.framework.framework import Framework, GateCriterion, Phase
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.action import Action, Reason, RoleHolder
from bot.domain.plan.phase import OwedCriterion, PlannedGate, PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan_contents.reasons import build_reason

_MOST_QUOTES = 2


class _Team(NamedTuple):
    """What a gate is filled from."""

    plan: ProductionPlan
    assessment: Assessment
    holders: Mapping[str, RoleHolder]


def with_gate_contents(
    plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge, holders: Mapping[str, RoleHolder]
) -> ProductionPlan:
    """The plan with its gates as this team meets them. `holders`: who stands for a role, by its id."""
    team = _Team(plan, assessment, holders)
    by_id = {phase.id: phase for phase in knowledge.framework.phases}
    phases = (_fill_phase(planned, by_id[planned.id], team, knowledge) for planned in plan.phases)
    return plan.model_copy(update={"phases": tuple(phases)})


def is_met(criterion: GateCriterion, assessment: Assessment, plan: ProductionPlan) -> bool:
    """Whether everything that it is about is known, undisputed and at the level at which it holds."""
    if criterion.about is not None:
        return not any(gap.kind == criterion.about for gap in plan.gaps)
    ratings = [assessment.get_rating(known) for known in criterion.criteria]
    return bool(ratings) and all(r.level is not None and r.level >= criterion.level and not r.disputed for r in ratings)


def list_reasons_said(criteria: Sequence[str], assessment: Assessment) -> tuple[Reason, ...]:
    """The most telling words of each of these criteria."""
    said = (list_telling_evidence(assessment, assessment.get_rating(criterion))[:1] for criterion in criteria)
    return tuple(build_reason(item, assessment) for items in said for item in items)[:_MOST_QUOTES]


def _fill_phase(planned: PlannedPhase, phase: Phase, team: _Team, knowledge: Knowledge) -> PlannedPhase:
    owed = [c for c in phase.gate.criteria if not is_met(c, team.assessment, team.plan)]
    met = [c for c in phase.gate.criteria if c not in owed and c.about is None]
    role, approver = _find_approver(phase, team)
    contents = {
        "criteria": tuple(criterion.text for criterion in owed),
        "owed": tuple(_build_owed(criterion, planned.gate, team) for criterion in owed),
        "met": tuple(_build_met(each, team.assessment, knowledge.framework) for each in _list_criteria(met)),
        "stop_when": phase.gate.stop_when,
        "approver_role": knowledge.practices.get_role_name(role) if role else "",
        "approver": approver.name if approver else None,
    }
    return planned.model_copy(update={"gate": planned.gate.model_copy(update=contents)})


def _build_owed(criterion: GateCriterion, gate: PlannedGate, team: _Team) -> OwedCriterion:
    return OwedCriterion(
        text=criterion.text,
        criterion=criterion.criteria[0] if criterion.criteria else None,
        actions=tuple(action.id for action in _list_bringing_actions(criterion, gate, team.plan)),
        evidence=list_reasons_said(criterion.criteria, team.assessment),
    )


def _list_criteria(met: Sequence[GateCriterion]) -> tuple[str, ...]:
    """Ids of what they are about, each once."""
    return tuple(dict.fromkeys(each for criterion in met for each in criterion.criteria))


def _build_met(criterion: str, assessment: Assessment, framework: Framework) -> OwedCriterion:
    """By its level and its words: the gate's own text would claim what nobody may have said."""
    level = assessment.get_rating(criterion).level
    name = framework.get_criterion(criterion).name
    return OwedCriterion(
        text=f"{name} is at {level}, {framework.get_level_name(level)}.",
        criterion=criterion,
        evidence=list_reasons_said((criterion,), assessment),
    )


def _list_bringing_actions(criterion: GateCriterion, gate: PlannedGate, plan: ProductionPlan) -> list[Action]:
    """Those of its phase; else those of the phases before it, else the steps of exposure that show it, else any.
    None where nothing in the plan brings it: the phase says what it waits for."""
    if criterion.about is not None:
        return [a for a in plan.list_phase_actions(gate.phase) if a.gap == criterion.about and not a.provisional]
    bringing = [action for action in plan.actions if action.criterion in criterion.criteria]
    order = [phase.id for phase in plan.phases]
    earlier = order[: order.index(gate.phase)]
    return (
        [action for action in bringing if action.phase == gate.phase]
        or [action for action in bringing if action.phase in earlier]
        or [action for action in plan.list_phase_actions(gate.phase) if action.exposure]
        or bringing
        or list(plan.list_phase_actions(gate.phase))
    )


def _find_approver(phase: Phase, team: _Team) -> tuple[str | None, RoleHolder | None]:
    """The first of the roles that somebody holds who isn't the owner; else the first of all, without a name."""
    owner = team.assessment.owner
    for role in phase.gate.approvers:
        holder = team.holders.get(role)
        if holder is not None and (owner is None or holder.person != owner.person):
            return role, holder
    return next(iter(phase.gate.approvers), None), None
