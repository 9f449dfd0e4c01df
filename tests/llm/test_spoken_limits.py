from datetime import UTC, date, datetime

import pytest

from bot.domain.interview.answer_mapping import ProposedFact
from bot.domain.interview.evidence import Detail
from bot.domain.interview.turn import Turn
from bot.llm.days import add_days
from bot.llm.limits import add_limits, find_limits
from bot.llm.spoken_days import Days, find_last_day, find_range, resolve_days

SAID_AT = datetime(2026, 11, 30, 10, tzinfo=UTC)


def a_turn(text: str) -> Turn:
    return Turn(id="t1", question_id=None, speaker="U1", text=text, at=SAID_AT)


def read(fact: ProposedFact) -> dict[str, str]:
    return {detail.key: detail.value for detail in fact.details}


@pytest.mark.parametrize(
    ("text", "until", "day"),
    [
        ("The project pays until March and then there is a hole.", "until March", "2027-03-31"),
        ("The bill is on my innovation card until December.", "until December", "2026-12-31"),
        ("From January nobody pays for inference.", "From January", "2026-12-31"),
        ("The helpdesk is paid until end of 2028.", "until end of 2028", "2028-12-31"),
        ("There is no money for next year.", "for next year", "2026-12-31"),
        ("The grant ends 31 March.", "ends 31 March", "2027-03-31"),
    ],
)
def test_money_that_ends_has_a_last_day(text: str, until: str, day: str) -> None:
    (limit,) = find_limits(a_turn(text))
    assert (limit.kind, limit.quote) == ("constraint", text)
    assert read(limit) == {"kind": "deadline", "what": text, "until": until, "day": day}


@pytest.mark.parametrize(
    ("text", "until", "day"),
    [
        ("It is switched on for everyone on 27 April.", "on 27 April", "2027-04-27"),
        ("12 January, whole company in one go.", "12 January", "2027-01-12"),
        ("North and South switch on 2 Dec and 16 Dec.", "on 2 Dec and 16 Dec", "2026-12-16"),
        ("It goes into service in January.", "in January", "2027-01-31"),
        ("From April the second affiliate joins.", "From April", "2027-04-01"),
        ("All 54 clerks on 1 December.", "on 1 December", "2026-12-01"),
        ("I promised the board 600 a week by the end of June.", "by the end of June", "2027-06-30"),
    ],
)
def test_a_roll_out_and_a_promise_have_a_day(text: str, until: str, day: str) -> None:
    (limit,) = find_limits(a_turn(text))
    told = read(limit)
    assert (told["kind"], told["until"], told["day"]) == ("deadline", until, day)


@pytest.mark.parametrize(
    ("text", "kind", "first", "day"),
    [
        ("There is a change freeze from 15 November to 15 January.", "freeze", "2026-11-15", "2027-01-15"),
        ("Nothing may change between 20 December and 6 January.", "freeze", "2026-12-20", "2027-01-06"),
        ("Our peak is 10 to 24 December.", "peak", "2026-12-10", "2026-12-24"),
        ("The peak is in March.", "peak", "2027-03-01", "2027-03-31"),
        ("We have a freeze until 6 January.", "freeze", None, "2027-01-06"),
    ],
)
def test_a_freeze_and_a_peak_have_two_days_where_both_are_said(
    text: str, kind: str, first: str | None, day: str
) -> None:
    (limit,) = find_limits(a_turn(text))
    told = read(limit)
    assert (told["kind"], told.get("first_day"), told["day"]) == (kind, first, day)


@pytest.mark.parametrize(
    ("text", "until", "day"),
    [
        ("It is forbidden until the works council has agreed.", "until the works council has agreed", None),
        ("We are not allowed to write to SAP until 1 February.", "until 1 February", "2027-02-01"),
        ("Nothing goes live before the security audit is over.", "before the security audit is over", None),
    ],
)
def test_a_ban_is_kept_with_what_lifts_it(text: str, until: str, day: str | None) -> None:
    (limit,) = find_limits(a_turn(text))
    told = read(limit)
    assert (told["kind"], told["until"], told.get("day")) == ("ban", until, day)


@pytest.mark.parametrize(
    "text",
    [
        "It has been live since 6 June.",
        "We went live on 12 January and it was a mess.",
        "In March the board passed it.",
        "We hope for a go-live on 20 January.",
        "All 38 fee earners have a training slot in January.",
        "The roll-out was booked for 3 May last year.",
        "The software may not close a case until a doctor looked at it.",
        "Nobody had a budget in 2024.",
        "Every Wednesday at 10 we go through the misses.",
        "The winter peak was 3,800 a day in August.",
    ],
)
def test_a_story_of_the_past_a_hope_or_a_rule_of_the_work_is_no_limit(text: str) -> None:
    assert find_limits(a_turn(text)) == ()


def test_what_the_analyst_read_is_not_listed_twice_and_what_it_left_out_stands_beside() -> None:
    turn = a_turn("The project pays until March. It is switched on for everyone on 27 April.")
    own = ProposedFact(
        kind="constraint",
        name="project",
        quote="the project pays until March",
        details=(Detail(key="kind", value="deadline"),),
    )
    found = add_limits([own], turn)
    assert [fact.quote for fact in found] == [own.quote, "It is switched on for everyone on 27 April."]


def test_the_words_of_somebody_else_bind_nothing() -> None:
    assert find_limits(a_turn("> The project pays until March.\nThat is what they wrote.")) == ()


def test_a_month_alone_is_its_last_day_for_what_ends_with_it_and_the_day_before_for_what_begins() -> None:
    assert find_last_day("until March", SAID_AT) == date(2027, 3, 31)
    assert find_last_day("until the end of Q2", SAID_AT) == date(2027, 6, 30)
    assert find_last_day("from January", SAID_AT) == date(2026, 12, 31)
    assert find_last_day("until the audit", SAID_AT) is None


def test_a_day_of_this_month_that_is_over_is_none_and_one_far_ahead_is_not_made_up() -> None:
    assert resolve_days("18 November", SAID_AT) is None
    assert resolve_days("30 November", SAID_AT) == Days(date(2026, 11, 30), date(2026, 11, 30))
    assert resolve_days("26 September", SAID_AT) == Days(date(2027, 9, 26), date(2027, 9, 26))
    assert resolve_days("27 September", SAID_AT) is None


def test_a_stretch_of_time_may_have_begun_before_it_was_named() -> None:
    assert find_range("mid-November to mid-January", SAID_AT) == Days(date(2026, 11, 15), date(2027, 1, 15))
    assert find_range("from now on", SAID_AT) is None


def test_a_month_that_an_analyst_read_gets_its_day_too() -> None:
    told = (Detail(key="kind", value="deadline"), Detail(key="until", value="until March"))
    (fact,) = add_days([ProposedFact(kind="constraint", name="money", quote="q", details=told)], a_turn("q"))
    assert read(fact)["day"] == "2027-03-31"
