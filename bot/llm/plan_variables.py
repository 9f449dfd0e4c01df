"""What a call that words a plan is told: the actions and risks, and what the team said that bears on them."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.explanation import list_telling_evidence
from bot.domain.interview.evidence import Fact
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan
from bot.domain.planning.summary import list_undated_sentences
from bot.llm.fencing import UntrustedText, clean_line
from bot.llm.prompt_variables import PromptVariables


class PlanMatter(NamedTuple):
    """A plan to be worded, and what it rests on."""

    plan: ProductionPlan
    assessment: Assessment
    interview: Interview


def build_tailoring_variables(matter: PlanMatter, actions: Sequence[Action], first: bool) -> PromptVariables:
    """`first`: of the calls that word one plan, the one that writes the summary and the risks too."""
    plan, assessment, interview = matter
    return {
        "pilot": UntrustedText(plan.pilot.name),
        "stage": plan.stage,
        "target_stage": plan.target_stage,
        "weeks": plan.weeks,
        "start": plan.start.isoformat(),
        "end": plan.end.isoformat(),
        "people": [UntrustedText(person.name, person.role) for person in assessment.people],
        "opening": [{"id": t.id, "text": UntrustedText(clean_line(t.text))} for t in _list_openings(interview)],
        "facts": [_build_told_fact(fact) for fact in assessment.facts],
        "known": [_build_rating(assessment, criterion) for criterion in _select_criteria(matter, actions, first)],
        "actions": [_build_action(action) for action in actions],
        "wants_summary": first,
        "summary": [UntrustedText(sentence) for sentence in list_undated_sentences(plan)] if first else [],
        "risks": [risk.model_dump(include={"id", "title", "why"}) for risk in plan.risks] if first else [],
    }


def split_into_batches(actions: Sequence[Action], size: int, most: int) -> tuple[tuple[Action, ...], ...]:
    """The actions in calls of about equal length, `most` of them at most; one empty batch when there are none."""
    count = min(most, max(1, -(-len(actions) // size)))
    length = max(1, -(-len(actions) // count))
    return tuple(tuple(actions[i : i + length]) for i in range(0, max(1, len(actions)), length))


def _list_openings(interview: Interview) -> list[Turn]:
    """What was told before the first question about a criterion."""
    openings = {question.id for question in interview.questions if question.kind == "opening"}
    return [turn for turn in interview.turns if turn.question_id in openings and turn.state != "retracted"]


def _build_told_fact(fact: Fact) -> PromptVariables:
    details = "; ".join(f"{detail.key}: {detail.value}" for detail in fact.details)
    told = f"{fact.kind}: {fact.name}" + (f" ({details})" if details else "")
    return {"id": fact.id or fact.turn_id, "text": UntrustedText(clean_line(told))}


def _select_criteria(matter: PlanMatter, actions: Sequence[Action], wants_summary: bool) -> list[str]:
    """The summary is about everything; the other calls need what their actions and those they wait for are about."""
    planned = {action.id: action.criterion for action in matter.plan.actions}
    touched = {action.criterion for action in actions}
    touched |= {planned[other] for action in actions for other in action.depends_on if other in planned}
    return [r.criterion for r in matter.assessment.ratings if wants_summary or r.criterion in touched]


def _build_rating(assessment: Assessment, criterion: str) -> PromptVariables:
    rating = assessment.get_rating(criterion)
    return {
        "criterion": criterion,
        "level": rating.level,
        "disputed": rating.disputed,
        "quotes": [
            {
                "id": item.id,
                "words": UntrustedText(
                    f"{assessment.get_person(item.speaker).display_name}: {clean_line(item.sentence)}"
                ),
            }
            for item in list_telling_evidence(assessment, rating)
        ],
    }


def _build_action(action: Action) -> PromptVariables:
    return {
        **action.model_dump(include={"id", "criterion", "gap", "now", "target", "title", "deliverable", "exit"}),
        "role": action.role_name,
        "person": UntrustedText(action.person_name) if action.person_name else None,
        "due": action.due.isoformat(),
    }
