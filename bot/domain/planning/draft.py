"""Drafting: from an assessment to a production plan, by rule alone; the same input gives the same plan."""

from collections.abc import Mapping, Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap
from bot.domain.assessment.merged_facts import MergedFact, merge_facts
from bot.domain.assessment.shared_details import share_details
from bot.domain.framework.framework import Phase
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.action import Action, RoleHolder
from bot.domain.plan.calendar import HALVES, count_half_days, starts_at_noon
from bot.domain.plan.limits import NamedLimit
from bot.domain.plan.phase import PlannedGate, PlannedPhase
from bot.domain.plan.plan import PlannedGap, ProductionPlan
from bot.domain.plan.tables import RoleShare, build_responsibilities
from bot.domain.plan_contents import inventory, open_questions
from bot.domain.plan_contents.conflicts import find_conflicts
from bot.domain.plan_contents.gate_contents import with_gate_contents
from bot.domain.plan_contents.limits import list_limits
from bot.domain.plan_contents.numbers import with_numbers
from bot.domain.plan_contents.phase_reasons import with_phase_reasons
from bot.domain.plan_contents.reasons import list_reasons
from bot.domain.plan_contents.risks import build_risks
from bot.domain.plan_contents.strand import with_strand
from bot.domain.plan_contents.value_case import PlanPrice, build_value_case, with_price
from bot.domain.planning.bans import add_bans, quote_bans
from bot.domain.planning.horizons import build_horizons, find_open_points
from bot.domain.planning.layout import LaidOut, lay_out
from bot.domain.planning.notes import list_plan_notes
from bot.domain.planning.owner_question import is_owner_question, put_owner_question_first, quote_owner_claim
from bot.domain.planning.practice_selection import ChosenPractice, choose_practices, list_gaps_by_weight
from bot.domain.planning.role_matching import find_role_holders
from bot.domain.planning.rollout import build_rollout
from bot.domain.planning.schedule import PhaseWindow, gate_follows
from bot.domain.planning.summary import build_summary
from bot.domain.planning.terms import PlanTerms

OFFLINE = "offline"


def draft_plan(assessment: Assessment, knowledge: Knowledge, terms: PlanTerms) -> ProductionPlan:
    """The plan that the assessment calls for, in the library's own wording."""
    gaps = list_gaps_by_weight(assessment, knowledge.framework)
    facts = share_details(merge_facts(assessment.facts, assessment.people))
    limits = list_limits(facts)
    points = find_open_points(assessment, knowledge.framework)
    chosen = _choose(gaps, limits, assessment, knowledge)
    laid_out = lay_out(chosen, points, terms, knowledge, sum(fact.kind == "system" for fact in facts))
    people = find_role_holders(assessment, knowledge, terms.holders)
    actions = quote_bans(_build_actions(chosen, laid_out, assessment, knowledge, people), limits, assessment)
    plan = _build_plan(gaps, actions, laid_out, assessment, knowledge, terms)
    holders = {role: holder.name for role, holder in people.items()}
    tables = _with_tables(plan, facts, assessment, knowledge, people)
    whole = with_strand(tables, terms.risk, knowledge, holders)
    priced = with_price(whole, knowledge, holders, PlanPrice(terms.day_rate, terms.currency))
    return _with_texts(priced, assessment, knowledge, holders)


def _choose(
    gaps: Sequence[Gap], limits: Sequence[NamedLimit], assessment: Assessment, knowledge: Knowledge
) -> tuple[ChosenPractice, ...]:
    """What closes the gaps and leads to live proof, with what lifts the bans, and the owner's question first."""
    library = knowledge.practices
    chosen = choose_practices(gaps, assessment.levels, knowledge.framework, library)
    return put_owner_question_first(add_bans(chosen, limits, gaps, assessment, library), gaps, assessment, library)


def _build_plan(
    gaps: Sequence[Gap],
    actions: tuple[Action, ...],
    laid_out: LaidOut,
    assessment: Assessment,
    knowledge: Knowledge,
    terms: PlanTerms,
) -> ProductionPlan:
    """The plan with its dates and actions, before its tables and texts."""
    framework, schedule = knowledge.framework, laid_out.schedule
    phases = tuple(
        _build_phase(phase, window, laid_out, actions)
        for phase, window in zip(framework.phases, schedule.windows, strict=True)
    )
    return ProductionPlan(
        id=terms.plan_id,
        pilot=assessment.pilot,
        assessment_id=assessment.id,
        framework_version=framework.version,
        practices_version=knowledge.practices.version,
        analyst=OFFLINE,
        made_at=terms.made_at,
        start=schedule.calendar.first_day,
        end=schedule.calendar.get_last_day(schedule.total_weeks),
        weeks=schedule.total_weeks,
        team_size=terms.team_size,
        days_off=terms.days_off,
        stage=assessment.stage,
        target_stage=framework.get_stage(assessment.stage).target_stage,
        summary=(),
        phases=phases,
        horizons=build_horizons(actions, phases, laid_out.dates, framework),
        rollout=build_rollout(actions, assessment, framework, knowledge.practices),
        gaps=tuple(_build_planned_gap(gap, actions) for gap in gaps),
        actions=actions,
        owner=assessment.owner,
        responsibilities=build_responsibilities(actions, [role.id for role in knowledge.practices.roles]),
        shares=tuple(RoleShare(role=role, share=share) for role, share in terms.availability.items()),
    )


def _with_tables(
    plan: ProductionPlan,
    facts: tuple[MergedFact, ...],
    assessment: Assessment,
    knowledge: Knowledge,
    people: Mapping[str, RoleHolder],
) -> ProductionPlan:
    systems = inventory.build_system_inventory(facts, assessment.people)
    decisions = inventory.build_decision_table(facts, assessment.people)
    values = build_value_case(assessment, facts, knowledge)
    questions = open_questions.list_open_questions(
        assessment, knowledge, plan.gaps, plan.actions, (systems, decisions, values.shifts)
    )
    tables = {
        "limits": list_limits(facts),
        "systems": systems,
        "decisions": decisions,
        "value_case": values,
        "open_questions": questions,
    }
    gated = with_gate_contents(plan.model_copy(update=tables), assessment, knowledge, people)
    told = with_phase_reasons(gated, assessment, knowledge)
    return with_numbers(told, assessment, facts, knowledge, {role: holder.name for role, holder in people.items()})


def _with_texts(
    plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge, holders: Mapping[str, str]
) -> ProductionPlan:
    known = plan.model_copy(update={"conflicts": find_conflicts(plan)})
    texts = {
        "risks": build_risks(known, assessment, knowledge, holders),
        "summary": build_summary(known, assessment, knowledge.framework),
        "notes": list_plan_notes(known),
    }
    return known.model_copy(update=texts)


def _build_actions(
    chosen: Sequence[ChosenPractice],
    laid_out: LaidOut,
    assessment: Assessment,
    knowledge: Knowledge,
    people: Mapping[str, RoleHolder],
) -> tuple[Action, ...]:
    """By phase and date; equals stay in the order of what holds the pilot back."""
    order = [phase.id for phase in knowledge.framework.phases]
    by_dates = sorted(chosen, key=lambda item: (order.index(item.practice.phase), laid_out.schedule.slots[item.id]))
    first = sorted(by_dates, key=lambda item: not is_owner_question(item.id, knowledge.practices))
    built = (_build_action(item, laid_out, assessment, knowledge, people.get(item.practice.role)) for item in first)
    return quote_owner_claim(tuple(built), assessment, knowledge.practices)


def _build_action(
    item: ChosenPractice, laid_out: LaidOut, assessment: Assessment, knowledge: Knowledge, holder: RoleHolder | None
) -> Action:
    practice, gap, slot = item.practice, item.gap, laid_out.schedule.slots[item.id]
    calendar, job = laid_out.schedule.calendar, laid_out.jobs[item.id]
    start, due = calendar.get_slot_dates(slot)
    return Action(
        id=item.id,
        practice=practice.id,
        criterion=gap.criterion,
        gap=gap.kind,
        now=gap.now,
        target=max(gap.target, practice.to_level or gap.target),
        phase=practice.phase,
        title=practice.title,
        deliverable=practice.deliverable,
        exit=practice.exit,
        role=practice.role,
        role_name=knowledge.practices.get_role_name(practice.role),
        person=holder.person if holder else None,
        person_name=holder.name if holder else None,
        basis=holder.basis if holder else None,
        effort_days=job.effort_days,
        elapsed_days=count_half_days(job.length_days) / HALVES,
        depends_on=item.waits_for,
        start=start,
        due=due,
        weeks=calendar.get_slot_weeks(slot),
        from_noon=starts_at_noon(slot),
        because=list_reasons(gap, assessment, knowledge.framework),
        horizon="outline" if item.id in laid_out.outlined else "committed",
        latest=laid_out.dates.get_latest(due) if item.id in laid_out.outlined else None,
        exposure=practice.exposure,
        numbers=practice.numbers,
        provisional=item.provisional,
    )


def _build_planned_gap(gap: Gap, actions: Sequence[Action]) -> PlannedGap:
    closing = tuple(
        a.id for a in actions if (a.criterion, a.gap) == (gap.criterion, gap.kind) and a.target <= gap.target
    )
    return PlannedGap(**gap.model_dump(), actions=closing)


def _build_phase(phase: Phase, window: PhaseWindow, laid_out: LaidOut, actions: Sequence[Action]) -> PlannedPhase:
    calendar, own = laid_out.schedule.calendar, [action for action in actions if action.phase == phase.id]
    end = calendar.get_last_day(window.last)
    is_outlined = laid_out.is_outlined(own)
    gate = PlannedGate(
        name=phase.gate.name,
        phase=phase.id,
        week=window.last,
        allowed=phase.weeks[1],
        follows=tuple(other.id for other in laid_out.phases if gate_follows(phase, other, laid_out.phases)),
        due=None if is_outlined else end,
        earliest=end if is_outlined else None,
        latest=laid_out.dates.get_latest(end) if is_outlined else None,
        ends_with=phase.gate.ends_with,
        criteria=phase.gate.texts,
        actions=tuple(action.id for action in own),
    )
    start = min(calendar.get_working_day(calendar.get_first_index(window.first)), end)
    return PlannedPhase(
        id=phase.id,
        name=phase.name,
        weeks=(window.first, window.last),
        start=start,
        end=end,
        gate=gate,
        horizon="outline" if is_outlined else "committed",
    )
