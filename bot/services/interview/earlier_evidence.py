"""Recalling: an interview together with the ones it follows, since what was said then may still count."""

from bot.domain.core.team import Challenge
from bot.domain.interview.interview import Interview
from bot.domain.reassessment.earlier_evidence import build_reading_context, merge_earlier_interviews
from bot.services.ports.core import UnitOfWork


def merge_earlier_evidence(uow: UnitOfWork, interview: Interview) -> Interview:
    """All that counts today, to be read and rated, never to be stored; the interview itself where it follows none."""
    if interview.follows is None:
        return interview
    return merge_earlier_interviews(
        interview, list_earlier_interviews(uow, interview), _list_challenges(uow, interview)
    )


def select_reading_context(uow: UnitOfWork, interview: Interview) -> Interview:
    """What a new turn of one that follows others is read against."""
    return build_reading_context(interview, list_earlier_interviews(uow, interview))


def list_earlier_interviews(uow: UnitOfWork, interview: Interview) -> tuple[Interview, ...]:
    """The interviews that this one follows, oldest first."""
    found: list[Interview] = []
    before = interview.follows
    while before is not None:
        found.append(uow.interviews.get(before))
        before = found[-1].follows
    return tuple(reversed(found))


def _list_challenges(uow: UnitOfWork, interview: Interview) -> tuple[Challenge, ...]:
    """Those to the assessment that this interview is to renew."""
    history = uow.assessments.list_for_pilot(interview.pilot.id)
    earlier = [made for made in history if made.interview_id != interview.id]
    return uow.challenges.list_for_assessment(earlier[-1].id) if earlier else ()
