"""Challenging: somebody's other view of a rating, checked, cleaned of secrets and kept beside it."""

from datetime import datetime
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import InvalidInput
from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.core.team import Challenge
from bot.services.ports.core import Redactor, UnitOfWork
from bot.services.queries.pilots import get_visible_assessment

_LEVELS = range(5)


class ChallengeRequest(NamedTuple):
    """What somebody submitted."""

    key: str
    """Of the submission: the same one twice counts once."""
    assessment_id: str
    criterion: str
    level: int | None
    """None: in their view nobody can say."""
    reason: str
    by: str
    at: datetime


class RecordedChallenge(NamedTuple):
    """What is kept of it. `redacted` names the kinds of secrets that were taken out of the reason."""

    challenge: Challenge
    assessment: Assessment
    redacted: tuple[str, ...]
    first: bool
    """False where this very submission had been kept before."""


def record_challenge(uow: UnitOfWork, objection: ChallengeRequest, redactor: Redactor) -> RecordedChallenge:
    """Keeps a challenge; the rating itself stands until the next assessment.

    Raises NoAccess where the assessment isn't there or not for this person, InvalidInput where it makes no sense.
    """
    made = get_visible_assessment(uow, objection.by, objection.assessment_id)
    clean = redactor.redact(strip_invisible(objection.reason).strip())
    _validate_request(made, objection, clean.text)
    kept = Challenge(
        id=f"challenge-{objection.key}",
        assessment_id=made.id,
        pilot_id=made.pilot.id,
        criterion=objection.criterion,
        level=objection.level,
        reason=clean.text,
        by=objection.by,
        at=objection.at,
    )
    return RecordedChallenge(kept, made, clean.kinds, uow.challenges.add(kept))


def _validate_request(made: Assessment, objection: ChallengeRequest, reason: str) -> None:
    if objection.criterion not in made.levels:
        raise InvalidInput("That rating isn't part of this assessment. Choose one of the list.")
    if objection.level is not None and objection.level not in _LEVELS:
        raise InvalidInput("A level is a number from 0 to 4, or unknown.")
    if not reason:
        raise InvalidInput("Say what makes you see it differently: the reason is what others can check.")
