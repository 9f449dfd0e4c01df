"""Assessing: have each pillar reviewed side by side, and keep the assessment that follows."""

import asyncio
from typing import NamedTuple

from bot.domain.assessment.assessment import (
    Assessment,
    compute_pillar_readiness,
    detect_traps,
    determine_stage,
    determine_stage_basis,
    list_disagreements,
)
from bot.domain.assessment.explanation import explain_ratings
from bot.domain.assessment.ownership import OwnerContext, collect_claims
from bot.domain.assessment.purpose import find_purpose
from bot.domain.assessment.rating import Rating, build_standings, drop_corrected
from bot.domain.assessment.review import apply_review
from bot.domain.core.errors import AnalystFailed, MoveRefused, StaleWrite
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Pillar
from bot.domain.interview.criterion_state import find_state, list_people_asked
from bot.domain.interview.evidence import OwnerClaim
from bot.domain.interview.interview import Interview
from bot.domain.interview.voices import ALL_COUNT, Unheard, Voices, find_unheard, keep_counting
from bot.domain.work.work_progress import RatingProgress
from bot.services.interview.earlier_evidence import merge_earlier_evidence
from bot.services.interview.owner_records import load_owner_records
from bot.services.ports.core import AnalystResult, UnitOfWork
from bot.services.ports.dependencies import Dependencies
from bot.services.ports.progress import SILENT, ProgressReporter


class RatedInterview(NamedTuple):
    """The ratings of an interview as it stood when they were made."""

    interview: Interview
    interview_with_history: Interview
    """With what counts of the interviews that it follows."""
    ratings: tuple[Rating, ...]
    unheard: Unheard = Unheard()


async def assess_pilot(deps: Dependencies, interview_id: str, reporter: ProgressReporter = SILENT) -> Assessment:
    """Rates the pilot from everything said so far and appends the assessment to its history. Raises as `rate` does,
    and StaleWrite when the interview changed while it was reviewed."""
    rated = await rate_interview(deps, interview_id, reporter)
    return await deps.transactions.run(lambda uow: append_assessment(uow, deps, rated))


async def rate_interview(
    deps: Dependencies, interview_id: str, reporter: ProgressReporter = SILENT, voices: Voices = ALL_COUNT
) -> RatedInterview:
    """Has each pillar reviewed, and says which are done. Nothing is stored but the cost of the calls. `voices`: whose
    words count by now.

    Raises AnalystFailed when a pillar cannot be reviewed, MoveRefused while answers wait to be read.
    """
    interview, whole = await deps.transactions.run(lambda uow: _load_interview(uow, interview_id))
    if interview.unread_turns:
        raise MoveRefused("Some answers have not been read yet. They are kept: have them read, then ask again.")
    counting = keep_counting(whole, voices)
    ratings, calls = await _review_pillars(deps, counting, reporter)
    await _record_model_calls(deps, interview_id, calls)
    return RatedInterview(interview, counting, ratings, find_unheard(whole, voices))


def _load_interview(uow: UnitOfWork, interview_id: str) -> tuple[Interview, Interview]:
    interview = uow.interviews.get(interview_id)
    return interview, merge_earlier_evidence(uow, interview)


def append_assessment(uow: UnitOfWork, deps: Dependencies, rated: RatedInterview) -> Assessment:
    """Makes the assessment and adds it to the pilot's history. Raises StaleWrite when the interview has changed."""
    interview = rated.interview
    if uow.interviews.get(interview.id).version != interview.version:
        raise StaleWrite("Somebody changed an answer while the pillars were reviewed. Nothing is lost: ask again.")
    pilot_id = interview.pilot.id
    made = len(uow.assessments.list_for_pilot(pilot_id))
    assessment = _build_assessment(deps, rated, f"{interview.id}-a{made + 1}", load_owner_records(uow, pilot_id))
    uow.assessments.add(assessment)
    return assessment


class _Review:
    """The pillars of one interview under review."""

    def __init__(self, deps: Dependencies, interview: Interview, reporter: ProgressReporter) -> None:
        self._deps = deps
        self._interview = interview
        self._reporter = reporter
        self._progress = RatingProgress(pillars=deps.knowledge.framework.pillars)
        self._known = build_standings(deps.knowledge.framework, interview.evidence)
        self._passages = frozenset(passage.id for passage in deps.knowledge.passages)

    async def review_pillar(self, pillar: Pillar) -> AnalystResult[tuple[Rating, ...]]:
        read = await self._deps.analyst.review_pillar(pillar, self._interview)
        applied = apply_review(pillar, read.value, self._known, self._passages)
        ratings = explain_ratings(applied, read.value, self._interview, self._deps.knowledge.framework)
        levels = {rating.criterion: rating.level for rating in ratings}
        self._progress = self._progress.finish_pillar(compute_pillar_readiness(pillar, levels))
        self._reporter.show(self._progress)
        return AnalystResult(tuple(ratings), read.calls)

    async def review_all(self) -> list[AnalystResult[tuple[Rating, ...]] | BaseException]:
        """In the framework's order, side by side; a pillar that failed keeps no other from its end."""
        self._reporter.show(self._progress)
        reviews = (self.review_pillar(pillar) for pillar in self._deps.knowledge.framework.pillars)
        return await asyncio.gather(*reviews, return_exceptions=True)


async def _review_pillars(
    deps: Dependencies, interview: Interview, reporter: ProgressReporter
) -> tuple[tuple[Rating, ...], tuple[ModelCall, ...]]:
    results = await _Review(deps, interview, reporter).review_all()
    calls = tuple(call for r in results if isinstance(r, AnalystResult | AnalystFailed) for call in r.calls)
    failure = next((result for result in results if isinstance(result, BaseException)), None)
    if failure is not None:
        await _record_model_calls(deps, interview.id, calls)
        raise failure
    return tuple(rating for r in results if isinstance(r, AnalystResult) for rating in r.value), calls


async def _record_model_calls(deps: Dependencies, interview_id: str, calls: tuple[ModelCall, ...]) -> None:
    if calls:
        await deps.transactions.run(lambda uow: uow.model_calls.add(interview_id, calls))


def _explain_unknown(rating: Rating, interview: Interview) -> Rating:
    """With why it is unknown, where it is, and who was asked."""
    state = find_state(interview, rating.criterion)
    asked = () if state == "known" else list_people_asked(interview, rating.criterion)
    return rating.model_copy(update={"state": state, "asked_of": asked})


def _build_assessment(
    deps: Dependencies, rated: RatedInterview, assessment_id: str, owner_records: tuple[OwnerClaim, ...]
) -> Assessment:
    framework, interview = deps.knowledge.framework, rated.interview_with_history
    ratings = tuple(_explain_unknown(rating, interview) for rating in rated.ratings)
    levels = {rating.criterion: rating.level for rating in ratings}
    counting = drop_corrected(interview.evidence)
    context = OwnerContext(words=deps.knowledge.person_words, rule=framework.acceptance)
    return Assessment(
        id=assessment_id,
        interview_id=interview.id,
        pilot=interview.pilot,
        purpose=find_purpose(interview),
        people=interview.people,
        framework_version=framework.version,
        analyst=deps.analyst.name,
        made_at=deps.clock.now(),
        ratings=ratings,
        evidence=counting,
        facts=interview.facts,
        pillars=tuple(compute_pillar_readiness(pillar, levels) for pillar in framework.pillars),
        stage=determine_stage(framework, levels),
        stage_basis=determine_stage_basis(framework, ratings),
        disagreements=list_disagreements(ratings, counting),
        traps=detect_traps(framework, ratings, interview.signals),
        reviewed=interview.challenges,
        unheard=rated.unheard.reasons,
        left_out=rated.unheard.turns,
    ).with_owner_claims(collect_claims(interview, context, owner_records))
