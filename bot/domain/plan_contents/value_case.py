"""The value case: what the three shifts bring and cost, in the team's own figures, and who says what is missing."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.explanation import list_telling_evidence
from bot.domain.assessment.merged_facts import MergedFact
from bot.domain.framework.framework import Framework, Level
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Evidence
from bot.domain.lexicon.figures import Shape
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.value_case import MissingFigure, SaidFigure, ValueCase, ValueEntry
from bot.domain.plan_contents.numbers import has_cue
from bot.domain.plan_contents.said_figures import QuotedFigure, list_quoted_figures, pick_figure

_MONEY = "profit"
_SHAPES: dict[str, Shape] = {"throughput": "rate", _MONEY: "money", "predictability": "share"}
"""What kind of figure tells a shift; of another criterion no quote is read for figures."""
_AGREED: Level = 3
_MEASURED: Level = 4
_RUNNING_COST = "running_cost"
"""Id of the number whose cues tell the running cost from the value."""
_A_YEAR = re.compile(
    r"\b(?:years?|annum|yearly|annual(?:ly)?|jahr|jährlich|an|année|año|anno|ano|jaar|rok|år)\b|年", re.I
)
_PART_OF_YEAR = re.compile(r"\b(?:half|quarter|months?|halbjahr|quartal|semestre|trimestre|semester|kwartaal)\b", re.I)
_PILOT_ONLY = re.compile(
    r"\b(?:pilot\w*|trial|poc|grant|so far|to date|spent|bisher|hasta ahora|jusqu'ici|finora)\b", re.I
)


class PlanPrice(NamedTuple):
    """What a person's day costs; None where nobody said."""

    day_rate: float | None = None
    currency: str | None = None


def build_value_case(assessment: Assessment, facts: Sequence[MergedFact], knowledge: Knowledge) -> ValueCase:
    """A number stands only where somebody said what it is a number of."""
    value, cost = _find_sums(assessment, knowledge)
    figures = {one.id: _list_figures(one.id, assessment, knowledge) for one in knowledge.framework.value_criteria}
    shifts = (_build_entry(one, assessment, facts, found, value) for one, found in figures.items())
    return ValueCase(
        shifts=tuple(shifts),
        value_a_year=_quote_sum(value) if value and _is_yearly(value) else None,
        running_cost_a_year=_quote_sum(cost) if cost else None,
    )


def with_price(
    plan: ProductionPlan, knowledge: Knowledge, holders: Mapping[str, str], price: PlanPrice
) -> ProductionPlan:
    """The plan with what it costs, and what is still needed to say what it brings. `holders`: names, by a role's id."""
    case = plan.value_case
    days = sum(action.effort_days for action in plan.actions) + sum(item.effort_days for item in plan.strand)
    rate = price.day_rate
    missing = _iter_missing(case, days, rate is None, knowledge.framework)
    by = plan.phases[0].gate.due if plan.phases else None
    priced = {
        "person_days": days,
        "day_rate": rate,
        "currency": price.currency,
        "plan_cost": None if rate is None else days * rate,
        "missing": tuple(_build_missing(what, role, by, knowledge, holders) for what, role in missing),
    }
    return plan.model_copy(update={"value_case": case.model_copy(update=priced)})


# --- the shifts ------------------------------------------------------------------------------------


class _Told(NamedTuple):
    """The figures of a shift, of one metric only, and the quote that carries them."""

    unit: str | None = None
    baseline: str | None = None
    target: str | None = None
    measured: str | None = None
    quote: str | None = None
    speaker: str | None = None
    translation: str = ""


def _build_entry(
    criterion: str,
    assessment: Assessment,
    facts: Sequence[MergedFact],
    figures: Sequence[QuotedFigure],
    value: QuotedFigure | None,
) -> ValueEntry:
    level = assessment.get_rating(criterion).level
    told = (
        _find_metric(criterion, assessment, facts)
        or (_tell_value(value, level) if criterion == _MONEY else _read_quotes(figures, level))
        or _quote_evidence(criterion, assessment)
    )
    return ValueEntry(criterion=criterion, level=level, **told._asdict())


def _find_metric(criterion: str, assessment: Assessment, facts: Sequence[MergedFact]) -> _Told | None:
    """The metric that tells most of it; figures of two metrics are never put into one row."""
    own = [fact for fact in facts if fact.kind == "metric" and fact.find_detail("criterion") == criterion]
    told = [fact for fact in own if any(fact.find_detail(key) for key in ("baseline", "target", "measured"))]
    fact = max(told, key=lambda one: len(one.details), default=None)
    if fact is None:
        return None
    return _Told(
        fact.name,
        fact.describe_detail("baseline", assessment.people),
        fact.describe_detail("target", assessment.people),
        fact.describe_detail("measured", assessment.people),
        fact.told.quote,
        fact.told.speaker,
        _find_translation(fact.told.quote, fact.told.turn_id, assessment),
    )


def _find_translation(quote: str, turn: str, assessment: Assessment) -> str:
    said = (item for item in assessment.evidence if item.turn_id == turn and item.translation)
    return next((item.translation for item in said if quote in item.sentence or item.sentence in quote), "")


def _list_figures(criterion: str, assessment: Assessment, knowledge: Knowledge) -> tuple[QuotedFigure, ...]:
    """Those of its quotes; without what is said of how they spread, which is another metric."""
    shape = _SHAPES.get(criterion)
    if shape is None:
        return ()
    others = [number for number in knowledge.practices.numbers if number.metric == criterion][1:]
    figures = list_quoted_figures(assessment, criterion, shape)
    return tuple(one for one in figures if not any(has_cue(one.clause, other) for other in others))


def _read_quotes(figures: Sequence[QuotedFigure], level: Level | None) -> _Told | None:
    now, target = pick_figure(figures, "now"), pick_figure(figures, "target")
    measured = now if level == _MEASURED else None
    before = pick_figure(figures, "baseline") or (None if measured else now)
    shown = measured or target or before
    if shown is None:
        return None
    before, target = (one if one and one.period == shown.period else None for one in (before, target))
    unit = max((figure.unit for figure in (before, target, measured) if figure), key=len)
    return _Told(unit or None, _get_text(before), _get_text(target), _get_text(measured), *_show(shown.said))


def _get_text(figure: QuotedFigure | None) -> str | None:
    return figure.text if figure else None


def _tell_value(value: QuotedFigure | None, level: Level | None) -> _Told | None:
    """The yearly value is a target once it is agreed, and measured once it is realised."""
    if value is None:
        return None
    target = value.text if level == _AGREED else None
    measured = value.text if level == _MEASURED else None
    return _Told(value.unit or None, None, target, measured, *_show(value.said))


def _quote_evidence(criterion: str, assessment: Assessment) -> _Told:
    said = next(iter(list_telling_evidence(assessment, assessment.get_rating(criterion))), None)
    return _Told(None, None, None, None, *_show(said)) if said else _Told()


def _show(said: Evidence) -> tuple[str, str, str]:
    return said.sentence, said.speaker, said.translation


# --- money -----------------------------------------------------------------------------------------


def _find_sums(assessment: Assessment, knowledge: Knowledge) -> tuple[QuotedFigure | None, QuotedFigure | None]:
    """What it brings and what it costs to run, as said; neither where several sums could be meant."""
    if _MONEY not in {criterion.id for criterion in knowledge.framework.value_criteria}:
        return None, None
    sums = [one for one in list_quoted_figures(assessment, _MONEY, "money") if not _PILOT_ONLY.search(one.clause)]
    costs = [one for one in sums if _is_running_cost(one, knowledge)]
    values = [one for one in sums if one not in costs]
    return _get_only(values), _get_only(costs)


def _is_running_cost(figure: QuotedFigure, knowledge: Knowledge) -> bool:
    cues = next((number.cues for number in knowledge.practices.numbers if number.id == _RUNNING_COST), ())
    return any(cue.casefold() in figure.clause.casefold() for cue in cues)


def _get_only(figures: Sequence[QuotedFigure]) -> QuotedFigure | None:
    return figures[0] if len({figure.text for figure in figures}) == 1 else None


def _is_yearly(figure: QuotedFigure) -> bool:
    """By its own words, or by those of its sentence."""
    said = figure.said.sentence
    return bool(_A_YEAR.search(figure.text)) or bool(_A_YEAR.search(said) and not _PART_OF_YEAR.search(said))


def _quote_sum(figure: QuotedFigure) -> SaidFigure:
    return SaidFigure(text=figure.text, quote=figure.said.sentence, speaker=figure.said.speaker)


# --- what is missing -------------------------------------------------------------------------------


def _iter_missing(case: ValueCase, days: float, rate_missing: bool, framework: Framework) -> Iterator[tuple[str, str]]:
    """What nobody has said yet, with the id of the role that says it."""
    agreed = next((entry.level or 0 for entry in case.shifts if entry.criterion == _MONEY), 0) >= _AGREED
    if case.value_a_year is None:
        yield "What it brings a year at target volume", "finance_partner"
    elif not agreed:
        yield "Finance's yes to what it brings a year: so far it is an estimate", "finance_partner"
    if case.running_cost_a_year is None:
        yield "What it costs a year to run at target volume", "finance_partner"
    for entry in case.shifts:
        lacks = [what for what, value in (("baseline", entry.baseline), ("target", entry.target)) if value is None]
        if entry.criterion != _MONEY and lacks:
            name = framework.get_criterion(entry.criterion).name
            yield f"{name}: {' and '.join(lacks)}, with the unit", "operational_owner"
    if rate_missing:
        yield f"What a person's day costs: the plan takes {days:g} of them", "finance_partner"


def _build_missing(
    what: str, role: str, by: date | None, knowledge: Knowledge, holders: Mapping[str, str]
) -> MissingFigure:
    names = {one.id: one.name for one in knowledge.practices.roles}
    return MissingFigure(what=what, role_name=names.get(role, role), person_name=holders.get(role), by=by)
