"""Asking: what comes next in one of an interview's threads: a question, a wait for others, or the summary."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.asking.questioning import (
    CandidateQuestion,
    apply_adapted_wording,
    list_candidates,
    list_delegated_candidates,
    list_guest_candidates,
    to_question,
)
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import BotMessage, MessagePart, SessionStatus, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.nudge import schedule_question_nudge, schedule_summary_nudge
from bot.services.messaging.outbox import get_thread_place, post_in_thread, post_message
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import RetryLater

_SOON = 0.3


class NextMessage(NamedTuple):
    """What is to be said after what was noted, and how the thread's session stands then."""

    parts: tuple[MessagePart, ...] = ()
    session: SessionStatus | None = None


NOTHING_NEXT = NextMessage()


def ask_next(uow: UnitOfWork, deps: InterviewContext, thread: Thread, speaker: str | None = None) -> NextMessage:
    """`speaker`: who spoke last. More is coming from them: nothing is asked before it was heard."""
    interview = uow.interviews.get(thread.interview_id)
    if interview.status != "open":
        return NextMessage((), "active") if interview.status == "paused" else NOTHING_NEXT
    if uow.events.count_open(thread.partition_key) > 1:
        return NOTHING_NEXT
    team = uow.teams.get(interview.pilot.id)
    chosen = _select_next_candidate(deps, interview, team, thread, speaker)
    if chosen is not None:
        return _ask_candidate(uow, deps, interview, chosen, invited=is_guest_thread(team, thread))
    if waiting := _list_waiting_questions(deps, interview, team, thread):
        invited = is_guest_thread(team, thread)
        unseen = [q for q in waiting[-1:] if is_never_shown(uow, interview, q)]
        again = [build_question_part(deps, interview, question, invited=invited) for question in unseen]
        return NextMessage(tuple(again), "suspended")
    return _handle_nothing_left(uow, deps, interview, team, thread)


def continue_thread(uow: UnitOfWork, deps: InterviewContext, thread: Thread, key: str) -> None:
    """Asks what comes next where nothing waits for an answer; else only ends the thread's working state."""
    following = ask_next(uow, deps, thread)
    post_in_thread(uow, thread, f"next:{key}", following.parts, following.session)


class _AddressedCandidate(NamedTuple):
    candidate: CandidateQuestion
    to: str | None


def _select_next_candidate(
    deps: InterviewContext, interview: Interview, team: Team, thread: Thread, speaker: str | None
) -> _AddressedCandidate | None:
    """What was left to whoever just spoke comes first, then what the thread has not been asked yet."""
    guide = deps.knowledge.guide
    left = list_delegated_candidates(guide, interview, speaker)
    if left and not any(question.to == speaker for question in interview.pending_questions):
        return _AddressedCandidate(left[0], speaker)
    if _list_waiting_questions(deps, interview, team, thread):
        return None
    if is_guest_thread(team, thread):
        found = list_guest_candidates(guide, interview, thread.person or "")
    else:
        found = list_candidates(guide, interview, 1, thread.person)
    return _AddressedCandidate(found[0], thread.person) if found else None


def is_guest_thread(team: Team, thread: Thread) -> bool:
    """Whether it is the thread of a colleague who was asked in, not of somebody who takes part."""
    return thread.person is not None and thread.person not in {team.lead, *team.participants}


def _list_waiting_questions(
    deps: InterviewContext, interview: Interview, team: Team, thread: Thread
) -> tuple[Question, ...]:
    if deps.one_at_a_time:
        return interview.pending_questions
    addressed = {thread.person} if is_guest_thread(team, thread) else {None, thread.person}
    return tuple(question for question in interview.pending_questions if question.to in addressed)


def _ask_candidate(
    uow: UnitOfWork, deps: InterviewContext, interview: Interview, chosen: _AddressedCandidate, *, invited: bool
) -> NextMessage:
    worded_now = apply_adapted_wording(chosen.candidate, interview)
    put = interview.put_for
    told = worded_now.model_copy(
        update={"text": put(chosen.to, worded_now.text), "why": put(chosen.to, worded_now.why)}
    )
    question = to_question(told, interview, to=chosen.to, at=deps.clock.now())
    asked = uow.interviews.save(interview.add_question(question))
    schedule_question_nudge(uow, deps, asked, question)
    return NextMessage((build_question_part(deps, asked, question, invited=invited),), "suspended")


def build_question_part(
    deps: InterviewContext, interview: Interview, question: Question, *, invited: bool = False
) -> MessagePart:
    return build_part(f"question:{question.id}", deps.formatter.format_question(interview, question, invited=invited))


def _handle_nothing_left(
    uow: UnitOfWork, deps: InterviewContext, interview: Interview, team: Team, thread: Thread
) -> NextMessage:
    others = tuple(dict.fromkeys(question.to for question in interview.pending_questions if question.to))
    if is_guest_thread(team, thread):
        if not interview.pending_questions:
            _resume_main_thread(uow, deps, interview, team)
        return NextMessage(_build_thanks_parts(uow, deps, interview, thread), "closed")
    if interview.pending_questions:
        people = tuple(interview.get_person(person) for person in others)
        told = deps.formatter.format_waiting_for_others(interview, people)
        return NextMessage((build_part("waiting", told),), "active")
    if interview.unread_turns:  # said elsewhere and being read: what comes of it is summed up with the rest
        return NextMessage((), "active")
    if is_summary_posted(uow, interview):
        check = build_part("summary_again", deps.formatter.format_summary_check(interview))
        return NextMessage((check,), "suspended")
    post_summary(uow, deps, interview, team, but=thread)
    return NextMessage((build_summary_part(deps, interview),), "suspended")


def _build_thanks_parts(
    uow: UnitOfWork, deps: InterviewContext, interview: Interview, thread: Thread
) -> tuple[MessagePart, ...]:
    """Once: they may say more afterwards."""
    own = (
        posting for posting in uow.messages.list_for_interview(interview.id) if posting.place.person == thread.person
    )
    if any(posting.has_part("thanks") for posting in own):
        return ()
    person = interview.get_person(thread.person or "")
    return (build_part("thanks", deps.formatter.format_thanks(person, interview.pilot)),)


def _resume_main_thread(uow: UnitOfWork, deps: InterviewContext, interview: Interview, team: Team) -> None:
    """Those who take part had to wait for the colleague: their interview goes on."""
    for thread in list_main_threads(uow, interview, team)[:1]:
        following = ask_next(uow, deps, thread)
        if following.parts:
            post_in_thread(
                uow, thread, f"woken:{interview.id}:{len(interview.turns)}", following.parts, following.session
            )


def list_main_threads(uow: UnitOfWork, interview: Interview, team: Team) -> tuple[Thread, ...]:
    """Where those who take part talk: of somebody's own threads the one in which we spoke last; not where a colleague
    was asked a question."""
    threads = [thread for thread in uow.threads.list_for_interview(interview.id) if not is_guest_thread(team, thread)]
    spoken = {
        posting.place.thread or posting.ts: n for n, posting in enumerate(uow.messages.list_for_interview(interview.id))
    }
    by_time = sorted(threads, key=lambda thread: spoken.get(thread.ts, -1))
    latest = {thread.person or thread.partition_key: thread for thread in by_time}
    return tuple(thread for thread in threads if thread in latest.values())


def is_summary_posted(uow: UnitOfWork, interview: Interview) -> bool:
    """Whether the summary is out: what is said from then on corrects it."""
    return any(
        shown.key == "summary" for posting in uow.messages.list_for_interview(interview.id) for shown in posting.parts
    )


def build_summary_part(deps: InterviewContext, interview: Interview) -> MessagePart:
    """As it reads now."""
    over = interview.status == "closed"
    return build_part(
        "summary", deps.formatter.format_closed_summary(interview) if over else deps.formatter.format_summary(interview)
    )


def post_summary(
    uow: UnitOfWork, deps: InterviewContext, interview: Interview, team: Team, but: Thread | None = None
) -> None:
    """The summary, once, for all who were interviewed; `but`: where it stands already."""
    schedule_summary_nudge(uow, deps, interview)
    for thread in list_main_threads(uow, interview, team):
        if but is not None and (
            thread.partition_key == but.partition_key or (thread.person is not None and thread.person == but.person)
        ):
            continue
        posting = BotMessage(
            id=f"summary:{interview.id}:{thread.channel}:{thread.ts}",
            place=get_thread_place(thread),
            parts=(build_summary_part(deps, interview),),
            interview_id=interview.id,
            session="suspended",
        )
        post_message(uow, posting)


# --- what stood there to be read ---------------------------------------------------------------------


def list_unseen_questions(uow: UnitOfWork, interview: Interview, source: MessageSource, person: str) -> frozenset[str]:
    """Ids of the questions to this person that came to stand only after the message, or never did.

    Messages may come late and out of order; both times are the platform's, so that no clock of ours matters. Raises
    RetryLater while one of these questions is just being said.
    """
    found: set[str] = set()
    posted = uow.messages.list_for_interview(interview.id)
    for question in interview.questions:
        showing = _select_messages_showing(posted, question)
        if question.to not in (None, person) or not showing or any(_is_before(posting, source) for posting in showing):
            continue
        if any(_is_being_sent(uow, posting) for posting in showing):
            raise RetryLater(_SOON, f"The question {question.id} is just being asked.")
        found.add(question.id)
    return frozenset(found)


def is_never_shown(uow: UnitOfWork, interview: Interview, question: Question) -> bool:
    """Whether Slack did not take the message that was to ask it, and nothing is under way any more."""
    showing = _select_messages_showing(uow.messages.list_for_interview(interview.id), question)
    return bool(showing) and not any(posting.is_posted or _is_being_sent(uow, posting) for posting in showing)


def _select_messages_showing(posted: Iterable[BotMessage], question: Question) -> list[BotMessage]:
    return [posting for posting in posted if posting.has_part(f"question:{question.id}")]


def _is_being_sent(uow: UnitOfWork, posting: BotMessage) -> bool:
    return not posting.is_posted and uow.events.has_pending_outgoing(posting.place.partition_key)


def _is_before(posting: BotMessage, source: MessageSource) -> bool:
    return posting.ts is not None and float(posting.ts) < float(source.ts)
