"""Why a phase has no actions: what is there already, in whose words, or which open question it hangs on."""

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.phrases import join_with_and
from bot.domain.framework.framework import GateCriterion, Phase
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.action import Reason
from bot.domain.plan.phase import PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan_contents.gate_contents import is_met, list_reasons_said

_MOST_NAMED = 3
_NOTHING_OPEN = "Already there: nothing that this phase brings is open."
_TOO_LITTLE_KNOWN = "Not planned yet: too little is known."
_AFTER_THE_OTHERS = "Not planned yet: it follows the gates before it."


def with_phase_reasons(plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge) -> ProductionPlan:
    """The plan with a word on each phase that nothing has to be done in. Its questions are there already."""
    by_id = {phase.id: phase for phase in knowledge.framework.phases}
    phases = (_explain_phase(planned, by_id[planned.id], plan, assessment, knowledge) for planned in plan.phases)
    return plan.model_copy(update={"phases": tuple(phases)})


def _explain_phase(
    planned: PlannedPhase, phase: Phase, plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge
) -> PlannedPhase:
    if plan.list_phase_actions(planned.id):
        return planned
    owed = [c for c in phase.gate.criteria if not is_met(c, assessment, plan)]
    met = [c for c in phase.gate.criteria if c not in owed]
    there = list_reasons_said(_list_criteria(met), assessment)
    why = _explain_open(_list_criteria(owed), plan, knowledge) if owed else _quote_what_is_there(there, assessment)
    return planned.model_copy(update={"why": why, "there": there})


def _list_criteria(criteria: list[GateCriterion]) -> list[str]:
    return list(dict.fromkeys(known for criterion in criteria for known in criterion.criteria))


def _explain_open(criteria: list[str], plan: ProductionPlan, knowledge: Knowledge) -> str:
    names = [knowledge.framework.get_criterion(criterion).name for criterion in criteria]
    numbers = [
        str(number)
        for number, question in enumerate(plan.open_questions, start=1)
        if any(question.startswith(f"{name}: ") for name in names)
    ]
    if numbers:
        shown = [*numbers[:_MOST_NAMED], *(["others"] if len(numbers) > _MOST_NAMED else [])]
        return f"Not planned: hangs on {'question' if len(numbers) == 1 else 'questions'} {join_with_and(shown)}."
    named = join_with_and([name.lower() for name in names[:_MOST_NAMED]])
    if named:
        return f"Not planned yet: it waits until {named} can be shown live."
    if plan.is_discovery_only:
        return _TOO_LITTLE_KNOWN
    return _AFTER_THE_OTHERS if plan.gaps else _NOTHING_OPEN


def _quote_what_is_there(there: tuple[Reason, ...], assessment: Assessment) -> str:
    said = next(iter(there), None)
    if said is None:
        return _NOTHING_OPEN
    name = assessment.get_person(said.speaker or "").byline
    return f"Already there: “{said.text}” ({name})"
