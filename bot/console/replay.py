"""Replay: one recorded team through the whole pipeline, from the opening question to the plan."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.console.recording import RecordedTeam, Recording
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Pilot
from bot.domain.core.usage import ModelCall
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.planning.draft import PlanOptions
from bot.domain.planning.plan import ProductionPlan
from bot.services.assessment import assessing
from bot.services.assessment.assessing import AssessmentDependencies
from bot.services.interview import interview_commands, interviewing
from bot.services.interview.interviewing import AnswerMessage, InterviewDependencies, TurnOutcome
from bot.services.planning import planning
from bot.services.planning.planning import PlanningDependencies


@dataclass(frozen=True, repr=False)
class Pipeline:
    """The use cases that a whole interview runs through, in order."""

    interviewing: InterviewDependencies
    assessing: AssessmentDependencies
    planning: PlanningDependencies
    write_documents: Callable[[Path, Assessment, ProductionPlan], object]


@dataclass(frozen=True, repr=False)
class Audience:
    """Who watches a replay. The default watches nothing."""

    on_question: Callable[[Question], None] = lambda question: None
    on_answer: Callable[[AnswerMessage, tuple[str, ...]], None] = lambda message, redacted: None
    on_turn_outcome: Callable[[TurnOutcome], None] = lambda heard: None


@dataclass(frozen=True, repr=False)
class ReplayResult:
    interview: Interview
    assessment: Assessment
    plan: ProductionPlan
    calls: tuple[ModelCall, ...]
    seconds: float
    heard: tuple[TurnOutcome, ...] = field(default=())


async def replay_recording(
    pipeline: Pipeline, recording: Recording, wish: PlanOptions, audience: Audience = Audience()
) -> ReplayResult:
    """Interviews the recorded team, rates the pilot and drafts the plan as it is wished."""
    began = time.perf_counter()
    deps = pipeline.interviewing
    interview_id = f"replay-{recording.id}"
    heard = await _run_interview(deps, recording, interview_id, audience)
    await interview_commands.finish_interview(deps.transactions, interview_id)
    assessment = await assessing.assess_pilot(pipeline.assessing, interview_id)
    plan = await planning.create_plan(pipeline.planning, assessment.pilot.id, wish)
    interview = await interviewing.load_interview(deps.transactions, interview_id)
    calls = await deps.transactions.run(lambda uow: uow.model_calls.list_for_interview(interview_id))
    return ReplayResult(interview, assessment, plan, calls, time.perf_counter() - began, heard)


async def _run_interview(
    deps: InterviewDependencies, recording: Recording, interview_id: str, audience: Audience
) -> tuple[TurnOutcome, ...]:
    pilot = Pilot(id=recording.id, name=recording.pilot)
    interview = await interviewing.begin_interview(deps, interview_id, pilot, recording.people)
    audience.on_question(interview.questions[0])
    heard = [*await _submit_answer(deps, interview_id, recording.build_answer(recording.opening), audience)]
    team = RecordedTeam(recording)
    asked = ""
    while (question := await interviewing.ask_next_question(deps, interview_id, asked)) is not None:
        audience.on_question(question)
        replies = team.reply_to_question(question)
        if not replies:  # asked again after everything recorded was said: nothing else would end this question
            by = recording.opening.by
            await interview_commands.skip_open_question(deps.transactions, interview_id, "dont_know", by)
        for message in replies:
            heard += await _submit_answer(deps, interview_id, message, audience)
        asked = next((item.colleague.id for item in reversed(heard[-2:]) if item.colleague), "")
    for said in recording.later:
        heard += await _submit_answer(deps, interview_id, recording.build_answer(said, unasked=True), audience)
    return tuple(heard)


async def _submit_answer(
    deps: InterviewDependencies, interview_id: str, message: AnswerMessage, audience: Audience
) -> tuple[TurnOutcome, ...]:
    kept = await interviewing.store_answer(deps, interview_id, message)
    audience.on_answer(message._replace(text=kept.turn.text), kept.redacted)
    heard = await interviewing.read_unread_turns(deps, interview_id)
    for item in heard:
        audience.on_turn_outcome(item)
    return heard
