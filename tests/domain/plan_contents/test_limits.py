from datetime import date

from bot.domain.assessment.merged_facts import merge_facts
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan_contents.limits import list_limits
from tests.domain.assessment.test_merged_facts import a_fact
from tests.domain.plans import a_plan, all_at, an_assessment

FACTS = (
    a_fact("t1.f1", "roll-out", "constraint", kind="deadline", what="roll-out to 48 handlers", day="2027-01-20"),
    a_fact("t2.f1", "no money", "constraint", kind="ban", until="after December"),
    a_fact("t3.f1", "audit", "constraint", kind="condition", what="no release", until="the audit", day="2026-12-04"),
    a_fact("t4.f1", "go-live", "date", day="2026-12-01"),
    a_fact("t5.f1", "cases", "metric", criterion="volume", baseline="400 a day", target="900 a day"),
    a_fact("t6.f1", "answers", "metric", criterion="service_level", target="within 2 hours"),
    a_fact("t7.f1", "hours", "metric", criterion="throughput", baseline="3 h"),
    a_fact("t8.f1", "SAP"),
    a_fact("t9.f1", "something", "constraint"),
)


def test_dates_limits_and_volumes_are_listed_by_day_then_as_they_were_named() -> None:
    found = [(one.kind, one.what, one.day, one.until) for one in list_limits(merge_facts(FACTS))]
    assert found == [
        ("date", "go-live", date(2026, 12, 1), None),
        ("condition", "no release", date(2026, 12, 4), "the audit"),
        ("deadline", "roll-out to 48 handlers", date(2027, 1, 20), None),
        ("ban", "no money", None, "after December"),
        ("volume", "baseline 400 a day, target 900 a day", None, None),
        ("service_level", "target within 2 hours", None, None),
    ]


def test_a_plan_holds_what_the_team_named_with_its_words(knowledge: Knowledge) -> None:
    plan = a_plan(knowledge, an_assessment(knowledge.framework, all_at(2), facts=FACTS[:1]))
    (limit,) = plan.limits
    assert (limit.fact, limit.quote, limit.speaker) == ("t1.f1", "About roll-out.", "U1")


def test_a_date_without_a_day_is_told_in_the_words_that_named_it() -> None:
    (limit,) = list_limits(merge_facts((a_fact("t1.f1", "after Easter", "date", what="access to production"),)))
    assert (limit.what, limit.until, limit.day) == ("access to production", "after Easter", None)


def test_a_month_is_told_as_it_was_said_and_a_day_by_its_day() -> None:
    month, day = (
        list_limits(
            merge_facts((a_fact("t1.f1", "money", "constraint", kind="deadline", until=until, day="2027-03-31"),))
        )[0]
        for until in ("until March", "until 31 March")
    )
    assert (month.says_its_day, day.says_its_day) == (False, True)
