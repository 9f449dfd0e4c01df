"""Reviews: the levels of a pillar and what they rest on, from the evidence alone."""

from bot.domain.assessment.rating import CriterionStanding, build_standings
from bot.domain.assessment.review import PillarReview, ProposedRating
from bot.domain.framework.framework import Criterion, Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview


def review_by_rule(pillar: Pillar, interview: Interview, knowledge: Knowledge) -> PillarReview:
    """A proposed rating for every criterion of the pillar that is known."""
    known = build_standings(knowledge.framework, interview.evidence)
    return PillarReview(
        ratings=tuple(
            _propose_rating(f"{pillar.id}.{criterion.id}", criterion, interview, knowledge)
            for criterion in pillar.criteria
            if criterion.id in known and known[criterion.id].is_ratable
        )
    )


def _propose_rating(passage: str, criterion: Criterion, interview: Interview, knowledge: Knowledge) -> ProposedRating:
    standing = build_standings(knowledge.framework, interview.evidence)[criterion.id]
    return ProposedRating(
        criterion=criterion.id,
        level=standing.level,
        evidence_ids=tuple(item.id for item in _rank_evidence(standing)),
        citations=(passage,) if knowledge.find_passage(passage) else (),
    )


def _rank_evidence(standing: CriterionStanding) -> list[Evidence]:
    """What was read as this very level first, and of that the latest."""
    latest_first = standing.evidence[::-1]
    return sorted(latest_first, key=lambda item: item.level != standing.level)
