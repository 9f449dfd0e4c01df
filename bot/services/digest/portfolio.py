"""Surveying: all pilots that somebody may see, side by side, at one moment."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.pilot_history import PilotHistory
from bot.domain.portfolio.portfolio import Portfolio, compute_portfolio
from bot.services.digest.pages import split_pages
from bot.services.ports.core import Transactions, UnitOfWork


async def build_portfolio(transactions: Transactions, knowledge: Knowledge, person: str, moment: datetime) -> Portfolio:
    """Read a page of pilots at a time, each as it stood at `moment`; dates are those of its time zone."""
    names = await transactions.run(lambda uow: uow.teams.list_names_visible_to(person))
    found: list[PilotHistory] = []
    for page in split_pages([name.id for name in names]):
        found += await transactions.run(partial(_load_page, person=person, page=page, moment=moment))
    found.sort(key=lambda one: one.sort_key)
    return await asyncio.to_thread(compute_portfolio, found, moment, knowledge)


def _load_page(uow: UnitOfWork, *, person: str, page: Sequence[str], moment: datetime) -> list[PilotHistory]:
    return load_pilot_histories(uow, uow.teams.list_visible_to(person, page), moment)


def load_pilot_histories(uow: UnitOfWork, teams: Sequence[Team], moment: datetime) -> list[PilotHistory]:
    """`teams`: those that whoever will read it may see. In two queries."""
    history = uow.assessments.list_snapshots_by_pilot([team.pilot.id for team in teams], moment)
    return [
        PilotHistory(
            pilot=team.pilot,
            purpose=team.purpose,
            owner=team.get_person(team.owner).display_name if team.owner else "",
            started_at=team.created_at,
            history=history.get(team.pilot.id, ()),
        )
        for team in teams
    ]
