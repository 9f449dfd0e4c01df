"""Listeners: what Slack sends once and never again; each is kept, or answered from the database, before its ack."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.core.errors import FlightplanError, InvalidInput, MoveRefused
from bot.domain.core.people import Person
from bot.domain.messaging.event import Event
from bot.domain.messaging.message import MessageContent
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import Member
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import post_ephemeral
from bot.services.worker.handler import RetryLater
from bot.slack.blocks.interview import between
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import MENU, View
from bot.slack.blocks.kit.newer_blocks import list_newer_kinds
from bot.slack.blocks.kit.references import parse_reference, parse_reference_if_ours
from bot.slack.blocks.pilots.pilot_modal import build_unavailable_pilot_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors, form_to_event, parse_form_submission
from bot.slack.inbound.slack_events import ButtonClicked, FormSubmission
from bot.slack.interactions.catalogue import SHORTCUTS, find_clicked, find_form
from bot.slack.interactions.commands import answer_command
from bot.slack.registry.auditing import build_act, record_act
from bot.slack.registry.gate import identify, require_right
from bot.slack.registry.interaction import (
    Choice,
    Form,
    LinkButton,
    ModalButton,
    Press,
    open_or_explain,
    open_shortcut,
    rebuild_form,
)
from bot.slack.registry.typed_commands import CommandRequest, post_answer
from bot.slack.transport.bolt_app import RECIPIENT
from bot.slack.transport.calls import translate_slack_errors
from bot.slack.views.commands import parse_command
from bot.slack.workspace.channel_ids import is_shared_channel
from bot.slack.workspace.fast_directory import PATIENCE

log = logging.getLogger(__name__)

Json = Mapping[str, Any]
_ANY = re.compile(r".*", re.S)


class InteractionListeners:
    """`client` opens modals; everything else goes through the outbox."""

    def __init__(self, context: SlackContext, client: AsyncWebClient) -> None:
        self._context = context
        self._client = client

    async def handle_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        caller = {"user": {"id": body["user_id"]}, "team": {"id": body.get("team_id")}}
        member = await identify(self._context, caller)
        if member.barred is not None:
            await ack(text=errors.build_outsider_message().text, response_type="ephemeral")
            return
        asker = self._context.build_asker(member, body["channel_id"])
        typed = self._context.deps.redactor.redact(body.get("text") or "").text
        spoken = CommandRequest(parse_command(typed), asker, f"command:{body.get('trigger_id')}")
        answer = await answer_command(self._context, spoken)
        if not isinstance(answer, MessageContent):
            if await self._open_modal(body, answer):
                await ack()
                return
            answer = errors.build_modal_failed_message()
        if list_newer_kinds(answer):
            answer = await self._post_later(spoken, answer)
        await ack(text=answer.text, blocks=list(answer.blocks), response_type="ephemeral")

    async def _post_later(self, spoken: CommandRequest, answer: MessageContent) -> MessageContent:
        """What this workspace may not show yet can't stand in an ack: Slack wouldn't say that it refuses it."""
        asked = (spoken.asker.person, spoken.asker.channel)
        await self._context.deps.transactions.run(lambda uow: post_answer(uow, spoken.key, asked, answer))
        return between.build_answer_coming_message(shared=spoken.asker.channel is not None)

    async def handle_click(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        action = _unfold_menu(body["actions"][0])
        member = await identify(self._context, body)
        if member.barred is not None:
            await self._tell_barred(body, _build_click_key(body, action))
            await ack()
            return
        await self._record_channel_member(_parse_click_source(body).channel, body["user"]["id"])
        match find_clicked(action["action_id"]):
            case LinkButton():
                pass
            case Choice() as choice:
                await self._refresh_modal(body, action, choice, member)
            case ModalButton() as button:
                view = await open_or_explain(self._context, button, _build_press(body, action), member)
                await self._open_modal_or_explain(body, view, _build_click_key(body, action))
            case _:
                await self._store_event(_build_click_event(body, action))
        await ack()

    async def handle_form(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        form = parse_form_submission(body).redact(self._context.deps.redactor)
        found = find_form(form.callback)
        if found and (refused := await self._find_refusal(body, found, form)):
            await ack(response_action="update", view=refused)
            return
        if found and (wrong := found.check(form) or await self._ask_about(found, form)):
            await ack(response_action="errors", errors=wrong)
            return
        await self._store_event(form_to_event(form, in_order=found is None or found.in_order))
        if found is not None and found.saved is not None:
            await ack(response_action="update", view=found.saved())
        else:
            await ack()

    async def _find_refusal(self, body: Json, found: Form, form: FormSubmission) -> View | None:
        """Whoever may no longer do what the form is for is told so in its place, and nothing of it is kept."""
        try:
            await require_right(self._context, await identify(self._context, body), found.right, form.reference)
        except (InvalidInput, MoveRefused) as refusal:
            act = build_act(found, _build_look(body), form.reference, self._context.deps.clock.now())
            await record_act(self._context, act, "refused")
            return build_unavailable_pilot_modal(self._context.deps.formatter.format_refusal(str(refusal)))
        return None

    async def _ask_about(self, found: Form, form: FormSubmission) -> Errors:
        if found.ask is None:
            return {}
        try:
            async with asyncio.timeout(PATIENCE):
                return await found.ask(self._context, form)
        except (FlightplanError, RetryLater, TimeoutError) as exc:
            log.info("A form was not checked with Slack. %r", exc)
            return {}

    async def handle_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        shortcut, member = SHORTCUTS[body["callback_id"]], await identify(self._context, body)
        view = await open_shortcut(self._context, shortcut, _build_look(body), body, member)
        await self._open_modal_or_explain(body, view, f"shortcut:{body.get('trigger_id')}")
        await ack()

    async def _tell_barred(self, body: Json, key: str) -> None:
        source, person = _parse_click_source(body), body["user"]["id"]
        told = errors.build_outsider_message()
        await self._context.deps.transactions.run(lambda uow: post_ephemeral(uow, key, source, person, told))

    async def _record_channel_member(self, channel: str, person: str) -> None:
        """Slack lets only members click in a channel: what it told us of them may be older."""
        if is_shared_channel(channel):
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

    async def _refresh_modal(self, body: Json, action: Json, choice: Choice, member: Member) -> None:
        """Only a help to choose: where Slack is slow, or the next choice was quicker, the form stays as it was."""
        view, kept = body["view"], body["view"].get("private_metadata") or ""
        chosen = action.get("selected_date") or _get_value(action)
        try:
            press = Press(_build_look(body), parse_reference(kept))
            anew = await rebuild_form(self._context, choice, press, chosen, member)
            with translate_slack_errors("views.update"):
                async with asyncio.timeout(PATIENCE):
                    shown = {**anew, "private_metadata": kept}  # where it was opened from, it still knows
                    await self._client.views_update(view_id=view["id"], hash=view.get("hash"), view=shown)
        except (FlightplanError, RetryLater) as exc:
            log.info("A form stays as it was. %s", exc)


def register_listeners(app: AsyncApp) -> None:
    """Each request is handed to the listeners of the workspace that it is for."""
    app.command("/pilot")(_hand_on(InteractionListeners.handle_command))
    app.action(_ANY)(_hand_on(InteractionListeners.handle_click))
    app.view(_ANY)(_hand_on(InteractionListeners.handle_form))
    for shortcut in SHORTCUTS:
        app.shortcut(shortcut)(_hand_on(InteractionListeners.handle_shortcut))


def _hand_on(
    handle: Callable[[InteractionListeners, AsyncAck, dict[str, Any]], Awaitable[None]],
) -> Callable[..., Awaitable[None]]:
    async def hand_on(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await handle(context[RECIPIENT].listeners, ack, body)

    return hand_on


def _unfold_menu(action: Json) -> Json:
    """What is picked from a menu is the button that stands behind the entry."""
    name, menu, about = action["action_id"].partition(MENU)
    if name or not menu:
        return action
    return {**action, "action_id": action["selected_option"]["value"], "value": about}


def _build_look(body: Json) -> Click:
    """Of somebody who is only shown something."""
    return Click("", Person(id=body["user"]["id"], name=_parse_user_name(body)), _parse_click_source(body))


def _build_press(body: Json, action: Json) -> Press:
    person = Person(id=body["user"]["id"], name=_parse_user_name(body))
    click = Click(_build_click_key(body, action), person, _parse_click_source(body), body.get("response_url"))
    return Press(click, parse_reference_if_ours(_get_value(action)))


def _build_click_event(body: Json, action: Json) -> Event:
    source = _parse_click_source(body)
    told = ButtonClicked(
        action=action["action_id"],
        value=_get_value(action),
        answer=body.get("response_url"),
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


def _get_value(action: Json) -> str:
    """Of a button, or of what was chosen in a menu; what was ticked, with blanks between."""
    ticked = " ".join(option["value"] for option in action.get("selected_options") or ())
    return action.get("value") or (action.get("selected_option") or {}).get("value") or ticked


def _parse_user_name(body: Json) -> str:
    user = body["user"]
    return str(user.get("name") or user.get("username") or user["id"])
