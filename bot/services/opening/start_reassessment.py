"""Reassessing: a pilot that was assessed is asked again, only about what may have changed."""

from functools import partial

from bot.domain.actions.progress import ActionStatus, Progress
from bot.domain.asking.questioning import find_first_topic, to_question
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import MoveRefused, UnusableOutput
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.interview.voices import counts
from bot.domain.reassessment.reassessment import (
    begin_reassessment,
    build_reassessment_opening,
    build_recorded_statements,
    is_recorded_statement,
    is_unfinished,
    select_rechecks,
)
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.finish_interview import load_current_voices
from bot.services.conversation.interview_threads import list_main_threads
from bot.services.conversation.put_off_reading import log_analyst_failure
from bot.services.conversation.wake_threads import continue_thread
from bot.services.interview import interviewing
from bot.services.messaging.inbox_events import RecordsUnread
from bot.services.messaging.outbox import refresh_homes
from bot.services.opening.start_interview import build_empty_interview, launch_interview, open_interview
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result


def start_reassessment(uow: UnitOfWork, deps: InterviewContext, team: Team) -> Interview:
    """A follow-up of the pilot's assessment; where it has none, an interview from the beginning.

    Raises MoveRefused while an interview of it is not over.
    """
    latest = uow.interviews.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if latest is not None and latest.status != "closed":
        raise MoveRefused("This pilot's interview is not over yet: go on with it, or finish it first.")
    history = uow.assessments.list_for_pilot(team.pilot.id)
    if latest is None or not history:
        return open_interview(uow, deps, team)
    if history[-1].interview_id != latest.id:
        raise MoveRefused("What was said last is still being rated. Try again when the assessment is there.")
    return _open_follow_up(uow, deps, team, history[-1])


def _open_follow_up(uow: UnitOfWork, deps: InterviewContext, team: Team, made: Assessment) -> Interview:
    challenges, done = uow.challenges.list_for_assessment(made.id), _list_done_since(uow, made)
    empty = build_empty_interview(uow, team).model_copy(
        update={
            "follows": made.interview_id,
            "rechecks": select_rechecks(made, deps.knowledge.framework, challenges, done),
        }
    )
    records = build_recorded_statements(challenges, done, (*team.people, *made.people))
    interview = begin_reassessment(empty, records)
    first = find_first_topic(deps.knowledge.guide, interview) if is_unfinished(interview.rechecks) else None
    opening = first or build_reassessment_opening(made)
    asked = interview.add_question(to_question(opening, interview, at=deps.clock.now()))
    if records:
        key = f"records:{asked.id}"
        uow.events.add(RecordsUnread(interview=asked.id).to_event(key, key))
    refresh_homes(uow, f"started:{asked.id}", team.member_ids)
    return launch_interview(uow, deps, team, asked)


def _list_done_since(uow: UnitOfWork, made: Assessment) -> tuple[ActionStatus, ...]:
    """The actions of the pilot's plan that were done since the assessment was made."""
    plan = uow.plans.find_latest_by_pilot([made.pilot.id]).get(made.pilot.id)
    if plan is None:
        return ()
    done = Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id)).list_in_state("done")
    return tuple(standing for standing in done if standing.since is not None and standing.since > made.made_at)


async def read_records(deps: InterviewContext, interview_id: str) -> Result:
    """Has what stood on record read, before or beside what is said; raises AnalystFailed, to be tried again later."""
    interview = await interviewing.load_interview(deps.transactions, interview_id)
    voices = await load_current_voices(deps, interview_id)
    while waiting := [turn for turn in interview.unread_turns if is_recorded_statement(interview, turn)]:
        if not counts(interview, waiting[0], voices):
            interview = await deps.transactions.run(
                partial(_drop_statement, interview_id=interview_id, turn_id=waiting[0].id)
            )
            continue
        try:
            reading = await interviewing.read_turn(deps, interview, waiting[0])
        except UnusableOutput as failure:
            log_analyst_failure(failure, interview_id)
            interview = await deps.transactions.run(
                partial(_mark_unreadable, interview_id=interview_id, turn=waiting[0])
            )
            continue
        heard = await deps.transactions.run(
            lambda uow, read=reading: interviewing.record_reading(uow, deps.knowledge, interview_id, read)  # type: ignore[misc]
        )
        interview = heard.interview
    return Result(lambda uow: _continue_interview(uow, deps, interview_id))


def _drop_statement(uow: UnitOfWork, interview_id: str, turn_id: str) -> Interview:
    """What somebody of another organisation once put on record, or why somebody who left challenged, counts for no
    level."""
    return uow.interviews.save(uow.interviews.get(interview_id).retract_turn(turn_id))


def _mark_unreadable(uow: UnitOfWork, interview_id: str, turn: Turn) -> Interview:
    """Nobody waits for it, and it must not keep the interview from its end, which names it."""
    interview = uow.interviews.get(interview_id)
    return uow.interviews.save(interview.mark_unreadable(turn.id, turn.revision))


def _continue_interview(uow: UnitOfWork, deps: InterviewContext, interview_id: str) -> None:
    """Where everybody had answered meanwhile, the summary waited for what stood on record."""
    interview = uow.interviews.get(interview_id)
    if interview.status == "open" and not interview.pending_questions and not interview.unread_turns:
        for thread in list_main_threads(uow, interview, uow.teams.get(interview.pilot.id))[:1]:
            continue_thread(uow, deps, thread, f"records:{interview.id}")
