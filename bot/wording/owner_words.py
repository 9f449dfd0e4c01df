"""How a claim of who answers for the workflow is told where nobody's words stand for it."""

from bot.domain.core.phrases import format_date
from bot.domain.interview.evidence import OwnerClaim


def describe_claim_record(claim: OwnerClaim) -> str:
    """ "accepted in Slack on Thursday 3 December 2026"; empty for what somebody said."""
    if claim.source == "form":
        return "named as operational leader when the pilot was started"
    if claim.source == "click" and claim.at is not None:
        return f"{claim.claim} in Slack on {format_date(claim.at.date())}"
    return ""
