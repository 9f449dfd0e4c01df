"""What a plan holds beside its actions: systems, decisions and the value case, in the team's own words only."""

from collections.abc import Iterable

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.explanation import list_telling_evidence
from bot.domain.framework.framework import FactKind, Framework
from bot.domain.interview.evidence import Fact
from bot.domain.planning.plan import DecisionEntry, SystemEntry, ValueEntry


class _MergedFact:
    """One named thing across turns: later details replace earlier ones, and the first spelling stays."""

    def __init__(self, first: Fact) -> None:
        self.name = first.name
        self.said = first
        self.details: dict[str, str] = {}

    def merge_fact(self, fact: Fact) -> None:
        self.details |= {detail.key: detail.value for detail in fact.details if detail.value.strip()}
        if fact.details:
            self.said = fact


def build_system_inventory(assessment: Assessment) -> tuple[SystemEntry, ...]:
    return tuple(
        SystemEntry(
            system=item.name,
            direction=item.details.get("direction"),
            interface=item.details.get("interface"),
            owner=item.details.get("owner"),
            state=item.details.get("state"),
            quote=item.said.quote,
            speaker=item.said.speaker,
        )
        for item in _merge_facts("system", assessment.facts)
    )


def build_decision_table(assessment: Assessment) -> tuple[DecisionEntry, ...]:
    return tuple(
        DecisionEntry(
            decision=item.name,
            tier=item.details.get("tier"),
            decider=item.details.get("decider"),
            boundary=item.details.get("boundary"),
            escalation=item.details.get("escalation"),
            time=item.details.get("time"),
            quote=item.said.quote,
            speaker=item.said.speaker,
        )
        for item in _merge_facts("decision", assessment.facts)
    )


def build_value_case(assessment: Assessment, framework: Framework) -> tuple[ValueEntry, ...]:
    """A number stands only where somebody said what it is a number of."""
    return tuple(_build_value_entry(criterion.id, assessment) for criterion in framework.value_criteria)


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


def _merge_facts(kind: FactKind, facts: Iterable[Fact]) -> tuple[_MergedFact, ...]:
    found: dict[str, _MergedFact] = {}
    for fact in facts:
        if fact.kind == kind:
            found.setdefault(" ".join(fact.name.casefold().split()), _MergedFact(fact)).merge_fact(fact)
    return tuple(found.values())
