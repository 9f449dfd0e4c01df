"""PerfectReader: an analyst that reads a recorded team as its gold says: what is wrong then isn't the reading."""

from collections.abc import Iterator, Sequence

from bot.console.recording import Gold, Recording
from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.rating import build_standings
from bot.domain.assessment.review import CitedAnswer, PillarReview, ProposedRating
from bot.domain.framework.framework import Framework, Pillar
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.worded_answer import WordedAnswer
from bot.domain.interview.answer_mapping import AnswerMapping, CriterionReading, ProposedSignal
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn, Untranslated
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import Tailoring
from bot.services.ports.core import AnalystResult

_TOLD_WITH = {
    "clean_data": ("data",),
    "standalone_tab": ("workflow_fit",),
    "orphaned": ("owner",),
    "efficiency_only": ("throughput",),
    "all_or_nothing": ("proportionality",),
    "no_exception_path": ("exceptions", "escalation"),
    "happy_path_demo": ("volume",),
    "success_theatre": ("adoption", "workflow_fit"),
}
"""Where a trap of the gold is told: the criteria whose quotes stand for it."""


class PerfectReader:
    name = "perfect"
    reads_by_rule = False

    def __init__(self, recording: Recording, framework: Framework) -> None:
        assert recording.gold is not None
        self._gold: Gold = recording.gold
        self._framework = framework

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        readings = tuple(self._read(interview, turn))
        ignorant = not readings and "I don't know" in turn.text
        mapping = AnswerMapping(
            intent="dont_know" if ignorant else "answer", readings=readings, signals=tuple(self._find_signals(readings))
        )
        return AnalystResult(mapping)

    def _read(self, interview: Interview, turn: Turn) -> Iterator[CriterionReading]:
        """Who comes second to what the gold calls disputed contradicts, and says no level."""
        said = " ".join(turn.text.split())
        for criterion, level in self._gold.levels.items():
            quotes = tuple(quote for quote in self._gold.quotes.get(criterion, ()) if " ".join(quote.split()) in said)
            if level is None or not quotes:
                continue
            others = {item.speaker for item in interview.evidence if item.criterion == criterion} - {turn.speaker}
            disputes = criterion in self._gold.disagreements and bool(others)
            yield CriterionReading(
                criterion=criterion, level=None if disputes else level, quotes=quotes, disputes=disputes
            )

    def _find_signals(self, readings: Sequence[CriterionReading]) -> Iterator[ProposedSignal]:
        for trap in self._gold.traps:
            for reading in readings:
                if reading.criterion in _TOLD_WITH[trap]:
                    yield ProposedSignal(trap=trap, quote=reading.quotes[0])

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
        known = build_standings(self._framework, interview.evidence)
        ratings = tuple(
            ProposedRating(
                criterion=criterion.id,
                level=self._gold.levels.get(criterion.id),
                evidence_ids=tuple(item.id for item in known[criterion.id].evidence),
            )
            for criterion in pillar.criteria
            if criterion.id in known
        )
        return AnalystResult(PillarReview(ratings=ratings))

    async def answer_question(self, asked: str, open_question: Question | None) -> AnalystResult[CitedAnswer]:
        return AnalystResult(CitedAnswer(text="It stands in the framework."))

    async def answer_inquiry(self, asked: str, given: Record) -> AnalystResult[WordedAnswer]:
        return AnalystResult(WordedAnswer())

    async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
        return AnalystResult(())

    async def tailor_plan(
        self, plan: ProductionPlan, assessment: Assessment, interview: Interview
    ) -> AnalystResult[Tailoring]:
        return AnalystResult(Tailoring())
