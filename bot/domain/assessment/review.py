"""PillarReview: the ratings an analyst proposes for one pillar, and the guard that lets them stand or not."""

from collections.abc import Mapping

from bot.domain.assessment.rating import CriterionStanding, Rating
from bot.domain.core.model import Value
from bot.domain.framework.framework import Level, Pillar

_DENIED = 1


class ProposedRating(Value):
    criterion: str
    level: Level | None
    there: str = ""
    """One sentence: what is there."""
    lacks: str = ""
    """One sentence: what the next step lacks."""
    unmet: str = ""
    """The words of the next step that aren't met."""
    evidence_ids: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()


class PillarReview(Value):
    ratings: tuple[ProposedRating, ...] = ()


class CitedAnswer(Value):
    """An answer to a question back, with the passages it rests on."""

    text: str
    citations: tuple[str, ...] = ()


def apply_review(
    pillar: Pillar, review: PillarReview, standings: Mapping[str, CriterionStanding], passages: frozenset[str]
) -> tuple[Rating, ...]:
    """The pillar's ratings: the review's where they rest on standing evidence, else what the evidence alone gives.

    Unknown stays unknown whatever the review says, a disputed criterion is never rated above the weaker claim,
    citations outside the framework are dropped, and a review may weigh, not leap: at most one level above the highest
    that was read from a turn. What the team chose by the ladder stays what they chose.
    """
    proposals = {proposal.criterion: proposal for proposal in review.ratings}
    return tuple(_build_rating(c.id, standings.get(c.id), proposals.get(c.id), passages) for c in pillar.criteria)


def _build_rating(
    criterion: str, standing: CriterionStanding | None, proposal: ProposedRating | None, passages: frozenset[str]
) -> Rating:
    if standing is None:
        return Rating(criterion=criterion, rationale="Nobody has said anything usable about it.")
    known = [item.id for item in standing.evidence]
    cited = tuple(item for item in proposal.evidence_ids if item in known) if proposal else ()
    if proposal is None or proposal.level is None or not cited or not standing.is_ratable:
        return _rate_from_evidence(standing)
    return Rating(
        criterion=criterion,
        level=standing.level if standing.basis == "chosen" else min(proposal.level, _find_highest_level(standing)),
        evidence_ids=tuple(dict.fromkeys((*cited, *known))) if standing.disputed else cited,
        citations=tuple(passage for passage in proposal.citations if passage in passages),
        disputed=standing.disputed,
        basis=standing.basis,
        confirmed_by=standing.confirmed_by,
    )


def _find_highest_level(standing: CriterionStanding) -> int:
    """What a review may give: it weighs, and doesn't leap. Of a disagreement in which nobody said a level it tells how
    far the weaker claim carries, which denies what the steps above ask for. What is held until something shows it
    stays held, and what somebody confirmed or lowered stays there."""
    if standing.level is None:
        return _DENIED
    if standing.disputed:
        return standing.level
    told = [item for item in standing.evidence if item.level is not None]
    top = max(item.level for item in told if item.level is not None)
    settled = any(item.claimed is not None or item.confirmations for item in told if item.level == top)
    return top if settled else top + 1


def _rate_from_evidence(standing: CriterionStanding) -> Rating:
    return Rating(
        criterion=standing.criterion,
        level=standing.level,
        evidence_ids=tuple(item.id for item in standing.evidence),
        disputed=standing.disputed,
        basis=standing.basis,
        confirmed_by=standing.confirmed_by,
    )
