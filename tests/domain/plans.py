"""Made-up assessments to plan from: levels as given, one quoted sentence for each known criterion."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot.domain.assessment.assessment import (
    Assessment,
    compute_pillar_readiness,
    detect_traps,
    determine_stage,
    list_disagreements,
)
from bot.domain.assessment.rating import Rating
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Evidence, Fact, OwnerClaim, OwnerStance
from bot.domain.plan.plan import ProductionPlan
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanTerms

MONDAY = date(2026, 11, 9)
MADE_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
DANA = Person(id="U1", name="Dana Reyes", role="Payables clerk")
PAOLO = Person(id="U2", name="Paolo Greco", role="Director operations")
CRITERIA = (
    *("systems", "data", "workflow_fit", "volume", "owner", "decisions", "exceptions", "adoption"),
    *("boundary", "escalation", "proportionality", "audit", "throughput", "profit", "predictability"),
)
"""Those of the fixed framework. One that the shipped framework has beside them stands where `LevelsAt` says."""
Levels = Mapping[str, int | None]


class LevelsAt(dict[str, int | None]):
    """Levels by criterion; whatever isn't among them stands at `rest`."""

    def __init__(self, levels: Levels, rest: int | None) -> None:
        super().__init__(levels)
        self.rest = rest

    def __missing__(self, criterion: str) -> int | None:
        return self.rest

    def __or__(self, others: Levels) -> "LevelsAt":  # type: ignore[override]
        return LevelsAt({**self, **others}, self.rest)


def some_levels() -> st.SearchStrategy[LevelsAt]:
    one = st.one_of(st.none(), st.integers(min_value=0, max_value=4))
    return st.fixed_dictionaries(dict.fromkeys(CRITERIA, one)).map(lambda levels: LevelsAt(levels, 4))


def all_at(level: int | None, **others: int | None) -> LevelsAt:
    return LevelsAt(dict.fromkeys(CRITERIA, level) | others, level)


def an_assessment(
    framework: Framework,
    levels: Levels,
    *,
    disputed: tuple[str, ...] = (),
    people: tuple[Person, ...] = (DANA, PAOLO),
    facts: tuple[Fact, ...] = (),
) -> Assessment:
    """Dana speaks to every known criterion; Paolo contradicts her on the disputed ones."""
    levels = {criterion: levels[criterion] for criterion in framework.criterion_ids}
    evidence = tuple(
        item
        for criterion, level in levels.items()
        if level is not None
        for item in _evidence(criterion, level, criterion in disputed)
    )
    ratings = tuple(
        Rating(
            criterion=criterion,
            level=levels[criterion],
            evidence_ids=tuple(item.id for item in evidence if item.criterion == criterion),
            disputed=criterion in disputed,
        )
        for criterion in framework.criterion_ids
    )
    return Assessment(
        id="i1-a1",
        interview_id="i1",
        pilot=Pilot(id="p1", name="FreightMatch"),
        people=people,
        framework_version=framework.version,
        analyst="offline",
        made_at=MADE_AT,
        ratings=ratings,
        evidence=evidence,
        facts=facts,
        pillars=tuple(compute_pillar_readiness(pillar, levels) for pillar in framework.pillars),
        stage=determine_stage(framework, levels),
        disagreements=list_disagreements(ratings, evidence),
        traps=detect_traps(framework, ratings, ()),
    )


def an_owner_claim(person: Person, claim: OwnerStance = "accepted", **changes: str) -> OwnerClaim:
    """What they said of themselves, unless a change tells that somebody else did."""
    told = OwnerClaim(person=person.id, claim=claim, quote="q", turn_id="t1", speaker=person.id, name=person.name)
    return told.model_copy(update=changes)


def a_plan(knowledge: Knowledge, assessment: Assessment, *, start: date = MONDAY, team_size: int = 3) -> ProductionPlan:
    terms = PlanTerms(plan_id="i1-plan-1", made_at=MADE_AT, start=start, team_size=team_size)
    return draft_plan(assessment, knowledge, terms)


def _evidence(criterion: str, level: int, disputed: bool) -> tuple[Evidence, ...]:
    said = _item(criterion, level, DANA, f"This is how {criterion} stands with us.")
    if not disputed:
        return (said,)
    return said, _item(criterion, min(4, level + 1), PAOLO, f"I see {criterion} in another light.")


def _item(criterion: str, level: int, by: Person, sentence: str) -> Evidence:
    return Evidence(
        id=f"e-{criterion}-{by.id}",
        criterion=criterion,
        level=level,
        quote=sentence,
        sentence=sentence,
        turn_id=f"t-{criterion}-{by.id}",
        speaker=by.id,
        disputes=by is PAOLO,
    )
