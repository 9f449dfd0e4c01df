"""Stopping: somebody pressed Stop while a pilot was rated or planned; it is told, and goes on when they say so."""

from bot.domain.access.right import Right
from bot.domain.core.errors import MoveRefused
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import build_part
from bot.services.conversation.context import ConversationContext, InterviewContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.interview_threads import list_main_threads
from bot.services.messaging.inbox_events import AssessmentRequested, get_rating_line
from bot.services.messaging.outbox import post_in_thread, set_session
from bot.services.ports.core import UnitOfWork
from bot.services.queries.permissions import Subject, require_may


def resume_rating(uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview) -> None:
    """After somebody stopped it. Raises MoveRefused for whoever takes no part, and where there is nothing to rate."""
    pilot = interview.pilot
    require_may(uow, click.by.id, Right.HAVE_RATED, Subject(interview=interview.id))
    if any(made.interview_id == interview.id for made in uow.assessments.list_for_pilot(pilot.id)):
        raise MoveRefused("This interview is rated already: /pilot status shows where the pilot stands.")
    if interview.status != "closed":
        raise MoveRefused("This interview goes on; it is rated once it is finished.")
    if uow.events.count_open(get_rating_line(pilot.id)):
        return
    wanted = AssessmentRequested(interview=interview.id)
    uow.events.add(wanted.to_event(f"assess:{interview.id}:{click.key}", get_rating_line(pilot.id)))
    for thread in list_main_threads(uow, interview, uow.teams.get(pilot.id)):
        set_session(uow, f"rating:{click.key}:{thread.ts}", thread, "processing")


def tell_rating_stopped(uow: UnitOfWork, deps: ConversationContext, interview_id: str, key: str) -> None:
    """Somebody pressed Stop while the pillars were reviewed."""
    interview = uow.interviews.get(interview_id)
    told = build_part("rating_stopped", deps.formatter.format_rating_stopped(interview))
    for thread in list_main_threads(uow, interview, uow.teams.get(interview.pilot.id)):
        post_in_thread(uow, thread, f"{key}:{thread.channel}:{thread.ts}", (told,), "active")


def tell_planning_stopped(uow: UnitOfWork, deps: ConversationContext, assessment_id: str, key: str) -> None:
    """Somebody pressed Stop while the plan was drafted."""
    made = uow.assessments.get(assessment_id)
    told = build_part("planning_stopped", deps.formatter.format_planning_stopped(made))
    interview = uow.interviews.get(made.interview_id)
    for thread in list_main_threads(uow, interview, uow.teams.get(made.pilot.id)):
        post_in_thread(uow, thread, f"{key}:{thread.channel}:{thread.ts}", (told,), "active")
