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
from bot.domain.planning.draft import PlanWish
from bot.domain.planning.plan import ProductionPlan
from bot.services.assessment import assessing
from bot.services.assessment.assessing import Assessing
from bot.services.interview import interview_commands, interviewing
from bot.services.interview.interviewing import Heard, Interviewing, Message
from bot.services.planning import planning
from bot.services.planning.planning import Planning


@dataclass(frozen=True, repr=False)
class Pipeline:
    """The use cases that a whole interview runs through, in order."""

    interviewing: Interviewing
    assessing: Assessing
    planning: Planning
    write_documents: Callable[[Path, Assessment, ProductionPlan], object]


@dataclass(frozen=True, repr=False)
class Audience:
    """Who watches a replay. The default watches nothing."""

    asked: Callable[[Question], None] = lambda question: None
    said: Callable[[Message, tuple[str, ...]], None] = lambda message, redacted: None
    heard: Callable[[Heard], None] = lambda heard: None


@dataclass(frozen=True, repr=False)
class Replayed:
    interview: Interview
    assessment: Assessment
    plan: ProductionPlan
    calls: tuple[ModelCall, ...]
    seconds: float
    heard: tuple[Heard, ...] = field(default=())


async def replay(pipeline: Pipeline, recording: Recording, wish: PlanWish, audience: Audience = Audience()) -> Replayed:
    """Interviews the recorded team, rates the pilot and drafts the plan as it is wished."""
    began = time.perf_counter()
    desk = pipeline.interviewing
    interview_id = f"replay-{recording.id}"
    heard = await _interview(desk, recording, interview_id, audience)
    await interview_commands.finish(desk.transactions, interview_id)
    assessment = await assessing.assess(pipeline.assessing, interview_id)
    plan = await planning.draft(pipeline.planning, assessment.pilot.id, wish)
    interview = await interviewing.load(desk.transactions, interview_id)
    calls = await desk.transactions.run(lambda uow: uow.calls.of(interview_id))
    return Replayed(interview, assessment, plan, calls, time.perf_counter() - began, heard)


async def _interview(
    desk: Interviewing, recording: Recording, interview_id: str, audience: Audience
) -> tuple[Heard, ...]:
    pilot = Pilot(id=recording.id, name=recording.pilot)
    interview = await interviewing.begin(desk, interview_id, pilot, recording.people)
    audience.asked(interview.questions[0])
    heard = [*await _say(desk, interview_id, recording.message(recording.opening), audience)]
    team = RecordedTeam(recording)
    asked = ""
    while (question := await interviewing.next_question(desk, interview_id, asked)) is not None:
        audience.asked(question)
        for message in team.reply(question):
            heard += await _say(desk, interview_id, message, audience)
        asked = next((item.colleague.id for item in reversed(heard[-2:]) if item.colleague), "")
    for said in recording.later:
        heard += await _say(desk, interview_id, recording.message(said, unasked=True), audience)
    return tuple(heard)


async def _say(desk: Interviewing, interview_id: str, message: Message, audience: Audience) -> tuple[Heard, ...]:
    kept = await interviewing.keep(desk, interview_id, message)
    audience.said(message._replace(text=kept.turn.text), kept.redacted)
    heard = await interviewing.read(desk, interview_id)
    for item in heard:
        audience.heard(item)
    return heard
