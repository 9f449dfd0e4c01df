"""Reassessing: a pilot that was assessed is asked again, only about what may have changed."""

from bot.domain.actions.progress import Progress, Standing
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import MoveRefused
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.interview.questioning import as_question
from bot.domain.messaging.event import Event
from bot.domain.reassessment.reassessment import begun, is_record, opening_again, rechecks_of, records_of
from bot.services.conversation.context import Desk
from bot.services.conversation.next_question import main_threads
from bot.services.conversation.record_answer import ask_on
from bot.services.conversation.start_interview import an_empty_interview, begin, open_interview
from bot.services.interview import interviewing
from bot.services.messaging.outbox import freshen_homes
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done


def start_again(uow: UnitOfWork, desk: Desk, team: Team) -> Interview:
    """A follow-up of the pilot's assessment; where it has none, an interview from the beginning.

    Raises MoveRefused while an interview of it is not over.
    """
    latest = uow.interviews.latest_of_each([team.pilot.id]).get(team.pilot.id)
    if latest is not None and latest.status != "closed":
        raise MoveRefused("This pilot's interview is not over yet: go on with it, or finish it first.")
    history = uow.assessments.history_of(team.pilot.id)
    if latest is None or not history:
        return open_interview(uow, desk, team)
    if history[-1].interview_id != latest.id:
        raise MoveRefused("What was said last is still being rated. Try again when the assessment is there.")
    return _follow_up(uow, desk, team, history[-1])


def _follow_up(uow: UnitOfWork, desk: Desk, team: Team, made: Assessment) -> Interview:
    challenges, done = uow.challenges.of(made.id), _done_since(uow, made)
    empty = an_empty_interview(uow, team).model_copy(
        update={
            "follows": made.interview_id,
            "rechecks": rechecks_of(made, desk.knowledge.framework, challenges, done),
        }
    )
    records = records_of(challenges, done, (*team.people, *made.people))
    interview = begun(empty, records)
    asked = interview.ask(as_question(opening_again(made), interview, at=desk.clock.now()))
    if records:
        body, line = {"interview": asked.id}, f"records:{asked.id}"
        uow.events.add(Event(id=f"records:{asked.id}", lane="inbox", line=line, kind="records", body=body))
    freshen_homes(uow, f"started:{asked.id}", team.members)
    return begin(uow, desk, team, asked)


def _done_since(uow: UnitOfWork, made: Assessment) -> tuple[Standing, ...]:
    """The actions of the pilot's plan that were done since the assessment was made."""
    plan = uow.plans.latest_of_each([made.pilot.id]).get(made.pilot.id)
    if plan is None:
        return ()
    done = Progress.of(plan, uow.steps.of(plan.root)).in_state("done")
    return tuple(standing for standing in done if standing.since is not None and standing.since > made.made_at)


async def read_records(desk: Desk, interview_id: str) -> Done:
    """Has what stood on record read, before or beside what is said; raises AnalystFailed, to be tried again later."""
    interview = await interviewing.load(desk.transactions, interview_id)
    while waiting := [turn for turn in interview.unmapped if is_record(interview, turn)]:
        reading = await interviewing.read_turn(desk.interviewing, interview, waiting[0])
        heard = await desk.transactions.run(
            lambda uow, read=reading: interviewing.take_in(uow, desk.knowledge, interview_id, read)  # type: ignore[misc]
        )
        interview = heard.interview
    return Done(lambda uow: _go_on(uow, desk, interview_id))


def _go_on(uow: UnitOfWork, desk: Desk, interview_id: str) -> None:
    """Where everybody had answered meanwhile, the summary waited for what stood on record."""
    interview = uow.interviews.get(interview_id)
    if interview.status == "open" and not interview.pending and not interview.unmapped:
        for thread in main_threads(uow, interview, uow.teams.get(interview.pilot.id))[:1]:
            ask_on(uow, desk, thread, f"records:{interview.id}")
