"""Surveying: all pilots that somebody may see, side by side, at one moment."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.pilot_history import Track
from bot.domain.portfolio.portfolio import Portfolio, portfolio_of
from bot.services.ports.core import UnitOfWork


def survey(uow: UnitOfWork, knowledge: Knowledge, person: str, moment: datetime) -> Portfolio:
    """In two queries; dates are those of `moment`'s time zone."""
    return portfolio_of(tracks(uow, uow.teams.visible_to(person), moment), moment, knowledge)


def tracks(uow: UnitOfWork, teams: Sequence[Team], moment: datetime) -> list[Track]:
    """`teams`: those that whoever will read it may see."""
    history = uow.assessments.snapshots_of_each([team.pilot.id for team in teams], moment)
    by_name = sorted(teams, key=lambda team: (team.pilot.name.casefold(), team.pilot.id))
    return [
        Track(
            pilot=team.pilot,
            purpose=team.purpose,
            started_at=team.created_at,
            history=history.get(team.pilot.id, ()),
        )
        for team in by_name
    ]
