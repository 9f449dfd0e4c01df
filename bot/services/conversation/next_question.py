"""Asking: what comes next in one of an interview's threads: a question, a wait for others, or the summary."""

from collections.abc import Mapping
from typing import NamedTuple

from bot.domain.asking.next_candidate import (
    AddressedCandidate,
    AskingContext,
    select_in_direct_messages,
    select_in_shared_thread,
)
from bot.domain.asking.open_state import OpenKind, OpenState, find_open_state
from bot.domain.asking.questioning import apply_adapted_wording, list_delegated_candidates, to_question
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import MessagePart, SessionStatus, build_part
from bot.services.conversation.context import InterviewContext
from bot.services.conversation.interview_threads import (
    is_guest_thread,
    is_never_shown,
    is_summary_posted,
    list_asked_threads,
    list_thread_messages,
    load_shown_state,
)
from bot.services.conversation.nudge import schedule_question_nudge, schedule_summary_nudge
from bot.services.ports.core import UnitOfWork

SESSIONS: Mapping[OpenKind, SessionStatus] = {
    "question": "suspended",
    "summary": "suspended",
    "reading": "processing",
    "model_away": "active",
    "stopped": "active",
    "paused": "active",
    "waiting": "active",
    "done": "closed",
    "over": "closed",
}
"""How a thread looks to people while that is open in it."""


_FREE: frozenset[OpenKind] = frozenset({"waiting", "summary", "done"})
"""What a thread may be asked something new in."""


class NextMessage(NamedTuple):
    """What is to be said after what was noted, and how the thread's session stands then."""

    parts: tuple[MessagePart, ...] = ()
    session: SessionStatus | None = None


NOTHING_NEXT = NextMessage()


def ask_next(uow: UnitOfWork, deps: InterviewContext, thread: Thread, speaker: str | None = None) -> NextMessage:
    """`speaker`: who spoke last. More is coming from them: nothing is asked before it was heard."""
    status = uow.interviews.get(thread.interview_id).status
    if status == "closed":
        return NOTHING_NEXT
    if status == "open" and uow.events.count_open(thread.partition_key) > 1:
        return NextMessage(session=get_open_session(uow, deps, thread))
    return find_next(uow, deps, thread, speaker)


def find_next(uow: UnitOfWork, deps: InterviewContext, thread: Thread, speaker: str | None = None) -> NextMessage:
    """The next question, which is kept with it; else what tells why there is none, where the thread does not say so
    already."""
    interview = uow.interviews.get(thread.interview_id)
    team = uow.teams.get(interview.pilot.id)
    chosen = _select_next(uow, deps, interview, thread, speaker) if interview.status == "open" else None
    if chosen is not None:
        return ask_candidate(uow, deps, interview, chosen, invited=is_guest_thread(team, thread))
    state = _find_state(deps, interview, team, thread)
    return NextMessage(_build_state_parts(uow, deps, thread, state, replied=speaker is not None), SESSIONS[state.kind])


def _select_next(
    uow: UnitOfWork, deps: InterviewContext, interview: Interview, thread: Thread, speaker: str | None
) -> AddressedCandidate | None:
    """What was left to whoever just spoke comes first, then what the thread has not been asked yet."""
    team = uow.teams.get(interview.pilot.id)
    left = list_delegated_candidates(deps.knowledge.guide, interview, speaker)
    if left and not any(question.to == speaker for question in interview.pending_questions):
        return AddressedCandidate(left[0], speaker)
    if _find_state(deps, interview, team, thread).kind not in _FREE:
        return None
    if not is_guest_thread(team, thread) and _is_common_reply_unread(interview):
        return None
    return select_candidate(uow, deps, interview, team, thread)


def select_candidate(
    uow: UnitOfWork, deps: InterviewContext, interview: Interview, team: Team, thread: Thread
) -> AddressedCandidate | None:
    """What a thread has not been asked yet; None where nothing is left, or what is left is for others."""
    asking = AskingContext(interview, team, deps.knowledge, deps.clock.now(), deps.one_at_a_time)
    if thread.person is not None:
        return select_in_direct_messages(asking, thread.person)
    named = dict.fromkeys(person for person in (*team.participants, team.owner) if person)
    return select_in_shared_thread(
        asking, [person for person in named if uow.channel_members.has_member(thread.channel, person)]
    )


def _is_common_reply_unread(interview: Interview) -> bool:
    """What was asked of everybody may turn out to wait still: until that is known, nobody is asked more."""
    asked = (interview.find_question(turn.question_id) for turn in interview.unread_turns)
    return any(question is not None and question.to is None and question.kind != "record" for question in asked)


def _find_state(deps: InterviewContext, interview: Interview, team: Team, thread: Thread) -> OpenState:
    """Where all sit together, whatever anybody was asked stands before everybody."""
    waiting = interview.pending_questions
    if deps.one_at_a_time and waiting and interview.status == "open":
        return OpenState(person=thread.person, kind="question", question=waiting[-1])
    return find_open_state(interview, team, thread.person)


def get_open_session(uow: UnitOfWork, deps: InterviewContext, thread: Thread) -> SessionStatus:
    """How the thread looks by what is open in it now."""
    interview = uow.interviews.get(thread.interview_id)
    return SESSIONS[_find_state(deps, interview, uow.teams.get(interview.pilot.id), thread).kind]


def ask_candidate(
    uow: UnitOfWork, deps: InterviewContext, interview: Interview, chosen: AddressedCandidate, *, invited: bool
) -> NextMessage:
    """The question is kept, and brought to mind when nobody answers it."""
    worded_now = apply_adapted_wording(chosen.candidate, interview, chosen.to)
    put = interview.put_for
    told = worded_now.model_copy(
        update={"text": put(chosen.to, worded_now.text), "why": put(chosen.to, worded_now.why)}
    )
    question = to_question(told, interview, to=chosen.to, likely=chosen.likely, at=deps.clock.now())
    asked = uow.interviews.save(interview.add_question(question))
    schedule_question_nudge(uow, deps, asked, question)
    return NextMessage((build_question_part(deps, asked, question, invited=invited),), "suspended")


def build_question_part(
    deps: InterviewContext, interview: Interview, question: Question, *, invited: bool = False
) -> MessagePart:
    return build_part(f"question:{question.id}", deps.formatter.format_question(interview, question, invited=invited))


# --- where nothing new is asked ----------------------------------------------------------------------


def _build_state_parts(
    uow: UnitOfWork, deps: InterviewContext, thread: Thread, state: OpenState, *, replied: bool
) -> tuple[MessagePart, ...]:
    """Nothing where the thread shows it already, or somebody else tells it. `replied`: to something said here."""
    interview, shown = uow.interviews.get(thread.interview_id), load_shown_state(uow, thread)
    if state.kind == "question" and state.question is not None:
        stands = shown.shows_question(state.question.id) and not is_never_shown(uow, interview, state.question)
        if stands or (deps.one_at_a_time and not is_never_shown(uow, interview, state.question)):
            return ()
        invited = is_guest_thread(uow.teams.get(interview.pilot.id), thread)
        return (build_question_part(deps, interview, state.question, invited=invited),)
    if state.kind == "waiting":
        return _build_waiting_parts(deps, interview, state, shown.part)
    if state.kind == "summary":
        told = (shown.kind == "summary" and not replied) or _is_left_to_others(uow, deps, thread, interview)
        return () if told else (_sum_up(uow, deps, thread, interview),)
    return () if shown.kind == state.kind else _build_resting_parts(deps, interview, state)


def _build_resting_parts(deps: InterviewContext, interview: Interview, state: OpenState) -> tuple[MessagePart, ...]:
    """What was said here waits to be read, or nothing more is wanted."""
    voice = deps.formatter
    if state.kind == "model_away":
        return (build_part("down", voice.format_reading_waits()),)
    if state.kind == "stopped":
        return (build_part("stopped", voice.format_reading_stopped()),)
    if state.kind == "done":
        return (build_part("thanks", voice.format_thanks(interview.get_person(state.person or ""), interview.pilot)),)
    return ()


def _is_left_to_others(uow: UnitOfWork, deps: InterviewContext, here: Thread, interview: Interview) -> bool:
    """Whether something is left to ask, that is for somebody else who is asked directly to say."""
    team = uow.teams.get(interview.pilot.id)
    others = (t for t in list_asked_threads(uow, interview) if t.person not in (None, here.person))
    return any(select_candidate(uow, deps, interview, team, thread) is not None for thread in others)


def _build_waiting_parts(
    deps: InterviewContext, interview: Interview, state: OpenState, shown: MessagePart | None
) -> tuple[MessagePart, ...]:
    """For whom it is waited, anew where that changed; not while only something is being read, which takes seconds."""
    if not interview.pending_questions and any(turn.put_off is None for turn in interview.unread_turns):
        return ()
    key = f"waiting:{'+'.join(state.waits_for)}"
    if shown is not None and shown.key == key and not shown.settled:
        return ()
    people = tuple(interview.get_person(person) for person in state.waits_for)
    return (build_part(key, deps.formatter.format_waiting_for_others(interview, people)),)


def _sum_up(uow: UnitOfWork, deps: InterviewContext, thread: Thread, interview: Interview) -> MessagePart:
    """The summary where it does not stand yet, else the question how well it fits, once more."""
    if any(message.has_part("summary") for message in list_thread_messages(uow, thread)):
        return build_part("summary_again", deps.formatter.format_summary_check(interview))
    if not is_summary_posted(uow, interview):
        schedule_summary_nudge(uow, deps, interview)
    return build_summary_part(deps, interview)


def build_summary_part(deps: InterviewContext, interview: Interview) -> MessagePart:
    """As it reads now."""
    over = interview.status == "closed"
    return build_part(
        "summary", deps.formatter.format_closed_summary(interview) if over else deps.formatter.format_summary(interview)
    )
