"""Withdrawing: in one transaction, somebody's words leave every record of a pilot, and what rested on them falls."""

from typing import NamedTuple, TypeVar

from bot.domain.actions.progress import Progress
from bot.domain.assessment.assessment import WithdrawnGround
from bot.domain.core.people import Pilot
from bot.domain.core.team import Team
from bot.domain.digest.decision import Decision
from bot.domain.digest.digest import Digest
from bot.domain.digest.pilot_week import PilotWeek
from bot.domain.forgetting.assessment_without import withdraw_from_assessment
from bot.domain.forgetting.interview_without import withdraw_from_interview
from bot.domain.forgetting.plan_without import withdraw_from_plan
from bot.domain.forgetting.steps_without import withdraw_from_step
from bot.domain.forgetting.withdrawal import Withdrawal, withdraw_from_challenges
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.portfolio import PortfolioRow
from bot.services.conversation.context import InterviewContext
from bot.services.forgetting.pilot_words import PilotRecords
from bot.services.interview.earlier_evidence import merge_earlier_evidence
from bot.services.messaging.outbox_events import DeleteUploads
from bot.services.ports.core import UnitOfWork

Told = TypeVar("Told", PilotWeek, Decision, PortfolioRow)


class WithdrawnRecords(NamedTuple):
    """What became of a pilot's records."""

    shifts: tuple[WithdrawnGround, ...]
    """Of its newest assessment: the ratings that fell back."""
    unowned: int
    """How many actions of its newest plan have nobody any more."""


def withdraw_from_records(
    uow: UnitOfWork, deps: InterviewContext, records: PilotRecords, gone: Withdrawal
) -> WithdrawnRecords:
    _withdraw_from_interviews(uow, deps, records, gone)
    shifts = _withdraw_from_assessments(uow, deps, records, gone)
    unowned = _withdraw_from_plans(uow, deps, records, gone)
    _withdraw_from_remarks(uow, records, gone)
    return WithdrawnRecords(shifts, unowned)


def _withdraw_from_interviews(uow: UnitOfWork, deps: InterviewContext, records: PilotRecords, gone: Withdrawal) -> None:
    for known in records.interviews:
        interview = uow.interviews.get(known.id)
        left = withdraw_from_interview(interview, gone, deps.knowledge.framework)
        if left != interview:
            uow.interviews.save(left)
    if gone.person is not None:
        team = _leave_team(records.team, gone)
        if team != records.team:
            uow.teams.save(team)
        if records.team.lead != gone.person.id:
            uow.withdrawals.close_threads_of(gone.person.id, records.team.pilot.id)


def _leave_team(team: Team, gone: Withdrawal) -> Team:
    """Whoever leads it leads it still: somebody must, and handing it over is not ours. Their words go all the same."""
    assert gone.person is not None
    person = gone.person.id
    left = team.model_copy(
        update={
            "participants": tuple(one for one in team.participants if one != person),
            "leaders": tuple(one for one in team.leaders if one != person),
            "owner": None if team.owner == person else team.owner,
            "declines": tuple(one for one in team.declines if one.person != person),
            "unreachable": tuple(one for one in team.unreachable if one != person),
            "people": tuple(one for one in team.people if one.id != person or person == team.lead),
            "purpose": "" if team.lead == person else team.purpose,
        }
    )
    purpose = gone.eraser.clean_text(left.purpose) if left.purpose else ""
    return left.model_copy(update={"purpose": purpose})


def _withdraw_from_assessments(
    uow: UnitOfWork, deps: InterviewContext, records: PilotRecords, gone: Withdrawal
) -> tuple[WithdrawnGround, ...]:
    new: tuple[WithdrawnGround, ...] = ()
    for made in records.assessments:
        signals = merge_earlier_evidence(uow, uow.interviews.get(made.interview_id)).signals
        left = withdraw_from_assessment(made, gone, deps.knowledge.framework, signals)
        new = left.withdrawn[len(made.withdrawn) :]
        if left != made:
            uow.withdrawals.replace_assessment(left)
    return new


def _withdraw_from_plans(uow: UnitOfWork, deps: InterviewContext, records: PilotRecords, gone: Withdrawal) -> int:
    unowned = 0
    left_steps = tuple(withdraw_from_step(step, gone) for step in records.steps)
    for before, after in zip(records.steps, left_steps, strict=True):
        if after != before:
            uow.withdrawals.replace_step(after)
    for plan in records.plans:
        left = withdraw_from_plan(plan, gone, uow.assessments.get(plan.assessment_id), deps.knowledge)
        if left != plan:
            uow.withdrawals.replace_plan(left)
            _delete_files(uow, left)
        had = Progress.from_steps(plan, (step for step in records.steps if step.root == plan.root_id))
        has = Progress.from_steps(left, (step for step in left_steps if step.root == plan.root_id))
        pairs = zip(had.standings, has.standings, strict=True)
        unowned = sum(was.owner is not None and now.owner is None and now.state != "done" for was, now in pairs)
    return unowned


def _delete_files(uow: UnitOfWork, plan: ProductionPlan) -> None:
    """Those that were handed out hold its quotes: whoever wants one has it made anew."""
    files = uow.withdrawals.take_uploads(plan.pilot.id, plan.id)
    if files:
        key = f"delete_uploads:{plan.id}:{files[0].file}"
        uow.events.add(DeleteUploads(files=files).to_event(key, key))


def _withdraw_from_remarks(uow: UnitOfWork, records: PilotRecords, gone: Withdrawal) -> None:
    uow.withdrawals.keep_challenges(records.team.pilot.id, withdraw_from_challenges(records.challenges, gone))
    for ruling in records.outcomes:
        bare = ruling.model_copy(update={"note": ""}) if gone.is_of_person(ruling.by) else ruling
        if (left := gone.eraser.clean(bare)) != ruling:
            uow.withdrawals.replace_outcome(left)
    for given in records.feedback:
        plain = given.model_copy(update={"why": ""}) if gone.is_of_person(given.by) else given
        if (said := gone.eraser.clean(plain)) != given:
            uow.withdrawals.replace_feedback(said)
    for digest in uow.withdrawals.list_digests():
        if (told := _withdraw_from_digest(digest, records.team.pilot, gone)) != digest:
            uow.withdrawals.replace_digest(told)


def _withdraw_from_digest(digest: Digest, pilot: Pilot, gone: Withdrawal) -> Digest:
    """Only what it tells of this pilot: in another one the same words may be somebody else's."""

    def clean(told: tuple[Told, ...]) -> tuple[Told, ...]:
        return tuple(gone.eraser.clean(one) if one.pilot.id == pilot.id else one for one in told)

    seen = digest.portfolio
    return digest.model_copy(
        update={
            "pilots": clean(digest.pilots),
            "decisions": clean(digest.decisions),
            "portfolio": seen and seen.model_copy(update={"rows": clean(seen.rows)}),
        }
    )
