"""What the form and the digest's buttons tell of who answers for a pilot, as claims beside what was said."""

from collections.abc import Iterable, Iterator

from bot.domain.core.team import Team
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.interview.evidence import OwnerClaim, OwnerStance


def build_owner_records(team: Team, rulings: Iterable[DecisionOutcome]) -> tuple[OwnerClaim, ...]:
    """Oldest first. Whom the form or a leader named is proposed until they accept; whoever clicked has answered."""
    return (*_build_form_record(team), *(record for ruling in rulings for record in _build_click_record(team, ruling)))


def _build_form_record(team: Team) -> Iterator[OwnerClaim]:
    if team.owner is not None:
        yield OwnerClaim(
            person=team.owner,
            claim="proposed",
            quote="",
            turn_id="",
            speaker=team.lead,
            name=team.get_person(team.owner).display_name,
            source="form",
            at=team.created_at,
        )


def _build_click_record(team: Team, ruling: DecisionOutcome) -> Iterator[OwnerClaim]:
    stance = _find_stance(team, ruling)
    if stance is not None:
        yield OwnerClaim(
            person=ruling.by,
            claim=stance,
            quote="",
            turn_id="",
            speaker=ruling.by,
            name=ruling.by_name or team.get_person(ruling.by).display_name,
            source="click",
            at=ruling.at,
        )


def _find_stance(team: Team, ruling: DecisionOutcome) -> OwnerStance | None:
    """None for what tells nothing of the person who clicked: a "not yet", or another whom they named."""
    if ruling.kind != "ownership":
        return None
    asked_themselves = ruling.subject == f"ownership:{ruling.by}"
    if ruling.answer == "not_me" and asked_themselves:
        return "refused"
    named_themselves = ruling.subject == "ownership" and team.owner == ruling.by
    return "accepted" if ruling.answer == "yes" and (asked_themselves or named_themselves) else None
