"""Witness: whether a document names anything that neither the team said, nor the library holds, nor the plan reckoned.

It knows nothing of the guards it is there to test: it takes a document apart word by word, and asks of each name,
number and date where it comes from.
"""

import ast
import re
from calendar import day_abbr, day_name, month_abbr, month_name
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path

from pydantic import BaseModel

from bot.domain.assessment.assessment import Assessment
from bot.domain.interview.interview import Interview
from bot.domain.plan.plan import ProductionPlan
from tests.conftest import FIXED_KNOWLEDGE, ROOT

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,\u202f\u00a0 ]\d{3})*(?:[.,]\d+)?")
_LINK = re.compile(r"https?://|www\.|\S+@\S+\.\S+|<!|<@")
_CALENDAR = frozenset(
    name.casefold() for names in (day_name, day_abbr, month_name, month_abbr) for name in names if name
)
_PROSE = ("bot/domain", "bot/wording", "bot/documents")
"""Where what a plan says by rule is written."""
_GUARDS = ("tailoring", "guards")
"""Their lists of names and numbers are no source of any."""


class Witness:
    """What may stand in a plan made from this interview."""

    def __init__(
        self, interview: Interview, assessment: Assessment, plan: ProductionPlan, counted: Iterable[int] = ()
    ) -> None:
        """`counted`: what was counted while the plan was made, and stands in its notes."""
        people = [text for person in interview.people for text in (person.name, person.role)]
        said = "\n".join([*(turn.text for turn in interview.turns), *people, interview.pilot.name])
        self._said = said.casefold()
        self._words = frozenset(_words(f"{said}\n{_calendar_of(plan)}")) | _known_words()
        effort = sum(action.effort_days for action in plan.actions)
        reckoned = {*_reckoned(plan), *_reckoned(assessment), _plain(f"{effort:g}")}
        self._numbers = frozenset(_numbers(said)) | _known_numbers() | reckoned | set(map(str, counted))

    def strangers(self, document: str) -> tuple[str, ...]:
        """Names with a capital, numbers, dates and addresses that come from nowhere."""
        found = [*self._names(document), *self._figures(document), *self._links(document)]
        return tuple(dict.fromkeys(found))

    def _names(self, document: str) -> Iterator[str]:
        for word in _WORD.findall(document):
            folded = word.casefold()
            if word[0].isupper() and folded not in self._words and folded not in _CALENDAR:
                yield word

    def _figures(self, document: str) -> Iterator[str]:
        for number in _NUMBER.findall(document):
            if not {_plain(number), *map(_plain, re.findall(r"\d+", number))} & self._numbers:
                yield number

    def _links(self, document: str) -> Iterator[str]:
        return (link for link in _LINK.findall(document) if link.casefold() not in self._said)


def _calendar_of(plan: ProductionPlan) -> str:
    """The names of the holidays that the plan leaves out, and of the country they are of."""
    country = plan.days_off.country.name if plan.days_off.country else ""
    return "\n".join([country, *(holiday.name for holiday in plan.days_off.holidays)])


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        folded = word.casefold()
        yield folded
        yield re.sub(r"['’]s?$", "", folded)


def _numbers(text: str) -> Iterator[str]:
    for number in _NUMBER.findall(text):
        yield _plain(number)
        yield from map(_plain, re.findall(r"\d+", number))


def _plain(number: str) -> str:
    digits = re.sub(r"[,\u202f\u00a0 ](?=\d{3}(?!\d))", "", number).replace(",", ".")
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits.lstrip("0")) or "0"


def _reckoned(made: BaseModel | object) -> Iterator[str]:
    """The numbers of the plan's own fields that are no text: dates, weeks, days of work, how many there are of what."""
    if isinstance(made, BaseModel):
        for name in type(made).model_fields:
            yield from _reckoned(getattr(made, name))
    elif isinstance(made, tuple | frozenset):
        yield from map(str, range(len(made) + 1))
        for item in made:
            yield from _reckoned(item)
    elif isinstance(made, date | datetime):
        yield from (str(made.day), str(made.month), str(made.year))
    elif isinstance(made, int | float) and not isinstance(made, bool):
        yield from (_plain(f"{made:g}"), _plain(f"{made:.1f}"), _plain(f"{made:.2f}"))


@cache
def _known_words() -> frozenset[str]:
    return frozenset(word for text in _known_texts() for word in _words(text))


@cache
def _known_numbers() -> frozenset[str]:
    return frozenset(number for text in _library() for number in _numbers(text))


def _known_texts() -> Iterable[str]:
    yield from _library()
    for folder in _PROSE:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if file.stem in _GUARDS or file.parent.name in _GUARDS:
                continue
            tree = ast.parse(file.read_text(encoding="utf-8"))
            yield from (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str))


def _library() -> Iterator[str]:
    files: list[Path] = [FIXED_KNOWLEDGE / name for name in ("framework.yaml", "practices.yaml", "guide.yaml")]
    files += [ROOT / "knowledge" / name for name in ("strand.yaml", "risks.yaml")]
    return (file.read_text(encoding="utf-8") for file in files)
