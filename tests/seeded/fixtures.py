"""Fixtures: the nine pilots of the seeded portfolio, told once for all tests of a run."""

import pytest

from bot.domain.knowledge import Knowledge
from bot.domain.portfolio import Portfolio, portfolio_of
from bot.domain.snapshot import Snapshot
from bot.domain.track import Track
from tests.seeded.pilots import STORIES
from tests.seeded.story import NOW
from tests.seeded.telling import Told, told

__all__ = ["seeded", "seeded_portfolio"]


@pytest.fixture(scope="session")
def seeded(knowledge: Knowledge) -> tuple[Told, ...]:
    return tuple(told(story, knowledge) for story in STORIES)


@pytest.fixture(scope="session")
def seeded_portfolio(seeded: tuple[Told, ...], knowledge: Knowledge) -> Portfolio:
    """All nine as they stood on Monday 2 November."""
    return portfolio_of([track_of(pilot) for pilot in seeded], NOW, knowledge)


def track_of(pilot: Told) -> Track:
    return Track(
        pilot=pilot.team.pilot,
        purpose=pilot.team.purpose,
        started_at=pilot.team.created_at,
        history=tuple(Snapshot.of(made) for made in pilot.assessments),
    )
