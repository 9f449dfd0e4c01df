"""The one object that `replay --json` prints."""

from typing import Any

from bot.console.replay import ReplayResult
from bot.domain.assessment.assessment import Assessment, Disagreement
from bot.domain.assessment.merged_facts import MergedFact, merge_facts
from bot.domain.assessment.rating import RefusedSentence
from bot.domain.interview.evidence import Evidence, OwnerClaim
from bot.domain.interview.turn import Question
from bot.domain.plan.plan import ProductionPlan
from bot.wording.owner_words import describe_claim_record


def build_replay_summary(replayed: ReplayResult) -> dict[str, Any]:
    assessment, interview = replayed.assessment, replayed.interview
    return {
        "pilot": assessment.pilot.name,
        "stage": assessment.stage,
        "stage_basis": assessment.stage_basis,
        "levels": assessment.levels,
        "states": {rating.criterion: rating.state for rating in assessment.ratings},
        "confirmed_by": {rating.criterion: list(rating.confirmed_by) for rating in assessment.ratings},
        "pillars": {p.pillar: {"mean": p.mean, "known": p.known, "of": p.of} for p in assessment.pillars},
        "evidence": [_summarize_evidence(item, assessment) for item in assessment.evidence],
        "owner": _summarize_claim(assessment.owner) if assessment.owner else None,
        "owners": [_summarize_claim(claim) for claim in assessment.owners],
        "facts": [_summarize_fact(fact) for fact in merge_facts(assessment.facts, assessment.people)],
        "traps": [trap.trap for trap in assessment.traps],
        "disagreements": [item.criterion for item in assessment.disagreements],
        "disputed": [_summarize_disagreement(item, assessment) for item in assessment.disagreements],
        "questions": [_summarize_question(question) for question in interview.questions],
        "plan": _summarize_plan(replayed.plan),
        "analyst": assessment.analyst,
        "model_calls": len(replayed.calls),
        "tokens": {
            "input": sum(call.input_tokens for call in replayed.calls),
            "cached": sum(call.cached_tokens for call in replayed.calls),
            "output": sum(call.output_tokens for call in replayed.calls),
        },
        "refused": [
            *(refusal.model_dump() for heard in replayed.heard for refusal in heard.refusals),
            *(_summarize_refused_sentence(r.criterion, told) for r in assessment.ratings for told in r.refused),
        ],
        "unread": [turn.id for turn in interview.unreadable_turns],
        "seconds": round(replayed.seconds, 3),
    }


def _summarize_evidence(item: Evidence, assessment: Assessment) -> dict[str, Any]:
    return {
        "criterion": item.criterion,
        "level": item.level,
        "quote": item.sentence,
        "speaker": item.speaker,
        "guest": assessment.get_person(item.speaker).guest,
        "turn": item.turn_id,
        "basis": item.basis,
        "translation": item.translation,
    }


def _summarize_refused_sentence(criterion: str, told: RefusedSentence) -> dict[str, Any]:
    """What a review said of a rating that its quotes don't carry; why, and for which word."""
    why = f"{told.why}: {told.word}" if told.word else told.why
    return {"what": f"{criterion}, {told.field}: {told.text}", "why": why}


def _summarize_disagreement(found: Disagreement, assessment: Assessment) -> dict[str, Any]:
    said = [item for item in assessment.evidence if item.id in found.evidence_ids]
    return {
        "criterion": found.criterion,
        "between": list(found.between),
        "said": [
            *({"speaker": item.speaker, "quote": item.sentence, "criterion": item.criterion} for item in said),
            *(
                {"speaker": word.by, "quote": word.note, "criterion": item.criterion}
                for item in said
                for word in item.confirmations
                if word.level is not None
            ),
        ],
    }


def _summarize_claim(claim: OwnerClaim) -> dict[str, Any]:
    return {
        "person": claim.person,
        "name": claim.name or claim.person,
        "claim": claim.claim,
        "quote": claim.quote or describe_claim_record(claim),
        "turn": claim.turn_id or None,
        "speaker": claim.speaker,
        "source": claim.source,
    }


def _summarize_fact(fact: MergedFact) -> dict[str, Any]:
    return {
        "id": fact.id,
        "kind": fact.kind,
        "name": fact.name,
        "aliases": list(fact.aliases),
        "details": {detail.key: detail.value for detail in fact.details},
        "others": {detail.key: [one.quote for one in detail.others] for detail in fact.details if detail.others},
        "quotes": [{"quote": one.quote, "speaker": one.speaker, "turn": one.turn_id} for one in fact.quotes],
    }


def _summarize_question(question: Question) -> dict[str, Any]:
    """`criterion` is the first of those the question is about; the opening is about none in particular."""
    return {
        "criterion": question.criteria[0] if question.criteria else None,
        "criteria": list(question.criteria),
        "kind": question.kind,
        "text": question.text,
    }


_BESIDE = {
    *("owner", "systems", "decisions", "horizons", "rollout", "numbers_to_agree", "value_case"),
    *("risks", "risk_answers", "strand", "conflicts"),
}
"""What a plan holds beside its actions, as it is kept."""
_OF_THE_CLOCK = {"owner": {"at"}}
"""The one thing of it that differs each time that the same recording is replayed."""


def _summarize_plan(plan: ProductionPlan) -> dict[str, Any]:
    return {
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "weeks": plan.weeks,
        "phases": [
            {"id": p.id, "weeks": list(p.weeks), "gate": {"week": p.gate.week, "criteria": list(p.gate.criteria)}}
            for p in plan.phases
        ],
        "actions": [
            {
                "id": action.id,
                "criterion": action.criterion,
                "gap": action.gap,
                "title": action.title,
                "phase": action.phase,
                "weeks": list(action.weeks),
                "role": action.role,
                "person": action.person,
                "basis": action.basis,
                "effort_days": action.effort_days,
                "elapsed_days": action.elapsed_days,
                "horizon": action.horizon,
                "numbers": list(action.numbers),
                "depends_on": list(action.depends_on),
                "exit": action.exit,
                "because": [reason.text for reason in action.because],
            }
            for action in plan.actions
        ],
        **plan.model_dump(mode="json", include=_BESIDE, exclude=_OF_THE_CLOCK),
        "limits": [limit.model_dump(mode="json") for limit in plan.limits],
        "open_questions": list(plan.open_questions),
    }
