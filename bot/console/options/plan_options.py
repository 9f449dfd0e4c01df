"""The options of a plan, and what was typed of them: its first day, how many work on it, and where."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.console.roles_sheet import read_roles_sheet
from bot.domain.core.days_off import FREEZE_ASKED_FOR, Freeze
from bot.domain.core.errors import InvalidInput
from bot.domain.framework.practice import Role
from bot.domain.plan.calendar import get_next_monday
from bot.domain.plan.register import RiskAnswers
from bot.domain.planning.terms import MOST_HANDS, TEAM_SIZE, PlanOptions, read_day_rate

StartOption = Annotated[str | None, typer.Option(help="First day of the plan, as YYYY-MM-DD. Default: next Monday.")]
TeamSizeOption = Annotated[int, typer.Option("--team-size", help="How many people work on it side by side.")]
CountryOption = Annotated[
    str | None, typer.Option(help="Whose public holidays are days off, as two letters. Default: weekends only.")
]
FreezeOption = Annotated[
    list[str] | None, typer.Option("--freeze", help="When nothing may change, as 2026-11-15..2027-01-15; repeatable.")
]
RiskOption = Annotated[
    str | None,
    typer.Option(
        help="How much can go wrong, as impact=high,autonomy=low,irreversibility=medium,people=low. Default: not asked."
    ),
]
DayRateOption = Annotated[
    str | None, typer.Option("--day-rate", help="What a person's day costs, as '800 EUR'. Default: costs stay in days.")
]
RolesOption = Annotated[
    Path | None, typer.Option("--roles", help="The roles.csv that lies beside a plan, with who takes which role.")
]
LanguageOption = Annotated[
    str | None, typer.Option(help="What the plan is written in, as de or pt-BR; takes a model. Default: English.")
]

_LAST_YEAR = 2100
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def parse_plan_request(
    start: str | None = None,
    team_size: int = TEAM_SIZE,
    country: str | None = None,
    language: str | None = None,
    freezes: Sequence[str] | None = None,
) -> PlanOptions:
    """From next Monday on where no day was typed. Raises InvalidInput for what cannot be."""
    if not 1 <= team_size <= MOST_HANDS:
        raise InvalidInput(f"--team-size: {team_size} is no team for a plan. Name a number from 1 to {MOST_HANDS}.")
    if language is not None and not _LANGUAGE.fullmatch(language):
        raise InvalidInput(f"--language: {language} is no language. Write its code, as de or pt-BR.")
    return PlanOptions(
        start=_parse_first_day(start),
        team_size=team_size,
        country=country,
        language=language,
        freezes=tuple(_parse_freeze(freeze) for freeze in freezes or ()),
    )


def with_stakes(wish: PlanOptions, risk: str | None, day_rate: str | None) -> PlanOptions:
    """With what can go wrong and what a day costs, as typed. Raises InvalidInput."""
    answers = RiskAnswers.from_words(risk.split(",")) if risk else RiskAnswers()
    rate, currency = read_day_rate(day_rate) if day_rate else (None, None)
    return wish.model_copy(update={"risk": answers, "day_rate": rate, "currency": currency})


def with_roles(wish: PlanOptions, sheet: Path | None, roles: tuple[Role, ...]) -> PlanOptions:
    """With who takes which role, and their time, as the sheet says. Raises InvalidInput."""
    if sheet is None:
        return wish
    read = read_roles_sheet(sheet, roles)
    return wish.model_copy(update={"holders": read.holders, "availability": read.availability})


def _parse_freeze(typed: str) -> Freeze:
    try:
        first, last = (date.fromisoformat(day) for day in typed.split(".."))
    except ValueError as exc:
        raise InvalidInput(f"--freeze: {typed} is no freeze. Write it as 2026-11-15..2027-01-15.") from exc
    if last < first:
        raise InvalidInput(f"--freeze: {typed} ends before it begins.")
    return Freeze(first=first, last=last, name=FREEZE_ASKED_FOR)


def _parse_first_day(start: str | None) -> date:
    if start is None:
        return get_next_monday(date.today())
    try:
        day = date.fromisoformat(start)
    except ValueError as exc:
        raise InvalidInput(f"--start: {start} is not a date. Write it as YYYY-MM-DD.") from exc
    if not 2000 <= day.year < _LAST_YEAR:
        raise InvalidInput(f"--start: {start} is no year for a plan. Name a day before {_LAST_YEAR}.")
    return day
