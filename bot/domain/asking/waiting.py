"""Waiting: which questions of an interview wait for one person's answer."""

from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import NO_ANSWER, Question, SkippedQuestion

OPENING = "opening"
"""Stands for the criterion where what was left to somebody is the story of the pilot."""


def was_left_to(interview: Interview, criterion: str, person: str) -> bool:
    """Whether they were asked about it because a colleague left it to them."""
    return _find_left_question(interview, criterion, person) is not None


def _find_left_question(interview: Interview, criterion: str, person: str) -> Question | None:
    left = (q for q in interview.questions if q.key.startswith("left:") and q.key.endswith(f":{person}"))
    return next((q for q in left if criterion in (q.criteria or (OPENING,))), None)


def list_unanswered_delegations(interview: Interview, person: str) -> tuple[Question, ...]:
    """What colleagues left to this person and they have neither answered nor let go, in the order it was left."""
    left = (item for item in interview.passes if item.how == "handed_over" and item.to == person)
    asked = (
        _find_delegated_question(interview, item, c)
        for item in left
        for c in item.criteria or _list_story(interview, item)
        if c == OPENING or interview.delegated_criteria.get(c) == person
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


def _list_story(interview: Interview, item: SkippedQuestion) -> tuple[str, ...]:
    asked = interview.find_question(item.question_id)
    return (OPENING,) if asked is not None and not asked.criteria else ()


def _find_delegated_question(interview: Interview, item: SkippedQuestion, criterion: str) -> Question | None:
    """As it was put to them; before that, the question that was left."""
    return _find_left_question(interview, criterion, item.to or "") or interview.find_question(item.question_id)


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
