"""Asking: what comes next in one of an interview's threads: a question, a wait for others, or the summary."""

from typing import NamedTuple

from bot.domain.core.team import Team, Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.questioning import Candidate, as_question, candidates, candidates_for_guest, left_to, worded
from bot.domain.interview.turn import Question
from bot.domain.messaging.message import Part, Posting, SessionStatus, part
from bot.services.conversation.context import Desk
from bot.services.conversation.nudge import expect, expect_fit
from bot.services.conversation.visible_questions import never_shown
from bot.services.messaging.outbox import place_of, say, tell
from bot.services.ports.core import UnitOfWork


class Next(NamedTuple):
    """What is to be said after what was noted, and how the thread's session stands then."""

    parts: tuple[Part, ...]
    session: SessionStatus | None
    interview: Interview


def ask_next(uow: UnitOfWork, desk: Desk, interview: Interview, thread: Thread, speaker: str | None = None) -> Next:
    """`speaker`: who spoke last. More is coming from them: nothing is asked before it was heard."""
    if interview.status != "open":
        return Next((), "active" if interview.status == "paused" else None, interview)
    if uow.events.open_in(thread.line) > 1:
        return Next((), None, interview)
    team = uow.teams.get(interview.pilot.id)
    chosen = _next_candidate(desk, interview, team, thread, speaker)
    if chosen is not None:
        return _ask(uow, desk, interview, chosen, invited=is_guest(team, thread))
    if waiting := _waiting_here(interview, team, thread):
        invited = is_guest(team, thread)
        unseen = [q for q in waiting[-1:] if never_shown(uow, interview, q)]
        again = [question_part(desk, interview, question, invited=invited) for question in unseen]
        return Next(tuple(again), "suspended", interview)
    return _nothing_left(uow, desk, interview, team, thread)


class _Chosen(NamedTuple):
    candidate: Candidate
    to: str | None


def _next_candidate(
    desk: Desk, interview: Interview, team: Team, thread: Thread, speaker: str | None
) -> _Chosen | None:
    """What was left to whoever just spoke comes first, then what the thread has not been asked yet."""
    guide = desk.knowledge.guide
    left = left_to(guide, interview, speaker)
    if left and not any(question.to == speaker for question in interview.pending):
        return _Chosen(left[0], speaker)
    if _waiting_here(interview, team, thread):
        return None
    if is_guest(team, thread):
        found = candidates_for_guest(guide, interview, thread.person or "")
    else:
        found = candidates(guide, interview, 1, thread.person)
    return _Chosen(found[0], thread.person) if found else None


def is_guest(team: Team, thread: Thread) -> bool:
    """Whether it is the thread of a colleague who was asked in, not of somebody who takes part."""
    return thread.person is not None and thread.person not in {team.lead, *team.participants}


def _waiting_here(interview: Interview, team: Team, thread: Thread) -> tuple[Question, ...]:
    addressed = {thread.person} if is_guest(team, thread) else {None, thread.person}
    return tuple(question for question in interview.pending if question.to in addressed)


def _ask(uow: UnitOfWork, desk: Desk, interview: Interview, chosen: _Chosen, *, invited: bool) -> Next:
    worded_now = worded(chosen.candidate, interview)
    question = as_question(worded_now, interview, to=chosen.to, at=desk.clock.now())
    asked = uow.interviews.save(interview.ask(question))
    expect(uow, desk, asked, question)
    return Next((question_part(desk, asked, question, invited=invited),), "suspended", asked)


def question_part(desk: Desk, interview: Interview, question: Question, *, invited: bool = False) -> Part:
    return part(f"question:{question.id}", desk.voice.question(interview, question, invited=invited))


def _nothing_left(uow: UnitOfWork, desk: Desk, interview: Interview, team: Team, thread: Thread) -> Next:
    others = tuple(dict.fromkeys(question.to for question in interview.pending if question.to))
    if is_guest(team, thread):
        if not interview.pending:
            _wake(uow, desk, interview, team)
        return Next(_thanks(uow, desk, interview, thread), "closed", uow.interviews.get(interview.id))
    if interview.pending:
        people = tuple(interview.person(person) for person in others)
        return Next((part("waiting", desk.voice.waiting_for(interview, people)),), "active", interview)
    if interview.unmapped:  # said elsewhere and being read: what comes of it is summed up with the rest
        return Next((), "active", interview)
    if summarised(uow, interview):
        return Next((part("summary_again", desk.voice.summary_again(interview)),), "suspended", interview)
    summarise(uow, desk, interview, team, but=thread)
    return Next((summary_part(desk, interview),), "suspended", interview)


def _thanks(uow: UnitOfWork, desk: Desk, interview: Interview, thread: Thread) -> tuple[Part, ...]:
    """Once: they may say more afterwards."""
    own = (posting for posting in uow.postings.of_interview(interview.id) if posting.place.person == thread.person)
    if any(posting.shows("thanks") for posting in own):
        return ()
    person = interview.person(thread.person or "")
    return (part("thanks", desk.voice.nothing_more_for(person, interview.pilot)),)


def _wake(uow: UnitOfWork, desk: Desk, interview: Interview, team: Team) -> None:
    """Those who take part had to wait for the colleague: their interview goes on."""
    for thread in main_threads(uow, interview, team)[:1]:
        following = ask_next(uow, desk, interview, thread)
        if following.parts:
            tell(uow, thread, f"woken:{interview.id}:{len(interview.turns)}", following.parts, following.session)


def main_threads(uow: UnitOfWork, interview: Interview, team: Team) -> tuple[Thread, ...]:
    """Where those who take part talk: of somebody's own threads the one in which we spoke last; not where a colleague
    was asked a question."""
    threads = [thread for thread in uow.threads.of(interview.id) if not is_guest(team, thread)]
    spoken = {
        posting.place.thread or posting.ts: n for n, posting in enumerate(uow.postings.of_interview(interview.id))
    }
    by_time = sorted(threads, key=lambda thread: spoken.get(thread.ts, -1))
    latest = {thread.person or thread.line: thread for thread in by_time}
    return tuple(thread for thread in threads if thread in latest.values())


def summarised(uow: UnitOfWork, interview: Interview) -> bool:
    """Whether the summary is out: what is said from then on corrects it."""
    return any(shown.key == "summary" for posting in uow.postings.of_interview(interview.id) for shown in posting.parts)


def summary_part(desk: Desk, interview: Interview) -> Part:
    """As it reads now."""
    over = interview.status == "closed"
    return part("summary", desk.voice.summary_closed(interview) if over else desk.voice.summary(interview))


def summarise(uow: UnitOfWork, desk: Desk, interview: Interview, team: Team, but: Thread | None = None) -> None:
    """The summary, once, for all who were interviewed; `but`: where it stands already."""
    expect_fit(uow, desk, interview)
    for thread in main_threads(uow, interview, team):
        if but is not None and (thread.line == but.line or (thread.person is not None and thread.person == but.person)):
            continue
        posting = Posting(
            id=f"summary:{interview.id}:{thread.channel}:{thread.ts}",
            place=place_of(thread),
            parts=(summary_part(desk, interview),),
            interview_id=interview.id,
            session="suspended",
        )
        say(uow, posting)
