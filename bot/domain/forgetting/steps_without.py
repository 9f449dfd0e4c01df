"""What happened to a plan's actions, without somebody: what they had is open, what they did stays done."""

from bot.domain.actions.progress import Step
from bot.domain.forgetting.withdrawal import Withdrawal

_GAVE_IT_TO_THEM = frozenset({"assigned", "asked"})


def withdraw_from_step(step: Step, gone: Withdrawal) -> Step:
    """By the rule that who gave nobody an action leaves it open: see `ActionStatus.apply_step`."""
    theirs = gone.is_of_person(step.by)
    left = step
    if theirs:
        left = step.model_copy(update={"note": gone.eraser.stand_in if step.note else "", "link": None})
    if (theirs and step.kind == "accepted") or (gone.is_of_person(step.to) and step.kind in _GAVE_IT_TO_THEM):
        nobody = {"kind": "assigned", "by": "", "by_name": "", "to": None, "to_name": None}
        left = left.model_copy(update=nobody) if step.kind != "asked" else left
    return gone.eraser.clean(left)
