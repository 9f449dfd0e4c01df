"""Months and days of the week in a text, in any language whose calendar is known here."""

import re
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.localedata import clear_caches
from unicode_rbnf import RbnfEngine

from bot.domain.lexicon.english import split_words

_LANGUAGES = tuple(sorted({name.split("_")[0] for name in RbnfEngine.get_supported_languages()}))
"""Those whose numbers are known too: a date is both."""
_ALSO_WORDS = frozenset({"may", "march", "mar", "sun", "sat", "mon", "wed", "fri", "dec", "second"})
"""English names of months and days that mean them only with a capital."""

_BESIDE_A_MONTH = (
    re.compile(r"\b(?P<number>\d{1,4})(?:st|nd|rd|th|\.|er|º)?\s+(?:(?:of|de|d[ie])\s+)?(?P<month>[^\W\d_]+)", re.I),
    re.compile(r"\b(?P<month>[^\W\d_]+)\.?\s+(?:de\s+)?(?P<number>\d{1,4})(?:st|nd|rd|th)?\b", re.I),
)
"""A day or a year beside a month: both may have been said, of other things."""


def extract_calendar(text: str) -> frozenset[str]:
    """The months and weekdays of an English text, long or short: month-10 for October and for Oct."""
    names = _load_names("en", ("wide", "abbreviated"))
    return frozenset(names[_fold_name(word)] for word in split_words(text) if is_calendar_name(word))


def is_calendar_name(word: str) -> bool:
    """Whether a word of an English text is a month or a day of the week."""
    key = _fold_name(word)
    if key in _ALSO_WORDS and not word[0].isupper():
        return False
    return key in _load_names("en", ("wide", "abbreviated"))


@lru_cache(maxsize=256)
def extract_said_calendar(text: str) -> frozenset[str]:
    """The months and weekdays of a text in whatever language, by their full names; English ones also short."""
    names = _load_all_names()
    found = (names.get(_fold_name(word)) for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)?", text))
    whole = (day for name, day in names.items() if not name.isascii() and name in text.casefold())
    return frozenset(filter(None, (*found, *whole))) | extract_calendar(text)


def extract_dates(text: str) -> dict[tuple[str, str], str]:
    """The numbers beside a month in a text of any language, as (number, month), and how each stands there."""
    names, english = _load_all_names(), _load_names("en", ("wide", "abbreviated"))
    found: dict[tuple[str, str], str] = {}
    for match in (match for order in _BESIDE_A_MONTH for match in order.finditer(text)):
        word = _fold_name(match["month"])
        month = english.get(word) or names.get(word, "")
        if month.startswith("month"):
            found[match["number"].lstrip("0"), month] = match.group()
    return found


@lru_cache(maxsize=1)
def _load_all_names() -> dict[str, str]:
    english = _load_names("en", ("wide", "abbreviated"))
    foreign = {name: day for language in _LANGUAGES for name, day in _load_names(language, ("wide",)).items()}
    return {name: day for name, day in foreign.items() if len(name) > 1 and name not in english}


@lru_cache(maxsize=100)
def _load_names(language: str, widths: tuple[str, ...]) -> dict[str, str]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    found: dict[str, str] = {}
    for kind, calendar in (("month", locale.months), ("weekday", locale.days)):
        for context in ("format", "stand-alone"):
            for width in widths:
                names = calendar[context][width]
                found |= {_fold_name(name): f"{kind}-{number}" for number, name in names.items()}
    clear_caches()  # or all that is known of each language stays in memory: 79 MB
    return found


def _fold_name(word: str) -> str:
    return word.casefold().rstrip(".")
