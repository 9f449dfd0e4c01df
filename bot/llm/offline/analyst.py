"""OfflineAnalyst: the analyst that works without a model: by cues, deterministic, the same words the same levels."""

from collections.abc import Sequence

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer, PillarReview
from bot.domain.framework.framework import Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.worded_answer import WordedAnswer
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn, Untranslated
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import Tailoring
from bot.llm.offline.answers import answer_by_keywords
from bot.llm.offline.cues import Cues
from bot.llm.offline.mapper import OfflineMapper
from bot.llm.offline.reviews import review_by_rule
from bot.services.ports.core import AnalystResult


class OfflineAnalyst:
    """Implements the `Analyst` port by rule. It words nothing: the guide's questions and the library's plan stand."""

    name = "offline"
    reads_by_rule = True

    def __init__(self, knowledge: Knowledge, cues: Cues) -> None:
        self._knowledge = knowledge
        self._cues = cues
        self._mapper = OfflineMapper(cues, knowledge.framework)

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        return AnalystResult(self._mapper.map_turn(interview, turn))

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
        return AnalystResult(review_by_rule(pillar, interview, self._knowledge))

    async def answer_question(self, asked: str, open_question: Question | None) -> AnalystResult[CitedAnswer]:
        return AnalystResult(answer_by_keywords(asked, open_question, self._knowledge, self._cues.common_words))

    async def answer_inquiry(self, asked: str, given: Record) -> AnalystResult[WordedAnswer]:
        return AnalystResult(WordedAnswer())

    async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
        return AnalystResult(())

    async def tailor_plan(
        self, plan: ProductionPlan, assessment: Assessment, interview: Interview
    ) -> AnalystResult[Tailoring]:
        return AnalystResult(Tailoring())
