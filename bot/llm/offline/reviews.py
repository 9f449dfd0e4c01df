"""Reviews: the ratings of a pillar with their reasons, from the evidence and the ladder alone."""

from bot.domain.assessment.rating import CriterionStanding, build_standings
from bot.domain.assessment.review import PillarReview, ProposedRating
from bot.domain.core.phrases import join_with_and
from bot.domain.framework.framework import Criterion, Framework, Pillar
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview

_BY_RULE = "Read by rule from your own words, without a model."


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
        rationale=_format_rationale(criterion, standing, interview, knowledge.framework),
        evidence_ids=tuple(item.id for item in standing.evidence),
        citations=(passage,) if knowledge.find_passage(passage) else (),
    )


def _format_rationale(
    criterion: Criterion, standing: CriterionStanding, interview: Interview, framework: Framework
) -> str:
    if standing.level is None:
        return f"You contradict each other, and none of you says how it stands. {_BY_RULE}"
    level = standing.level
    parts = [f'Level {level} ({framework.get_level_name(level)}): "{criterion.ladder[level]}"']
    if standing.disputed:
        parts.append("You don't agree on this among yourselves, so the weaker claim counts until you have settled it.")
    if level + 1 < len(criterion.ladder):
        parts.append(f'Not yet heard in full for level {level + 1}: "{criterion.ladder[level + 1]}"')
    return " ".join((*parts, _describe_basis(standing, interview)))


def _describe_basis(standing: CriterionStanding, interview: Interview) -> str:
    chosen = dict.fromkeys(item.speaker for item in standing.evidence if item.basis == "chosen")
    if standing.basis == "read":
        return _BY_RULE
    held = any(item.claimed is not None for item in standing.evidence)
    names = join_with_and([interview.get_person(speaker).first_name for speaker in chosen])
    return f"Chosen by {names}, beside their own words." + (" Held until something shows it." if held else "")
