"""Days that people's words say, in the languages that they say them in."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.interview.answer_mapping import ProposedFact
from bot.domain.interview.evidence import Detail
from bot.domain.interview.turn import Turn
from bot.llm.days import add_days, find_day

SAID_AT = datetime(2026, 11, 15, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "until 20 January",
        "48 handlers on 20 January",
        "am 20. Januar",
        "bis zum 20. Januar 2027",
        "el 20 de enero",
        "le 20 janvier",
        "entro il 20 gennaio",
        "20 de janeiro",
        "voor 20 januari",
        "do 20 stycznia",
        "1月20日",
        "2027-01-20",
    ],
)
def test_a_day_that_lies_ahead_is_the_next_one_in_any_of_the_languages(text: str) -> None:
    assert find_day(text, SAID_AT, ahead=True) == date(2027, 1, 20)


@pytest.mark.parametrize("text", ["December", "the audit", "the peak weeks", "from 15 December to 6 January", "soon"])
def test_a_month_an_event_or_two_days_are_no_day(text: str) -> None:
    assert find_day(text, SAID_AT, ahead=True) is None


def test_no_year_is_made_up_for_a_day_that_may_lie_behind() -> None:
    assert find_day("on 3 October", SAID_AT, ahead=False) is None
    assert find_day("on 3 October 2025", SAID_AT, ahead=False) == date(2025, 10, 3)
    assert find_day("in three weeks", SAID_AT, ahead=False) == date(2026, 12, 6)


def a_fact(*details: tuple[str, str], name: str = "roll-out") -> ProposedFact:
    told = tuple(Detail(key=key, value=value) for key, value in details)
    return ProposedFact(kind="constraint", name=name, quote="q", details=told)


def test_a_limit_gets_the_day_that_its_words_say_unless_one_was_read() -> None:
    turn = Turn(id="t1", question_id=None, speaker="U1", text="", at=SAID_AT)
    said, read, none = a_fact(("until", "20 January")), a_fact(("day", "2026-12-01")), a_fact(("until", "the audit"))
    metric = ProposedFact(kind="metric", name="20 January", quote="q")
    found = add_days((said, read, none, metric), turn)
    assert [[detail.value for detail in fact.details if detail.key == "day"] for fact in found] == [
        ["2027-01-20"],
        ["2026-12-01"],
        [],
        [],
    ]
