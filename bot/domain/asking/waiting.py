"""Waiting: which questions of an interview wait for one person's answer."""

from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import NO_ANSWER, Question, SkippedQuestion


def list_unanswered_delegations(interview: Interview, person: str) -> tuple[Question, ...]:
    """What colleagues left to this person and they have neither answered nor let go, in the order it was left."""
    left = (item for item in interview.passes if item.how == "handed_over" and item.to == person)
    asked = (
        _find_delegated_question(interview, item, c)
        for item in left
        for c in item.criteria
        if interview.delegated_criteria.get(c) == person
    )
    found = {question.id: question for question in asked if question is not None}
    return tuple(question for question in found.values() if not _is_settled(interview, question, person))


def find_open_question(interview: Interview, person: str) -> Question | None:
    """The question asked last, while it waits and isn't left to somebody else."""
    if interview.unread_turns:
        return None
    return next(
        (q for q in reversed(interview.pending_questions) if q.to in {None, person} and _may_answer(q, person)), None
    )


def _may_answer(question: Question, person: str) -> bool:
    return not question.key.startswith("left:") or question.key.endswith(f":{person}")


def _find_delegated_question(interview: Interview, item: SkippedQuestion, criterion: str) -> Question | None:
    """In the words in which it was put to them; before that, in those of the question that was left."""
    key = f"left:{criterion}:{item.to}"
    put = next((question for question in interview.questions if question.key == key), None)
    return put or interview.find_question(item.question_id)


def _is_settled(interview: Interview, question: Question, person: str) -> bool:
    """They replied to it, if vaguely, or let it go; asking back is no reply."""
    replied = any(
        turn.question_id == question.id
        and turn.speaker == person
        and turn.state != "retracted"
        and turn.intent not in NO_ANSWER
        for turn in interview.turns
    )
    return replied or any(item.question_id == question.id and item.by == person for item in interview.passes)
