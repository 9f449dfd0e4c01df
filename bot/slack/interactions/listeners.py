"""Listeners: what Slack sends once and never again; each is kept, or answered from the database, before its ack."""

import asyncio
import logging
import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import CannotJoin, FlightplanError
from bot.domain.core.people import Person
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import MessageContent
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import post_ephemeral
from bot.services.queries.pilots import find_pilot_by_name
from bot.services.worker.handler import RetryLater
from bot.slack.blocks.interview.modals import build_challenge_saved_modal
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference, parse_reference
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import (
    Errors,
    build_plan_request,
    find_form_errors,
    form_to_event,
    parse_form_submission,
)
from bot.slack.inbound.slack_events import ButtonClicked, FormSubmission
from bot.slack.interactions import action_interactions, decision_interactions, leader_interactions
from bot.slack.interactions.action_interactions import build_move_preview, describe_unreachable
from bot.slack.interactions.command_dispatch import CommandDispatcher, CommandRequest
from bot.slack.interactions.modals import ModalRequest, build_button_modal, build_evidence_modal
from bot.slack.transport.calls import translate_slack_errors
from bot.slack.views.commands import parse_command
from bot.slack.workspace.fast_directory import PATIENCE, DirectoryWithDeadline

log = logging.getLogger(__name__)

Json = Mapping[str, Any]
_LINK = "open_thread"
_CHOSEN = frozenset({"criterion", "due"})
"""Choices in modals that show what was chosen: the ladder of a criterion, what moves along with an action."""
_ANY = re.compile(r".*", re.S)


class InteractionListeners:
    """`client` opens modals; everything else goes through the outbox."""

    def __init__(self, context: SlackContext, client: AsyncWebClient) -> None:
        self._context = context
        self._client = client
        self._commanding = CommandDispatcher(context)

    def register_listeners(self, app: AsyncApp) -> None:
        app.command("/pilot")(self.handle_command)
        app.action(_ANY)(self.handle_click)
        app.view(_ANY)(self.handle_form)
        app.shortcut("add_evidence")(self.handle_shortcut)

    async def handle_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        member = await DirectoryWithDeadline(self._context.directory).person(body["user_id"])
        asker = self._context.build_asker(member, body["channel_id"])
        spoken = CommandRequest(parse_command(body.get("text") or ""), asker, f"command:{body.get('trigger_id')}")
        answer = await self._commanding.answer_command(spoken)
        if not isinstance(answer, MessageContent):
            if await self._open_modal(body, answer):
                await ack()
                return
            answer = errors.build_modal_failed_message()
        await ack(text=answer.text, blocks=list(answer.blocks), response_type="ephemeral")

    async def handle_click(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        await self._record_channel_member(_parse_click_source(body).channel, body["user"]["id"])
        if action["action_id"] == _LINK:
            await ack()
        elif action["action_id"] in _CHOSEN:
            await self._refresh_modal(body, action)
            await ack()
        elif view := await build_button_modal(self._context, action["action_id"], _build_modal_request(body, action)):
            await self._open_modal_or_explain(body, view, _build_click_key(body, action))
            await ack()
        else:
            await self._store_event(_build_click_event(body, action))
            await ack()

    async def handle_form(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        form = parse_form_submission(body)
        wrong = (
            check(form)
            for check in (
                find_form_errors,
                action_interactions.find_action_errors,
                decision_interactions.find_decision_errors,
                leader_interactions.find_digest_errors,
            )
        )
        errors = next(filter(None, wrong), None)
        errors = errors or await self._find_name_errors(form) or await self._find_slack_errors(form)
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        await self._store_event(form_to_event(form))
        if form.callback == "challenge_rating":
            await ack(response_action="update", view=build_challenge_saved_modal())
        else:
            await ack()

    async def handle_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view = await build_evidence_modal(self._context, body)
        await self._open_modal_or_explain(body, view, f"shortcut:{body.get('trigger_id')}")
        await ack()

    async def _record_channel_member(self, channel: str, person: str) -> None:
        """Slack lets only members click in a channel: what it told us of them may be older."""
        if channel.startswith(("C", "G")):
            await self._context.deps.transactions.run(lambda uow: uow.channel_members.add_member(channel, person))

    async def _store_event(self, event: Event) -> None:
        await self._context.deps.transactions.run(lambda uow: uow.events.add(event))

    async def _open_modal(self, body: Json, view: View) -> bool:
        """On top of the modal it was opened from, if any. False where Slack is slow or won't, which is logged."""
        on_top = (body.get("view") or {}).get("type") == "modal"
        call = self._client.views_push if on_top else self._client.views_open
        try:
            with translate_slack_errors("views.push" if on_top else "views.open"):
                async with asyncio.timeout(PATIENCE):
                    await call(trigger_id=body["trigger_id"], view=view)
        except (FlightplanError, RetryLater) as exc:
            log.warning("A modal was not opened. %s", exc)
            return False
        return True

    async def _open_modal_or_explain(self, body: Json, view: View, key: str) -> None:
        """A click has no answer of its own: whoever clicked is told by a message."""
        if not await self._open_modal(body, view):
            told, source, person = errors.build_modal_failed_message(), _parse_click_source(body), body["user"]["id"]
            await self._context.deps.transactions.run(lambda uow: post_ephemeral(uow, key, source, person, told))

    async def _refresh_modal(self, body: Json, action: Json) -> None:
        """Only a help to choose: where Slack is slow, or the next choice was quicker, the form stays as it was."""
        view, anew = body["view"], await self._rebuild_modal(body, action)
        try:
            with translate_slack_errors("views.update"):
                async with asyncio.timeout(PATIENCE):
                    await self._client.views_update(view_id=view["id"], hash=view.get("hash"), view=anew)
        except (FlightplanError, RetryLater) as exc:
            log.info("A form stays as it was. %s", exc)

    async def _rebuild_modal(self, body: Json, action: Json) -> View:
        """The modal with what follows from what was chosen in it; where it was opened from, it still knows."""
        kept, person = body["view"].get("private_metadata") or "", body["user"]["id"]
        reference = parse_reference(kept)
        if action["action_id"] == "due":
            anew = await build_move_preview(self._context, person, reference, action.get("selected_date") or "")
        else:
            criterion = (action.get("selected_option") or {}).get("value")
            anew = await self._context.view_builder.build_challenge_modal(person, reference.assessment or "", criterion)
        return {**anew, "private_metadata": kept}

    async def _find_name_errors(self, form: FormSubmission) -> Errors:
        """Two pilots of one name could not be told apart by those who see both."""
        if form.callback != "start_pilot":
            return {}
        person, name = form.person, form.get_text("name")
        other = await self._context.deps.transactions.run(lambda uow: find_pilot_by_name(uow, person, name))
        if other is None:
            return {}
        go_on = f"type /pilot start {other.pilot.name} to go on there."
        return {"name": f"You see a pilot of that name already. Give this one another, or {go_on}"}

    async def _find_slack_errors(self, form: FormSubmission) -> Errors:
        """What only Slack can tell: whether we get into the channel, whether the colleague can be written to. What it
        doesn't tell in time shows when the form is worked."""
        try:
            async with asyncio.timeout(PATIENCE):
                if form.callback == "start_pilot" and (channel := form.find_value("channel")):
                    await self._context.directory.ensure_member(channel)
                if form.callback == "ask_colleague":
                    return await self._find_colleague_errors(form)
                if form.callback == "make_plan":
                    return await self._find_date_errors(form)
                if form.callback == "action_reassign":
                    return await self._find_assignee_errors(form)
        except CannotJoin as refusal:
            return {"channel": str(refusal)}
        except (FlightplanError, RetryLater, TimeoutError) as exc:
            log.info("A form was not checked with Slack. %r", exc)
        return {}

    async def _find_date_errors(self, form: FormSubmission) -> Errors:
        today = self._context.get_local_date(await self._context.directory.get_member(form.person))
        gone = build_plan_request(form).start < today
        return {"start": "That day has gone by. Choose today or a later one."} if gone else {}

    async def _find_colleague_errors(self, form: FormSubmission) -> Errors:
        member = await self._context.directory.get_member(form.find_value("colleague") or "")
        if member.bot:
            return {"colleague": "That is an app. Choose a person."}
        if (member.guest or member.outside) and form.reference.channel is not None:
            inside = await self._context.directory.list_channel_members(form.reference.channel)
            if member.person.id not in inside:
                name = member.person.first_name
                return {
                    "colleague": f"{name} is a guest, and Slack doesn't let guests talk to apps. Ask them yourself."
                }
        return {}

    async def _find_assignee_errors(self, form: FormSubmission) -> Errors:
        member = await self._context.directory.get_member(form.find_value("colleague") or "")
        why = describe_unreachable(member.person.first_name, bot=member.bot, away=member.guest or member.outside)
        return {"colleague": why} if why else {}


def _build_modal_request(body: Json, action: Json) -> ModalRequest:
    reference = _parse_reference(action)
    return ModalRequest(
        Click(
            _build_click_key(body, action),
            Person(id=body["user"]["id"], name=_parse_user_name(body)),
            _parse_click_source(body),
        ),
        reference,
    )


def _build_click_event(body: Json, action: Json) -> Event:
    source = _parse_click_source(body)
    told = ButtonClicked(
        action=action["action_id"],
        value=action.get("value") or "",
        person=body["user"]["id"],
        channel=source.channel,
        ts=source.ts,
        thread=source.thread,
    )
    return told.to_event(_build_click_key(body, action), source.partition_key)


def _parse_click_source(body: Json) -> MessageSource:
    """Where it was clicked; in Home or a modal there is no channel, and what is said of it goes to the person."""
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    ts = container.get("message_ts") or (body.get("message") or {}).get("ts")
    if channel is None or ts is None:
        return MessageSource(body["user"]["id"], "0")
    thread = (body.get("message") or {}).get("thread_ts") or container.get("thread_ts")
    return MessageSource.from_message(channel, ts, thread)


def _build_click_key(body: Json, action: Json) -> str:
    """A click carries no id: who, where, what and when make one."""
    source = _parse_click_source(body)
    return f"click:{source.channel}:{source.ts}:{action['action_id']}:{action.get('action_ts')}:{body['user']['id']}"


def _parse_reference(action: Json) -> Reference:
    try:
        return parse_reference(action.get("value") or "")
    except FlightplanError:
        return Reference()


def _parse_user_name(body: Json) -> str:
    user = body["user"]
    return str(user.get("name") or user.get("username") or user["id"])
