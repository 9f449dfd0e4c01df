"""Earlier: whether an event may have been carried out before without our learning of it, and since when to look."""

from datetime import UTC, datetime, timedelta

from bot.domain.event import Claim

FRESH = timedelta(seconds=3)
CLOCKS_APART = timedelta(minutes=5)
"""How far Slack's clock may be from ours."""


def may_be_done(claim: Claim) -> bool:
    """Attempts alone don't tell: an event that a stopping worker gave back, or an operator revived, is at its first
    again. Both take longer than a fresh event needs."""
    return claim.attempt > 1 or datetime.now(UTC) - _began(claim) > FRESH


def since(claim: Claim) -> float:
    """It cannot have been said before it was to be said."""
    return (claim.received_at - CLOCKS_APART).timestamp()


def _began(claim: Claim) -> datetime:
    return max(claim.received_at, claim.event.due or claim.received_at)
