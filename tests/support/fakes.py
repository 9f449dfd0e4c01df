"""Fakes at the ports: a clock that is told the time, an analyst that is told what it read, a queue in memory."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer, PillarReview
from bot.domain.core.errors import AnalystFailed
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Pillar
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.worded_answer import WordedAnswer
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn, Untranslated
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import Tailoring
from bot.services.ports.core import AnalystResult, RedactedText
from tests.support.fake_queue import FakeQueue as FakeQueue  # noqa: PLC0414 - mypy wants it said

CALL = ModelCall(prompt="map_answer", fingerprint="f00d", model="fake", outcome="ok", input_tokens=10, output_tokens=2)


class FakeClock:
    """Begins on Monday 2 November 2026 at nine and moves on a minute each time it is asked."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 2, 9, tzinfo=UTC)

    def now(self) -> datetime:
        self._now += timedelta(minutes=1)
        return self._now


class FakeRedactor:
    """Takes the word hunter2 for a password."""

    def redact(self, text: str) -> RedactedText:
        if "hunter2" not in text:
            return RedactedText(text, ())
        return RedactedText(text.replace("hunter2", "[redacted: password]"), ("a password",))


class FakeAnalyst:
    """Reads with the function it is given; fails as often as it is told to before that."""

    name = "fake"
    reads_by_rule = False

    def __init__(
        self, reads: Callable[[Turn], AnswerMapping] | None = None, failures: Sequence[AnalystFailed] = ()
    ) -> None:
        self.reads = reads or (lambda turn: AnswerMapping())
        self.failures = list(failures)
        self.read_turns: list[str] = []

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        if self.failures:
            raise self.failures.pop(0)
        self.read_turns.append(turn.text)
        return AnalystResult(self.reads(turn), (CALL,))

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
        if self.failures:
            raise self.failures.pop(0)
        return AnalystResult(PillarReview(), (CALL,))

    async def answer_question(self, asked: str, open_question: Question | None) -> AnalystResult[CitedAnswer]:
        if self.failures:
            raise self.failures.pop(0)
        return AnalystResult(CitedAnswer(text=f"About: {asked}", citations=("ownership.owner", "made.up")), (CALL,))

    async def answer_inquiry(self, asked: str, given: Record) -> AnalystResult[WordedAnswer]:
        return AnalystResult(WordedAnswer())

    async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
        return AnalystResult(tuple(f"[{item.language}] {item.text}" for item in texts), (CALL,))

    async def tailor_plan(
        self, plan: ProductionPlan, assessment: Assessment, interview: Interview
    ) -> AnalystResult[Tailoring]:
        return AnalystResult(Tailoring(), (CALL,))
