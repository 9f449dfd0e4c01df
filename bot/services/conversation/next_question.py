"""Asking: what comes next in one of an interview's threads: a question, a wait for others, or the summary."""

from typing import NamedTuple

from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.questioning import (
    CandidateQuestion,
    apply_adapted_wording,
    list_candidates,
    list_delegated_candidates,
    list_guest_candidates,
    to_question,
)
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import BotMessage, MessagePart, SessionStatus, build_message_part
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.nudge import schedule_question_nudge, schedule_summary_nudge
from bot.services.conversation.visible_questions import is_never_shown
from bot.services.messaging.outbox import get_thread_place, post_in_thread, post_message
from bot.services.ports.core import UnitOfWork


class NextMessage(NamedTuple):
    """What is to be said after what was noted, and how the thread's session stands then."""

    parts: tuple[MessagePart, ...]
    session: SessionStatus | None
    interview: Interview


def ask_next(
    uow: UnitOfWork, deps: ConversationContext, interview: Interview, thread: Thread, speaker: str | None = None
) -> NextMessage:
    """`speaker`: who spoke last. More is coming from them: nothing is asked before it was heard."""
    if interview.status != "open":
        return NextMessage((), "active" if interview.status == "paused" else None, interview)
    if uow.events.count_open(thread.partition_key) > 1:
        return NextMessage((), None, interview)
    team = uow.teams.get(interview.pilot.id)
    chosen = _select_next_candidate(deps, interview, team, thread, speaker)
    if chosen is not None:
        return _ask_candidate(uow, deps, interview, chosen, invited=is_guest_thread(team, thread))
    if waiting := _list_waiting_questions(interview, team, thread):
        invited = is_guest_thread(team, thread)
        unseen = [q for q in waiting[-1:] if is_never_shown(uow, interview, q)]
        again = [build_question_part(deps, interview, question, invited=invited) for question in unseen]
        return NextMessage(tuple(again), "suspended", interview)
    return _handle_nothing_left(uow, deps, interview, team, thread)


class _AddressedCandidate(NamedTuple):
    candidate: CandidateQuestion
    to: str | None


def _select_next_candidate(
    deps: ConversationContext, interview: Interview, team: Team, thread: Thread, speaker: str | None
) -> _AddressedCandidate | None:
    """What was left to whoever just spoke comes first, then what the thread has not been asked yet."""
    guide = deps.knowledge.guide
    left = list_delegated_candidates(guide, interview, speaker)
    if left and not any(question.to == speaker for question in interview.pending_questions):
        return _AddressedCandidate(left[0], speaker)
    if _list_waiting_questions(interview, team, thread):
        return None
    if is_guest_thread(team, thread):
        found = list_guest_candidates(guide, interview, thread.person or "")
    else:
        found = list_candidates(guide, interview, 1, thread.person)
    return _AddressedCandidate(found[0], thread.person) if found else None


def is_guest_thread(team: Team, thread: Thread) -> bool:
    """Whether it is the thread of a colleague who was asked in, not of somebody who takes part."""
    return thread.person is not None and thread.person not in {team.lead, *team.participants}


def _list_waiting_questions(interview: Interview, team: Team, thread: Thread) -> tuple[Question, ...]:
    addressed = {thread.person} if is_guest_thread(team, thread) else {None, thread.person}
    return tuple(question for question in interview.pending_questions if question.to in addressed)


def _ask_candidate(
    uow: UnitOfWork, deps: ConversationContext, interview: Interview, chosen: _AddressedCandidate, *, invited: bool
) -> NextMessage:
    worded_now = apply_adapted_wording(chosen.candidate, interview)
    question = to_question(worded_now, interview, to=chosen.to, at=deps.clock.now())
    asked = uow.interviews.save(interview.add_question(question))
    schedule_question_nudge(uow, deps, asked, question)
    return NextMessage((build_question_part(deps, asked, question, invited=invited),), "suspended", asked)


def build_question_part(
    deps: ConversationContext, interview: Interview, question: Question, *, invited: bool = False
) -> MessagePart:
    return build_message_part(
        f"question:{question.id}", deps.formatter.format_question(interview, question, invited=invited)
    )


def _handle_nothing_left(
    uow: UnitOfWork, deps: ConversationContext, interview: Interview, team: Team, thread: Thread
) -> NextMessage:
    others = tuple(dict.fromkeys(question.to for question in interview.pending_questions if question.to))
    if is_guest_thread(team, thread):
        if not interview.pending_questions:
            _resume_main_thread(uow, deps, interview, team)
        return NextMessage(
            _build_thanks_parts(uow, deps, interview, thread), "closed", uow.interviews.get(interview.id)
        )
    if interview.pending_questions:
        people = tuple(interview.get_person(person) for person in others)
        return NextMessage(
            (build_message_part("waiting", deps.formatter.format_waiting_for_others(interview, people)),),
            "active",
            interview,
        )
    if interview.unread_turns:  # said elsewhere and being read: what comes of it is summed up with the rest
        return NextMessage((), "active", interview)
    if is_summary_posted(uow, interview):
        return NextMessage(
            (build_message_part("summary_again", deps.formatter.format_summary_check(interview)),),
            "suspended",
            interview,
        )
    post_summary(uow, deps, interview, team, but=thread)
    return NextMessage((build_summary_part(deps, interview),), "suspended", interview)


def _build_thanks_parts(
    uow: UnitOfWork, deps: ConversationContext, interview: Interview, thread: Thread
) -> tuple[MessagePart, ...]:
    """Once: they may say more afterwards."""
    own = (
        posting for posting in uow.messages.list_for_interview(interview.id) if posting.place.person == thread.person
    )
    if any(posting.has_part("thanks") for posting in own):
        return ()
    person = interview.get_person(thread.person or "")
    return (build_message_part("thanks", deps.formatter.format_thanks(person, interview.pilot)),)


def _resume_main_thread(uow: UnitOfWork, deps: ConversationContext, interview: Interview, team: Team) -> None:
    """Those who take part had to wait for the colleague: their interview goes on."""
    for thread in list_main_threads(uow, interview, team)[:1]:
        following = ask_next(uow, deps, interview, thread)
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


def build_summary_part(deps: ConversationContext, interview: Interview) -> MessagePart:
    """As it reads now."""
    over = interview.status == "closed"
    return build_message_part(
        "summary", deps.formatter.format_closed_summary(interview) if over else deps.formatter.format_summary(interview)
    )


def post_summary(
    uow: UnitOfWork, deps: ConversationContext, interview: Interview, team: Team, but: Thread | None = None
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
