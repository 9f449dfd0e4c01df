"""Assessment: all ratings of a pilot at a time, and what follows from them by rule."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, Self

from bot.domain.assessment.ownership import find_owner
from bot.domain.assessment.purpose import Purpose
from bot.domain.assessment.rating import Rating
from bot.domain.core.model import Value
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge
from bot.domain.framework.framework import Framework, Level, Pillar, StageRule
from bot.domain.interview.criterion_state import UNASKED
from bot.domain.interview.evidence import Evidence, Fact, OwnerClaim, Signal
from bot.domain.interview.voices import UnheardReason


class PillarReadiness(Value):
    pillar: str
    mean: float
    """0 to 4, an unknown criterion counted as 0."""
    known: int
    of: int


class Disagreement(Value):
    """Two or more people's contradicting claims; rated by the weaker until settled."""

    criterion: str
    evidence_ids: tuple[str, ...]
    between: tuple[str, ...] = ()
    """The criteria that the contradicting words are about, where these are two; else empty."""


class FoundTrap(Value):
    trap: str
    evidence_ids: tuple[str, ...] = ()
    quote: str = ""


class WithdrawnGround(Value):
    """A rating that fell back since words it rested on were taken out, and where it had stood."""

    criterion: str
    before: Level | None
    after: Level | None
    at: datetime
    cause: Literal["forgotten", "deleted", "edited"]
    """Somebody asked to be forgotten; a message was deleted where it had been written, or reads otherwise there."""


StageBasis = Literal["rated", "provisional", "open"]
"""`provisional`: something that counts was not asked, or was put off. `open`: so much was not asked that there is no
stage yet."""
_MOST_NOT_ASKED = 4
"""Of the criteria that gate the stage. Source: the framework's description, "What is known of a criterion"."""


class Assessment(Value):
    id: str
    interview_id: str
    pilot: Pilot
    purpose: Purpose | None = None
    """What it is, in the team's words; None where nobody said it, and in what was made before this was kept."""
    people: tuple[Person, ...]
    framework_version: str
    analyst: str
    """Which analyst read the answers: the model's name, or `offline` when no model was used."""
    made_at: datetime
    ratings: tuple[Rating, ...]
    evidence: tuple[Evidence, ...]
    facts: tuple[Fact, ...]
    owners: tuple[OwnerClaim, ...] = ()
    """What was said, named in the form and clicked of who answers for the workflow, oldest first."""
    owner: OwnerClaim | None = None
    """The claim of those that stands; None where nobody said anything."""
    pillars: tuple[PillarReadiness, ...]
    stage: str
    """By rule, what is unknown counted as not there; whether to speak of it at all says `stage_basis`."""
    stage_basis: StageBasis = "rated"
    disagreements: tuple[Disagreement, ...]
    traps: tuple[FoundTrap, ...]
    reviewed: tuple[Challenge, ...] = ()
    """Challenges to the assessment before, in view of which this one was made: both views stay."""
    unheard: tuple[UnheardReason, ...] = ()
    """Challenges to the assessment before whose reasons were not read: of whom, says `because`."""
    left_out: tuple[str, ...] = ()
    """Ids of turns of which nothing counted when it was made, for whose they were."""
    withdrawn: tuple[WithdrawnGround, ...] = ()
    """What became of it since it was made, without anybody rating anew: words were taken out."""

    def get_rating(self, criterion_id: str) -> Rating:
        """Unknown for what the framework did not ask about when it was made."""
        found = (rating for rating in self.ratings if rating.criterion == criterion_id)
        return next(found, Rating(criterion=criterion_id))

    @property
    def is_rated(self) -> bool:
        """Where nothing is known, or too little was asked, the stage that follows by rule says nothing either."""
        return self.stage_basis != "open" and any(rating.is_known for rating in self.ratings)

    @property
    def levels(self) -> dict[str, int | None]:
        return {rating.criterion: rating.level for rating in self.ratings}

    def evidence_for(self, rating: Rating) -> tuple[Evidence, ...]:
        return tuple(item for item in self.evidence if item.id in rating.evidence_ids)

    def get_pillar_readiness(self, pillar_id: str) -> PillarReadiness:
        nothing = PillarReadiness(pillar=pillar_id, mean=0.0, known=0, of=0)
        return next((readiness for readiness in self.pillars if readiness.pillar == pillar_id), nothing)

    def with_owner_claims(self, claims: tuple[OwnerClaim, ...]) -> Self:
        return self.model_copy(update={"owners": claims, "owner": find_owner(claims)})

    @property
    def speakers(self) -> frozenset[str]:
        """Ids of those who said something that counts, whoever else was asked."""
        claims = (claim.speaker for claim in self.owners if claim.source == "said")
        return frozenset((*(e.speaker for e in self.evidence), *(fact.speaker for fact in self.facts), *claims))

    def get_person(self, person_id: str) -> Person:
        return next((p for p in self.people if p.id == person_id), Person(id=person_id, name=person_id))


Levels = Mapping[str, int | None]


def compute_pillar_readiness(pillar: Pillar, levels: Levels) -> PillarReadiness:
    known = [level for criterion in pillar.criteria if (level := levels.get(criterion.id)) is not None]
    count = len(pillar.criteria)
    return PillarReadiness(pillar=pillar.id, mean=sum(known) / count, known=len(known), of=count)


def determine_stage(framework: Framework, levels: Levels) -> str:
    """The most mature stage whose rule holds; the weakest gating pillar decides, never an average across pillars."""
    return [rule.id for rule in framework.stages if _stage_rule_holds(rule, framework, levels)][-1]


def _stage_rule_holds(rule: StageRule, framework: Framework, levels: Levels) -> bool:
    if min(compute_pillar_readiness(p, levels).mean for p in framework.gating_pillars) < rule.weakest_pillar_at_least:
        return False
    floor = rule.every_gate_criterion_at_least
    gate_levels = [levels.get(criterion.id) for criterion in framework.gating_criteria]
    return floor is None or all(level is not None and level >= floor for level in gate_levels)


def list_weakest_pillars(framework: Framework, levels: Levels) -> tuple[Pillar, ...]:
    """The gating pillars that hold the pilot back."""
    lowest = min(compute_pillar_readiness(p, levels).mean for p in framework.gating_pillars)
    return tuple(p for p in framework.gating_pillars if compute_pillar_readiness(p, levels).mean == lowest)


def determine_stage_basis(framework: Framework, ratings: tuple[Rating, ...]) -> StageBasis:
    gating = {criterion.id for criterion in framework.gating_criteria}
    states = [rating.state for rating in ratings if rating.criterion in gating]
    if states.count("not_asked") > _MOST_NOT_ASKED:
        return "open"
    return "provisional" if any(state in UNASKED for state in states) else "rated"


def list_disagreements(ratings: tuple[Rating, ...], evidence: tuple[Evidence, ...]) -> tuple[Disagreement, ...]:
    about = {item.id: item.criterion for item in evidence}
    return tuple(
        Disagreement(criterion=rating.criterion, evidence_ids=rating.evidence_ids, between=between)
        for rating in ratings
        if rating.disputed
        for between in [_find_opposed_criteria(about[e] for e in rating.evidence_ids)]
    )


def _find_opposed_criteria(criteria: Iterable[str]) -> tuple[str, ...]:
    distinct = tuple(dict.fromkeys(criteria))
    return distinct if len(distinct) > 1 else ()


def detect_traps(
    framework: Framework, ratings: tuple[Rating, ...], signals: tuple[Signal, ...]
) -> tuple[FoundTrap, ...]:
    """The traps that levels or quoted signals show, in the framework's order."""
    levels = {rating.criterion: rating.level for rating in ratings}
    found = []
    for trap in framework.traps:
        shown = [rating for rating in ratings if trap.is_shown_by(rating.criterion, rating.level)]
        evidence_ids = tuple(evidence_id for rating in shown for evidence_id in rating.evidence_ids)
        remark = next((s.sentence for s in signals if s.trap == trap.id and trap.is_remark_credible(levels)), "")
        if evidence_ids or remark:
            found.append(FoundTrap(trap=trap.id, evidence_ids=evidence_ids, quote=remark))
    return tuple(found)
