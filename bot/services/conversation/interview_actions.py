"""Steering: what people do by a button or a command: let go, choose, hand over, pause, resume, judge, finish."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from bot.domain.access.permission import may_do
from bot.domain.access.right import Right
from bot.domain.assessment.rating import find_standing
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.core.team import Team, Thread
from bot.domain.framework.framework import Level
from bot.domain.interview.claims import describe_circumstances, describe_world
from bot.domain.interview.confirmation import is_high
from bot.domain.interview.evidence import Confirmation
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import LevelChoice, Question, SkipKind, SummaryFeedback, Turn
from bot.domain.messaging.message import MessagePart, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.delegate_question import find_asking_refusal, invite_colleague, record_delegation
from bot.services.conversation.finish_interview import conclude_interview
from bot.services.conversation.interview_threads import (
    find_answer_thread,
    list_asked_threads,
    list_main_threads,
    load_shown_state,
)
from bot.services.conversation.lost_channels import require_channel
from bot.services.conversation.next_question import (
    NextMessage,
    ask_next,
    build_summary_part,
    find_next,
    get_open_session,
)
from bot.services.conversation.nudge import schedule_question_nudge
from bot.services.conversation.thread_messages import say_in_thread
from bot.services.conversation.wake_threads import announce_pause, continue_thread, settle_questions, wake_threads
from bot.services.interview.interviewing import TurnOutcome
from bot.services.messaging.invitation_receipt import refresh_invitation_receipt
from bot.services.messaging.outbox import post_ephemeral, post_in_thread, replace_part
from bot.services.messaging.progress_card import refresh_interview_views
from bot.services.ports.core import UnitOfWork
from bot.services.queries.permissions import Subject, require_may


class Click(NamedTuple):
    """Who did something, where they did it, and the key by which it is done once."""

    key: str
    by: Person
    source: MessageSource
    answer: str | None = None
    """Where the message can be replaced in which it was done: a list that shows it anew afterwards."""


def skip_question(
    uow: UnitOfWork, deps: InterviewContext, click: Click, question: Question, how: SkipKind, interview: Interview
) -> None:
    """Skips a question, or records that the person doesn't know; then asks on where it was clicked.

    Raises NotAllowed.
    """
    require_may(uow, click.by.id, Right.LET_GO, Subject(interview=interview.id, question=question.id))
    if any(item.question_id == question.id and item.by == click.by.id for item in interview.passes):
        return  # clicked twice: it is done, and the first click was answered
    if not interview.is_awaiting_answer(question):
        post_ephemeral(uow, click.key, click.source, click.by.id, deps.formatter.format_outdated_button())
        return
    moved = interview.add_person(click.by).skip_question(how, by=click.by.id, question=question.id)
    moved = uow.interviews.save(moved)
    settle_questions(uow, deps, moved.id)
    continue_thread(uow, deps, _select_thread(uow, click, moved), click.key)
    refresh_interview_views(uow, deps.formatter, click.key, moved.id)


class ChosenLevels(NamedTuple):
    """What somebody chose under an answer of theirs."""

    turn: Turn
    choices: tuple[LevelChoice, ...]


def choose_levels(
    uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview, chosen: ChosenLevels
) -> Interview:
    """What the speaker of the turn chose is the level; the caller has checked that it is theirs.

    Raises MoveRefused where the answer changed meanwhile or the interview is over.
    """
    moved, (turn, choices) = interview, chosen
    world = describe_world(deps.knowledge.framework, describe_circumstances(interview, turn))
    for choice in choices:
        shows = deps.redactor.redact(choice.shows).text
        moved = moved.choose_level(turn.id, choice.model_copy(update={"shows": shows}), world)
    saved = uow.interviews.save(moved)
    standings = (find_standing(choice.criterion, saved.evidence) for choice in choices)
    touched = {item.turn_id for standing in standings if standing for item in standing.evidence}
    refresh_receipts(uow, deps, saved, touched | {turn.id})
    replace_part(uow, saved.id, build_summary_part(deps, saved))
    continue_thread(uow, deps, find_answer_thread(uow, turn) or _select_thread(uow, click, saved), click.key)
    refresh_interview_views(uow, deps.formatter, click.key, saved.id)
    return saved


def refresh_receipts(uow: UnitOfWork, deps: InterviewContext, interview: Interview, turns: Collection[str]) -> None:
    """What stands under these answers, worded anew."""
    for turn in interview.turns:
        if turn.id in turns and turn.state == "mapped":
            thread = find_answer_thread(uow, turn)
            own = TurnOutcome(interview, turn, turn.intent or "answer", ())
            noted = deps.formatter.format_recorded_answer(own, shared=thread is None or thread.person is None)
            if noted is not None:
                replace_part(uow, interview.id, build_part(f"noted:{turn.id}", noted))


class LevelCheck(NamedTuple):
    """What somebody says of a criterion at 3 or 4. `level`: what they lower it to; None: they confirm it."""

    criterion: str
    level: Level | None = None
    note: str = ""


def confirm_levels(
    uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview, checks: Sequence[LevelCheck]
) -> Interview:
    """Raises MoveRefused for whoever may not, and where one of them can't be confirmed: then nothing is changed."""
    require_may(uow, click.by.id, Right.CONFIRM, Subject(interview=interview.id))
    moved = interview.add_person(click.by)
    who = moved.get_person(click.by.id)
    for check in checks:
        note, at = deps.redactor.redact(check.note.strip()).text, deps.clock.now()
        said = Confirmation(by=who.id, name=who.byline, level=check.level, note=note, at=at)
        moved = _confirm(deps, moved, check.criterion, said)
    saved = uow.interviews.save(moved)
    turns = {item.turn_id for check in checks for item in saved.evidence if item.criterion == check.criterion}
    refresh_receipts(uow, deps, saved, turns)
    replace_part(uow, saved.id, build_summary_part(deps, saved))
    refresh_interview_views(uow, deps.formatter, click.key, saved.id)
    return saved


def _confirm(deps: InterviewContext, interview: Interview, criterion: str, said: Confirmation) -> Interview:
    turns = [item.turn_id for item in interview.evidence if item.criterion == criterion and is_high(item)]
    if not turns:
        raise MoveRefused("Nothing stands at 3 or 4 there any more. Nothing was changed.")
    around = describe_circumstances(interview, interview.get_turn(turns[-1]))
    return interview.confirm_level(criterion, said, describe_world(deps.knowledge.framework, around))


class Delegation(NamedTuple):
    """Which question is left to whom, and what whoever names them adds."""

    question: Question
    colleague: Person
    note: str = ""


def delegate_question(
    uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview, naming: Delegation
) -> None:
    """Leaves a question to a colleague, who is asked; the interview goes on meanwhile. Raises NotAllowed."""
    require_may(uow, click.by.id, Right.LET_GO, Subject(interview=interview.id, question=naming.question.id))
    if why := find_asking_refusal(uow, deps.clock.now(), click.by.id, naming.colleague):
        raise MoveRefused(why)
    thread, question = _select_thread(uow, click, interview), naming.question
    moved, passed = record_delegation(uow, interview.add_person(click.by), question, click.by.id, naming.colleague)
    told = invite_colleague(uow, deps, moved, thread, passed, naming.note)
    following = ask_next(uow, deps, thread)
    said = NextMessage((*told, *following.parts), following.session)
    say_in_thread(uow, deps, thread, f"left:{click.key}", said)
    wake_threads(uow, deps, moved.id, thread)
    refresh_interview_views(uow, deps.formatter, click.key, moved.id)


def pause_and_announce(uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview) -> None:
    require_may(uow, click.by.id, Right.PAUSE, Subject(interview=interview.id))
    here, paused = _select_thread(uow, click, interview), uow.interviews.save(interview.pause())
    announce_pause(uow, deps, paused, click.by, here)
    refresh_invitation_receipt(uow, deps.formatter, paused)
    refresh_interview_views(uow, deps.formatter, click.key, interview.id)


def resume_and_ask(uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview) -> None:
    """Goes on where it stopped: what was said in the pause is shown as kept; the question that waits is asked again, or
    the next one."""
    require_may(uow, click.by.id, Right.RESUME, Subject(interview=interview.id))
    team = uow.teams.get(interview.pilot.id)
    if interview.status == "open":
        raise MoveRefused("The interview is not paused: just answer the open question.")
    require_channel(team)
    told = _list_announcement_threads(uow, click, interview, team)
    resumed = uow.interviews.save(interview.resume())
    for key in ("paused", "still_paused"):
        replace_part(uow, resumed.id, build_part(key, deps.formatter.format_pause_ended(), settled=True))
    for question in resumed.pending_questions:
        schedule_question_nudge(uow, deps, resumed, question)
    for thread in told:
        kept = _build_kept_part(uow, deps, interview, thread)
        following = find_next(uow, deps, thread)
        now = uow.interviews.get(resumed.id)
        said = build_part("resumed", deps.formatter.format_interview_resumed(now, click.by, thread.person))
        key = f"resumed:{resumed.id}:{resumed.version}:{thread.channel}:{thread.ts}"
        session = following.session or get_open_session(uow, deps, thread)
        say_in_thread(uow, deps, thread, key, NextMessage((said, *kept, *following.parts), session))
    wake_threads(uow, deps, resumed.id)
    refresh_interview_views(uow, deps.formatter, click.key, interview.id)


def _list_announcement_threads(uow: UnitOfWork, click: Click, interview: Interview, team: Team) -> tuple[Thread, ...]:
    """Where it was clicked, the threads of those who take part, and of colleagues who were asked and have not answered
    or were told of the pause."""
    here, main = _select_thread(uow, click, interview), list_main_threads(uow, interview, team)
    asked = tuple(
        thread
        for thread in list_asked_threads(uow, interview)
        if thread in main or load_shown_state(uow, thread).is_open_to_guest
    )
    others = (thread for thread in asked if thread.person is None or thread.person != here.person)
    return tuple(dict.fromkeys((*others, here)))


def _build_kept_part(
    uow: UnitOfWork, deps: InterviewContext, paused: Interview, thread: Thread
) -> tuple[MessagePart, ...]:
    """What was said in this thread while it was paused."""
    said = tuple(
        turn for turn in paused.turns if turn.in_pause and turn.state != "retracted" and turn.intent != "ask_back"
    )
    places = {turn.id: find_answer_thread(uow, turn) for turn in said}
    here = tuple(t for t in said if (place := places[t.id]) and place.partition_key == thread.partition_key)
    return (build_part("kept", deps.formatter.format_kept_in_pause(paused, here)),) if here else ()


def submit_feedback(
    uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview, fit: SummaryFeedback
) -> None:
    """Keeps how well the summary fits. Where it fits exactly, and whoever says so may end it, it is rated."""
    if interview.status == "closed":
        post_ephemeral(uow, click.key, click.source, click.by.id, deps.formatter.format_outdated_button())
        return
    team = uow.teams.get(interview.pilot.id)
    thread = _select_thread(uow, click, interview)
    judged = uow.interviews.save(interview.add_person(click.by).record_feedback(fit))
    ends = _may_conclude(team, thread, click.by.id)
    if ends and fit.score == 4:
        conclude_interview(uow, deps, uow.interviews.save(judged.close()), fit)
        return
    rates = ends if fit.score == 4 else may_do(team, click.by.id, Right.FINISH)
    lead = None if rates else team.get_person(team.lead)
    said = deps.formatter.format_feedback_recorded(judged, fit, lead, thread.person)
    post_in_thread(uow, thread, f"fit:{click.key}", (build_part(f"fit:{click.by.id}", said),), "suspended")


def _may_conclude(team: Team, thread: Thread, person: str) -> bool:
    """In front of everybody whoever may; in their own direct messages the lead, or who was asked alone."""
    alone = thread.person is None or len(team.participants) < 2
    return may_do(team, person, Right.FINISH) or (alone and may_do(team, person, Right.CONCLUDE))


def finish_early(uow: UnitOfWork, deps: InterviewContext, click: Click, interview: Interview) -> None:
    """Ends the interview early. Raises MoveRefused for whoever may not, and while answers wait to be read."""
    require_may(uow, click.by.id, Right.FINISH, Subject(interview=interview.id))
    team = uow.teams.get(interview.pilot.id)
    if interview.status == "closed":
        raise MoveRefused("This interview is finished already; its assessment follows in its thread.")
    require_channel(team)
    close_and_conclude(uow, deps, interview)


def close_and_conclude(uow: UnitOfWork, deps: InterviewContext, interview: Interview) -> None:
    conclude_interview(uow, deps, uow.interviews.save(interview.close()))


def _select_thread(uow: UnitOfWork, click: Click, interview: Interview) -> Thread:
    """Where it was clicked, if that is one of the interview's threads; else where those who take part talk."""
    here = uow.threads.find_at(click.source.channel, click.source.root_ts)
    if here is not None and here.interview_id == interview.id:
        return here
    threads = list_main_threads(uow, interview, uow.teams.get(interview.pilot.id)) or uow.threads.list_for_interview(
        interview.id
    )
    if not threads:
        raise MoveRefused("The interview is just being opened. Try again in a minute; nothing was changed.")
    return next((thread for thread in threads if thread.person == click.by.id), threads[0])
