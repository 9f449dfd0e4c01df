"""Planning: draft a plan by rule, have it worded for the team, keep it."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.merged_facts import merge_facts
from bot.domain.assessment.ownership import update_records
from bot.domain.core.days_off import DaysOff
from bot.domain.core.errors import AnalystFailed, NotFound, StaleWrite
from bot.domain.core.people import Person
from bot.domain.core.usage import ModelCall
from bot.domain.interview.interview import Interview
from bot.domain.interview.voices import leave_out
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan_contents.limits import list_limits
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.freezes import list_freezes
from bot.domain.planning.notes import list_refusal_notes
from bot.domain.planning.terms import PlanOptions, PlanTerms
from bot.domain.replanning.named_people import list_form_holders
from bot.domain.tailoring.tailoring import apply_tailoring
from bot.domain.work.work_progress import PlanProgress
from bot.services.interview.cleaning import redact_person
from bot.services.interview.earlier_evidence import merge_earlier_evidence
from bot.services.interview.owner_records import load_owner_records
from bot.services.planning.plan_language import translate_plan
from bot.services.ports.core import UnitOfWork
from bot.services.ports.dependencies import Dependencies
from bot.services.ports.progress import SILENT, ProgressReporter

_PARTLY = "Some actions are in the library's own wording. The language model could not fit them to this team"


class TailoredPlan(NamedTuple):
    """A plan in its final words, and what the calls cost."""

    plan: ProductionPlan
    calls: tuple[ModelCall, ...] = ()
    drawn_from: Assessment | None = None
    """As it was when it was drafted."""


def validate_country(deps: Dependencies, wish: PlanOptions) -> None:
    """Raises InvalidInput for a country that is none: better before the work than after it."""
    deps.calendars.get_days_off(wish.country, wish.start)


async def create_plan(
    deps: Dependencies, pilot_id: str, wish: PlanOptions, reporter: ProgressReporter = SILENT
) -> ProductionPlan:
    """Drafts a plan from the pilot's latest assessment and appends it to the pilot's plans. Raises as `word` does.

    The analyst words it; when the analyst fails, the library's wording stands and the plan's notes say so.
    """
    worded = await draft_tailored_plan(deps, pilot_id, wish, reporter)
    return await deps.transactions.run(lambda uow: append_plan(uow, worded))


async def draft_tailored_plan(
    deps: Dependencies, pilot_id: str, wish: PlanOptions, reporter: ProgressReporter = SILENT
) -> TailoredPlan:
    """Drafts and words a plan, and says how far it is.

    Raises NotFound where the pilot has no assessment, InvalidInput for no country.
    """
    assessment, interview = await deps.transactions.run(lambda uow: _load_latest_assessment(uow, pilot_id))
    before = await deps.transactions.run(lambda uow: uow.plans.find_latest_by_pilot([pilot_id]).get(pilot_id))
    terms = PlanTerms(
        plan_id="",
        made_at=deps.clock.now(),
        start=wish.start,
        team_size=wish.team_size,
        days_off=_list_days_off(deps, wish, assessment),
        availability={**_list_shares(before), **wish.availability},
        holders={**(list_form_holders(before) if before else {}), **_list_holders(deps, wish)},
        risk=wish.risk,
        day_rate=wish.day_rate,
        currency=wish.currency,
    )
    reporter.show(PlanProgress())
    drafted = draft_plan(assessment, deps.knowledge, terms)
    reporter.show(PlanProgress(at="wording", plan=drafted))
    tailored = await _tailor_plan(deps, drafted, assessment, interview)
    put, calls = await translate_plan(deps.analyst, tailored.plan, wish.language)
    reporter.show(PlanProgress(at="documents", plan=put))
    return TailoredPlan(put, (*tailored.calls, *calls), assessment)


def _list_holders(deps: Dependencies, wish: PlanOptions) -> Mapping[str, Person]:
    return {role: redact_person(deps, holder) for role, holder in wish.holders.items()}


def _list_shares(before: ProductionPlan | None) -> Mapping[str, float]:
    """What was said of the time that roles have, in the plan before."""
    return {known.role: known.share for known in before.shares} if before else {}


def _list_days_off(deps: Dependencies, wish: PlanOptions, assessment: Assessment) -> DaysOff:
    """Weekends, the country's holidays, and when nothing may change: asked for, named by the team, or everybody's."""
    limits = list_limits(merge_facts(assessment.facts, assessment.people))
    off = deps.calendars.get_days_off(wish.country, wish.start)
    return off.model_copy(update={"freezes": list_freezes(limits, wish.freezes, wish.start)})


def append_plan(uow: UnitOfWork, worded: TailoredPlan) -> ProductionPlan:
    """Adds the plan to the pilot's, under an id of its own, with what its wording cost.

    Raises StaleWrite where words were taken out meanwhile that it was drafted from: it would bring them back.
    """
    made = uow.assessments.get(worded.plan.assessment_id)
    if worded.drawn_from is not None and worded.drawn_from.evidence != made.evidence:
        raise StaleWrite("Somebody's words were taken out while the plan was drafted. It has to be drafted anew.")
    interview_id = made.interview_id
    history = uow.plans.list_for_pilot(worded.plan.pilot.id)
    # Wording takes a while: an action that was moved meanwhile must not make the older plan the newest.
    made_at = max([worded.plan.made_at, *(old.made_at for old in history[-1:])])
    changes = {"id": f"{interview_id}-plan-{len(history) + 1}", "made_at": made_at}
    plan = worded.plan.model_copy(update=changes)
    uow.model_calls.add(interview_id, worded.calls)
    uow.plans.add(plan)
    return plan


def _load_latest_assessment(uow: UnitOfWork, pilot_id: str) -> tuple[Assessment, Interview]:
    history = uow.assessments.list_for_pilot(pilot_id)
    if not history:
        raise NotFound(f"{pilot_id} has no assessment yet. Finish the interview first; the plan follows from it.")
    latest, records = history[-1], load_owner_records(uow, pilot_id)
    assessment = latest.with_owner_claims(update_records(latest.owners, records))
    whole = merge_earlier_evidence(uow, uow.interviews.get(latest.interview_id))
    return assessment, leave_out(whole, latest.left_out)


async def _tailor_plan(
    deps: Dependencies, plan: ProductionPlan, assessment: Assessment, interview: Interview
) -> TailoredPlan:
    try:
        read = await deps.analyst.tailor_plan(plan, assessment, interview)
    except AnalystFailed as failure:
        note = f"The plan is in the library's own wording. The language model could not fit it to this team: {failure}"
        return TailoredPlan(_add_notes(plan, note), calls=failure.calls)
    fitted = apply_tailoring(plan, read.value, assessment, {turn.id: turn.text for turn in interview.turns})
    named = fitted.model_copy(update={"analyst": deps.analyst.name})
    notes = list_refusal_notes(named)
    notes += [f"{_PARTLY}: {read.value.trouble}"] if read.value.trouble else []
    return TailoredPlan(_add_notes(named, *notes), read.calls)


def _add_notes(plan: ProductionPlan, *notes: str) -> ProductionPlan:
    return plan.model_copy(update={"notes": (*plan.notes, *notes)})
