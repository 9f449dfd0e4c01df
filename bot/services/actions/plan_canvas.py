"""Canvassing: a plan's canvas in the pilot's channel is made once and renewed with every change of the plan."""

import hashlib
from typing import NamedTuple

from bot.domain.actions.progress import Progress
from bot.domain.core.team import Team
from bot.domain.messaging.canvas import Canvas
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Part, Post, part
from bot.services.messaging.outbox import replace_part
from bot.services.ports.core import UnitOfWork

_PLACE = "canvas"


class Subject(NamedTuple):
    """What a canvas is about, and the canvas as it was left; None where there was none yet."""

    team: Team
    progress: Progress
    canvas: Canvas | None


def freshen_canvas(uow: UnitOfWork, progress: Progress) -> None:
    """Has it made or renewed. Only a channel has one: in direct messages the plan's own message is as near."""
    if uow.teams.get(progress.plan.pilot.id).channel is None:
        return
    standings = "".join(standing.model_dump_json() for standing in progress.standings)
    mark = hashlib.sha256(standings.encode()).hexdigest()[:16]
    plan, line = progress.plan, f"canvas:{progress.plan.root}"
    event_id = f"canvas:{plan.id}:{mark}"
    uow.events.add(Event(id=event_id, lane="outbox", line=line, kind="canvas", body={"pilot": plan.pilot.id}))


def subject_of(uow: UnitOfWork, pilot_id: str) -> Subject | None:
    """As it stands by now: the newest plan counts, whichever change asked for it."""
    plan = uow.plans.latest_of_each([pilot_id]).get(pilot_id)
    if plan is None:
        return None
    return Subject(uow.teams.get(pilot_id), Progress.of(plan, uow.steps.of(plan.root)), uow.canvases.of(plan.root))


def begin(uow: UnitOfWork, canvas: Canvas, told: Post) -> None:
    """Keeps a canvas that was just made; the plan's message says from then on where it is."""
    uow.canvases.save(canvas)
    interview_id = uow.assessments.get(uow.plans.get(canvas.root).assessment_id).interview_id
    replace_part(uow, interview_id, part(_PLACE, told))


def place_for_link() -> Part:
    """Where a plan's message will name its canvas; empty until there is one."""
    return part(_PLACE, Post("", ()))
