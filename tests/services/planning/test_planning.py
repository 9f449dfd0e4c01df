from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from bot.calendars import LibraryCalendars
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.days_off import Freeze
from bot.domain.core.errors import AnalystUnavailable, InvalidInput, NotFound, StaleWrite
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Fact
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.wording import TailoredAction, Tailoring
from bot.domain.planning.terms import PlanOptions
from bot.services.planning import planning
from bot.services.ports.core import AnalystResult, UnitOfWork
from bot.services.ports.dependencies import Dependencies
from bot.storage.engine.database import Database
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import DANA, MADE_AT, MONDAY, all_at, an_assessment
from tests.support.fakes import CALL, FakeAnalyst, FakeClock, FakeRedactor

SATURDAY = date(2026, 11, 7)


class Tailor(FakeAnalyst):
    """Rewords one action, or fails."""

    def __init__(self, title: str = "", failure: AnalystUnavailable | None = None) -> None:
        super().__init__()
        self.title = title
        self.failure = failure

    async def tailor_plan(
        self, plan: ProductionPlan, assessment: Assessment, interview: Interview
    ) -> AnalystResult[Tailoring]:
        if self.failure:
            raise self.failure
        first = plan.get_action("owner_acceptance")
        worded = TailoredAction(action_id=first.id, title=self.title, deliverable=first.deliverable, exit=first.exit)
        return AnalystResult(Tailoring(actions=(worded,)), (CALL,))


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    with Database(sqlite_url) as database:
        yield database


async def build_deps(
    database: Database, knowledge: Knowledge, analyst: FakeAnalyst, facts: Sequence[Fact] = ()
) -> Dependencies:
    """One assessed interview in which Dana named Ruud."""
    assessment = an_assessment(knowledge.framework, all_at(2), facts=tuple(facts))
    turn = Turn(id="t1", question_id=None, speaker=DANA.id, text="I asked Ruud in June.", at=MADE_AT)
    interview = Interview(id="i1", pilot=assessment.pilot, people=(DANA,), turns=(turn,))

    def work(uow: UnitOfWork) -> None:
        uow.interviews.add(interview)
        uow.assessments.add(assessment)

    transactions = database.in_workspace("w1")
    await transactions.run(work)
    return Dependencies(transactions, analyst, FakeRedactor(), FakeClock(), knowledge, LibraryCalendars())


async def test_a_plan_is_drafted_worded_and_kept_with_its_cost(database: Database, knowledge: Knowledge) -> None:
    deps = await build_deps(database, knowledge, Tailor("Have Ruud accept the workflow in writing"))
    plan = await planning.create_plan(deps, "p1", PlanOptions(start=MONDAY))
    assert plan.get_action("owner_acceptance").title == "Have Ruud accept the workflow in writing"
    assert plan.analyst == "fake"
    assert await deps.transactions.run(lambda uow: uow.plans.list_for_pilot("p1")) == (plan,)
    assert await deps.transactions.run(lambda uow: uow.model_calls.list_for_interview("i1")) == (CALL,)


async def test_plans_are_appended_and_numbered(database: Database, knowledge: Knowledge) -> None:
    deps = await build_deps(database, knowledge, FakeAnalyst())
    made = [await planning.create_plan(deps, "p1", PlanOptions(start=start)) for start in (MONDAY, SATURDAY)]
    assert [plan.id for plan in made] == ["i1-plan-1", "i1-plan-2"]
    assert [plan.start for plan in made] == [MONDAY, MONDAY]
    assert await deps.transactions.run(lambda uow: uow.plans.list_for_pilot("p1")) == tuple(made)


async def test_an_analyst_that_fails_never_loses_the_plan(database: Database, knowledge: Knowledge) -> None:
    deps = await build_deps(database, knowledge, Tailor(failure=AnalystUnavailable("It is down.", (CALL,))))
    plan = await planning.create_plan(deps, "p1", PlanOptions(start=MONDAY))
    assert plan.analyst == "offline"
    assert plan.notes[-1].endswith("It is down.")
    assert await deps.transactions.run(lambda uow: uow.plans.list_for_pilot("p1")) == (plan,)
    assert await deps.transactions.run(lambda uow: uow.model_calls.list_for_interview("i1")) == (CALL,)


async def test_an_invented_name_never_reaches_the_plan(database: Database, knowledge: Knowledge) -> None:
    deps = await build_deps(database, knowledge, Tailor("Ask Sandra to accept the workflow"))
    plan = await planning.create_plan(deps, "p1", PlanOptions(start=MONDAY))
    assert "Sandra" not in " ".join((*plan.summary, *(action.title for action in plan.actions)))
    [refused] = plan.refused
    assert (refused.id, refused.field, refused.word) == ("owner_acceptance", "title", "Sandra")
    number = plan.get_action_number("owner_acceptance")
    assert plan.notes[-1] == (
        "1 place keeps the library's wording in place of the language model's: "
        f"action {number}, title (“Sandra”, nobody named it)."
    )


async def test_more_people_make_a_shorter_plan(database: Database, knowledge: Knowledge) -> None:
    deps = await build_deps(database, knowledge, FakeAnalyst())
    alone = await planning.create_plan(deps, "p1", PlanOptions(start=MONDAY, team_size=1))
    many = await planning.create_plan(deps, "p1", PlanOptions(start=MONDAY, team_size=5))
    assert many.weeks < alone.weeks


async def test_holidays_of_the_country_are_days_off_and_kept_with_the_plan(
    database: Database, knowledge: Knowledge
) -> None:
    deps = await build_deps(database, knowledge, FakeAnalyst())
    plan = await planning.create_plan(deps, "p1", PlanOptions(start=date(2026, 12, 14), country="GB"))
    off = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
    assert off <= plan.days_off.holiday_dates
    assert not off & {day for action in plan.actions for day in (action.start, action.due)}
    assert plan.days_off.country is not None and plan.days_off.country.name == "Britain (UK)"


async def test_a_country_that_is_none_is_refused_before_anything_is_made(
    database: Database, knowledge: Knowledge
) -> None:
    deps = await build_deps(database, knowledge, FakeAnalyst())
    with pytest.raises(InvalidInput, match="ZZ is no country"):
        await planning.create_plan(deps, "p1", PlanOptions(start=MONDAY, country="ZZ"))
    assert await deps.transactions.run(lambda uow: uow.plans.list_for_pilot("p1")) == ()


async def test_without_an_assessment_there_is_nothing_to_plan_from(database: Database, knowledge: Knowledge) -> None:
    deps = await build_deps(database, knowledge, FakeAnalyst())
    with pytest.raises(NotFound, match="no assessment yet"):
        await planning.create_plan(deps, "p2", PlanOptions(start=MONDAY))


async def test_nothing_starts_is_due_or_gated_in_a_freeze_whoever_named_it(
    database: Database, knowledge: Knowledge
) -> None:
    said = a_fact(
        "t1.f1", "freeze", "constraint", kind="freeze", what="stocktaking", first_day="2027-01-11", day="2027-01-20"
    )
    deps = await build_deps(database, knowledge, FakeAnalyst(), facts=(said,))
    asked = Freeze(first=date(2026, 12, 9), last=date(2026, 12, 11), name="Asked for")
    plan = await planning.create_plan(deps, "p1", PlanOptions(start=date(2026, 12, 7), freezes=(asked,)))
    frozen = [(freeze.first, freeze.last) for freeze in plan.days_off.list_freezes_between(plan.start, plan.end)]
    assert frozen == [
        (date(2026, 12, 9), date(2026, 12, 11)),
        (date(2026, 12, 24), date(2027, 1, 1)),
        (date(2027, 1, 11), date(2027, 1, 20)),
    ]
    days = {day for action in plan.actions for day in (action.start, action.due)}
    days |= {phase.gate.due for phase in plan.phases if phase.gate.due}
    assert not days & plan.days_off.freeze_dates


async def test_a_plan_that_was_drafted_from_words_that_are_taken_out_meanwhile_is_not_kept(
    database: Database, knowledge: Knowledge
) -> None:
    deps = await build_deps(database, knowledge, Tailor("Have Ruud accept the workflow in writing"))
    drafted = await planning.draft_tailored_plan(deps, "p1", PlanOptions(start=MONDAY))

    def take_out(uow: UnitOfWork) -> None:
        (made,) = uow.assessments.list_for_pilot("p1")
        uow.withdrawals.replace_assessment(made.model_copy(update={"evidence": made.evidence[1:]}))

    await deps.transactions.run(take_out)
    with pytest.raises(StaleWrite, match="has to be drafted anew"):
        await deps.transactions.run(lambda uow: planning.append_plan(uow, drafted))
    assert await deps.transactions.run(lambda uow: uow.plans.list_for_pilot("p1")) == ()
