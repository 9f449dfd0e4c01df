"""The offline analyst in trouble: slow, away or confused, for as long as a test wants it to be."""

import asyncio
from collections.abc import Sequence

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer, PillarReview
from bot.domain.core.errors import AnalystUnavailable, UnusableOutput
from bot.domain.framework.framework import Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.worded_answer import WordedAnswer
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn, Untranslated
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import Tailoring
from bot.services.ports.core import Analyst, AnalystResult
from tests.e2e.app import offline


class TroubledAnalyst:
    """Implements the `Analyst` port. `tries` counts what it was asked, trouble or not."""

    name = "offline"
    reads_by_rule = True

    def __init__(self, knowledge: Knowledge) -> None:
        self._well: Analyst = offline(knowledge)
        self.away = False
        self.slow = False
        self.confused = False
        self.at_work = asyncio.Event()
        self.tries = 0

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        await self._trouble()
        return await self._well.map_answer(interview, turn, upcoming)

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
        await self._trouble()
        return await self._well.review_pillar(pillar, interview)

    async def answer_question(self, asked: str, open_question: Question | None) -> AnalystResult[CitedAnswer]:
        await self._trouble()
        return await self._well.answer_question(asked, open_question)

    async def answer_inquiry(self, asked: str, given: Record) -> AnalystResult[WordedAnswer]:
        await self._trouble()
        return await self._well.answer_inquiry(asked, given)

    async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
        await self._trouble()
        return await self._well.translate(texts)

    async def tailor_plan(
        self, plan: ProductionPlan, assessment: Assessment, interview: Interview
    ) -> AnalystResult[Tailoring]:
        await self._trouble()
        return await self._well.tailor_plan(plan, assessment, interview)

    async def _trouble(self) -> None:
        self.tries += 1
        if self.away:
            raise AnalystUnavailable("The model does not answer.")
        if self.confused:
            raise UnusableOutput("The model's answer had no usable form.")
        if self.slow:
            self.at_work.set()
        while self.slow:  # noqa: ASYNC110 - set by a test at any time
            await asyncio.sleep(0.01)
