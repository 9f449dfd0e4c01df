"""Waking: whatever changes what is open is told in every thread that waited for it, with the next question or the end.

Each thread is held against what it should show: what it shows already is not said again, whoever calls how often."""

from bot.domain.asking.nudge_rules import Nudge
from bot.domain.asking.open_state import find_open_state
from bot.domain.asking.settlement import Settlement, find_settlement
from bot.domain.asking.shown_state import ShownState
from bot.domain.core.people import Person
from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import BotMessage, MessagePart, build_part
from bot.services.conversation.context import ConversationContext, InterviewContext
from bot.services.conversation.delegate_question import ask_left_colleagues, ask_owner
from bot.services.conversation.interview_threads import (
    find_answer_thread,
    is_guest_thread,
    list_asked_threads,
    load_shown_state,
)
from bot.services.conversation.next_question import SESSIONS, NextMessage, ask_next, find_next
from bot.services.conversation.nudge import send_due_nudge
from bot.services.conversation.thread_messages import (
    build_no_longer_needed_part,
    build_pause_parts,
    build_repeated_part,
    build_settled_part,
    correct_session,
    say_in_thread,
)
from bot.services.messaging.invitation_receipt import refresh_invitation_receipt
from bot.services.messaging.outbox import post_in_thread, revise_parts
from bot.services.ports.core import TransactionWork, UnitOfWork
from bot.services.worker.handler import Result


def wake_threads(uow: UnitOfWork, deps: InterviewContext, interview_id: str, here: Thread | None = None) -> None:
    """`here`: where it changed; if more is coming from there, it is asked on there only after that was heard."""
    settle_questions(uow, deps, interview_id)
    interview = uow.interviews.get(interview_id)
    if interview.status == "paused":
        _tell_pause(uow, deps, interview)
    if interview.status != "open":
        return
    _wake_all(uow, deps, interview, here)
    ask_left_colleagues(uow, deps, interview_id)
    ask_owner(uow, deps, interview_id)
    now = uow.interviews.get(interview_id)
    if len(now.questions) > len(interview.questions):  # whoever came first may wait for whoever was asked after them
        _wake_all(uow, deps, now, here)


async def nudge_and_pass_on(deps: ConversationContext, wanted: Nudge) -> Result:
    """As `send_due_nudge`; and those who have nothing to answer are asked what has waited for too long."""
    sent = await send_due_nudge(deps, wanted)
    work = sent.work
    if work is None:
        return sent

    def nudge_then_pass_on(uow: UnitOfWork) -> None:
        work(uow)
        wake_threads(uow, deps, wanted.interview)

    return sent._replace(work=nudge_then_pass_on)


def _wake_all(uow: UnitOfWork, deps: InterviewContext, interview: Interview, here: Thread | None) -> None:
    for thread in list_asked_threads(uow, interview):
        own = here is not None and thread.partition_key == here.partition_key
        _wake_thread(uow, deps, thread, own=own)


def follow_with_waking(deps: InterviewContext, work: TransactionWork | None, line: str) -> TransactionWork | None:
    """`work`, then what was to be asked only after it in the thread of this partition key; others unchanged."""
    kind, _, place = line.partition(":")
    if kind != "thread":
        return work
    channel, _, ts = place.partition(":")

    def both(uow: UnitOfWork) -> None:
        if work is not None:
            work(uow)
        thread = uow.threads.find_at(channel, ts)
        if thread is not None:
            wake_threads(uow, deps, thread.interview_id, thread)

    return both


def announce_pause(uow: UnitOfWork, deps: InterviewContext, paused: Interview, by: Person, here: Thread | None) -> None:
    """In every thread of those who take part, of colleagues who were asked and have not answered, and where it was
    paused; once."""
    team = uow.teams.get(paused.pilot.id)
    for thread in dict.fromkeys((*list_asked_threads(uow, paused), *filter(None, [here]))):
        shown, concerned = load_shown_state(uow, thread), _is_concerned(paused, team, thread) or thread == here
        if concerned and (shown.kind != "paused" or shown.part is None or shown.part.settled):
            key = f"paused:{paused.id}:{paused.version}:{thread.channel}:{thread.ts}"
            said = build_part("paused", deps.formatter.format_interview_paused(paused, by, thread.person))
            post_in_thread(uow, thread, key, (said,), SESSIONS["paused"])


def _tell_pause(uow: UnitOfWork, deps: InterviewContext, paused: Interview) -> None:
    """Also where a question waits again that was answered before the pause."""
    team = uow.teams.get(paused.pilot.id)
    for thread in list_asked_threads(uow, paused):
        if _is_concerned(paused, team, thread):
            key = f"paused:{paused.id}:{paused.version}:{thread.channel}:{thread.ts}:again"
            told = build_pause_parts(uow, deps, thread)
            post_in_thread(uow, thread, key, told, SESSIONS["paused"] if told else None)


def _is_concerned(paused: Interview, team: Team, thread: Thread) -> bool:
    """Whoever takes part, and a colleague who was asked something."""
    return find_open_state(paused, team, thread.person).kind == "paused"


def catch_up(uow: UnitOfWork, deps: InterviewContext, channel: str, ts: str) -> None:
    """A thread that stands only now is told what became of its interview on the way: paused, over, or answered."""
    thread = uow.threads.find_at(channel, ts)
    interview = uow.interviews.get(thread.interview_id) if thread is not None else None
    if thread is None or interview is None:
        return
    shown = load_shown_state(uow, thread)
    asked_in = is_guest_thread(uow.teams.get(interview.pilot.id), thread) and shown.kind == "question"
    if interview.status == "open":
        if asked_in and shown.part is not None and shown.part.settled:
            _wake_thread(uow, deps, thread, own=False)
        return
    needless = asked_in and interview.status == "closed"
    told = (build_no_longer_needed_part(deps, interview, thread),) if needless else build_pause_parts(uow, deps, thread)
    session = SESSIONS["paused" if interview.status == "paused" else "over"]
    post_in_thread(uow, thread, f"opened:{channel}:{ts}", told, session)


def continue_thread(uow: UnitOfWork, deps: InterviewContext, thread: Thread, key: str) -> None:
    """Everything is brought up to what is open now; where there is nothing to say here, the thread's working state
    ends."""
    following = ask_next(uow, deps, thread)
    say_in_thread(uow, deps, thread, f"next:{key}", following)
    wake_threads(uow, deps, thread.interview_id, thread)


def _wake_thread(uow: UnitOfWork, deps: InterviewContext, thread: Thread, *, own: bool) -> None:
    before = load_shown_state(uow, thread)
    following = ask_next(uow, deps, thread) if own else find_next(uow, deps, thread)
    interview = uow.interviews.get(thread.interview_id)
    if not following.parts:
        if following.session:
            key = f"{interview.id}:{interview.version}:{thread.channel}:{thread.ts}:{following.session}"
            correct_session(uow, thread, key, following.session)
        return
    said = (*_explain_waking(uow, deps, thread, before, following), *following.parts)
    key = f"woken:{interview.id}:{interview.version}:{thread.channel}:{thread.ts}:{following.parts[0].key}"
    say_in_thread(uow, deps, thread, key, NextMessage(said, following.session))


# --- what happened -----------------------------------------------------------------------------------


def _explain_waking(
    uow: UnitOfWork, deps: InterviewContext, thread: Thread, before: ShownState, following: NextMessage
) -> tuple[MessagePart, ...]:
    """Why there is something to say, where nobody said anything here."""
    interview, voice = uow.interviews.get(thread.interview_id), deps.formatter
    asks = any(part.key.startswith("question:") for part in following.parts)
    question = interview.find_question(before.question_id)
    if question is not None and any(part.key == f"question:{question.id}" for part in following.parts):
        return (build_part("again", voice.format_asked_again()),)
    if question is not None:
        settled = find_settlement(interview, question)
        if settled is None or _was_seen_here(uow, thread, interview, settled):
            return ()
        return (build_part("elsewhere", voice.format_settled_elsewhere(interview, settled, asks=asks)),)
    return (build_part("going_on", voice.format_going_on()),) if asks and before.kind in {"waiting", "summary"} else ()


def _was_seen_here(uow: UnitOfWork, thread: Thread, interview: Interview, settled: Settlement) -> bool:
    """Whether whoever reads this thread saw how it was settled."""
    if settled.by == thread.person:
        return True
    turn = next((turn for turn in interview.turns if turn.id == settled.turn_id), None)
    place = find_answer_thread(uow, turn) if turn is not None else None
    return place is not None and place.partition_key == thread.partition_key


# --- what stands there already -----------------------------------------------------------------------


def settle_questions(uow: UnitOfWork, deps: InterviewContext, interview_id: str) -> None:
    """What waits for nobody loses its buttons, wherever it stands; not while an answer to it is just being read. The
    lead's receipt tells of it."""
    interview = uow.interviews.get(interview_id)
    refresh_invitation_receipt(uow, deps.formatter, interview)
    waiting = {question.id for question in interview.pending_questions} if interview.status != "closed" else set()
    waiting |= {turn.question_id or "" for turn in interview.unread_turns if turn.put_off is None}

    def revise(message: BotMessage, part: MessagePart) -> MessagePart | None:
        kind, _, question_id = part.key.partition(":")
        question = interview.find_question(question_id) if kind == "question" else None
        if question is None or question.id in waiting:
            return None
        settled = build_settled_part(deps, interview, question, message.place.person)
        return None if part == settled or part == build_repeated_part(deps, question) else settled

    revise_parts(uow, interview_id, revise)


def settle_waiting(uow: UnitOfWork, deps: InterviewContext, interview_id: str) -> None:
    """Nobody is waited for any more, wherever it says so."""

    def revise(message: BotMessage, part: MessagePart) -> MessagePart | None:
        if not part.key.startswith("waiting:"):
            return None
        return build_part(part.key, deps.formatter.format_waiting_ended(), settled=True)

    revise_parts(uow, interview_id, revise)
