"""Follow-up: whether a probe follows something that whoever reads it was asked before, or said themselves."""

from itertools import takewhile

from bot.domain.interview.interview_record import InterviewRecord
from bot.domain.interview.turn import HasTurnId, Question, Turn


def is_follow_up(interview: InterviewRecord, probe: Question) -> bool:
    """To one who is asked by name; to all who read a thread, by what was asked or said there."""
    about, before = set(probe.criteria), takewhile(lambda question: question.id != probe.id, interview.questions)
    if not about:
        return probe.to is None or _has_told_story(interview, probe.to)
    put = (question for question in before if question.kind != "record" and question.to in (None, probe.to))
    return any(about & set(question.criteria) for question in put) or _spoke_of(interview, probe)


def _has_told_story(interview: InterviewRecord, person: str) -> bool:
    openings = {question.id for question in interview.questions if question.kind == "opening"}
    return any(turn.speaker == person and turn.question_id in openings for turn in interview.turns)


def _spoke_of(interview: InterviewRecord, probe: Question) -> bool:
    own = {turn.id for turn in interview.turns if _is_said_before(interview, turn, probe.to)}
    told: tuple[tuple[HasTurnId, str], ...] = (
        *((item, item.criterion) for item in interview.evidence),
        *((wish, wish.probe.criterion) for wish in interview.wishes),
    )
    return any(item.turn_id in own and criterion in probe.criteria for item, criterion in told)


def _is_said_before(interview: InterviewRecord, turn: Turn, reader: str | None) -> bool:
    """Whether this reader said it; of a thread, whether it was said to what was asked there of everybody."""
    if reader is not None:
        return turn.speaker == reader
    asked = interview.find_question(turn.question_id)
    return asked is not None and asked.to is None and asked.kind != "record"
