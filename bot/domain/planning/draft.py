"""Drafting: from an assessment to a production plan, by rule alone; the same input gives the same plan."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap
from bot.domain.assessment.merged_facts import merge_facts
from bot.domain.assessment.shared_details import share_details
from bot.domain.core.days_off import DaysOff, Freeze
from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework, Phase
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.practice import Practices
from bot.domain.plan.action import Action
from bot.domain.plan.calendar import WorkCalendar, starts_at_noon
from bot.domain.plan.phase import PlannedGate, PlannedPhase
from bot.domain.plan.plan import PlannedGap, ProductionPlan
from bot.domain.plan.register import RiskAnswers
from bot.domain.plan.tables import build_responsibilities
from bot.domain.plan_contents import inventory, open_questions, risks
from bot.domain.plan_contents.limits import list_limits
from bot.domain.plan_contents.numbers import with_numbers
from bot.domain.plan_contents.value_case import PlanPrice, build_value_case, price_plan
from bot.domain.planning.notes import list_plan_notes
from bot.domain.planning.owner_question import is_owner_question, put_owner_question_first, quote_owner_claim
from bot.domain.planning.practice_selection import ChosenPractice, choose_practices, list_gaps_by_weight
from bot.domain.planning.reasons import list_reasons
from bot.domain.planning.role_matching import RoleHolder, find_role_holders
from bot.domain.planning.schedule import Job, PhaseWindow, Schedule, schedule_jobs
from bot.domain.planning.summary import build_summary

OFFLINE = "offline"
MOST_HANDS = 20
TEAM_SIZE = 3
"""Where nobody says how many work on it."""
TeamSize = Annotated[int, Field(ge=1, le=MOST_HANDS)]


class PlanOptions(Value):
    """What whoever asks for a plan says of it."""

    start: date
    team_size: TeamSize = TEAM_SIZE
    country: str | None = None
    """Two letters; None leaves out weekends only."""
    freezes: tuple[Freeze, ...] = ()
    """When nothing may change, as whoever asks says it."""
    availability: Mapping[str, float] = Field(default_factory=dict)
    """Share of a week that a role has for it, by the role's id; what is not here is the library's."""
    risk: RiskAnswers = RiskAnswers()
    day_rate: float | None = None
    """What a person's day costs; None: costs stay in days."""
    currency: str | None = None
    language: str | None = None
    """What the plan's own texts are written in (BCP 47); None: English."""


class PlanTerms(Value):
    """What a plan is drafted for: a name for it, a first day, and how many people work on it side by side."""

    plan_id: str
    made_at: datetime
    start: date
    team_size: TeamSize = TEAM_SIZE
    days_off: DaysOff = DaysOff()
    availability: Mapping[str, float] = Field(default_factory=dict)
    """Share of a week that a role has for it, by the role's id; what is not here is the library's."""
    holders: Mapping[str, Person] = Field(default_factory=dict)
    """Whom a form or a sheet named for a role, by the role's id."""
    risk: RiskAnswers = RiskAnswers()
    day_rate: float | None = None
    currency: str | None = None


def draft_plan(assessment: Assessment, knowledge: Knowledge, terms: PlanTerms) -> ProductionPlan:
    """The plan that the assessment calls for, in the library's own wording."""
    framework, library = knowledge.framework, knowledge.practices
    gaps = list_gaps_by_weight(assessment, framework)
    chosen = put_owner_question_first(choose_practices(gaps, framework, library), gaps, assessment, library)
    calendar = WorkCalendar(terms.start, terms.days_off.holiday_dates, terms.days_off.weekend)
    laid_out = schedule_jobs(_build_jobs(chosen, library), framework.phases, calendar, terms.team_size)
    people = find_role_holders(assessment, knowledge, terms.holders)
    actions = _build_actions(chosen, laid_out, assessment, knowledge, people)
    planned_gaps = tuple(_build_planned_gap(gap, actions) for gap in gaps)
    plan = ProductionPlan(
        id=terms.plan_id,
        pilot=assessment.pilot,
        assessment_id=assessment.id,
        framework_version=framework.version,
        practices_version=library.version,
        analyst=OFFLINE,
        made_at=terms.made_at,
        start=laid_out.calendar.first_day,
        end=laid_out.calendar.get_last_day(laid_out.total_weeks),
        weeks=laid_out.total_weeks,
        team_size=terms.team_size,
        days_off=terms.days_off,
        stage=assessment.stage,
        target_stage=framework.get_stage(assessment.stage).target_stage,
        summary=(),
        phases=tuple(
            _build_phase(phase, window, laid_out, actions)
            for phase, window in zip(framework.phases, laid_out.windows, strict=True)
        ),
        gaps=planned_gaps,
        actions=actions,
        owner=assessment.owner,
        responsibilities=build_responsibilities(actions, [role.id for role in library.roles]),
        risks=risks.build_risks(assessment, planned_gaps, framework),
    )
    holders = {role: holder.name for role, holder in people.items()}
    tables = _with_tables(plan, assessment, knowledge, holders)
    values = price_plan(tables.value_case, tables, knowledge, holders, PlanPrice(terms.day_rate, terms.currency))
    return _with_texts(tables.model_copy(update={"value_case": values}), assessment, framework)


def _with_tables(
    plan: ProductionPlan, assessment: Assessment, knowledge: Knowledge, holders: Mapping[str, str]
) -> ProductionPlan:
    facts = share_details(merge_facts(assessment.facts, assessment.people))
    systems = inventory.build_system_inventory(facts, assessment.people)
    decisions = inventory.build_decision_table(facts, assessment.people)
    values = build_value_case(assessment, facts, knowledge)
    questions = open_questions.list_open_questions(
        assessment, knowledge, plan.gaps, plan.actions, (systems, decisions, values.shifts)
    )
    limits = list_limits(facts)
    tables = {
        "limits": limits,
        "systems": systems,
        "decisions": decisions,
        "value_case": values,
        "open_questions": questions,
    }
    return with_numbers(plan.model_copy(update=tables), assessment, facts, knowledge, holders)


def _with_texts(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> ProductionPlan:
    texts = {"summary": build_summary(plan, assessment, framework), "notes": list_plan_notes(plan)}
    return plan.model_copy(update=texts)


def _build_jobs(chosen: Sequence[ChosenPractice], library: Practices) -> list[Job]:
    return [
        Job(
            item.id,
            item.practice.phase,
            item.practice.effort_days,
            item.waits_for,
            item.is_urgent,
            is_owner_question(item.id, library),
        )
        for item in chosen
    ]


def _build_actions(
    chosen: Sequence[ChosenPractice],
    laid_out: Schedule,
    assessment: Assessment,
    knowledge: Knowledge,
    people: Mapping[str, RoleHolder],
) -> tuple[Action, ...]:
    """By phase and date; equals stay in the order of what holds the pilot back."""
    order = [phase.id for phase in knowledge.framework.phases]
    by_dates = sorted(chosen, key=lambda item: (order.index(item.practice.phase), laid_out.slots[item.id]))
    first = sorted(by_dates, key=lambda item: not is_owner_question(item.id, knowledge.practices))
    built = (_build_action(item, laid_out, assessment, knowledge, people.get(item.practice.role)) for item in first)
    return quote_owner_claim(tuple(built), assessment, knowledge.practices)


def _build_action(
    item: ChosenPractice, laid_out: Schedule, assessment: Assessment, knowledge: Knowledge, holder: RoleHolder | None
) -> Action:
    practice, gap, slot = item.practice, item.gap, laid_out.slots[item.id]
    start, due = laid_out.calendar.get_slot_dates(slot)
    return Action(
        id=item.id,
        practice=practice.id,
        criterion=gap.criterion,
        gap=gap.kind,
        now=gap.now,
        target=gap.target,
        phase=practice.phase,
        title=practice.title,
        deliverable=practice.deliverable,
        exit=practice.exit,
        role=practice.role,
        role_name=knowledge.practices.get_role_name(practice.role),
        person=holder.person if holder else None,
        person_name=holder.name if holder else None,
        basis=holder.basis if holder else None,
        effort_days=practice.effort_days,
        depends_on=item.waits_for,
        start=start,
        due=due,
        weeks=laid_out.calendar.get_slot_weeks(slot),
        from_noon=starts_at_noon(slot),
        because=list_reasons(gap, assessment, knowledge.framework),
        numbers=practice.numbers,
        provisional=item.provisional,
    )


def _build_planned_gap(gap: Gap, actions: Sequence[Action]) -> PlannedGap:
    closing = tuple(a.id for a in actions if (a.criterion, a.gap) == (gap.criterion, gap.kind))
    return PlannedGap(**gap.model_dump(), actions=closing)


def _build_phase(phase: Phase, window: PhaseWindow, laid_out: Schedule, actions: Sequence[Action]) -> PlannedPhase:
    calendar = laid_out.calendar
    due = calendar.get_last_day(window.last)
    gate = PlannedGate(
        name=phase.gate.name,
        phase=phase.id,
        week=window.last,
        allowed=phase.weeks[1],
        due=due,
        ends_with=phase.gate.ends_with,
        criteria=phase.gate.criteria,
        actions=tuple(action.id for action in actions if action.phase == phase.id),
    )
    start = min(calendar.get_working_day(calendar.get_first_index(window.first)), due)
    return PlannedPhase(
        id=phase.id, name=phase.name, weeks=(window.first, window.last), start=start, end=due, gate=gate
    )
