"""Carry-over: what happened to the actions of a plan, as the first steps of the plan that follows it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.domain.actions.progress import ActionStatus, Progress, Step
from bot.domain.plan.plan import ProductionPlan


def carry_over_steps(
    before: Progress, plan: ProductionPlan, said: Mapping[str, datetime] | None = None
) -> tuple[Step, ...]:
    """The first steps of a plan drafted anew: who had accepted which action, what is blocked and what is done.

    `said`: when each criterion was last spoken of. What was done and is planned again is open again where something
    was said of its criterion since: the new assessment still finds the gap.
    """
    had = {standing.action.id: standing for standing in before.standings}
    return tuple(
        step
        for action in plan.actions
        if action.id in had and not _is_reopened(had[action.id], said or {})
        for step in _carry_over_action(had[action.id], plan.id, plan.pilot.id)
    )


def _is_reopened(had: ActionStatus, said: Mapping[str, datetime]) -> bool:
    since = said.get(had.action.criterion)
    return had.state == "done" and had.since is not None and since is not None and since > had.since


def _carry_over_action(had: ActionStatus, root: str, pilot_id: str) -> Iterable[Step]:
    """What people said stands as they said it, with who and when."""
    action_id, at = had.action.id, had.touched
    if at is None:
        return
    plain = {"root": root, "pilot_id": pilot_id, "action_id": action_id, "at": at}
    for person in had.refused_by:
        if person != had.owner:
            yield Step(id=f"carried:{root}:{action_id}:declined:{person}", kind="declined", by=person, **plain)
    if had.owner is not None:
        to = {"to": had.owner, "to_name": had.owner_name, "by": had.owner if had.accepted else had.given_by or ""}
        yield Step(id=f"carried:{root}:{action_id}:assigned", kind="assigned", **plain, **to)
    if had.state == "blocked":
        why = {"by": had.by, "by_name": had.by_name, "note": had.note}
        since = {"at": had.since or at}
        yield Step(id=f"carried:{root}:{action_id}:blocked", kind="blocked", **{**plain, **why, **since})
    if had.state == "done":
        proof = {"by": had.by, "by_name": had.by_name, "note": had.note, "link": had.link, "at": had.since or at}
        yield Step(id=f"carried:{root}:{action_id}:done", kind="done", **{**plain, **proof})


# --- what each kind of step changes -----------------------------------------------------------------
