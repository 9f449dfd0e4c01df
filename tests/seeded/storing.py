"""Puts the seeded pilots into a database, as they would have got there."""

from collections.abc import Iterable

from bot.services.ports.core import UnitOfWork
from tests.seeded.telling import Told


def store(uow: UnitOfWork, pilots: Iterable[Told]) -> None:
    """Each with its lead and its second in the channel."""
    for pilot in pilots:
        assert uow.teams.add(pilot.team)
        if pilot.team.channel is not None:
            uow.channel_members.replace_members(pilot.team.channel, pilot.team.participants, pilot.team.created_at)
        for interview in pilot.interviews:
            uow.interviews.add(interview)
        for made in pilot.assessments:
            uow.assessments.add(made)
        for plan in pilot.plans:
            uow.plans.add(plan)
        for step in pilot.steps:
            assert uow.action_steps.add(step)
