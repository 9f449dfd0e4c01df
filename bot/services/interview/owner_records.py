"""Loads what was named in the form and clicked of who answers for a pilot."""

from bot.domain.core.errors import NotFound
from bot.domain.digest.owner_records import build_owner_records
from bot.domain.interview.evidence import OwnerClaim
from bot.services.ports.core import UnitOfWork


def load_owner_records(uow: UnitOfWork, pilot_id: str) -> tuple[OwnerClaim, ...]:
    """Oldest first; none for a pilot without a team."""
    try:
        team = uow.teams.get(pilot_id)
    except NotFound:
        return ()
    return build_owner_records(team, uow.decision_outcomes.list_by_pilot([pilot_id]).get(pilot_id, ()))
