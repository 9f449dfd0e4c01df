"""Challenging: somebody's other view of a rating, checked, cleaned of secrets and kept beside it."""

from datetime import datetime
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import InvalidInput
from bot.domain.core.invisible_characters import visible
from bot.domain.core.team import Challenge
from bot.services.ports.core import Redactor, UnitOfWork
from bot.services.queries.pilots import assessed

_LEVELS = range(5)


class Objection(NamedTuple):
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


class Challenged(NamedTuple):
    """What is kept of it. `redacted` names the kinds of secrets that were taken out of the reason."""

    challenge: Challenge
    assessment: Assessment
    redacted: tuple[str, ...]
    first: bool
    """False where this very submission had been kept before."""


def challenge(uow: UnitOfWork, objection: Objection, redactor: Redactor) -> Challenged:
    """Keeps a challenge; the rating itself stands until the next assessment.

    Raises NoAccess where the assessment isn't there or not for this person, InvalidInput where it makes no sense.
    """
    made = assessed(uow, objection.by, objection.assessment_id)
    clean = redactor.redact(visible(objection.reason).strip())
    _check(made, objection, clean.text)
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
    return Challenged(kept, made, clean.kinds, uow.challenges.add(kept))


def _check(made: Assessment, objection: Objection, reason: str) -> None:
    if objection.criterion not in made.levels:
        raise InvalidInput("That rating isn't part of this assessment. Choose one of the list.")
    if objection.level is not None and objection.level not in _LEVELS:
        raise InvalidInput("A level is a number from 0 to 4, or unknown.")
    if not reason:
        raise InvalidInput("Say what makes you see it differently: the reason is what others can check.")
