"""Numbers to agree: what each is today and has to be, in whose words, who agrees, by when, and where it counts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.merged_facts import FactQuote, MergedFact
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.practice import LibraryNumber, Practices
from bot.domain.framework.spoken_numbers import locate_numbers, print_numbers
from bot.domain.lexicon.figures import iter_figures
from bot.domain.plan.action import Action
from bot.domain.plan.calendar import WorkCalendar
from bot.domain.plan.numbers import NumberToAgree
from bot.domain.plan.phase import OwedCriterion, PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan_contents.said_figures import QuotedFigure, is_designed, list_quoted_figures, pick_figure

_SERVICE_LEVEL, _OF_THE_WHOLE = "service_level", frozenset({"volume", "throughput", "predictability"})
_ESCALATION = "escalation"
"""A decision's time limit is a figure of this criterion."""
_PEAK = "peak"
"""A constraint of this kind, with the load that it names."""


class _Said(NamedTuple):
    """What was said of a number, and where."""

    today: str | None = None
    agreed: str | None = None
    quote: str | None = None
    speaker: str | None = None
    said_in: str | None = None


def with_numbers(
    plan: ProductionPlan,
    assessment: Assessment,
    facts: Sequence[MergedFact],
    knowledge: Knowledge,
    holders: Mapping[str, str],
) -> ProductionPlan:
    """The plan with a row for each number that its exits and gates speak of, printed there once it is known.

    `holders`: who holds a role, by its id.
    """
    library = knowledge.practices
    used = _list_used_ids(plan.actions, knowledge.framework)
    rows = tuple(
        _build_row(number, _find_said(number, assessment, facts, library), plan, knowledge, holders)
        for number in library.numbers
        if number.id in used
    )
    figures = {row.id: _describe_figure(row, assessment) for row in rows if row.agreed}
    return plan.model_copy(
        update={
            "numbers_to_agree": rows,
            "actions": tuple(_print_in_action(action, library, figures) for action in plan.actions),
            "phases": _print_in_gates(plan.phases, knowledge.framework, library, figures),
        }
    )


def _list_used_ids(actions: Iterable[Action], framework: Framework) -> frozenset[str]:
    at_gates = (n for phase in framework.phases for n in (*phase.gate.numbers, *phase.gate.stop_numbers))
    return frozenset((*at_gates, *(number for action in actions for number in action.numbers)))


# --- rows ------------------------------------------------------------------------------------------


def _build_row(
    number: LibraryNumber, said: _Said, plan: ProductionPlan, knowledge: Knowledge, holders: Mapping[str, str]
) -> NumberToAgree:
    actions = [action for action in plan.actions if number.id in action.numbers]
    return NumberToAgree(
        id=number.id,
        name=number.name,
        **said._asdict(),
        role=number.role,
        role_name=knowledge.practices.get_role_name(number.role),
        person_name=holders.get(number.role),
        by=find_day_before(actions, plan.calendar) if actions else _find_gate_day(number, plan, knowledge.framework),
        actions=tuple(action.id for action in actions),
    )


def find_day_before(actions: Iterable[Action], calendar: WorkCalendar) -> date | None:
    """The working day before the first of them begins, or the plan's first; None where all are only outlined."""
    first = min((action.start for action in actions if action.is_committed), default=None)
    return None if first is None else calendar.get_working_day(max(0, calendar.get_day_index(first) - 1))


def _find_gate_day(number: LibraryNumber, plan: ProductionPlan, framework: Framework) -> date | None:
    speaking = {phase.id for phase in framework.phases if number.id in phase.gate.numbers}
    return next((phase.gate.due for phase in plan.phases if phase.id in speaking), None)


# --- what was said ---------------------------------------------------------------------------------


def _find_said(number: LibraryNumber, assessment: Assessment, facts: Sequence[MergedFact], library: Practices) -> _Said:
    meant = [fact for fact in facts if not _is_of_another_criterion(fact, assessment)]
    return _find_in_facts(number, assessment, meant, library) or _find_in_quotes(number, assessment, library) or _Said()


def _is_of_another_criterion(fact: MergedFact, assessment: Assessment) -> bool:
    """Whether a service level was said of the cases it hands over, not of what it runs: their time limit is no service
    level of the whole."""
    if fact.kind != "metric" or fact.find_detail("criterion") != _SERVICE_LEVEL:
        return False
    bearing = {
        item.criterion
        for item in assessment.evidence
        if item.turn_id == fact.told.turn_id and (fact.told.quote in item.sentence or item.sentence in fact.told.quote)
    }
    return bool(bearing) and not bearing.intersection(_OF_THE_WHOLE)


def _find_in_facts(
    number: LibraryNumber, assessment: Assessment, facts: Sequence[MergedFact], library: Practices
) -> _Said | None:
    if number.metric == _ESCALATION:
        return _find_in_decisions(facts, assessment)
    if number.metric == _PEAK:
        return _find_in_peaks(facts)
    told = [fact for fact in facts if _tells(fact, number, library)]
    fact = max(told, key=lambda one: len(one.details), default=None)
    if fact is None:
        return None
    today = fact.describe_detail("measured", assessment.people) or fact.describe_detail("baseline", assessment.people)
    disputed = any(detail.others for detail in fact.details if detail.key == number.detail)
    return _said_as(today, None if disputed else fact.find_detail(number.detail), fact.told)


def _find_in_decisions(facts: Iterable[MergedFact], assessment: Assessment) -> _Said | None:
    """The time limit that all decisions with one have in common; agreed where the way to a person is designed."""
    timed = [fact for fact in facts if fact.kind == "decision" and fact.find_detail("time")]
    times = {fact.find_detail("time") for fact in timed}
    if len(times) != 1:
        return None
    (limit,) = times
    return _said_as(limit, limit if is_designed(assessment, _ESCALATION) else None, timed[0].told)


def _find_in_peaks(facts: Iterable[MergedFact]) -> _Said | None:
    """The one load that the team named for its peak."""
    peaks = [fact for fact in facts if fact.kind == "constraint" and fact.find_detail("kind") == _PEAK]
    loads = [(load.text, fact) for fact in peaks for load in iter_figures(fact.told.quote, "rate")]
    return _said_as(loads[0][0], None, loads[0][1].told) if len(loads) == 1 else None


def _said_as(today: str | None, agreed: str | None, told: FactQuote) -> _Said:
    return _Said(today, agreed, told.quote, told.speaker, told.turn_id)


def _tells(fact: MergedFact, number: LibraryNumber, library: Practices) -> bool:
    """A metric with a figure. Where several numbers share a metric, the first is meant unless another's words stand."""
    if fact.kind != "metric" or number.metric is None or fact.find_detail("criterion") != number.metric:
        return False
    if not any(fact.find_detail(key) for key in ("baseline", "target", "measured")):
        return False
    first, *others = [other for other in library.numbers if other.metric == number.metric]
    return next((other for other in others if has_cue(fact.name, other)), first) == number


def _find_in_quotes(number: LibraryNumber, assessment: Assessment, library: Practices) -> _Said | None:
    if number.shape is None:
        return None
    figures = [
        figure
        for criterion in number.told_by
        if not assessment.get_rating(criterion).disputed
        for figure in list_quoted_figures(assessment, criterion, number.shape)
        if _is_meant(figure, number, library)
    ]
    target = pick_figure(figures, "target")
    today = pick_figure(figures, "now") or pick_figure(figures, "baseline")
    shown = target or today
    if shown is None:
        return None
    place = (shown.said.sentence, shown.said.speaker, shown.said.turn_id)
    return _Said(today.text if today else None, target.text if target else None, *place)


def _is_meant(figure: QuotedFigure, number: LibraryNumber, library: Practices) -> bool:
    """By its own words; a number without any is meant where no other's words stand."""
    if number.cues:
        return has_cue(figure.clause, number)
    alike = (one for one in library.numbers if (one.shape, one.told_by) == (number.shape, number.told_by))
    return not any(has_cue(figure.clause, other) for other in alike)


def has_cue(text: str, number: LibraryNumber) -> bool:
    """A cue in letters begins a word: "error" is in "errors", "run" not in "overrun"."""
    words = (rf"\b{re.escape(cue)}" if cue.isascii() and cue[0].isalpha() else re.escape(cue) for cue in number.cues)
    return any(re.search(word, text, re.I) for word in words)


# --- printed ---------------------------------------------------------------------------------------


def _describe_figure(row: NumberToAgree, assessment: Assessment) -> str:
    """ "4 minutes, Dana": the figure and who named it."""
    name = assessment.get_person(row.speaker).byline if row.speaker else ""
    return ", ".join(filter(None, (row.agreed, name)))


def _print_in_action(action: Action, library: Practices, figures: Mapping[str, str]) -> Action:
    numbers = [library.get_number(number) for number in action.numbers]
    return action.model_copy(update={"exit": print_numbers(action.exit, locate_numbers(action.exit, numbers), figures)})


def _print_in_gates(
    phases: Sequence[PlannedPhase], framework: Framework, library: Practices, figures: Mapping[str, str]
) -> tuple[PlannedPhase, ...]:
    printed: dict[str, str] = {}
    for phase in framework.phases:
        text = "\n".join(phase.gate.texts)
        numbers = [library.get_number(number) for number in phase.gate.numbers]
        with_figures = print_numbers(text, locate_numbers(text, numbers), figures).split("\n")
        stops = [library.get_number(number) for number in phase.gate.stop_numbers]
        stop_when = phase.gate.stop_when
        printed[stop_when] = print_numbers(stop_when, locate_numbers(stop_when, stops), figures)
        printed |= dict(zip(phase.gate.texts, with_figures, strict=True))
    return tuple(_print_in_phase(phase, printed) for phase in phases)


def _print_in_phase(phase: PlannedPhase, printed: Mapping[str, str]) -> PlannedPhase:
    def reprint(owed: OwedCriterion) -> OwedCriterion:
        return owed.model_copy(update={"text": printed.get(owed.text, owed.text)})

    texts = {
        "criteria": tuple(printed.get(text, text) for text in phase.gate.criteria),
        "owed": tuple(map(reprint, phase.gate.owed)),
        "met": tuple(map(reprint, phase.gate.met)),
        "stop_when": printed.get(phase.gate.stop_when, phase.gate.stop_when),
    }
    return phase.model_copy(update={"gate": phase.gate.model_copy(update=texts)})
