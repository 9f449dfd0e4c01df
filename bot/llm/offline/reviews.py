"""Reviews: the ratings of a pillar with their reasons, from the evidence and the ladder alone."""

from bot.domain.assessment.rating import Standing, standings
from bot.domain.assessment.review import PillarReview, ProposedRating
from bot.domain.framework.framework import Criterion, Framework, Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview

_BY_RULE = "Read by rule from your own words, without a model."


def review_by_rule(pillar: Pillar, interview: Interview, knowledge: Knowledge) -> PillarReview:
    """A proposed rating for every criterion of the pillar that is known."""
    known = standings(knowledge.framework, interview.evidence)
    return PillarReview(
        ratings=tuple(
            _proposal(pillar, criterion, known[criterion.id], knowledge)
            for criterion in pillar.criteria
            if criterion.id in known
        )
    )


def _proposal(pillar: Pillar, criterion: Criterion, standing: Standing, knowledge: Knowledge) -> ProposedRating:
    passage = f"{pillar.id}.{criterion.id}"
    return ProposedRating(
        criterion=criterion.id,
        level=standing.level,
        rationale=_rationale(criterion, standing, knowledge.framework),
        evidence_ids=tuple(item.id for item in standing.evidence),
        citations=(passage,) if knowledge.passage(passage) else (),
    )


def _rationale(criterion: Criterion, standing: Standing, framework: Framework) -> str:
    level = standing.level
    parts = [f'Level {level} ({framework.level_name(level)}): "{criterion.ladder[level]}"']
    if standing.disputed:
        parts.append("You don't agree on this among yourselves, so the weaker claim counts until you have settled it.")
    if level + 1 < len(criterion.ladder):
        parts.append(f'Not yet heard in full for level {level + 1}: "{criterion.ladder[level + 1]}"')
    return " ".join((*parts, _BY_RULE))
