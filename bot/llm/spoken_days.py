"""Spoken days: the day of a plan that a month, a quarter, a year or a stretch of time comes to."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?\b"
WHEN = (
    rf"(?:(?:the )?(?:end|close|beginning|start|middle) of |mid[- ]|next |early |late )?"
    rf"(?:(?:the )?{_DAY_OF_MONTH} (?:of )?{_MONTH}(?:,? 20\d\d\b)?|{_MONTH} {_DAY_OF_MONTH}(?:,? 20\d\d\b)?"
    rf"|{_MONTH}(?: 20\d\d\b)?|20\d\d-\d\d-\d\d|q[1-4]\b(?: 20\d\d\b)?|20[2-3]\d\b|(?:the |this )?year\b)"
)
"""A day, month, quarter or year, as people write it in English."""
_TO = r"\s*(?:to|till|until|through|and|-|–|—)\s*"
_RANGE = re.compile(
    rf"(?P<first>{WHEN}){_TO}(?P<last>{WHEN})|(?P<day>{_DAY_OF_MONTH}){_TO}(?P<end>{_DAY_OF_MONTH} (?:of )?{_MONTH})",
    re.I,
)
_DATE = re.compile(WHEN, re.I)
_FROM = re.compile(r"\s*(?:from|before|as of|for)\b", re.I)
_QUARTER = re.compile(r"q([1-4])(?: (20\d\d))?", re.I)
_YEAR = re.compile(r"(?:next |the |this )*(year|20\d\d)", re.I)
_PART = re.compile(r"(?:the )?(?P<part>end|close|beginning|start|middle|mid|early|late)(?: of |[- ])", re.I)
_NEXT = re.compile(r"next ", re.I)
_MIDDLE = 15
_MOST_DAYS_AHEAD = 300
"""A day without a year that would lie further ahead was just past when it was named: nobody calls that the next one."""


class Days(NamedTuple):
    first: date
    last: date


def resolve_days(words: str, said_at: datetime) -> Days | None:
    """First and last day of what the words name, seen from when they were said; None where they name none ahead."""
    part = found["part"].lower() if (found := _PART.match(words)) else ""
    named = words[found.end() :] if found else words
    days = _read_year(named, said_at) or _read_quarter(named, said_at) or _read_month_or_day(named, said_at)
    if days is None or days.last < said_at.date():
        return None
    return _take_part(days, part)


def find_last_day(bound: str, said_at: datetime) -> date | None:
    """The last day on which it still holds: of "until March" the last of March, of "from March" the day before it.

    None where the words say no day, or one that is over.
    """
    when = _DATE.search(bound)
    days = resolve_days(when.group(), said_at) if when else None
    if days is None:
        return None
    last = days.first - timedelta(days=1) if _FROM.match(bound) else days.last
    return last if last >= said_at.date() else None


def find_range(text: str, said_at: datetime) -> Days | None:
    """The stretch of time that stands in the text: "15 November to 15 January"."""
    found = _RANGE.search(text)
    if found is None:
        return None
    last = resolve_days(found["last"] or found["end"], said_at)
    first_words = found["first"] or f"{found['day']} {re.sub(rf'^{_DAY_OF_MONTH} (?:of )?', '', found['end'])}"
    first = _read_any(first_words, said_at)
    if first is None or last is None:
        return None
    begins = first.first if first.first <= last.last else _shift_year(first.first, -1)
    return Days(begins, last.last)


def _read_any(words: str, said_at: datetime) -> Days | None:
    """Also days that lie behind: a stretch of time may have begun."""
    a_year_before = said_at - timedelta(days=365 - _MOST_DAYS_AHEAD)
    return resolve_days(words, a_year_before)


def _read_year(words: str, said_at: datetime) -> Days | None:
    found = _YEAR.fullmatch(words.strip())
    if found is None:
        return None
    word = found[1]
    year = int(word) if word.isdigit() else said_at.year + bool(_NEXT.search(words))
    return Days(date(year, 1, 1), date(year, 12, 31))


def _read_quarter(words: str, said_at: datetime) -> Days | None:
    found = _QUARTER.search(words)
    if found is None:
        return None
    month = 3 * int(found[1])
    year = int(found[2]) if found[2] else said_at.year + (month < said_at.month)
    return Days(date(year, month - 2, 1), _end_month(date(year, month, 1)))


def _read_month_or_day(words: str, said_at: datetime) -> Days | None:
    from dateparser import parse  # noqa: PLC0415 - as in days.py

    settings = {
        "RELATIVE_BASE": said_at.replace(day=1, tzinfo=None),
        "PREFER_DATES_FROM": "future",
        "REQUIRE_PARTS": ["month"],
    }
    named = _NEXT.sub("", words).strip(" .")
    edges = [
        parse(named, languages=["en"], settings={**settings, "PREFER_DAY_OF_MONTH": edge}) for edge in ("first", "last")
    ]
    first, last = edges
    if first is None or last is None:
        return None
    too_far = not re.search(r"20\d\d", words) and (first.date() - said_at.date()).days > _MOST_DAYS_AHEAD
    return None if too_far else Days(first.date(), last.date())


def _take_part(days: Days, part: str) -> Days:
    if part in ("end", "close", "late"):
        return Days(days.last, days.last)
    if part in ("beginning", "start", "early"):
        return Days(days.first, days.first)
    if part in ("middle", "mid"):
        middle = days.first.replace(day=_MIDDLE)
        return Days(middle, middle)
    return days


def _end_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _shift_year(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)
