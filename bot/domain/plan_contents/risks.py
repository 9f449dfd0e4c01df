"""What a plan cannot know: risks that stand against it, and questions that somebody still has to answer."""

from collections.abc import Sequence

from bot.domain.assessment.assessment import Assessment, FoundTrap
from bot.domain.core.phrases import join_with_and
from bot.domain.framework.framework import Framework
from bot.domain.plan.plan import PlannedGap
from bot.domain.plan.register import Risk

_MOST_ROLES = 4


def build_risks(assessment: Assessment, gaps: Sequence[PlannedGap], framework: Framework) -> tuple[Risk, ...]:
    """What the traps, the disagreements and the unknown gate criteria put at risk."""
    traps = [_build_trap_risk(found, assessment, gaps, framework) for found in assessment.traps]
    disputes = [_build_dispute_risk(gap, framework) for gap in gaps if gap.kind == "disagreement"]
    gating = {criterion.id for criterion in framework.gating_criteria}
    unknown = [gap for gap in gaps if gap.kind == "unknown" and gap.criterion in gating]
    return (*traps, *disputes, *([_build_unknown_risk(unknown, framework)] if unknown else []))


def _build_trap_risk(
    found: FoundTrap, assessment: Assessment, gaps: Sequence[PlannedGap], framework: Framework
) -> Risk:
    trap = framework.get_trap(found.trap)
    by_id = {item.id: item for item in assessment.evidence}
    said = next((by_id[evidence] for evidence in found.evidence_ids if evidence in by_id), None)
    signal = found.quote or (said.sentence if said else None)
    answers = tuple(action for gap in gaps if gap.criterion in trap.criteria for action in gap.actions)
    speaker = said.speaker if said and not found.quote else None
    return Risk(
        id=trap.id, title=trap.name, why=trap.means, actions=answers, trap=trap.id, quote=signal, speaker=speaker
    )


def _build_dispute_risk(gap: PlannedGap, framework: Framework) -> Risk:
    name = framework.get_criterion(gap.criterion).name
    return Risk(
        id=f"{gap.criterion}_disagreement",
        title=f"Two views of {name}",
        why="The plan rests on the weaker claim. If the stronger one holds, some of these actions are done already.",
        actions=gap.actions[:1],
    )


def _build_unknown_risk(gaps: Sequence[PlannedGap], framework: Framework) -> Risk:
    names = join_with_and([framework.get_criterion(gap.criterion).name for gap in gaps])
    return Risk(
        id="unknown",
        title=f"Not known: {names}",
        why="What comes to light there may add actions and move gates. Draft the plan again once it is known.",
        actions=tuple(action for gap in gaps for action in gap.actions[:1]),
    )
