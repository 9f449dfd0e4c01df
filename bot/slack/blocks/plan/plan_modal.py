"""The modal before a plan is drafted: from when on, with how many hands, and whose holidays count."""

from collections.abc import Sequence
from typing import Any

from bot.domain.core.days_off import Country
from bot.domain.core.people import Pilot
from bot.domain.framework.strand import GRADES
from bot.domain.planning.terms import MOST_HANDS, PlanOptions
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import (
    build_date_picker,
    build_input,
    build_multi_select,
    build_option,
    build_select,
    build_text_input,
)
from bot.slack.blocks.kit.phrases import format_name
from bot.slack.blocks.kit.references import Reference

_WEEKENDS = "Weekends only"
_DAY_RATE = 20
_RISKS = {
    "impact": (
        "Harm of a wrong decision",
        ("Harm: small, soon put right", "Harm: noticeable money or trouble", "Harm: grave, to people or the firm"),
    ),
    "autonomy": (
        "How much it decides alone",
        ("Alone: nothing, it proposes", "Alone: some, a person checks others", "Alone: most of it"),
    ),
    "irreversibility": (
        "Undoing a wrong decision",
        ("Undo: easy", "Undo: with cost or delay", "Undo: hardly, or never"),
    ),
    "people": (
        "People it touches",
        ("People: only the team", "People: customers or colleagues", "People: many, or vulnerable ones"),
    ),
}
"""The one question on risk: its four parts, each with what low, medium and high mean."""
_LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "pt": "Português",
    "nl": "Nederlands",
    "pl": "Polski",
    "sv": "Svenska",
    "da": "Dansk",
    "ja": "日本語",
    "zh": "中文",
}


def build_plan_modal(pilot: Pilot, wish: PlanOptions, countries: Sequence[Country], reference: Reference) -> kit.View:
    """`wish`: what is filled in beforehand, for people to change; no language is asked where it names none."""
    hands = [build_option("1 person" if n == 1 else f"{n} people", str(n)) for n in range(1, MOST_HANDS + 1)]
    return kit.build_modal(
        "make_plan",
        "Make the plan",
        kit.build_section(
            f"I draft the whole way to live proof for _{format_name(pilot.name)}_: with days as far as your answers "
            "let me, the rest in order and in ranges."
        ),
        build_input("start", "First day", build_date_picker(wish.start)),
        build_input(
            "team_size",
            "How many people can work on it side by side?",
            build_select(hands, str(wish.team_size)),
            hint="Those who have time for it every day. With fewer hands it takes longer.",
        ),
        build_input(
            "country",
            "Whose public holidays are days off?",
            build_select([build_option(c.name, c.code) for c in countries], wish.country, placeholder=_WEEKENDS),
            hint="Left empty, only weekends and the year-end freeze are off. Regional holidays aren't known to me.",
            optional=True,
        ),
        *_build_freeze_inputs(),
        *_build_stake_inputs(),
        _build_language_input(wish.language) if wish.language is not None else None,
        kit.build_context("Dates can be moved later, one action at a time; what follows moves along."),
        submit="Draft it",
        reference=reference,
    )


def _build_freeze_inputs() -> tuple[kit.Block, ...]:
    return (
        build_input(
            "freeze_first",
            "Nothing may change from …",
            build_date_picker(),
            hint="Nothing starts, is due or goes live in a freeze. 24 December to 1 January always is one.",
            optional=True,
        ),
        build_input("freeze_last", "… to", build_date_picker(), optional=True),
    )


def _build_stake_inputs() -> tuple[kit.Block, ...]:
    """What can go wrong, and what the work costs."""
    return (
        build_input(
            "risk",
            "How much can go wrong?",
            build_multi_select(_list_risk_groups(), most=len(_RISKS), placeholder="Not asked"),
            hint="One answer of each group. It sets how deep security, privacy, law and the like go.",
            optional=True,
        ),
        build_input(
            "day_rate",
            "What does a person's day cost?",
            build_text_input(most=_DAY_RATE, placeholder="800 EUR"),
            hint="Left empty, the plan's cost stays in days.",
            optional=True,
        ),
    )


def _list_risk_groups() -> list[tuple[str, list[dict[str, Any]]]]:
    return [
        (question, [build_option(label, f"{field}={grade}") for grade, label in zip(GRADES, labels, strict=True)])
        for field, (question, labels) in _RISKS.items()
    ]


def _build_language_input(language: str) -> kit.Block:
    """Also in one that is not among the usual ones, where it was wished for."""
    known = {**_LANGUAGES, **({} if language in _LANGUAGES else {language: language})}
    return build_input(
        "language",
        "In which language?",
        build_select([build_option(name, code) for code, name in known.items()], language),
        hint="Actions, risks and summary are translated; headings and dates stay English, quotes as they were said.",
    )
