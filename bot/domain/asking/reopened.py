"""Reopened: what somebody who was asked directly let go or left unanswered is asked once more, of somebody else."""

from collections.abc import Collection

from bot.domain.asking.questioning import CandidateQuestion, build_single_question
from bot.domain.framework.guide import Guide
from bot.domain.interview.interview import Interview


def list_reopened_candidates(
    guide: Guide, interview: Interview, person: str | None, stale: Collection[str] = ()
) -> tuple[CandidateQuestion, ...]:
    """What those who were asked directly let go or left unanswered, once more, of somebody who was not asked. `stale`:
    ids of questions that have waited for too long."""
    last = {criterion: item.how for item in interview.passes for criterion in item.criteria}
    let_go = [criterion for criterion, how in last.items() if how in ("dont_know", "skip")]
    waiting = [c for q in interview.pending_questions if q.id in stale for c in q.criteria]
    asked, known = {question.key for question in interview.questions}, interview.answered_criteria
    again = (c for c in dict.fromkeys((*let_go, *waiting)) if c not in known and not _was_asked(interview, c, person))
    found = (build_single_question(guide, criterion, f"other:{criterion}") for criterion in again)
    return tuple(candidate for candidate in found if candidate.key not in asked)


def _was_asked(interview: Interview, criterion: str, person: str | None) -> bool:
    """Whether they were asked about it, alone or with everybody, or let it go."""
    put = any(q.to in (None, person) and criterion in q.criteria for q in interview.questions if q.kind != "record")
    return put or any(item.by == person and criterion in item.criteria for item in interview.passes)
