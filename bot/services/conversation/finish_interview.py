"""Concluding: an interview that is over is rated, and the assessment shown where the team talks."""

from bot.domain.assessment.assessment import Assessment
from bot.domain.audit.act import build_own_act, mark_record
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import SummaryFeedback
from bot.domain.interview.voices import ALL_COUNT, Voices
from bot.domain.messaging.message import BotMessage, MessagePart, build_part
from bot.domain.plan.calendar import get_next_monday
from bot.domain.planning.terms import recall_options
from bot.services.assessment import assessing
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.interview_threads import (
    is_guest_thread,
    list_asked_threads,
    list_main_threads,
    load_shown_state,
)
from bot.services.conversation.next_question import SESSIONS, build_summary_part
from bot.services.conversation.thread_messages import build_no_longer_needed_part
from bot.services.conversation.wake_threads import settle_questions, settle_waiting
from bot.services.interview.voices import load_voices
from bot.services.messaging.inbox_events import AssessmentRequested, PlanRequested, get_planning_line, get_rating_line
from bot.services.messaging.outbox import (
    get_thread_place,
    post_in_thread,
    post_message,
    refresh_homes,
    remove_part,
    replace_part,
    revise_parts,
)
from bot.services.messaging.progress_card import refresh_interview_views
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result


def conclude_interview(
    uow: UnitOfWork, deps: InterviewContext, interview: Interview, fit: SummaryFeedback | None = None
) -> None:
    """Says that it is over, takes the buttons from what is settled, and has the pilot rated.

    `fit`: the judgement that ended it.
    """
    team = uow.teams.get(interview.pilot.id)
    _tell_guests(uow, deps, interview, team)
    waiting = _list_waiting_threads(uow, interview, team)
    _close_interview_messages(uow, deps, interview)
    for thread in dict.fromkeys((*list_main_threads(uow, interview, team), *waiting)):
        finished = build_part("finished", deps.formatter.format_interview_finished(interview, fit, thread.person))
        posting = BotMessage(
            id=f"finished:{interview.id}:{thread.channel}:{thread.ts}",
            place=get_thread_place(thread),
            parts=(finished,),
            interview_id=interview.id,
            session="processing",
        )
        post_message(uow, posting)
    wanted = AssessmentRequested(interview=interview.id)
    uow.events.add(wanted.to_event(f"assess:{interview.id}", get_rating_line(interview.pilot.id)))
    refresh_interview_views(uow, deps.formatter, f"finished:{interview.id}", interview.id)


def _list_waiting_threads(uow: UnitOfWork, interview: Interview, team: Team) -> tuple[Thread, ...]:
    """Of those who take part, wherever a question stands to be answered: in several threads of one person, maybe."""
    asked = (one for one in uow.threads.list_for_interview(interview.id) if not is_guest_thread(team, one))
    return tuple(thread for thread in asked if load_shown_state(uow, thread).asks)


def _tell_guests(uow: UnitOfWork, deps: InterviewContext, interview: Interview, team: Team) -> None:
    """Whoever was asked in and has not answered need not any more."""
    main = list_main_threads(uow, interview, team)
    for thread in list_asked_threads(uow, interview):
        if thread in main or not load_shown_state(uow, thread).is_open_to_guest:
            continue
        told = build_no_longer_needed_part(deps, interview, thread)
        key = f"finished:{interview.id}:{thread.channel}:{thread.ts}"
        post_in_thread(uow, thread, key, (told,), SESSIONS["over"])


def _close_interview_messages(uow: UnitOfWork, deps: InterviewContext, interview: Interview) -> None:
    remove_part(uow, interview.id, "summary_again")
    settle_questions(uow, deps, interview.id)
    settle_waiting(uow, deps, interview.id)
    reads = [
        *(build_part(key, deps.formatter.format_pause_ended(), settled=True) for key in ("paused", "still_paused")),
        build_summary_part(deps, interview),
        build_part("finish", deps.formatter.format_finish_prompt(interview)),
        build_part("summary_again", deps.formatter.format_closed_summary_check()),
    ]
    for read in reads:
        replace_part(uow, interview.id, read)
    fits = {f"fit:{fit.person}": fit for fit in interview.fits}

    def settle(message: BotMessage, part: MessagePart) -> MessagePart | None:
        if part.key not in fits:
            return None
        told = deps.formatter.format_feedback_recorded(interview, fits[part.key], None, message.place.person)
        return build_part(part.key, told)

    revise_parts(uow, interview.id, settle)


async def assess_and_post(deps: InterviewContext, interview_id: str) -> Result:
    """Rates the pilot and shows the card. Raises AnalystFailed, to be tried again later."""
    async with deps.progress.follow(f"rating:{interview_id}", interview_id) as reporter:
        voices = await load_current_voices(deps, interview_id)
        rated = await assessing.rate_interview(deps, interview_id, reporter, voices)

    def work(uow: UnitOfWork) -> None:
        if any(made.interview_id == interview_id for made in uow.assessments.list_for_pilot(rated.interview.pilot.id)):
            return
        made = assessing.append_assessment(uow, deps, rated)
        post_assessment_card(uow, deps, made)
        _request_following_plan(uow, deps, made)

    return Result(work)


async def load_current_voices(deps: InterviewContext, interview_id: str) -> Voices:
    """Where nobody's directory says who there is, everybody is a colleague."""
    return ALL_COUNT if deps.anyone_may_join else await load_voices(deps.transactions, deps.directory, interview_id)


def _request_following_plan(uow: UnitOfWork, deps: InterviewContext, made: Assessment) -> None:
    """A pilot that has a plan gets a new one, under the same options: else everybody is still asked for what is known
    or done by now."""
    before = uow.plans.find_latest_by_pilot([made.pilot.id]).get(made.pilot.id)
    if before is not None:
        wish = recall_options(before, get_next_monday(deps.clock.now().date()))
        wanted = PlanRequested(assessment=made.id, wish=wish, follows=before.id)
        uow.events.add(wanted.to_event(f"plan:{made.id}:follow", get_planning_line(made.pilot.id)))


def post_assessment_card(uow: UnitOfWork, deps: InterviewContext, made: Assessment) -> None:
    """The card, in every thread of those who take part; in a channel's thread it is shown in the channel too."""
    interview = uow.interviews.get(made.interview_id)
    team = uow.teams.get(made.pilot.id)
    history = uow.assessments.list_for_pilot(made.pilot.id)
    before = history[-2] if len(history) > 1 else None
    sharable = team.channel is not None
    shown = deps.formatter.format_assessment_card(made, before, has_plan=False, sharable=sharable)
    card = build_part("card", shown)
    for thread in list_main_threads(uow, interview, team):
        posting = BotMessage(
            id=f"card:{made.id}:{thread.channel}:{thread.ts}",
            place=get_thread_place(thread),
            parts=(card,),
            interview_id=interview.id,
            pilot_id=made.pilot.id,
            session="closed",
            broadcast=thread.person is None,
        )
        post_message(uow, posting)
    refresh_homes(uow, f"assessed:{made.id}", team.member_ids)
    about = mark_record("assessment", made.id)
    uow.audit.append(build_own_act("assessment_posted", "shared", made.pilot.id, about, deps.clock.now()))
