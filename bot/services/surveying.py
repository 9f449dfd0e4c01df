"""Surveying: all pilots that somebody may see, side by side, at one moment."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.knowledge import Knowledge
from bot.domain.portfolio import Portfolio, portfolio_of
from bot.domain.team import Team
from bot.domain.track import Track
from bot.services.ports import UnitOfWork


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
