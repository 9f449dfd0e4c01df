"""Waiting: which questions of an interview wait for one person's answer."""

from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import NO_ANSWER, Pass, Question


def left_open(interview: Interview, person: str) -> tuple[Question, ...]:
    """What colleagues left to this person and they have neither answered nor let go, in the order it was left."""
    left = (item for item in interview.passes if item.how == "handed_over" and item.to == person)
    asked = (_asked(interview, item, c) for item in left for c in item.criteria if interview.waiting.get(c) == person)
    found = {question.id: question for question in asked if question is not None}
    return tuple(question for question in found.values() if not _settled(interview, question, person))


def open_to(interview: Interview, person: str) -> Question | None:
    """The question asked last, while it waits and isn't left to somebody else."""
    if interview.unmapped:
        return None
    return next((q for q in reversed(interview.pending) if q.to in {None, person} and _mine(q, person)), None)


def _mine(question: Question, person: str) -> bool:
    return not question.key.startswith("left:") or question.key.endswith(f":{person}")


def _asked(interview: Interview, item: Pass, criterion: str) -> Question | None:
    """In the words in which it was put to them; before that, in those of the question that was left."""
    key = f"left:{criterion}:{item.to}"
    put = next((question for question in interview.questions if question.key == key), None)
    return put or interview.question(item.question_id)


def _settled(interview: Interview, question: Question, person: str) -> bool:
    """They replied to it, if vaguely, or let it go; asking back is no reply."""
    replied = any(
        turn.question_id == question.id
        and turn.speaker == person
        and turn.state != "retracted"
        and turn.intent not in NO_ANSWER
        for turn in interview.turns
    )
    return replied or any(item.question_id == question.id and item.by == person for item in interview.passes)
