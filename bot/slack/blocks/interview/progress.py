"""How far an interview is, in a few words."""

from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question

_EXPECTED = 10
"""Questions, as the opening says."""


def format_progress(interview: Interview, framework: Framework) -> str:
    """6 of 15 known; of a follow-up: 2 of 5 looked at again."""
    if interview.follows is not None:
        return f"{len(interview.rechecked_criteria)} of {len(interview.rechecks)} looked at again"
    return f"{len(interview.known_criteria)} of {len(framework.criterion_ids)} known"


def format_question_number(interview: Interview, asked: Question) -> str:
    """Question 4 of about 10; beyond what was expected, and in a follow-up, whose length varies, Question 11."""
    main = [question.id for question in interview.questions if question.kind in {"opening", "question"}]
    number = main.index(asked.id) + 1 if asked.id in main else len(main)
    whole = interview.follows is None and number <= _EXPECTED
    return f"Question {number} of about {_EXPECTED}" if whole else f"Question {number}"
