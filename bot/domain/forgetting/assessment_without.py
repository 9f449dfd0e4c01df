"""An assessment without somebody's words: what rested on them is derived anew by rule, and says so."""

from collections.abc import Mapping, Sequence

from bot.domain.assessment.assessment import (
    Assessment,
    WithdrawnGround,
    compute_pillar_readiness,
    detect_traps,
    determine_stage,
    determine_stage_basis,
    list_disagreements,
)
from bot.domain.assessment.explanation import describe_unsaid_step
from bot.domain.assessment.rating import CriterionStanding, Rating, build_standings
from bot.domain.forgetting.interview_without import drop_roles
from bot.domain.forgetting.withdrawal import Withdrawal, withdraw_from_challenges
from bot.domain.framework.framework import Framework
from bot.domain.interview.confirmation import drop_confirmations
from bot.domain.interview.evidence import Evidence, Signal


def withdraw_from_assessment(
    made: Assessment, gone: Withdrawal, frameworks: Framework, signals: Sequence[Signal]
) -> Assessment:
    """By the framework that it was made with; itself where nothing of it rested on those words. `signals`: what still
    points to traps."""
    framework = frameworks.get_version(made.framework_version)
    evidence = tuple(
        drop_confirmations(item, gone.is_of_person)
        for item in made.evidence
        if not gone.covers(made.interview_id, item)
    )
    ratings = _derive_ratings(made, evidence, gone, framework)
    owners = tuple(claim for claim in made.owners if not gone.covers_claim(made.interview_id, claim))
    told = made.model_copy(
        update={
            "evidence": evidence,
            "facts": tuple(fact for fact in made.facts if not gone.covers(made.interview_id, fact)),
            "purpose": None if made.purpose and gone.covers(made.interview_id, made.purpose) else made.purpose,
            "reviewed": withdraw_from_challenges(made.reviewed, gone),
            "people": drop_roles(made.people, gone),
        }
    ).with_owner_claims(owners)
    if owners == made.owners:
        told = told.model_copy(update={"owner": made.owner})
    if evidence != made.evidence:
        told = told.model_copy(update=_derive_whole(made, ratings, evidence, framework, signals))
        told = told.model_copy(update={"withdrawn": (*made.withdrawn, *_list_shifts(made, ratings, gone))})
    return gone.eraser.clean(told)


def _derive_whole(
    made: Assessment,
    ratings: tuple[Rating, ...],
    evidence: tuple[Evidence, ...],
    framework: Framework,
    signals: Sequence[Signal],
) -> Mapping[str, object]:
    levels = {rating.criterion: rating.level for rating in ratings}
    return {
        "ratings": ratings,
        "pillars": tuple(compute_pillar_readiness(pillar, levels) for pillar in framework.pillars),
        "stage": determine_stage(framework, levels),
        "stage_basis": determine_stage_basis(framework, ratings),
        "disagreements": list_disagreements(ratings, evidence),
        "traps": detect_traps(framework, ratings, tuple(signals)),
    }


def _derive_ratings(
    made: Assessment, evidence: tuple[Evidence, ...], gone: Withdrawal, framework: Framework
) -> tuple[Rating, ...]:
    standings, left = build_standings(framework, evidence), {item.id: item for item in evidence}
    touched = {
        criterion
        for item in made.evidence
        if left.get(item.id) != item
        for criterion in (item.criterion, item.contradicts)
    }
    return tuple(
        _derive_rating(rating, standings.get(rating.criterion), gone, framework)
        if rating.criterion in touched
        else rating
        for rating in made.ratings
    )


def _derive_rating(
    rating: Rating, standing: CriterionStanding | None, gone: Withdrawal, framework: Framework
) -> Rating:
    """Never higher than it was rated with them, unless a disagreement ended with what was said."""
    if standing is None or not standing.is_ratable:
        was_known = rating.is_known or rating.disputed
        return Rating(
            criterion=rating.criterion,
            state="taken_out" if was_known else rating.state,
            asked_of=tuple(person for person in rating.asked_of if not gone.is_of_person(person)),
        )
    settled = rating.disputed and not standing.disputed
    level = standing.level
    if level is not None and rating.level is not None and not settled:
        level = min(level, rating.level)
    left = Rating(
        criterion=rating.criterion,
        level=level,
        evidence_ids=tuple(dict.fromkeys((standing.get_key_evidence().id, *(item.id for item in standing.evidence)))),
        citations=rating.citations,
        disputed=standing.disputed,
        basis=standing.basis,
        confirmed_by=standing.confirmed_by,
        state=rating.state,
    )
    gap = describe_unsaid_step(left, framework.get_criterion(rating.criterion))
    return left.model_copy(update={"gap": gap, "rationale": gap})


def _list_shifts(made: Assessment, ratings: Sequence[Rating], gone: Withdrawal) -> list[WithdrawnGround]:
    """The ratings that changed, each with what it was."""
    return [
        WithdrawnGround(criterion=now.criterion, before=was.level, after=now.level, at=gone.at, cause=gone.cause)
        for was, now in zip(made.ratings, ratings, strict=True)
        if (was.level, was.disputed) != (now.level, now.disputed)
    ]
