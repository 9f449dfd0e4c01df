"""How far an interview is, in a few words."""

from bot.domain.framework.framework import Framework
from bot.domain.interview.interview import Interview


def format_progress(interview: Interview, framework: Framework) -> str:
    """6 of 15 known; of a follow-up: 2 of 5 looked at again."""
    if interview.follows is not None:
        return f"{len(interview.rechecked_criteria)} of {len(interview.rechecks)} looked at again"
    return f"{len(interview.known_criteria)} of {len(framework.criterion_ids)} known"
