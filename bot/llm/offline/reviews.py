"""Reviews: the ratings of a pillar with their reasons, from the evidence and the ladder alone."""

from bot.domain.assessment.rating import CriterionStanding, build_standings
from bot.domain.assessment.review import PillarReview, ProposedRating
from bot.domain.framework.framework import Criterion, Framework, Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview

_BY_RULE = "Read by rule from your own words, without a model."


def review_by_rule(pillar: Pillar, interview: Interview, knowledge: Knowledge) -> PillarReview:
    """A proposed rating for every criterion of the pillar that is known."""
    known = build_standings(knowledge.framework, interview.evidence)
    return PillarReview(
        ratings=tuple(
            _propose_rating(pillar, criterion, known[criterion.id], knowledge)
            for criterion in pillar.criteria
            if criterion.id in known and known[criterion.id].is_ratable
        )
    )


def _propose_rating(
    pillar: Pillar, criterion: Criterion, standing: CriterionStanding, knowledge: Knowledge
) -> ProposedRating:
    passage = f"{pillar.id}.{criterion.id}"
    return ProposedRating(
        criterion=criterion.id,
        level=standing.level,
        rationale=_format_rationale(criterion, standing, knowledge.framework),
        evidence_ids=tuple(item.id for item in standing.evidence),
        citations=(passage,) if knowledge.find_passage(passage) else (),
    )


def _format_rationale(criterion: Criterion, standing: CriterionStanding, framework: Framework) -> str:
    if standing.level is None:
        return f"You contradict each other, and none of you says how it stands. {_BY_RULE}"
    level = standing.level
    parts = [f'Level {level} ({framework.get_level_name(level)}): "{criterion.ladder[level]}"']
    if standing.disputed:
        parts.append("You don't agree on this among yourselves, so the weaker claim counts until you have settled it.")
    if level + 1 < len(criterion.ladder):
        parts.append(f'Not yet heard in full for level {level + 1}: "{criterion.ladder[level + 1]}"')
    return " ".join((*parts, _BY_RULE))
