"""Drafting: the production plan is made once for an assessment, and shown where the team talks."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Pilot
from bot.domain.core.team import Thread
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.domain.plan.plan import ProductionPlan
from bot.services.actions.action_notifications import build_plan_part
from bot.services.actions.assign_actions import assign_plan_actions
from bot.services.actions.plan_canvas import build_canvas_link_part, schedule_canvas_update
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.next_question import list_main_threads
from bot.services.messaging.inbox_events import PlanRequested
from bot.services.messaging.outbox import get_thread_place, post_ephemeral, post_message, refresh_homes, replace_part
from bot.services.messaging.outbox_events import UploadFiles
from bot.services.planning import planning
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result
from bot.wording.file_names import format_file_name

PRINTED = ("brief.pdf", "plan.pdf", "plan.docx")
"""What people are handed: first the page that is forwarded."""


def request_plan(uow: UnitOfWork, deps: ConversationContext, click: Click, asked: PlanRequested) -> None:
    """Says that it is under way, and has it drafted; asked twice, it is drafted once, as it was asked for first.

    Raises MoveRefused where it is there already.
    """
    made = uow.assessments.get(asked.assessment)
    require_no_plan(uow, made)
    interview = uow.interviews.get(made.interview_id)
    drafting = build_part("drafting", deps.formatter.format_plan_drafting(made.pilot))
    threads = list_main_threads(uow, interview, uow.teams.get(made.pilot.id))
    for thread in threads:
        key = f"drafting:{made.id}:{thread.channel}:{thread.ts}"
        post_message(uow, BotMessage(id=key, place=get_thread_place(thread), parts=(drafting,), session="processing"))
    if (click.source.channel, click.source.root_ts) not in {(thread.channel, thread.ts) for thread in threads}:
        _post_plan_location(uow, deps, click, made.pilot, threads)
    uow.events.add(asked.to_event(f"plan:{made.id}", f"plan:{made.pilot.id}"))


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


async def draft_and_post(deps: ConversationContext, asked: PlanRequested) -> Result:
    """Drafts and words the plan; the library's wording stands where the model can't word it."""
    made = await deps.transactions.run(lambda uow: uow.assessments.get(asked.assessment))
    worded = await planning.draft_tailored_plan(deps, made.pilot.id, asked.wish)

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
        uow, made.interview_id, build_part("card", deps.formatter.format_assessment_card(made, before, has_plan=True))
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
        upload_plan_files(uow, deps, PlanFiles(plan), get_thread_place(thread))
    refresh_homes(uow, f"planned:{plan.id}", team.member_ids)


class PlanFiles(NamedTuple):
    """A plan as files. `key`: what asked for them again."""

    plan: ProductionPlan
    files: tuple[str, ...] = PRINTED
    key: str = ""


def upload_plan_files(uow: UnitOfWork, deps: ConversationContext, handout: PlanFiles, to: Place) -> None:
    """In a thread, or to somebody alone."""
    plan, where = handout.plan, to.partition_key
    wanted = UploadFiles(
        channel=to.channel,
        person=to.person,
        thread=to.thread,
        plan=plan.id,
        files=handout.files,
        names=tuple(format_file_name(plan, file) for file in handout.files),
        note=deps.formatter.format_file_note(plan),
    )
    uow.events.add(wanted.to_event(f"upload:{plan.id}:{where}:{to.thread or ''}:{handout.key}", where))
