"""Planning: draft a plan by rule, have it worded for the team, keep it."""

from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import AnalystFailed, NotFound
from bot.domain.core.usage import ModelCall
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.guards import Refusal
from bot.domain.interview.interview import Interview
from bot.domain.planning.draft import PlanWish, Terms, draft_plan
from bot.domain.planning.plan import ProductionPlan
from bot.domain.tailoring.tailoring import apply_tailoring
from bot.services.interview.earlier_evidence import recall
from bot.services.ports.core import Analyst, Calendars, Clock, Transactions, UnitOfWork

_PARTLY = "Some actions are in the library's own wording. The language model could not fit them to this team"


@dataclass(frozen=True, repr=False)
class Planning:
    """What planning needs of the world."""

    transactions: Transactions
    analyst: Analyst
    clock: Clock
    knowledge: Knowledge
    calendars: Calendars


class Worded(NamedTuple):
    """A plan in its final words, what was refused on the way, and what the calls cost."""

    plan: ProductionPlan
    refusals: tuple[Refusal, ...] = ()
    calls: tuple[ModelCall, ...] = ()


def check(desk: Planning, wish: PlanWish) -> None:
    """Raises InvalidInput for a country that is none: better before the work than after it."""
    desk.calendars.days_off(wish.country, wish.start)


async def draft(desk: Planning, pilot_id: str, wish: PlanWish) -> ProductionPlan:
    """Drafts a plan from the pilot's latest assessment and appends it to the pilot's plans. Raises as `word` does.

    The analyst words it; when the analyst fails, the library's wording stands and the plan's notes say so.
    """
    worded = await word(desk, pilot_id, wish)
    return await desk.transactions.run(lambda uow: append(uow, worded))


async def word(desk: Planning, pilot_id: str, wish: PlanWish) -> Worded:
    """Drafts and words a plan. Raises NotFound where the pilot has no assessment, InvalidInput for no country."""
    terms = Terms(
        plan_id="",
        made_at=desk.clock.now(),
        start=wish.start,
        team_size=wish.team_size,
        days_off=desk.calendars.days_off(wish.country, wish.start),
    )
    assessment, interview = await desk.transactions.run(lambda uow: _assessed(uow, pilot_id))
    return await _worded(desk, draft_plan(assessment, desk.knowledge, terms), assessment, interview)


def append(uow: UnitOfWork, worded: Worded) -> ProductionPlan:
    """Adds the plan to the pilot's, under an id of its own, with what its wording cost."""
    interview_id = uow.assessments.get(worded.plan.assessment_id).interview_id
    history = uow.plans.history_of(worded.plan.pilot.id)
    # Wording takes a while: an action that was moved meanwhile must not make the older plan the newest.
    made_at = max([worded.plan.made_at, *(old.made_at for old in history[-1:])])
    changes = {"id": f"{interview_id}-plan-{len(history) + 1}", "made_at": made_at}
    plan = worded.plan.model_copy(update=changes)
    uow.calls.add(interview_id, worded.calls)
    uow.plans.add(plan)
    return plan


def _assessed(uow: UnitOfWork, pilot_id: str) -> tuple[Assessment, Interview]:
    history = uow.assessments.history_of(pilot_id)
    if not history:
        raise NotFound(f"{pilot_id} has no assessment yet. Finish the interview first; the plan follows from it.")
    return history[-1], recall(uow, uow.interviews.get(history[-1].interview_id))


async def _worded(desk: Planning, plan: ProductionPlan, assessment: Assessment, interview: Interview) -> Worded:
    try:
        read = await desk.analyst.tailor_plan(plan, assessment)
    except AnalystFailed as failure:
        note = f"The plan is in the library's own wording. The language model could not fit it to this team: {failure}"
        return Worded(_noted(plan, note), calls=failure.calls)
    said = tuple(turn.text for turn in interview.turns)
    fitted, refusals = apply_tailoring(plan, read.value, assessment, said)
    named = fitted.model_copy(update={"analyst": desk.analyst.name})
    notes = [_refused(refusals)] if refusals else []
    notes += [f"{_PARTLY}: {read.value.trouble}"] if read.value.trouble else []
    return Worded(_noted(named, *notes), refusals, read.calls)


def _refused(refusals: tuple[Refusal, ...]) -> str:
    places = "place keeps" if len(refusals) == 1 else "places keep"
    return (
        f"{len(refusals)} {places} the library's wording: what the language model wrote there held something "
        "nobody had named, or could not be used."
    )


def _noted(plan: ProductionPlan, *notes: str) -> ProductionPlan:
    return plan.model_copy(update={"notes": (*plan.notes, *notes)})
