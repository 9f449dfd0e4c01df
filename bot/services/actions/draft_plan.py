"""Drafting: the production plan is made once for an assessment, and shown where the team talks."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from bot.domain.actions.progress import Progress
from bot.domain.assessment.assessment import Assessment
from bot.domain.audit.act import build_own_act, mark_record
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Pilot
from bot.domain.core.phrases import format_date
from bot.domain.core.team import Thread
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.domain.plan.plan import ProductionPlan
from bot.domain.replanning.change_requests import RevisionTerms
from bot.domain.replanning.wishes import carry_over_wishes
from bot.services.actions.action_notifications import build_plan_part
from bot.services.actions.assign_actions import assign_plan_actions
from bot.services.actions.plan_canvas import build_canvas_link_part, schedule_canvas_update
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.interview_threads import list_main_threads
from bot.services.messaging.inbox_events import PlanRequested, get_planning_line
from bot.services.messaging.outbox import get_thread_place, post_ephemeral, post_message, refresh_homes, replace_part
from bot.services.messaging.outbox_events import UploadFiles
from bot.services.planning import planning
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result
from bot.wording.file_names import format_file_name

_FOLLOWS = (
    "Drafted anew from the new assessment, under the options of the plan of {day}; what was done, accepted, blocked or "
    "moved there is kept where it is planned again."
)
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
    _queue_drafting(uow, asked, made.pilot, click)


def _queue_drafting(uow: UnitOfWork, asked: PlanRequested, pilot: Pilot, click: Click) -> None:
    """Once; again where it was stopped meanwhile, so that nothing is drafted any more."""
    line = get_planning_line(pilot.id)
    if not uow.events.add(asked.to_event(f"plan:{asked.assessment}", line)) and not uow.events.count_open(line):
        uow.events.add(asked.to_event(f"plan:{asked.assessment}:{click.key}", line))


def require_no_plan(uow: UnitOfWork, made: Assessment) -> None:
    """Raises MoveRefused where the assessment has the plan that was asked for; one that only followed it may be drafted
    anew, under other options."""
    if any(plan.assessment_id == made.id and not plan.follows for plan in uow.plans.list_for_pilot(made.pilot.id)):
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
    async with deps.progress.follow(f"planning:{made.id}", made.interview_id) as reporter:
        worded = await planning.draft_tailored_plan(deps, made.pilot.id, asked.wish, reporter)

    def work(uow: UnitOfWork) -> None:
        history = uow.plans.list_for_pilot(made.pilot.id)
        there = [plan for plan in history if plan.assessment_id == worded.plan.assessment_id]
        if any(asked.follows or not plan.follows for plan in there):
            return
        put = worded._replace(plan=_follow_plan(uow, deps, worded.plan)) if asked.follows else worded
        _post_plan(uow, deps, planning.append_plan(uow, put))

    return Result(work)


def _follow_plan(uow: UnitOfWork, deps: ConversationContext, plan: ProductionPlan) -> ProductionPlan:
    """With the dates that people wished for in the plan as it stands by now, and why there is a new one."""
    before, now = uow.plans.find_latest_by_pilot([plan.pilot.id])[plan.pilot.id], deps.clock.now()
    had = Progress.from_steps(before, uow.action_steps.list_for_plan(before.root_id))
    done = frozenset(standing.action.id for standing in had.list_in_state("done"))
    terms = RevisionTerms(plan_id=plan.id, made_at=plan.made_at, today=now.date(), done=done)
    kept = carry_over_wishes(before, plan, terms)
    note = _FOLLOWS.format(day=format_date(before.made_at.date()))
    return kept.model_copy(update={"follows": before.id, "notes": (note, *kept.notes)})


def _post_plan(uow: UnitOfWork, deps: ConversationContext, plan: ProductionPlan) -> None:
    made = uow.assessments.get(plan.assessment_id)
    history = uow.assessments.list_for_pilot(made.pilot.id)
    before = next((old for old, new in pairwise(history) if new.id == made.id), None)
    team = uow.teams.get(plan.pilot.id)
    card = deps.formatter.format_assessment_card(
        made, before, has_plan=not plan.follows, sharable=team.channel is not None
    )
    replace_part(uow, made.interview_id, build_part("card", card))
    interview = uow.interviews.get(made.interview_id)
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
    about = mark_record("plan", plan.id)
    uow.audit.append(build_own_act("plan_posted", "shared", plan.pilot.id, about, deps.clock.now()))


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
