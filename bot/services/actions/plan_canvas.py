"""Canvassing: a plan's canvas in the pilot's channel is made once and renewed with every change of the plan."""

import hashlib
from typing import NamedTuple

from bot.domain.actions.progress import Progress
from bot.domain.core.team import Team
from bot.domain.messaging.canvas import Canvas
from bot.domain.messaging.message import MessageContent, MessagePart, build_part
from bot.services.messaging.outbox import replace_part
from bot.services.messaging.outbox_events import RefreshCanvas
from bot.services.ports.core import UnitOfWork

_PLACE = "canvas"


class CanvasSubject(NamedTuple):
    """What a canvas is about, and the canvas as it was left; None where there was none yet."""

    team: Team
    progress: Progress
    canvas: Canvas | None


def schedule_canvas_update(uow: UnitOfWork, progress: Progress) -> None:
    """Has it made or renewed. Only a channel has one: in direct messages the plan's own message is as near."""
    if uow.teams.get(progress.plan.pilot.id).channel is None:
        return
    standings = "".join(standing.model_dump_json() for standing in progress.standings)
    mark = hashlib.sha256(standings.encode()).hexdigest()[:16]
    plan = progress.plan
    uow.events.add(RefreshCanvas(pilot=plan.pilot.id).to_event(f"canvas:{plan.id}:{mark}", f"canvas:{plan.root_id}"))


def schedule_canvas_renewal(uow: UnitOfWork, progress: Progress, key: str) -> None:
    """Whatever changed of the plan: also what its actions' standing doesn't tell. `key`: what changed it, once."""
    plan = progress.plan
    if uow.teams.get(plan.pilot.id).channel is not None:
        wanted = RefreshCanvas(pilot=plan.pilot.id)
        uow.events.add(wanted.to_event(f"canvas:{plan.id}:{key}", f"canvas:{plan.root_id}"))


def find_canvas_subject(uow: UnitOfWork, pilot_id: str) -> CanvasSubject | None:
    """As it stands by now: the newest plan counts, whichever change asked for it."""
    plan = uow.plans.find_latest_by_pilot([pilot_id]).get(pilot_id)
    if plan is None:
        return None
    return CanvasSubject(
        uow.teams.get(pilot_id),
        Progress.from_steps(plan, uow.action_steps.list_for_plan(plan.root_id)),
        uow.canvases.find_for_plan(plan.root_id),
    )


def record_new_canvas(uow: UnitOfWork, canvas: Canvas, told: MessageContent) -> None:
    """Keeps a canvas that was just made; the plan's message says from then on where it is."""
    uow.canvases.save(canvas)
    interview_id = uow.assessments.get(uow.plans.get(canvas.root).assessment_id).interview_id
    replace_part(uow, interview_id, build_part(_PLACE, told))


def build_canvas_link_part() -> MessagePart:
    """Where a plan's message will name its canvas; empty until there is one."""
    return build_part(_PLACE, MessageContent("", ()))
