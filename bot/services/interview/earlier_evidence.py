"""Recalling: an interview together with the ones it follows, since what was said then may still count."""

from bot.domain.core.team import Challenge
from bot.domain.interview.interview import Interview
from bot.domain.reassessment.earlier_evidence import in_view, with_past
from bot.services.ports.core import UnitOfWork


def recall(uow: UnitOfWork, interview: Interview) -> Interview:
    """All that counts today, to be read and rated, never to be stored; the interview itself where it follows none."""
    if interview.follows is None:
        return interview
    return with_past(interview, past_of(uow, interview), _challenges(uow, interview))


def in_view_of(uow: UnitOfWork, interview: Interview) -> Interview:
    """What a new turn of it is read against."""
    return interview if interview.follows is None else in_view(interview, past_of(uow, interview))


def past_of(uow: UnitOfWork, interview: Interview) -> tuple[Interview, ...]:
    """The interviews that this one follows, oldest first."""
    found: list[Interview] = []
    before = interview.follows
    while before is not None:
        found.append(uow.interviews.get(before))
        before = found[-1].follows
    return tuple(reversed(found))


def _challenges(uow: UnitOfWork, interview: Interview) -> tuple[Challenge, ...]:
    """Those to the assessment that this interview is to renew."""
    history = uow.assessments.history_of(interview.pilot.id)
    earlier = [made for made in history if made.interview_id != interview.id]
    return uow.challenges.of(earlier[-1].id) if earlier else ()
