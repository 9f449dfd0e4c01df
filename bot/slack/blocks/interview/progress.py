"""How far an interview is, in a few words."""

from bot.domain.asking.follow_up import is_follow_up
from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.portfolio.overview import SeenInterview
from bot.domain.reassessment.reassessment import is_unfinished

_EXPECTED = 10
"""Questions, as the opening says."""
ONE_MORE = "One more question"


def format_progress(interview: SeenInterview, framework: Framework) -> str:
    """6 of 15 known; of a follow-up, with what is known from before: 6 of 15 known, 2 of 5 looked at again."""
    every = frozenset(framework.criterion_ids)
    if interview.follows is None:
        return f"{len(interview.known_criteria)} of {len(every)} known"
    again = "" if is_unfinished(interview.rechecks) else " again"
    looked = f"{len(interview.rechecked_criteria)} of {len(interview.rechecks)} looked at{again}"
    if any(item.known is None for item in interview.rechecks):
        return looked
    unknown = {item.criterion for item in interview.rechecks if not item.known} - interview.known_criteria
    return f"{len(every - unknown)} of {len(every)} known, {looked}"


def format_request(interview: Interview, asked: Question) -> str:
    """Question 4 of about 10; of a probe that it is one, to whoever was asked before."""
    if asked.kind != "probe":
        return format_question_number(interview, asked)
    return "One follow-up" if is_follow_up(interview, asked) else ONE_MORE


def format_question_number(interview: Interview, asked: Question) -> str:
    """Question 4 of about 10; beyond what was expected, and in a follow-up, whose length varies, Question 11."""
    main = [question.id for question in interview.questions if question.kind in {"opening", "question"}]
    number = main.index(asked.id) + 1 if asked.id in main else len(main)
    whole = interview.follows is None and number <= _EXPECTED
    return f"Question {number} of about {_EXPECTED}" if whole else f"Question {number}"
