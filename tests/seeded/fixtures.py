"""Fixtures: the nine pilots of the seeded portfolio, told once for all tests of a run."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.domain.actions.progress import Progress
from bot.domain.asking.interview_activity import InterviewTimeline
from bot.domain.core.people import Person
from bot.domain.core.week import Week
from bot.domain.digest.decision import DecisionOutcome
from bot.domain.digest.digest import Digest, DigestEdition, build_entry, compose_digest
from bot.domain.digest.digest_input import DigestInput, DigestPeriod
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.pilot_history import PilotHistory
from bot.domain.portfolio.portfolio import Portfolio, compute_portfolio
from bot.domain.reassessment.snapshot import Snapshot
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
    return compute_portfolio([track_of(pilot) for pilot in seeded], NOW, knowledge)


def track_of(pilot: Told) -> PilotHistory:
    return PilotHistory(
        pilot=pilot.team.pilot,
        purpose=pilot.team.purpose,
        started_at=pilot.team.created_at,
        history=tuple(Snapshot.from_assessment(made) for made in pilot.assessments),
    )


def dossier_of(pilot: Told, period: DigestPeriod, rulings: tuple[DecisionOutcome, ...] = ()) -> DigestInput:
    """What is read of a pilot for a digest, taken from the objects themselves."""
    made = [one for one in pilot.assessments if one.made_at <= period.until]
    before = [one for one in made if one.made_at <= period.since]
    moved = len(made) > len(before)
    plans = [one for one in pilot.plans if one.made_at <= period.until]
    older = [one for one in plans if one.made_at <= period.since]
    steps = [step for step in pilot.steps if plans and step.root == plans[-1].root_id and step.at <= period.until]
    pulses = [
        InterviewTimeline.from_interview(interview).find_activity_at(period.until) for interview in pilot.interviews
    ]
    over = {one.interview_id for one in made}
    alive = [pulse for pulse in pulses if pulse is not None and pulse.interview_id not in over]
    return DigestInput(
        team=pilot.team,
        history=tuple(Snapshot.from_assessment(one) for one in made),
        before=before[-1] if before and moved else None,
        now=made[-1] if moved else None,
        plan_before=older[-1] if older and len(plans) > len(older) else None,
        progress=Progress.from_steps(plans[-1], steps) if plans else None,
        progress_before=Progress.from_steps(plans[-1], [s for s in steps if s.at <= period.since]) if plans else None,
        pulse=alive[-1] if alive else None,
        rulings=rulings,
    )


def digest_for(
    leader: Person, seeded: Sequence[Told], knowledge: Knowledge, *, until: datetime = NOW, **occasion: object
) -> Digest:
    """Of all pilots they lead that were begun by then; a week's, unless said otherwise."""
    plain = {"leader": leader.id, "week": str(Week.from_day(until.date())), "due": until, "until": until}
    told_of = DigestEdition(**{"since": until - timedelta(weeks=1), **plain, **occasion})
    period = DigestPeriod(told_of.since, told_of.until)
    theirs = [one for one in seeded if leader.id in one.team.leaders and one.team.created_at <= until]
    entries = [build_entry(told_of, dossier_of(one, period), knowledge) for one in theirs]
    return compose_digest(told_of, entries, knowledge)
