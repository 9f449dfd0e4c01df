"""An analyst that keeps to a budget: once that is spent it is away until it renews, and nothing said is lost."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, date
from typing import TypeVar

import structlog

from bot.domain.asking.questioning import CandidateQuestion
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.review import CitedAnswer, PillarReview
from bot.domain.core.budget import (
    ModelBudget,
    ModelSpending,
    PeriodSpending,
    find_spent_limit,
    get_renewal_day,
    list_limits,
    list_limits_come_near,
)
from bot.domain.core.errors import AnalystFailed, BudgetSpent
from bot.domain.core.phrases import format_date
from bot.domain.core.usage import ModelCall
from bot.domain.framework.framework import Pillar
from bot.domain.inquiry.record import Record
from bot.domain.inquiry.worded_answer import WordedAnswer
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, Turn, Untranslated
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import Tailoring
from bot.services.budget.budget_warning import warn_lead
from bot.services.ports.core import Analyst, AnalystResult, Clock, Transactions, UnitOfWork

T = TypeVar("T")
_log = structlog.get_logger(__name__)


class BudgetedAnalyst:
    """The port Analyst, around another. What is under way when the budget is spent comes to its end."""

    def __init__(self, analyst: Analyst, transactions: Transactions, clock: Clock, budget: ModelBudget) -> None:
        self._analyst = analyst
        self._transactions = transactions
        self._clock = clock
        self._budget = budget
        self.name = analyst.name
        self.reads_by_rule = analyst.reads_by_rule

    async def map_answer(
        self, interview: Interview, turn: Turn, upcoming: Sequence[CandidateQuestion]
    ) -> AnalystResult[AnswerMapping]:
        return await self._spend(lambda: self._analyst.map_answer(interview, turn, upcoming), interview.pilot.id)

    async def review_pillar(self, pillar: Pillar, interview: Interview) -> AnalystResult[PillarReview]:
        return await self._spend(lambda: self._analyst.review_pillar(pillar, interview), interview.pilot.id)

    async def answer_question(self, asked: str, open_question: Question | None) -> AnalystResult[CitedAnswer]:
        return await self._spend(lambda: self._analyst.answer_question(asked, open_question))

    async def answer_inquiry(self, asked: str, given: Record) -> AnalystResult[WordedAnswer]:
        return await self._spend(lambda: self._analyst.answer_inquiry(asked, given))

    async def translate(self, texts: Sequence[Untranslated]) -> AnalystResult[tuple[str, ...]]:
        return await self._spend(lambda: self._analyst.translate(texts))

    async def tailor_plan(
        self, plan: ProductionPlan, assessment: Assessment, interview: Interview
    ) -> AnalystResult[Tailoring]:
        return await self._spend(lambda: self._analyst.tailor_plan(plan, assessment, interview), plan.pilot.id)

    async def _spend(self, ask: Callable[[], Awaitable[AnalystResult[T]]], pilot: str = "") -> AnalystResult[T]:
        """Raises BudgetSpent, and whatever the analyst raises: what that cost counts too. `pilot`: the id of the one
        that it is for; empty where it is for none."""
        await self._transactions.run(self._require_room)
        try:
            answer = await ask()
        except AnalystFailed as failure:
            await self._record(failure.calls, pilot)
            raise
        await self._record(answer.calls, pilot)
        return answer

    def _require_room(self, uow: UnitOfWork) -> None:
        limit = find_spent_limit(self._budget, uow.spending.load(self._today))
        if limit is not None:
            renews = get_renewal_day(limit.period, self._today)
            raise BudgetSpent(
                f"What the language model may be used for this {limit.period} is used up ({limit.describe()}); that "
                f"renews on {format_date(renews)} at 00:00 UTC.",
                renews,
            )

    async def _record(self, calls: Sequence[ModelCall], pilot: str) -> None:
        if not calls:
            return
        now = ModelSpending(
            calls=len(calls),
            unpriced=sum(call.cost is None for call in calls),
            cost=sum(call.cost or 0.0 for call in calls),
        )
        today = self._today

        def work(uow: UnitOfWork) -> PeriodSpending:
            spent = uow.spending.add(today, now)
            for limit in list_limits(self._budget, spent) if pilot else ():
                if limit.is_near and not limit.is_spent:
                    warn_lead(uow, pilot, limit, today)
            return spent

        spent = await self._transactions.run(work)
        for limit in list_limits_come_near(self._budget, spent, now):
            _log.warning("the budget for model calls is nearly spent", used=limit.describe())

    @property
    def _today(self) -> date:
        return self._clock.now().astimezone(UTC).date()
