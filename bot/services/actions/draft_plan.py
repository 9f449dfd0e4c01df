"""Drafting: the production plan is made once for an assessment, and shown where the team talks."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Pilot
from bot.domain.core.team import Thread
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import Posting, part
from bot.domain.messaging.message_source import Source
from bot.domain.planning.draft import PlanWish
from bot.domain.planning.plan import ProductionPlan
from bot.services.actions.action_notifications import plan_part
from bot.services.actions.assign_actions import entrust
from bot.services.actions.plan_canvas import freshen_canvas, place_for_link
from bot.services.conversation.context import Desk
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.next_question import main_threads
from bot.services.messaging.outbox import freshen_homes, place_of, replace_part, say, whisper
from bot.services.planning import planning
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done

PRINTED = ("plan.pdf", "plan.docx")
"""What people are handed."""


class Asked(NamedTuple):
    """A plan that is asked for, and what is wished of it."""

    assessment_id: str
    wish: PlanWish


def ask_for_plan(uow: UnitOfWork, desk: Desk, click: Click, asked: Asked) -> None:
    """Says that it is under way, and has it drafted; asked twice, it is drafted once, as it was asked for first.

    Raises MoveRefused where it is there already.
    """
    made = uow.assessments.get(asked.assessment_id)
    refuse_second(uow, made)
    interview = uow.interviews.get(made.interview_id)
    drafting = part("drafting", desk.voice.drafting(made.pilot))
    threads = main_threads(uow, interview, uow.teams.get(made.pilot.id))
    for thread in threads:
        key = f"drafting:{made.id}:{thread.channel}:{thread.ts}"
        say(uow, Posting(id=key, place=place_of(thread), parts=(drafting,), session="processing"))
    if (click.source.channel, click.source.root) not in {(thread.channel, thread.ts) for thread in threads}:
        _tell_where(uow, desk, click, made.pilot, threads)
    body = {"assessment": made.id, "wish": asked.wish.model_dump(mode="json")}
    line = f"plan:{made.pilot.id}"
    uow.events.add(Event(id=f"plan:{made.id}", lane="inbox", line=line, kind="plan", body=body))


def refuse_second(uow: UnitOfWork, made: Assessment) -> None:
    """Raises MoveRefused where the assessment has its plan."""
    if any(plan.assessment_id == made.id for plan in uow.plans.history_of(made.pilot.id)):
        raise MoveRefused("This assessment has its plan already: /pilot plan shows it.")


def _tell_where(uow: UnitOfWork, desk: Desk, click: Click, pilot: Pilot, threads: Sequence[Thread]) -> None:
    """Whoever clicked elsewhere sees nothing happen."""
    there = next((Source(t.channel, t.ts) for t in threads if t.person in {None, click.by.id}), None)
    whisper(uow, click.key, click.source, click.by.id, desk.voice.drafting_there(pilot, there))


async def draft(desk: Desk, assessment_id: str, wish: PlanWish) -> Done:
    """Drafts and words the plan; the library's wording stands where the model can't word it."""
    made = await desk.transactions.run(lambda uow: uow.assessments.get(assessment_id))
    worded = await planning.word(desk.planning, made.pilot.id, wish)

    def work(uow: UnitOfWork) -> None:
        if any(plan.assessment_id == worded.plan.assessment_id for plan in uow.plans.history_of(made.pilot.id)):
            return
        _show(uow, desk, planning.append(uow, worded))

    return Done(work)


def _show(uow: UnitOfWork, desk: Desk, plan: ProductionPlan) -> None:
    made = uow.assessments.get(plan.assessment_id)
    history = uow.assessments.history_of(made.pilot.id)
    before = next((old for old, new in pairwise(history) if new.id == made.id), None)
    replace_part(uow, made.interview_id, part("card", desk.voice.card(made, before, has_plan=True)))
    team, interview = uow.teams.get(plan.pilot.id), uow.interviews.get(made.interview_id)
    progress = entrust(uow, desk, team, plan)
    freshen_canvas(uow, progress)
    for thread in main_threads(uow, interview, team):
        posting = Posting(
            id=f"plan:{plan.id}:{thread.channel}:{thread.ts}",
            place=place_of(thread),
            parts=(plan_part(desk, progress), place_for_link()),
            interview_id=interview.id,
            pilot_id=plan.pilot.id,
            session="closed",
        )
        say(uow, posting)
        hand_out(uow, desk, plan, thread)
    freshen_homes(uow, f"planned:{plan.id}", team.members)


class Handout(NamedTuple):
    """A plan as files. `key`: what asked for them again."""

    plan: ProductionPlan
    files: tuple[str, ...] = PRINTED
    key: str = ""


def hand_out(uow: UnitOfWork, desk: Desk, plan: ProductionPlan, thread: Thread) -> None:
    """The plan as files, in a thread."""
    place = place_of(thread)
    to = {"channel": place.channel, "person": place.person, "thread": place.thread}
    upload(uow, desk, Handout(plan), to)


def upload(uow: UnitOfWork, desk: Desk, handout: Handout, to: dict[str, str | None]) -> None:
    """`to`: channel or person, and a thread if it is to stand in one."""
    plan = handout.plan
    where = f"channel:{to['channel']}" if to["channel"] else f"dm:{to['person']}"
    body = {
        **to,
        "plan": plan.id,
        "files": list(handout.files),
        "title": f"{plan.pilot.name}: production plan",
        "note": desk.voice.file_note(plan),
    }
    event_id = f"upload:{plan.id}:{where}:{to['thread'] or ''}:{handout.key}"
    uow.events.add(Event(id=event_id, lane="outbox", line=where, kind="upload", body=body))
