"""OfflineAnalyst: the analyst that works without a model: by cues, deterministic, the same words the same levels."""

from collections.abc import Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer, PillarReview
from bot.domain.framework.framework import Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.questioning import Candidate
from bot.domain.interview.turn import Question, Turn
from bot.domain.planning.plan import ProductionPlan, Tailoring
from bot.llm.offline.answers import answer_by_keywords
from bot.llm.offline.cues import Cues
from bot.llm.offline.mapper import Mapper
from bot.llm.offline.reviews import review_by_rule
from bot.services.ports.core import Read


class OfflineAnalyst:
    """Implements the `Analyst` port by rule. It words nothing: the guide's questions and the library's plan stand."""

    name = "offline"

    def __init__(self, knowledge: Knowledge, cues: Cues) -> None:
        self._knowledge = knowledge
        self._cues = cues
        self._mapper = Mapper(cues)

    async def map_answer(self, interview: Interview, turn: Turn, upcoming: Sequence[Candidate]) -> Read[AnswerMapping]:
        return Read(self._mapper.map(interview, turn))

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> Read[PillarReview]:
        return Read(review_by_rule(pillar, interview, self._knowledge))

    async def answer_question(self, asked: str, open_question: Question | None) -> Read[CitedAnswer]:
        return Read(answer_by_keywords(asked, open_question, self._knowledge, self._cues.common_words))

    async def tailor_plan(self, plan: ProductionPlan, assessment: Assessment) -> Read[Tailoring]:
        return Read(Tailoring())

    async def headline(self, facts: Sequence[str]) -> Read[str]:
        return Read("")
