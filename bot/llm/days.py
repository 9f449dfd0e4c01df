"""Days: the day that somebody's words say, read by a library in the languages that teams write."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from bot.domain.interview.answer_mapping import ProposedFact
from bot.domain.interview.evidence import Detail
from bot.domain.interview.turn import Turn
from bot.llm.spoken_days import find_last_day

_LANGUAGES = ["en", "de", "es", "fr", "it", "pt", "nl", "pl", "ja", "zh"]
_DATED = ("constraint", "date")
_WHERE = ("until", "what")
"""Details whose words may say the day, beside the name."""


def add_days(facts: Iterable[ProposedFact], turn: Turn) -> tuple[ProposedFact, ...]:
    """With the day of each date and constraint where the words say one and the analyst read none."""
    return tuple(_add_day(fact, turn.at) if fact.kind in _DATED else fact for fact in facts)


def _add_day(fact: ProposedFact, said_at: datetime) -> ProposedFact:
    if any(detail.key == "day" for detail in fact.details):
        return fact
    texts = [detail.value for key in _WHERE for detail in fact.details if detail.key == key]
    found = (find_day(text, said_at, ahead=fact.kind == "constraint") for text in (*texts[:1], fact.name, *texts[1:]))
    day = next(filter(None, found), None) or _find_last_day(fact, said_at)
    if day is None:
        return fact
    return fact.model_copy(update={"details": (*fact.details, Detail(key="day", value=day.isoformat()))})


def _find_last_day(fact: ProposedFact, said_at: datetime) -> date | None:
    """Of a constraint "until March": the last of the month, until which it holds; of "from March", the day before."""
    until = next((detail.value for detail in fact.details if detail.key == "until"), "")
    return find_last_day(until, said_at) if fact.kind == "constraint" else None


def find_day(text: str, said_at: datetime, *, ahead: bool) -> date | None:
    """The one day that the words say, seen from when they were said; None for none, several, or a month alone.

    `ahead`: what is spoken of lies ahead, so that a day without a year is the next one. Else it says no year at all.
    """
    following = _list_days(text, said_at, "future")
    if len(following) != 1:
        return None
    return following.pop() if ahead or following == _list_days(text, said_at, "past") else None


def _list_days(text: str, said_at: datetime, prefer: Literal["future", "past"]) -> set[date]:
    settings = {
        "RELATIVE_BASE": said_at.replace(tzinfo=None),
        "PREFER_DATES_FROM": prefer,
        "REQUIRE_PARTS": ["day", "month"],
    }
    from dateparser.search import search_dates  # noqa: PLC0415 - a quarter of a second and 13 MB, where days are read

    found = search_dates(text, languages=_LANGUAGES, settings=settings) or []
    return {moment.date() for _, moment in found}
