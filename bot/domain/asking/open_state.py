"""Open state: what an interview waits for now before each who is asked, and why nothing is asked where that is so."""

from collections.abc import Sequence
from typing import Literal, Protocol

from bot.domain.asking.interview_activity import InterviewStatus
from bot.domain.core.model import Value
from bot.domain.core.team import Team
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import PutOff, Question, Turn

OpenKind = Literal["question", "reading", "model_away", "stopped", "paused", "waiting", "summary", "done", "over"]
"""`question`: it stands before them; `reading`: what they said is just being read; `model_away`: it is kept, and read
once the model is back; `stopped`: it is kept, and read with what they say next; `waiting`: for colleagues, and for what
those said to be read; `summary`: it waits to be judged; `done`: a colleague who was asked in, of whom nothing more is
wanted."""


class OpenState(Value):
    """Of one who is asked: everybody in the channel's thread, or one person in their direct messages."""

    person: str | None = None
    """None: whoever reads the channel's thread."""
    kind: OpenKind
    question: Question | None = None
    """What stands before them, and in a pause what will stand there again."""
    waits_for: tuple[str, ...] = ()
    """Ids of those whose answer, or its reading, is waited for; none where anybody who takes part may give it."""

    @property
    def is_asked(self) -> bool:
        """Whether it is theirs to move the interview on."""
        return self.kind in {"question", "summary"}


class UnreadReply(Protocol):
    @property
    def speaker(self) -> str: ...

    @property
    def put_off(self) -> PutOff | None: ...


class OpenInterview(Protocol):
    """As much of an interview, or of its summary, as tells what it waits for."""

    @property
    def status(self) -> InterviewStatus: ...

    @property
    def pending_questions(self) -> tuple[Question, ...]: ...

    @property
    def unread_turns(self) -> Sequence[UnreadReply]: ...


def is_guest(team: Team, person: str | None) -> bool:
    """Whether a colleague who was asked in, not one of those who take part."""
    return person is not None and not team.takes_part(person)


def find_open_state(interview: Interview, team: Team, person: str | None) -> OpenState:
    """What waits before this person, or in the channel's thread (None)."""
    question = find_question_before(interview, team, person)
    if interview.status == "closed":
        return OpenState(person=person, kind="over")
    if interview.status == "paused" and (question is not None or not is_guest(team, person)):
        return OpenState(person=person, kind="paused", question=question)
    if question is not None:
        return OpenState(person=person, kind="question", question=question)
    return _explain_silence(interview, team, person)


def find_question_before(interview: OpenInterview, team: Team, person: str | None) -> Question | None:
    """The latest question that waits for them: put to them by name or, where they take part, to everybody; what is
    asked of everybody in a channel stands there, and comes second."""
    addressed = {person} if is_guest(team, person) else {None, person}
    waiting = [asked for asked in reversed(interview.pending_questions) if asked.to in addressed]
    if team.channel is not None:
        waiting.sort(key=lambda asked: asked.to != person)
    return next((asked for asked in waiting if not _is_left_by_key(asked) or is_put_by_name(asked, person)), None)


def is_put_by_name(asked: Question, person: str | None) -> bool:
    """In records of before, only the key of what was left to somebody names them."""
    return asked.to == person if not _is_left_by_key(asked) else asked.key.endswith(f":{person}")


def _is_left_by_key(asked: Question) -> bool:
    return asked.to is None and asked.key.startswith("left:")


def list_questions_before(interview: OpenInterview, team: Team, person: str) -> tuple[Question, ...]:
    """All that this person may answer now: in a channel what is asked of everybody there, beside what is asked of them
    by name."""
    latest = find_question_before(interview, team, person)
    if team.channel is None or is_guest(team, person):
        return (latest,) if latest is not None else ()
    shared = find_question_before(interview, team, None)
    named = next((asked for asked in reversed(interview.pending_questions) if asked.to == person), None)
    return tuple(asked for asked in (named, shared) if asked is not None)


def _explain_silence(interview: Interview, team: Team, person: str | None) -> OpenState:
    own = [turn for turn in interview.unread_turns if _is_said_before(interview, turn, person)]
    if own:
        return OpenState(person=person, kind=_explain_unread(own))
    if is_guest(team, person):
        return OpenState(person=person, kind="done")
    if interview.pending_questions or interview.unread_turns:
        return OpenState(person=person, kind="waiting", waits_for=_list_waited_for(interview))
    return OpenState(person=person, kind="summary")


def _is_said_before(interview: Interview, turn: Turn, person: str | None) -> bool:
    """Whether it was said by them; in the channel's thread, whether to what is asked there of everybody."""
    question = interview.find_question(turn.question_id)
    return turn.speaker == person if person is not None else question is None or question.to is None


def _explain_unread(turns: Sequence[UnreadReply]) -> OpenKind:
    """What will be read by itself comes before what waits for somebody to write on."""
    reasons = {turn.put_off for turn in turns}
    return "reading" if None in reasons else "model_away" if "model_away" in reasons else "stopped"


def _list_waited_for(interview: OpenInterview) -> tuple[str, ...]:
    """Whoever was asked by name and has not answered, or whose answer has not been read yet."""
    named = (question.to for question in interview.pending_questions if question.to is not None)
    return tuple(dict.fromkeys((*named, *(turn.speaker for turn in interview.unread_turns))))


def find_interview_state(interview: OpenInterview) -> OpenState:
    """What the interview as a whole waits for: the oldest question that somebody was asked, else why none is."""
    waiting = interview.pending_questions
    first, owed = waiting[0] if waiting else None, _list_waited_for(interview)
    if interview.status == "closed":
        return OpenState(kind="over")
    if interview.status == "paused":
        return OpenState(kind="paused", question=first)
    if first is not None:
        return OpenState(kind="question", question=first, waits_for=owed)
    if interview.unread_turns:
        return OpenState(kind=_explain_unread(interview.unread_turns), waits_for=owed)
    return OpenState(kind="summary")
