"""The plan told in a few plain sentences."""

from collections.abc import Sequence

from bot.domain.assessment.assessment import Assessment, list_weakest_pillars
from bot.domain.core.phrases import format_date, join_with_and, spell_count
from bot.domain.framework.framework import Framework
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan

_OWNER = "operational_owner"
MOST_CONFLICTS = 2
"""Clashes that the summary tells; the others stand in the plan."""


def build_summary(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> tuple[str, ...]:
    """Stage, what holds it back, what comes first, length, and the first decision with whoever owes it."""
    if not plan.actions:
        return (
            _describe_stage(plan, framework),
            "Every criterion is where production needs it: there is no gap to close.",
        )
    told = (
        _describe_stage(plan, framework),
        _describe_weak_pillars(plan, assessment, framework),
        _describe_open_points(plan, framework),
        *build_dated_sentences(plan),
        "It ends with the owner's go or no-go on live figures, not with a report.",
    )
    return tuple(sentence for sentence in told if sentence)


def build_dated_sentences(plan: ProductionPlan) -> tuple[str, ...]:
    """The sentences of the summary that hang on the plan's dates and people: its length, the first decision, and the
    first clashes with what the team named."""
    clashes = (conflict.sentence for conflict in plan.conflicts[:MOST_CONFLICTS])
    return _describe_duration(plan), _describe_first_decision(plan), *clashes


def renew_dated_sentences(summary: Sequence[str], before: ProductionPlan, after: ProductionPlan) -> tuple[str, ...]:
    """The summary with the dated sentences of another state of the plan, where those of the first stood."""
    if not before.actions:
        return tuple(summary)
    old, new = build_dated_sentences(before), build_dated_sentences(after)
    at = next((place for place, sentence in enumerate(summary) if sentence in old), None)
    if at is None:
        return tuple(summary)
    rest = [sentence for sentence in summary[at:] if sentence not in old]
    return (*summary[:at], *new, *rest)


def list_undated_sentences(plan: ProductionPlan) -> tuple[str, ...]:
    """The summary without the sentences that hang on dates."""
    return (
        tuple(sentence for sentence in plan.summary if sentence not in build_dated_sentences(plan))
        if plan.actions
        else plan.summary
    )


def _describe_stage(plan: ProductionPlan, framework: Framework) -> str:
    rule = framework.get_stage(plan.stage)
    return f"{plan.pilot.name} {rule.sentence}. {rule.means}"


def _describe_weak_pillars(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> str:
    weakest = list_weakest_pillars(framework, assessment.levels)
    ids = {criterion.id for pillar in weakest for criterion in pillar.criteria}
    lowest = list(dict.fromkeys(gap.criterion for gap in plan.gaps if gap.criterion in ids))[:2]
    if not lowest:
        return ""
    pillars = join_with_and([pillar.name.lower() for pillar in weakest])
    names = join_with_and([framework.get_criterion(criterion).name.lower() for criterion in lowest])
    if len(weakest) == len(framework.gating_pillars):
        return f"All {spell_count(len(weakest))} pillars hold it back alike; lowest of all stand {names}."
    if framework.is_last_stage(plan.target_stage):
        return f"Furthest from being proven is {pillars}, above all: {names}."
    return f"What holds it back most is {pillars}, above all: {names}."


def _describe_open_points(plan: ProductionPlan, framework: Framework) -> str:
    def names(kind: str) -> list[str]:
        return [framework.get_criterion(gap.criterion).name.lower() for gap in plan.gaps if gap.kind == kind]

    unknown, disputed = names("unknown"), names("disagreement")
    parts = [f"how it stands with {_format_few_names(unknown)} is not known yet"] if unknown else []
    parts += [f"two views of {_format_few_names(disputed)} stand against each other"] if disputed else []
    if not parts:
        return ""
    sentence = ", and ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}: that is settled first."


def _format_few_names(names: list[str]) -> str:
    return join_with_and(names) if len(names) <= 3 else f"{len(names)} of the criteria"


def _describe_duration(plan: ProductionPlan) -> str:
    """How far dates can be kept, and when live proof comes."""
    committed, outline = plan.horizons.committed, plan.horizons.outline
    if outline.earliest is None or outline.latest is None:
        return _describe_whole_way(plan)
    proof = f"between {format_date(outline.earliest)} and {format_date(outline.latest)}"
    if committed.until is None:
        return f"Nothing can be dated yet. Live proof can be there {proof}."
    return f"{plan.horizons.line} Live proof can be there {proof}."


def _describe_whole_way(plan: ProductionPlan) -> str:
    """Where every step is dated."""
    many, verb, are = (
        ("One action", "leads", "is") if len(plan.actions) == 1 else (f"{len(plan.actions)} actions", "lead", "are")
    )
    people = f"{plan.team_size} people working side by side" if plan.team_size > 1 else "one person at work"
    proof = next((step.latest for step in reversed(plan.rollout) if step.latest), None)
    end = format_date(max(action.due for action in plan.actions))
    if plan.rollout and proof is None:
        return f"The four steps to live proof lie behind you; {many.lower()} {are} left, up to {end}, with {people}."
    if proof is None:
        return f"{many} {verb} to live proof by {end}, with {people}."
    after = f", and on to {end} for what only weeks of running can show" if format_date(proof) != end else ""
    return f"{many} {verb} to live proof by {format_date(proof)}{after}, with {people}."


def _describe_first_decision(plan: ProductionPlan) -> str:
    """What the operational owner decides in the first phase; where that is nothing, the step that comes first."""
    dated = [action for action in plan.actions if action.is_committed] or plan.actions
    first = next((a for a in dated if a.phase == plan.phases[0].id and a.role == _OWNER), None)
    kind, action = ("decision", first) if first else ("step", min(dated, key=lambda a: (a.start, a.due)))
    return (
        f"The first {kind} is owed by {_describe_owner(action, plan)}, by {format_date(action.due)}: “{action.title}”."
    )


def _describe_owner(action: Action, plan: ProductionPlan) -> str:
    proposed = plan.owner is not None and plan.owner.claim == "proposed" and plan.owner.person == action.person
    if action.person_name and proposed:
        return f"{action.person_name} ({action.role_in_sentence}, to be asked)"
    if action.person_name:
        return f"{action.person_name} ({action.role_in_sentence})"
    return f"the {action.role_in_sentence}, still to be named"
