"""What people do about a pilot: start it, look into it, challenge its ratings, have it planned, shown, or redone."""

from functools import partial
from typing import Literal

from bot.domain.access.permission import require_permission
from bot.domain.access.relation import SEES
from bot.domain.access.right import Right
from bot.domain.assessment.assessment import Assessment
from bot.domain.audit.act import ActDetail
from bot.domain.audit.daily_limit import STARTED_PILOTS
from bot.domain.core.errors import CannotJoin, InvalidInput, MoveRefused, NotFound
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.domain.plan.calendar import get_next_monday
from bot.domain.plan.plan import ProductionPlan
from bot.domain.planning.terms import PlanOptions
from bot.services.actions import draft_plan
from bot.services.actions.draft_plan import PlanFiles
from bot.services.assessment.challenging import ChallengeRequest, record_challenge
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.interview_threads import list_main_threads
from bot.services.messaging.inbox_events import PlanRequested
from bot.services.messaging.outbox import get_thread_place, post_ephemeral, post_message
from bot.services.opening import start_interview
from bot.services.opening.start_reassessment import start_reassessment
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilot_choice import find_pilot_by_name
from bot.services.queries.pilots import get_visible_assessment, get_visible_team
from bot.services.worker.handler import Result
from bot.slack.blocks.assessment.assessment import build_already_shared_message, build_share_done_message
from bot.slack.blocks.interview import between, modals
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.plan import plan_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors, attach_origin, build_team, parse_level, parse_options, require_field
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.registry.interaction import (
    Button,
    Choice,
    Form,
    Interaction,
    LinkButton,
    ModalButton,
    Press,
    apply_move,
    refuse_presser,
)
from bot.slack.workspace.channel_ids import is_direct_channel
from bot.slack.workspace.fast_directory import DirectoryWithDeadline

# --- starting, and starting again -------------------------------------------------------------------


async def _open_start_form(context: SlackContext, press: Press) -> View:
    return await build_start_form(context, press.click.by.id, press.reference.channel)


async def build_start_form(context: SlackContext, person: str, channel: str | None, name: str = "") -> View:
    """Filled in with whoever starts it and the channel they stand in, and who would read along there."""
    found = await DirectoryWithDeadline(context.directory).find_channel(channel) if channel else None
    private = found.private if found else None
    draft = modals.PilotDraft(name=name, participants=(person,), channel=channel, private=private)
    return modals.build_start_pilot_modal(draft)


_check_name = require_field("name", "Give the pilot a name that your team knows.")


async def _check_start(context: SlackContext, form: FormSubmission) -> Errors:
    """Two pilots of one name could not be told apart by those who see both; and we have to get into the channel."""
    person, name = form.person, form.get_text("name")
    other = await context.deps.transactions.run(lambda uow: find_pilot_by_name(uow, person, name))
    if other is not None:
        go_on = f"type /pilot start {other.pilot.name} to go on there."
        return {"name": f"You see a pilot of that name already. Give this one another, or {go_on}"}
    channel = form.find_value("channel")
    try:
        if channel is not None:
            await context.directory.ensure_member(channel)
    except CannotJoin as refusal:
        return {"channel": str(refusal)}
    return {}


async def _start_pilot(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    """Slack may have been too slow to tell, while the form was open, that the channel is closed to us."""
    wanted = build_team(form, context.deps.clock.now(), click.key)
    try:
        if wanted.channel is not None:
            await context.directory.ensure_member(wanted.channel)
    except CannotJoin as refusal:
        raise CannotJoin(f"{wanted.pilot.name} was not started. {refusal}") from refusal
    return await start_interview.start_pilot(context.deps, wanted)


def _start_reassessment(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    team = get_visible_team(uow, click.by.id, reference.pilot or "")
    require_permission(team, click.by.id, Right.START_AGAIN, SEES)
    told = between.build_restarted_message(start_reassessment(uow, deps, team))
    post_ephemeral(uow, click.key, click.source, click.by.id, told)


# --- looking, showing, challenging ------------------------------------------------------------------


async def _open_pilot(context: SlackContext, press: Press) -> View:
    member = await DirectoryWithDeadline(context.directory).get_member(press.click.by.id)
    today = context.get_local_date(member)
    return await context.view_builder.build_pilot_modal(member.person.id, press.reference.pilot or "", today)


async def _show_ladder(context: SlackContext, person: str, reference: Reference, chosen: str) -> View:
    return await context.view_builder.build_challenge_modal(person, reference.assessment or "", chosen or None)


_check_challenge = require_field("reason", "Say what makes you see it differently, so that others can check.")


async def _challenge_rating(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    deps = context.deps
    objection = ChallengeRequest(
        key=click.key,
        assessment_id=form.reference.assessment or "",
        criterion=form.find_value("criterion") or "",
        level=parse_level(form),
        reason=form.get_text("reason"),
        by=click.by.id,
        at=deps.clock.now(),
    )

    def work(uow: UnitOfWork) -> None:
        kept = record_challenge(uow, objection, deps.redactor)
        interview = uow.interviews.get(kept.assessment.interview_id)
        said = build_part("challenged", deps.formatter.format_challenge(kept.assessment, kept.challenge))
        for thread in list_main_threads(uow, interview, uow.teams.get(kept.challenge.pilot_id)):
            posting_id = f"{kept.challenge.id}:{thread.channel}:{thread.ts}"
            post_message(uow, BotMessage(id=posting_id, place=get_thread_place(thread), parts=(said,)))

    return Result(work)


async def _share(what: Literal["status", "assessment"], context: SlackContext, press: Press) -> Result:
    click, asker = press.click, await context.load_asker(press.click)
    if what == "status":
        shared = await context.share_builder.build_status_share(press.reference.pilot or "", asker)
    else:
        shared = await context.share_builder.build_assessment_share(press.reference.assessment or "", asker)
    if shared.channel is None:
        return refuse_presser(click, shared.post)
    await context.directory.ensure_member(shared.channel)
    key, parts = f"shared:{click.source.source_key}:{click.by.id}", (build_part("shared", shared.post),)
    posting = BotMessage(id=key, place=Place(channel=shared.channel), parts=parts)
    return Result(lambda uow: _post_share(uow, click, posting))


def _post_share(uow: UnitOfWork, click: Click, posting: BotMessage) -> ActDetail:
    """Once by each button; and whoever shared it from elsewhere doesn't see it appear."""
    first, channel = post_message(uow, posting), posting.place.channel or ""
    if not first:
        post_ephemeral(uow, click.key, click.source, click.by.id, build_already_shared_message())
    elif channel != click.source.channel:
        post_ephemeral(uow, click.key, click.source, click.by.id, build_share_done_message(channel))
    return ActDetail(place=channel)


# --- planning ---------------------------------------------------------------------------------------


def _get_plannable_assessment(uow: UnitOfWork, person: str, reference: Reference) -> Assessment:
    """The assessment that a plan is asked for. Raises NoAccess, NotFound, and MoveRefused where it has one."""
    made = (
        get_visible_assessment(uow, person, reference.assessment)
        if reference.assessment
        else _get_latest_assessment(uow, person, reference.pilot or "")
    )
    require_permission(uow.teams.get(made.pilot.id), person, Right.MAKE_PLAN, SEES)
    draft_plan.require_no_plan(uow, made)
    return made


def _get_latest_assessment(uow: UnitOfWork, person: str, pilot_id: str) -> Assessment:
    get_visible_team(uow, person, pilot_id)
    history = uow.assessments.list_for_pilot(pilot_id)
    if not history:
        raise NotFound("This pilot has no assessment yet. It follows when the interview is finished.")
    return history[-1]


def _find_lead_language(uow: UnitOfWork, made: Assessment) -> str:
    """What the lead answered in last; English where they didn't."""
    return uow.interviews.get(made.interview_id).find_language(uow.teams.get(made.pilot.id).lead) or "en"


async def _open_plan_form(context: SlackContext, press: Press) -> View:
    member = await DirectoryWithDeadline(context.directory).get_member(press.click.by.id)
    calendars = context.deps.calendars
    by_rule = context.deps.analyst.reads_by_rule

    def load(uow: UnitOfWork) -> tuple[Assessment, str | None]:
        made = _get_plannable_assessment(uow, press.click.by.id, press.reference)
        return made, None if by_rule else _find_lead_language(uow, made)

    made, language = await context.deps.transactions.run(load)
    wish = PlanOptions(
        start=get_next_monday(context.get_local_date(member)),
        country=calendars.find_country(member.tz),
        language=language,
    )
    reference = Reference(assessment=made.id, pilot=made.pilot.id)
    view = plan_modal.build_plan_modal(made.pilot, wish, calendars.list_countries(), reference)
    return attach_origin(view, press.click.source, reference)


async def _check_day_to_come(context: SlackContext, form: FormSubmission) -> Errors:
    today = context.get_local_date(await context.directory.get_member(form.person))
    try:
        wish = parse_options(form)
    except InvalidInput as wrong:
        return {"day_rate": str(wrong)}
    if wish.start < today:
        return {"start": "That day has gone by. Choose today or a later one."}
    turned = any(freeze.last < freeze.first for freeze in wish.freezes)
    return {"freeze_last": "That is before the day it begins."} if turned else {}


async def _make_plan(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    def work(uow: UnitOfWork) -> None:
        made = _get_plannable_assessment(uow, click.by.id, form.reference)
        wanted = PlanRequested(assessment=made.id, wish=parse_options(form))
        draft_plan.request_plan(uow, context.deps, click, wanted)

    return Result(work)


def _get_visible_plan(uow: UnitOfWork, person: str, reference: Reference) -> ProductionPlan:
    """The one that is named, or the pilot's newest. Raises NoAccess, and MoveRefused where it has none."""
    if reference.plan is not None:
        drafted = uow.plans.get(reference.plan)
        get_visible_team(uow, person, drafted.pilot.id)
        return drafted
    team = get_visible_team(uow, person, reference.pilot or "")
    newest = uow.plans.find_latest_by_pilot([team.pilot.id]).get(team.pilot.id)
    if newest is None:
        raise MoveRefused(f"{team.pilot.name} has no plan yet, and the brief is its first page.")
    return newest


def _send_plan_files(
    files: tuple[str, ...], uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference
) -> None:
    """Into the direct messages of whoever asks: nobody else asked for it."""
    drafted = _get_visible_plan(uow, click.by.id, reference)
    draft_plan.upload_plan_files(uow, deps, PlanFiles(drafted, files, click.key), Place(person=click.by.id))
    if not is_direct_channel(click.source.channel):
        post_ephemeral(uow, click.key, click.source, click.by.id, between.build_file_sent_message())


INTERACTIONS: tuple[Interaction, ...] = (
    LinkButton("open_thread"),
    ModalButton("pilot_start", Right.START, _open_start_form),
    Form("start_pilot", Right.START, _start_pilot, _check_name, _check_start, limit=STARTED_PILOTS),
    Button("pilot_again", Right.START_AGAIN, apply_move(_start_reassessment)),
    ModalButton("pilot_open", Right.READ_STATUS, _open_pilot),
    ModalButton(
        "assessment_why",
        Right.READ_RATINGS,
        lambda context, press: context.view_builder.build_ratings_modal(
            press.click.by.id, press.reference.assessment or ""
        ),
    ),
    ModalButton(
        "assessment_challenge",
        Right.CHALLENGE,
        lambda context, press: _show_ladder(context, press.click.by.id, press.reference, ""),
    ),
    Choice("criterion", Right.CHALLENGE, _show_ladder),
    Form("challenge_rating", Right.CHALLENGE, _challenge_rating, _check_challenge, saved=modals.build_saved_modal),
    Button("status_share", Right.SHARE_HERE, partial(_share, "status"), "shared"),
    Button("assessment_share", Right.SHARE_HERE, partial(_share, "assessment"), "shared"),
    ModalButton("plan_make", Right.MAKE_PLAN, _open_plan_form),
    Form("make_plan", Right.MAKE_PLAN, _make_plan, require_field("start", "Choose the first day."), _check_day_to_come),
    *(
        Button(button, Right.READ_PLAN, apply_move(partial(_send_plan_files, files)), "exported")
        for button, files in (
            ("plan_file", draft_plan.PRINTED),
            ("plan_brief", ("brief.pdf",)),
            ("plan_pdf", ("plan.pdf",)),
            ("plan_docx", ("brief.docx", "plan.docx")),
            ("plan_annex", ("annex.pdf", "compliance.pdf")),
        )
    ),
)
