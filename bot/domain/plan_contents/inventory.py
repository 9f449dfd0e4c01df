"""What a plan holds beside its actions: systems, decisions and the value case, in the team's own words only."""

from collections.abc import Iterable, Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.explanation import list_telling_evidence
from bot.domain.assessment.merged_facts import MergedFact, merge_facts
from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework
from bot.domain.plan.tables import DecisionEntry, SystemEntry
from bot.domain.plan.value_case import ValueCase, ValueEntry


def list_systems(assessment: Assessment) -> tuple[MergedFact, ...]:
    """What the team named to be read or written, each once."""
    return tuple(fact for fact in merge_facts(assessment.facts, assessment.people) if fact.kind == "system")


def build_system_inventory(facts: Iterable[MergedFact], people: Sequence[Person]) -> tuple[SystemEntry, ...]:
    return tuple(
        SystemEntry(
            system=fact.name,
            direction=fact.describe_detail("direction", people),
            interface=fact.describe_detail("interface", people),
            owner=fact.describe_detail("owner", people),
            state=fact.describe_detail("state", people),
            quote=fact.told.quote,
            speaker=fact.told.speaker,
        )
        for fact in facts
        if fact.kind == "system"
    )


def build_decision_table(facts: Iterable[MergedFact], people: Sequence[Person]) -> tuple[DecisionEntry, ...]:
    return tuple(
        DecisionEntry(
            decision=fact.name,
            tier=fact.describe_detail("tier", people),
            decider=fact.describe_detail("decider", people),
            boundary=fact.describe_detail("boundary", people),
            escalation=fact.describe_detail("escalation", people),
            time=fact.describe_detail("time", people),
            quote=fact.told.quote,
            speaker=fact.told.speaker,
        )
        for fact in facts
        if fact.kind == "decision"
    )


def build_value_case(assessment: Assessment, framework: Framework) -> ValueCase:
    """A number stands only where somebody said what it is a number of."""
    shifts = (_build_value_entry(criterion.id, assessment) for criterion in framework.value_criteria)
    return ValueCase(shifts=tuple(shifts))


def _build_value_entry(criterion: str, assessment: Assessment) -> ValueEntry:
    numbers: dict[str, str] = {}
    for fact in assessment.facts:
        if fact.kind == "metric" and fact.find_detail("criterion") == criterion:
            numbers |= {detail.key: detail.value for detail in fact.details if detail.key != "criterion"}
    rating = assessment.get_rating(criterion)
    said = next(iter(list_telling_evidence(assessment, rating)), None)
    return ValueEntry(
        criterion=criterion,
        level=rating.level,
        baseline=numbers.get("baseline"),
        target=numbers.get("target"),
        measured=numbers.get("measured"),
        quote=said.sentence if said else None,
        speaker=said.speaker if said else None,
    )
