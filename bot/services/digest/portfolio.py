"""Surveying: all pilots that somebody may see, side by side, at one moment."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.pilot_history import PilotHistory
from bot.domain.portfolio.portfolio import Portfolio, compute_portfolio
from bot.services.ports.core import UnitOfWork


def build_portfolio(uow: UnitOfWork, knowledge: Knowledge, person: str, moment: datetime) -> Portfolio:
    """In two queries; dates are those of `moment`'s time zone."""
    return compute_portfolio(load_pilot_histories(uow, uow.teams.list_visible_to(person), moment), moment, knowledge)


def load_pilot_histories(uow: UnitOfWork, teams: Sequence[Team], moment: datetime) -> list[PilotHistory]:
    """`teams`: those that whoever will read it may see."""
    history = uow.assessments.list_snapshots_by_pilot([team.pilot.id for team in teams], moment)
    by_name = sorted(teams, key=lambda team: (team.pilot.name.casefold(), team.pilot.id))
    return [
        PilotHistory(
            pilot=team.pilot,
            purpose=team.purpose,
            owner=team.get_person(team.owner).display_name if team.owner else "",
            started_at=team.created_at,
            history=history.get(team.pilot.id, ()),
        )
        for team in by_name
    ]
