"""Drafting: the production plan is made once for an assessment, and shown where the team talks."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Pilot
from bot.domain.core.team import Thread
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import BotMessage, build_message_part
from bot.domain.messaging.message_source import MessageSource
from bot.domain.planning.draft import PlanOptions
from bot.domain.planning.plan import ProductionPlan
from bot.services.actions.action_notifications import build_plan_part
from bot.services.actions.assign_actions import assign_plan_actions
from bot.services.actions.plan_canvas import build_canvas_link_part, schedule_canvas_update
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.next_question import list_main_threads
from bot.services.messaging.outbox import get_thread_place, post_ephemeral, post_message, refresh_homes, replace_part
from bot.services.planning import planning
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result

PRINTED = ("plan.pdf", "plan.docx")
"""What people are handed."""


class PlanRequest(NamedTuple):
    """A plan that is asked for, and what is wished of it."""

    assessment_id: str
    wish: PlanOptions


def request_plan(uow: UnitOfWork, deps: ConversationContext, click: Click, asked: PlanRequest) -> None:
    """Says that it is under way, and has it drafted; asked twice, it is drafted once, as it was asked for first.

    Raises MoveRefused where it is there already.
    """
    made = uow.assessments.get(asked.assessment_id)
    require_no_plan(uow, made)
    interview = uow.interviews.get(made.interview_id)
    drafting = build_message_part("drafting", deps.formatter.format_plan_drafting(made.pilot))
    threads = list_main_threads(uow, interview, uow.teams.get(made.pilot.id))
    for thread in threads:
        key = f"drafting:{made.id}:{thread.channel}:{thread.ts}"
        post_message(uow, BotMessage(id=key, place=get_thread_place(thread), parts=(drafting,), session="processing"))
    if (click.source.channel, click.source.root_ts) not in {(thread.channel, thread.ts) for thread in threads}:
        _post_plan_location(uow, deps, click, made.pilot, threads)
    body = {"assessment": made.id, "wish": asked.wish.model_dump(mode="json")}
    line = f"plan:{made.pilot.id}"
    uow.events.add(Event(id=f"plan:{made.id}", lane="inbox", line=line, kind="plan", body=body))


def require_no_plan(uow: UnitOfWork, made: Assessment) -> None:
    """Raises MoveRefused where the assessment has its plan."""
    if any(plan.assessment_id == made.id for plan in uow.plans.list_for_pilot(made.pilot.id)):
        raise MoveRefused("This assessment has its plan already: /pilot plan shows it.")


def _post_plan_location(
    uow: UnitOfWork, deps: ConversationContext, click: Click, pilot: Pilot, threads: Sequence[Thread]
) -> None:
    """Whoever clicked elsewhere sees nothing happen."""
    there = next((MessageSource(t.channel, t.ts) for t in threads if t.person in {None, click.by.id}), None)
    post_ephemeral(
        uow, click.key, click.source, click.by.id, deps.formatter.format_plan_drafting_elsewhere(pilot, there)
    )


async def draft_and_post(deps: ConversationContext, assessment_id: str, wish: PlanOptions) -> Result:
    """Drafts and words the plan; the library's wording stands where the model can't word it."""
    made = await deps.transactions.run(lambda uow: uow.assessments.get(assessment_id))
    worded = await planning.draft_tailored_plan(deps.planning, made.pilot.id, wish)

    def work(uow: UnitOfWork) -> None:
        if any(plan.assessment_id == worded.plan.assessment_id for plan in uow.plans.list_for_pilot(made.pilot.id)):
            return
        _post_plan(uow, deps, planning.append_plan(uow, worded))

    return Result(work)


def _post_plan(uow: UnitOfWork, deps: ConversationContext, plan: ProductionPlan) -> None:
    made = uow.assessments.get(plan.assessment_id)
    history = uow.assessments.list_for_pilot(made.pilot.id)
    before = next((old for old, new in pairwise(history) if new.id == made.id), None)
    replace_part(
        uow,
        made.interview_id,
        build_message_part("card", deps.formatter.format_assessment_card(made, before, has_plan=True)),
    )
    team, interview = uow.teams.get(plan.pilot.id), uow.interviews.get(made.interview_id)
    progress = assign_plan_actions(uow, deps, team, plan)
    schedule_canvas_update(uow, progress)
    for thread in list_main_threads(uow, interview, team):
        posting = BotMessage(
            id=f"plan:{plan.id}:{thread.channel}:{thread.ts}",
            place=get_thread_place(thread),
            parts=(build_plan_part(deps, progress), build_canvas_link_part()),
            interview_id=interview.id,
            pilot_id=plan.pilot.id,
            session="closed",
        )
        post_message(uow, posting)
        upload_plan_files(uow, deps, plan, thread)
    refresh_homes(uow, f"planned:{plan.id}", team.member_ids)


class PlanFiles(NamedTuple):
    """A plan as files. `key`: what asked for them again."""

    plan: ProductionPlan
    files: tuple[str, ...] = PRINTED
    key: str = ""


def upload_plan_files(uow: UnitOfWork, deps: ConversationContext, plan: ProductionPlan, thread: Thread) -> None:
    """The plan as files, in a thread."""
    place = get_thread_place(thread)
    to = {"channel": place.channel, "person": place.person, "thread": place.thread}
    schedule_upload(uow, deps, PlanFiles(plan), to)


def schedule_upload(uow: UnitOfWork, deps: ConversationContext, handout: PlanFiles, to: dict[str, str | None]) -> None:
    """`to`: channel or person, and a thread if it is to stand in one."""
    plan = handout.plan
    where = f"channel:{to['channel']}" if to["channel"] else f"dm:{to['person']}"
    body = {
        **to,
        "plan": plan.id,
        "files": list(handout.files),
        "title": f"{plan.pilot.name}: production plan",
        "note": deps.formatter.format_file_note(plan),
    }
    event_id = f"upload:{plan.id}:{where}:{to['thread'] or ''}:{handout.key}"
    uow.events.add(Event(id=event_id, lane="outbox", line=where, kind="upload", body=body))
