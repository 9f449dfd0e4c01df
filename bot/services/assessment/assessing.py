"""Assessing: have each pillar reviewed side by side, and keep the assessment that follows."""

import asyncio
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment, disagreements_in, readiness_of, stage_of, traps_in
from bot.domain.assessment.rating import Rating, standings, uncorrected
from bot.domain.assessment.review import reviewed
from bot.domain.core.errors import AnalystFailed, MoveRefused, StaleWrite
from bot.domain.core.usage import ModelCall
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.services.interview.earlier_evidence import recall
from bot.services.ports.core import Analyst, Clock, Read, Transactions, UnitOfWork


@dataclass(frozen=True, repr=False)
class Assessing:
    """What assessing needs of the world."""

    transactions: Transactions
    analyst: Analyst
    clock: Clock
    knowledge: Knowledge


class Rated(NamedTuple):
    """The ratings of an interview as it stood when they were made."""

    interview: Interview
    whole: Interview
    """With what counts of the interviews that it follows."""
    ratings: tuple[Rating, ...]


async def assess(desk: Assessing, interview_id: str) -> Assessment:
    """Rates the pilot from everything said so far and appends the assessment to its history. Raises as `rate` does,
    and StaleWrite when the interview changed while it was reviewed."""
    rated = await rate(desk, interview_id)
    return await desk.transactions.run(lambda uow: append(uow, desk, rated))


async def rate(desk: Assessing, interview_id: str) -> Rated:
    """Has each pillar reviewed. Nothing is stored but the cost of the calls.

    Raises AnalystFailed when a pillar cannot be reviewed, MoveRefused while answers wait to be read.
    """
    interview, whole = await desk.transactions.run(lambda uow: _loaded(uow, interview_id))
    if interview.unmapped:
        raise MoveRefused("Some answers have not been read yet. They are kept: have them read, then ask again.")
    ratings, calls = await _reviewed(desk, whole)
    await _keep_calls(desk, interview_id, calls)
    return Rated(interview, whole, ratings)


def _loaded(uow: UnitOfWork, interview_id: str) -> tuple[Interview, Interview]:
    interview = uow.interviews.get(interview_id)
    return interview, recall(uow, interview)


def append(uow: UnitOfWork, desk: Assessing, rated: Rated) -> Assessment:
    """Makes the assessment and adds it to the pilot's history. Raises StaleWrite when the interview has changed."""
    interview = rated.interview
    if uow.interviews.get(interview.id).version != interview.version:
        raise StaleWrite("Somebody changed an answer while the pillars were reviewed. Nothing is lost: ask again.")
    made = len(uow.assessments.history_of(interview.pilot.id))
    assessment = _assessment(desk, rated.whole, rated.ratings, f"{interview.id}-a{made + 1}")
    uow.assessments.add(assessment)
    return assessment


async def _reviewed(desk: Assessing, interview: Interview) -> tuple[tuple[Rating, ...], tuple[ModelCall, ...]]:
    pillars = desk.knowledge.framework.pillars
    results = await asyncio.gather(
        *(desk.analyst.review_pillar(pillar, interview) for pillar in pillars), return_exceptions=True
    )
    calls = tuple(call for r in results if isinstance(r, Read | AnalystFailed) for call in r.calls)
    failure = next((result for result in results if isinstance(result, BaseException)), None)
    if failure is not None:
        await _keep_calls(desk, interview.id, calls)
        raise failure
    proposals = [result.value for result in results if not isinstance(result, BaseException)]
    known = standings(desk.knowledge.framework, interview.evidence)
    passages = frozenset(passage.id for passage in desk.knowledge.passages)
    ratings = tuple(
        rating
        for pillar, proposal in zip(pillars, proposals, strict=True)
        for rating in reviewed(pillar, proposal, known, passages)
    )
    return ratings, calls


async def _keep_calls(desk: Assessing, interview_id: str, calls: tuple[ModelCall, ...]) -> None:
    if calls:
        await desk.transactions.run(lambda uow: uow.calls.add(interview_id, calls))


def _assessment(desk: Assessing, interview: Interview, ratings: tuple[Rating, ...], assessment_id: str) -> Assessment:
    framework = desk.knowledge.framework
    levels = {rating.criterion: rating.level for rating in ratings}
    return Assessment(
        id=assessment_id,
        interview_id=interview.id,
        pilot=interview.pilot,
        people=interview.people,
        framework_version=framework.version,
        analyst=desk.analyst.name,
        made_at=desk.clock.now(),
        ratings=ratings,
        evidence=uncorrected(interview.evidence),
        facts=interview.facts,
        pillars=tuple(readiness_of(pillar, levels) for pillar in framework.pillars),
        stage=stage_of(framework, levels),
        disagreements=disagreements_in(ratings),
        traps=traps_in(framework, ratings, interview.signals),
        reviewed=interview.challenges,
    )
