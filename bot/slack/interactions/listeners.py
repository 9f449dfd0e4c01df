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
from bot.domain.messaging.message import Post
from bot.domain.messaging.message_source import Source
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import whisper
from bot.services.queries.pilots import called
from bot.services.worker.handler import Postponed
from bot.slack.blocks.interview.modals import challenge_kept
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference, parsed
from bot.slack.context import Reception
from bot.slack.inbound.form_payload import Errors, Form, as_event, missing, plan_wish_of, read_form
from bot.slack.interactions import action_interactions, decision_interactions, leader_interactions
from bot.slack.interactions.action_interactions import move_foreseen, unreachable
from bot.slack.interactions.command_dispatch import Commanding, Spoken
from bot.slack.interactions.modals import Press, evidence_form, view_behind
from bot.slack.transport.calls import translated
from bot.slack.views.commands import parse
from bot.slack.workspace.fast_directory import PATIENCE, Hurry

log = logging.getLogger(__name__)

Json = Mapping[str, Any]
_LINK = "open_thread"
_CHOSEN = frozenset({"criterion", "due"})
"""Choices in modals that show what was chosen: the ladder of a criterion, what moves along with an action."""
_ANY = re.compile(r".*", re.S)


class Listeners:
    """`client` opens modals; everything else goes through the outbox."""

    def __init__(self, reception: Reception, client: AsyncWebClient) -> None:
        self._at = reception
        self._client = client
        self._commanding = Commanding(reception)

    def register(self, app: AsyncApp) -> None:
        app.command("/pilot")(self.on_command)
        app.action(_ANY)(self.on_click)
        app.view(_ANY)(self.on_form)
        app.shortcut("add_evidence")(self.on_shortcut)

    async def on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        member = await Hurry(self._at.directory).person(body["user_id"])
        asker = self._at.asker(member, body["channel_id"])
        spoken = Spoken(parse(body.get("text") or ""), asker, f"command:{body.get('trigger_id')}")
        answer = await self._commanding.answer(spoken)
        if not isinstance(answer, Post):
            if await self._open(body, answer):
                await ack()
                return
            answer = errors.not_opened()
        await ack(text=answer.text, blocks=list(answer.blocks), response_type="ephemeral")

    async def on_click(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        await self._take_for_member(_source(body).channel, body["user"]["id"])
        if action["action_id"] == _LINK:
            await ack()
        elif action["action_id"] in _CHOSEN:
            await self._build_again(body, action)
            await ack()
        elif view := await view_behind(self._at, action["action_id"], _press(body, action)):
            await self._open_or_tell(body, view, _key(body, action))
            await ack()
        else:
            await self._keep(_clicked(body, action))
            await ack()

    async def on_form(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        form = read_form(body)
        wrong = (
            check(form)
            for check in (
                missing,
                action_interactions.missing_in,
                decision_interactions.missing_in,
                leader_interactions.missing_in,
            )
        )
        errors = next(filter(None, wrong), None)
        errors = errors or await self._taken(form) or await self._wrong(form)
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        await self._keep(as_event(form))
        if form.callback == "challenge_rating":
            await ack(response_action="update", view=challenge_kept())
        else:
            await ack()

    async def on_shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        view = await evidence_form(self._at, body)
        await self._open_or_tell(body, view, f"shortcut:{body.get('trigger_id')}")
        await ack()

    async def _take_for_member(self, channel: str, person: str) -> None:
        """Slack lets only members click in a channel: what it told us of them may be older."""
        if channel.startswith(("C", "G")):
            await self._at.desk.transactions.run(lambda uow: uow.channels.join(channel, person))

    async def _keep(self, event: Event) -> None:
        await self._at.desk.transactions.run(lambda uow: uow.events.add(event))

    async def _open(self, body: Json, view: View) -> bool:
        """On top of the modal it was opened from, if any. False where Slack is slow or won't, which is logged."""
        on_top = (body.get("view") or {}).get("type") == "modal"
        call = self._client.views_push if on_top else self._client.views_open
        try:
            with translated("views.push" if on_top else "views.open"):
                async with asyncio.timeout(PATIENCE):
                    await call(trigger_id=body["trigger_id"], view=view)
        except (FlightplanError, Postponed) as exc:
            log.warning("A modal was not opened. %s", exc)
            return False
        return True

    async def _open_or_tell(self, body: Json, view: View, key: str) -> None:
        """A click has no answer of its own: whoever clicked is told by a message."""
        if not await self._open(body, view):
            told, source, person = errors.not_opened(), _source(body), body["user"]["id"]
            await self._at.desk.transactions.run(lambda uow: whisper(uow, key, source, person, told))

    async def _build_again(self, body: Json, action: Json) -> None:
        """Only a help to choose: where Slack is slow, or the next choice was quicker, the form stays as it was."""
        view, anew = body["view"], await self._anew(body, action)
        try:
            with translated("views.update"):
                async with asyncio.timeout(PATIENCE):
                    await self._client.views_update(view_id=view["id"], hash=view.get("hash"), view=anew)
        except (FlightplanError, Postponed) as exc:
            log.info("A form stays as it was. %s", exc)

    async def _anew(self, body: Json, action: Json) -> View:
        """The modal with what follows from what was chosen in it; where it was opened from, it still knows."""
        kept, person = body["view"].get("private_metadata") or "", body["user"]["id"]
        reference = parsed(kept)
        if action["action_id"] == "due":
            anew = await move_foreseen(self._at, person, reference, action.get("selected_date") or "")
        else:
            criterion = (action.get("selected_option") or {}).get("value")
            anew = await self._at.reading.challenge_of(person, reference.assessment or "", criterion)
        return {**anew, "private_metadata": kept}

    async def _taken(self, form: Form) -> Errors:
        """Two pilots of one name could not be told apart by those who see both."""
        if form.callback != "start_pilot":
            return {}
        person, name = form.person, form.text("name")
        other = await self._at.desk.transactions.run(lambda uow: called(uow, person, name))
        if other is None:
            return {}
        go_on = f"type /pilot start {other.pilot.name} to go on there."
        return {"name": f"You see a pilot of that name already. Give this one another, or {go_on}"}

    async def _wrong(self, form: Form) -> Errors:
        """What only Slack can tell: whether we get into the channel, whether the colleague can be written to. What it
        doesn't tell in time shows when the form is worked."""
        try:
            async with asyncio.timeout(PATIENCE):
                if form.callback == "start_pilot" and (channel := form.one("channel")):
                    await self._at.directory.ensure_member(channel)
                if form.callback == "ask_colleague":
                    return await self._unreachable(form)
                if form.callback == "make_plan":
                    return await self._gone_by(form)
                if form.callback == "action_reassign":
                    return await self._unfit(form)
        except CannotJoin as refusal:
            return {"channel": str(refusal)}
        except (FlightplanError, Postponed, TimeoutError) as exc:
            log.info("A form was not checked with Slack. %r", exc)
        return {}

    async def _gone_by(self, form: Form) -> Errors:
        today = self._at.today(await self._at.directory.person(form.person))
        gone = plan_wish_of(form).start < today
        return {"start": "That day has gone by. Choose today or a later one."} if gone else {}

    async def _unreachable(self, form: Form) -> Errors:
        member = await self._at.directory.person(form.one("colleague") or "")
        if member.bot:
            return {"colleague": "That is an app. Choose a person."}
        if (member.guest or member.outside) and form.reference.channel is not None:
            inside = await self._at.directory.members(form.reference.channel)
            if member.person.id not in inside:
                name = member.person.first_name
                return {
                    "colleague": f"{name} is a guest, and Slack doesn't let guests talk to apps. Ask them yourself."
                }
        return {}

    async def _unfit(self, form: Form) -> Errors:
        member = await self._at.directory.person(form.one("colleague") or "")
        why = unreachable(member.person.first_name, bot=member.bot, away=member.guest or member.outside)
        return {"colleague": why} if why else {}


def _press(body: Json, action: Json) -> Press:
    reference = _reference(action)
    return Press(Click(_key(body, action), Person(id=body["user"]["id"], name=_name(body)), _source(body)), reference)


def _clicked(body: Json, action: Json) -> Event:
    source = _source(body)
    told = {
        "action": action["action_id"],
        "value": action.get("value") or "",
        "person": body["user"]["id"],
        "channel": source.channel,
        "ts": source.ts,
        "thread": source.thread,
    }
    return Event(id=_key(body, action), lane="inbox", line=source.line, kind="click", body=told)


def _source(body: Json) -> Source:
    """Where it was clicked; in Home or a modal there is no channel, and what is said of it goes to the person."""
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    ts = container.get("message_ts") or (body.get("message") or {}).get("ts")
    if channel is None or ts is None:
        return Source(body["user"]["id"], "0")
    thread = (body.get("message") or {}).get("thread_ts") or container.get("thread_ts")
    return Source.of(channel, ts, thread)


def _key(body: Json, action: Json) -> str:
    """A click carries no id: who, where, what and when make one."""
    source = _source(body)
    return f"click:{source.channel}:{source.ts}:{action['action_id']}:{action.get('action_ts')}:{body['user']['id']}"


def _reference(action: Json) -> Reference:
    try:
        return parsed(action.get("value") or "")
    except FlightplanError:
        return Reference()


def _name(body: Json) -> str:
    user = body["user"]
    return str(user.get("name") or user.get("username") or user["id"])
