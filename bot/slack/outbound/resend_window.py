"""Earlier: since when something may stand in Slack that an event put there without our learning of it."""

from datetime import timedelta

from bot.domain.messaging.event import Claim

CLOCKS_APART = timedelta(minutes=5)
"""How far Slack's clock may be from ours."""


def get_resend_window_start(claim: Claim) -> float:
    """It cannot have been said before it was to be said."""
    return (claim.received_at - CLOCKS_APART).timestamp()
