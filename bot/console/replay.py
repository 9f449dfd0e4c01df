"""Replay: one recorded team through the whole pipeline, from the opening question to the plan."""

import time
from dataclasses import dataclass, field

from rich.console import Console

from bot.console.interview.room import Room
from bot.console.pipeline import Pipeline
from bot.console.recording import RecordedTeam, Recording
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Pilot
from bot.domain.core.usage import ModelCall
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.domain.plan.plan import ProductionPlan
from bot.domain.planning.terms import PlanOptions
from bot.services.conversation import interview_actions
from bot.services.interview.interviewing import TurnOutcome
from bot.services.planning import planning
from bot.services.ports.core import UnitOfWork

_SHOWN = frozenset({"question", "secret", "noted", "answer"})
"""Of what is said in the interview; the rest follows from a keyboard, or is shown when all is done."""


@dataclass(frozen=True, repr=False)
class ReplayResult:
    interview: Interview
    assessment: Assessment
    plan: ProductionPlan
    calls: tuple[ModelCall, ...]
    seconds: float
    heard: tuple[TurnOutcome, ...] = field(default=())


async def replay_recording(
    pipeline: Pipeline, recording: Recording, wish: PlanOptions, console: Console | None = None
) -> ReplayResult:
    """Interviews the recorded team, rates the pilot and drafts the plan as it is wished. None: nobody watches."""
    began = time.perf_counter()
    pilot = Pilot(id=recording.id, name=recording.pilot)
    room = Room(pipeline, console or Console(quiet=True), pilot, _SHOWN)
    heard = await _interview_team(room, recording)
    await room.act(lambda uow, click, interview: interview_actions.finish_early(uow, room.deps, click, interview))
    plan = await planning.create_plan(pipeline, pilot.id, wish)

    def load(uow: UnitOfWork) -> tuple[Interview, Assessment, tuple[ModelCall, ...]]:
        calls = uow.model_calls.list_for_interview(room.interview_id)
        return uow.interviews.get(room.interview_id), uow.assessments.get(plan.assessment_id), calls

    interview, assessment, calls = await pipeline.transactions.run(load)
    return ReplayResult(interview, assessment, plan, calls, time.perf_counter() - began, heard)


async def _interview_team(room: Room, recording: Recording) -> tuple[TurnOutcome, ...]:
    await room.open_interview(recording.people)
    heard = [*await room.hear(recording.build_answer(recording.opening))]
    team = RecordedTeam(recording)
    while waiting := (await room.load_interview()).pending_questions:
        if replies := team.reply_to_question(waiting[-1]):
            heard += await room.hear(*replies)
        else:  # asked again after everything recorded was said: nothing else would end this question
            await _let_go(room, waiting[-1])
    heard += await room.hear(*(recording.build_answer(said) for said in recording.later))
    return tuple(heard)


async def _let_go(room: Room, question: Question) -> None:
    await room.act(
        lambda uow, click, interview: interview_actions.skip_question(
            uow, room.deps, click, question, "dont_know", interview
        )
    )
