"""Openings: the modals behind buttons, built from one reading of the database, since Slack waits three seconds."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from bot.domain.core.errors import InvalidInput, MoveRefused
from bot.domain.core.people import Pilot
from bot.domain.messaging.message import MessageContent
from bot.domain.planning.draft import PlanOptions
from bot.domain.planning.schedule import get_next_monday
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.slack.blocks.interview import evidence, modals
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference, pack_reference
from bot.slack.blocks.pilots.pilot_modal import build_unavailable_pilot_modal
from bot.slack.blocks.plan import plan_modal
from bot.slack.context import SlackContext
from bot.slack.interactions import action_interactions, decision_interactions, leader_interactions
from bot.slack.interactions.buttons import get_plannable_assessment, get_referenced_interview, get_referenced_question
from bot.slack.workspace.fast_directory import DirectoryWithDeadline
from bot.slack.workspace.mrkdwn_to_text import mrkdwn_to_text


class ModalRequest(NamedTuple):
    """A button that opens something, and whoever pressed it."""

    click: Click
    reference: Reference


Opening = Callable[[SlackContext, ModalRequest], Awaitable[View]]


async def build_button_modal(context: SlackContext, action: str, press: ModalRequest) -> View | None:
    """None where the button opens nothing. What can't be opened is a modal that says so."""
    found = OPENINGS.get("pilot_open" if action.startswith("pilot_open") else action)
    if found is None:
        return None
    try:
        return await found(context, press)
    except (InvalidInput, MoveRefused) as refusal:
        return build_unavailable_pilot_modal(context.deps.formatter.format_refusal(str(refusal)))


async def _build_how_it_works_modal(context: SlackContext, press: ModalRequest) -> View:
    return modals.build_interview_help_modal(context.deps.knowledge)


async def _build_start_modal(context: SlackContext, press: ModalRequest) -> View:
    draft = modals.PilotDraft(participants=(press.click.by.id,), channel=press.reference.channel)
    return modals.build_start_pilot_modal(draft)


async def _build_pilot_modal(context: SlackContext, press: ModalRequest) -> View:
    member = await DirectoryWithDeadline(context.directory).person(press.click.by.id)
    return await context.view_builder.build_pilot_modal(
        member.person.id, press.reference.pilot or "", context.get_local_date(member)
    )


async def _build_ratings_modal(context: SlackContext, press: ModalRequest) -> View:
    return await context.view_builder.build_ratings_modal(press.click.by.id, press.reference.assessment or "")


async def _build_challenge_modal(context: SlackContext, press: ModalRequest) -> View:
    return await context.view_builder.build_challenge_modal(press.click.by.id, press.reference.assessment or "")


async def _build_plan_modal(context: SlackContext, press: ModalRequest) -> View:
    member = await DirectoryWithDeadline(context.directory).person(press.click.by.id)
    calendars = context.deps.planning.calendars
    made = await context.deps.transactions.run(
        lambda uow: get_plannable_assessment(uow, press.click.by.id, press.reference)
    )
    wish = PlanOptions(start=get_next_monday(context.get_local_date(member)), country=calendars.find_country(member.tz))
    reference = Reference(assessment=made.id, pilot=made.pilot.id)
    return _attach_origin(
        plan_modal.build_plan_modal(made.pilot, wish, calendars.list_countries(), reference), press, reference
    )


async def _build_colleague_modal(context: SlackContext, press: ModalRequest) -> View:
    def work(uow: UnitOfWork) -> View:
        interview = get_referenced_interview(uow, press.click, press.reference)
        question = get_referenced_question(interview, press.reference)
        if not interview.is_awaiting_answer(question):
            raise MoveRefused("That question was settled meanwhile. Nothing was changed.")
        return modals.build_ask_colleague_modal(interview, question)

    return _attach_origin(await context.deps.transactions.run(work), press)


async def _build_correction_modal(context: SlackContext, press: ModalRequest) -> View:
    def work(uow: UnitOfWork) -> View:
        interview = get_referenced_interview(uow, press.click, press.reference)
        turn = interview.get_turn(press.reference.turn or "")
        if turn.speaker != press.click.by.id:
            return build_unavailable_pilot_modal(errors.build_speaker_only_message(interview.get_person(turn.speaker)))
        if turn.state == "retracted":
            raise MoveRefused("That answer was taken back. Write a new one instead.")
        return modals.build_correction_modal(interview, turn)

    return _attach_origin(await context.deps.transactions.run(work), press)


async def _build_action_modal(action_id: str, context: SlackContext, press: ModalRequest) -> View:
    person, reference = press.click.by.id, press.reference
    view = await context.deps.transactions.run(
        lambda uow: action_interactions.build_action_modal(action_id, uow, person, reference)
    )
    return _attach_origin(view, press)


async def _build_decision_modal(action_id: str, context: SlackContext, press: ModalRequest) -> View:
    person, reference = press.click.by.id, press.reference
    view = await context.deps.transactions.run(
        lambda uow: decision_interactions.build_decision_modal(action_id, uow, person, reference)
    )
    return _attach_origin(view, press)


async def _build_digest_settings_modal(context: SlackContext, press: ModalRequest) -> View:
    return await leader_interactions.build_digest_settings_modal(context, press.click.by.id)


async def _build_digest_preview_modal(context: SlackContext, press: ModalRequest) -> View:
    return await leader_interactions.build_digest_preview_modal(context, press.click.by.id)


def _attach_origin(view: View, press: ModalRequest, about: Reference | None = None) -> View:
    """The modal knows where it was opened, so that what it sends is worked in order with what is said there."""
    if "submit" not in view:
        return view
    source = press.click.source
    here = (about or press.reference).model_copy(
        update={"channel": source.channel, "message": source.ts, "thread": source.thread}
    )
    return {**view, "private_metadata": pack_reference(here)}


OPENINGS: Mapping[str, Opening] = {
    "interview_how": _build_how_it_works_modal,
    "pilot_start": _build_start_modal,
    "pilot_open": _build_pilot_modal,
    "assessment_why": _build_ratings_modal,
    "assessment_challenge": _build_challenge_modal,
    "plan_make": _build_plan_modal,
    "interview_ask_colleague": _build_colleague_modal,
    "turn_correct": _build_correction_modal,
    **{action_id: partial(_build_action_modal, action_id) for action_id in action_interactions.FORMS},
    "digest_open": _build_digest_settings_modal,
    "digest_preview": _build_digest_preview_modal,
    **{action_id: partial(_build_decision_modal, action_id) for action_id in decision_interactions.FORMS},
}


async def build_evidence_modal(context: SlackContext, body: Mapping[str, Any]) -> View:
    """The modal behind the shortcut on a message."""
    message, channel, asker = body["message"], body["channel"]["id"], body["user"]["id"]
    author_id = message.get("user")
    if author_id is None or message.get("bot_id"):
        return build_unavailable_pilot_modal(_build_not_evidence_message())
    hurry = DirectoryWithDeadline(context.directory)
    author = await hurry.person(author_id)
    if author.guest or author.outside:
        return build_unavailable_pilot_modal(
            evidence.build_author_unreachable_message(author.person, outside=author.outside)
        )
    found = await context.deps.transactions.run(lambda uow: _load_pilot_choice(uow, asker, channel))
    if found.sees_any and not found.pilots:
        return build_unavailable_pilot_modal(evidence.build_no_interview_message())
    words, _ = await mrkdwn_to_text(message.get("text") or "", context.bot_identity.user, hurry.person)
    thread = message.get("thread_ts")
    reference = Reference(channel=channel, message=message["ts"], thread=thread, person=author_id)
    own = author_id == asker
    return evidence.build_evidence_modal(words, author.person, found.pilots, reference, own=own, likely=found.likely)


class _PilotChoice(NamedTuple):
    """The pilots that somebody sees and that are being talked about, and the one of the channel they are in."""

    pilots: tuple[Pilot, ...]
    likely: str | None
    sees_any: bool


def _load_pilot_choice(uow: UnitOfWork, person: str, channel: str) -> _PilotChoice:
    teams = uow.teams.list_visible_to(person)
    latest = uow.interviews.find_latest_by_pilot([team.pilot.id for team in teams])
    under_way = [t for t in teams if t.pilot.id in latest and latest[t.pilot.id].status != "closed"]
    here = next((team.pilot.id for team in under_way if team.channel == channel), None)
    return _PilotChoice(tuple(team.pilot for team in under_way), here, bool(teams))


def _build_not_evidence_message() -> MessageContent:
    return errors.build_refusal_message("That message is an app's, not a person's: it is no evidence.")
