"""What a plan holds beside its actions: systems and decisions, in the team's own words only."""

from collections.abc import Iterable, Sequence

from bot.domain.assessment.merged_facts import MergedFact
from bot.domain.core.people import Person
from bot.domain.plan.tables import DecisionEntry, SystemEntry


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
