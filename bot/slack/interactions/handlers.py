"""Handlers: what waits in the inbox, each kind worked by its use case."""

from collections.abc import Coroutine, Mapping
from typing import Any

from bot.domain.core.errors import AnalystRejected, AnalystUnavailable, CannotJoin, NoAccess
from bot.domain.core.team import Thread
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import BotMessage, Place, build_message_part
from bot.domain.messaging.message_source import MessageSource
from bot.domain.planning.draft import PlanOptions
from bot.services.actions import action_commands, assign_actions, draft_plan
from bot.services.conversation import (
    direct_message,
    edit_message,
    finish_interview,
    incoming_message,
    propose_evidence,
    start_reassessment,
)
from bot.services.conversation.incoming_message import DeferredReading, IncomingMessage
from bot.services.conversation.interview_actions import Click
from bot.services.messaging import outbox
from bot.services.messaging.outbox import post_ephemeral
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Handler, Lease, Result, RetryLater
from bot.slack.blocks.assessment.assessment import build_already_shared_message, build_share_done_message
from bot.slack.blocks.kit.references import Reference, parse_reference
from bot.slack.context import SlackContext
from bot.slack.inbound.payloads import ts_to_datetime
from bot.slack.interactions import action_interactions, leader_interactions
from bot.slack.interactions.buttons import apply_click, get_pilot_and_source
from bot.slack.interactions.form_submissions import FormSubmissionHandler
from bot.slack.interactions.scheduled_events import ScheduledEventHandlers
from bot.slack.interactions.suggested_prompts import answer_prompt
from bot.slack.workspace.mrkdwn_to_text import mrkdwn_to_text

_SOON = 0.5
Json = Mapping[str, Any]


class InboxHandlers:
    def __init__(self, context: SlackContext) -> None:
        self._context = context
        self._deps = context.deps
        self._forms = FormSubmissionHandler(context)

    def build_handlers(self) -> dict[str, Handler]:
        return {
            "said": self._handle_message,
            "edited": self._handle_edit,
            "deleted": self._handle_deletion,
            "read": self._handle_deferred_reading,
            "records": self._handle_records_reading,
            "click": self._handle_click,
            "form": self._handle_form,
            "home_opened": self._handle_home_opened,
            "members": self._handle_members_changed,
            "assess": self._handle_assessment,
            "plan": self._handle_plan_draft,
            "entrust": self._handle_action_assignment,
            **ScheduledEventHandlers(self._context).build_handlers(),
        }

    # --- what people say ------------------------------------------------------------------------

    async def _handle_message(self, claim: Claim, lease: Lease) -> Result:
        body = claim.event.body
        said = await self._build_incoming_message(claim)
        thread = await self._find_message_thread(claim, said)
        if not said.text and (thread is not None or body["direct"]):
            return Result(lambda uow: _post_files_unreadable(uow, self._context, said))
        if thread is not None:
            return await incoming_message.handle_message(self._deps, thread, said)
        if body["direct"]:
            return await self._handle_direct_message(claim, said)
        return (
            Result(lambda uow: direct_message.handle_mention(uow, self._deps, said)) if body["mentions"] else Result()
        )

    async def _handle_direct_message(self, claim: Claim, said: IncomingMessage) -> Result:
        """One of the suggested prompts is answered; anything else may belong to an interview."""
        asker = self._context.build_asker(await self._context.directory.get_member(said.person), said.source.channel)
        told = await answer_prompt(self._context, said.text, asker)
        if told is None:
            if await self._deps.transactions.run(
                lambda uow: action_commands.answer_action_reply(uow, self._deps, said.source, said.person)
            ):
                return Result()
            return await direct_message.handle_direct_message(self._deps, said)
        place = Place(person=said.person, thread=said.source.root_ts)
        posting = BotMessage(
            id=f"answer:{claim.event.id}", place=place, parts=(build_message_part("answer", told),), session="active"
        )
        return Result(lambda uow: outbox.post_message(uow, posting))

    async def _handle_edit(self, claim: Claim, lease: Lease) -> Result:
        said = await self._build_incoming_message(claim)
        thread = await self._find_message_thread(claim, said)
        return await edit_message.handle_edited_message(self._deps, thread, said) if thread is not None else Result()

    async def _handle_deletion(self, claim: Claim, lease: Lease) -> Result:
        said = await self._build_incoming_message(claim)
        thread = await self._find_message_thread(claim, said)
        if thread is None:
            return Result()
        await self._deps.transactions.run(
            lambda uow: edit_message.handle_deleted_message(uow, self._deps, thread, said)
        )
        return await incoming_message.process_unread(self._deps, thread, claim.event.id)

    async def _build_incoming_message(self, claim: Claim) -> IncomingMessage:
        body = claim.event.body
        source = MessageSource(body["channel"], body["ts"], body["thread"])
        text, people = await mrkdwn_to_text(
            body["text"], self._context.bot_identity.user, self._context.directory.get_member
        )
        changed = ts_to_datetime(body["changed"]) if body.get("changed") else None
        return IncomingMessage(
            source, body["person"], text, ts_to_datetime(source.ts), claim.received_at, people, changed
        )

    async def _find_message_thread(self, claim: Claim, said: IncomingMessage) -> Thread | None:
        """The thread that the message stands in. Under a message of ours that is only coming to stand it is waited
        for: people may answer before Slack has told us that it stands, or while we are started again."""
        body, source = claim.event.body, said.source
        place = Place(person=said.person) if body["direct"] else Place(channel=source.channel)

        def look(uow: UnitOfWork) -> tuple[bool, Thread | None]:
            coming = bool(body["under_us"]) and uow.events.has_pending_outgoing(place.partition_key)
            return coming, uow.threads.find_at(source.channel, source.root_ts)

        coming, thread = await self._deps.transactions.run(look)
        if thread is None and coming:
            raise RetryLater(_SOON, "The thread is not known yet.")
        return thread

    async def _find_thread(self, source: MessageSource) -> Thread | None:
        return await self._deps.transactions.run(lambda uow: uow.threads.find_at(source.channel, source.root_ts))

    async def _handle_deferred_reading(self, claim: Claim, lease: Lease) -> Result:
        """People were told when it had to be put off."""
        body, person = claim.event.body, self._context.directory.get_member
        mentioned = tuple([(await person(one)).person for one in body.get("mentioned", ())])
        try:
            put_off = DeferredReading(claim.event.id, claim.received_at, mentioned)
            return await incoming_message.retry_unread(self._deps, body["interview"], put_off)
        except (AnalystUnavailable, AnalystRejected) as failure:
            raise RetryLater(self._deps.model_retry_seconds, str(failure)) from failure

    async def _handle_records_reading(self, claim: Claim, lease: Lease) -> Result:
        """Nobody waits for it yet, so nobody is told when it has to be put off."""
        try:
            return await start_reassessment.read_records(self._deps, claim.event.body["interview"])
        except (AnalystUnavailable, AnalystRejected) as failure:
            raise RetryLater(self._deps.model_retry_seconds, str(failure)) from failure

    # --- what people do -------------------------------------------------------------------------

    async def _handle_click(self, claim: Claim, lease: Lease) -> Result:
        body = claim.event.body
        click, reference = await self._build_click(claim), parse_reference(body["value"])
        if body["action"] in {"assessment_share", "status_share"}:
            return await self._handle_share_click(click, body, reference)
        if body["action"] == "portfolio_open":
            asker = self._context.build_asker(
                await self._context.directory.get_member(click.by.id), click.source.channel
            )
            shown = await leader_interactions.build_portfolio_message(self._context, asker)
            return Result(lambda uow: post_ephemeral(uow, click.key, click.source, click.by.id, shown))
        if body["action"] == "portfolio_picture":
            tz = (await self._context.directory.get_member(click.by.id)).tz
            return Result(lambda uow: leader_interactions.queue_portfolio_picture(uow, click, tz))
        if body["action"] in action_interactions.LISTS:
            page = await action_interactions.build_action_page(self._context, body["action"], click.by.id, reference)
            return Result(lambda uow: post_ephemeral(uow, click.key, click.source, click.by.id, page))
        if body["action"] == "evidence_consent":
            pilot, source = await self._deps.transactions.run(lambda uow: get_pilot_and_source(uow, reference))
            return await propose_evidence.accept_evidence(self._deps, click, pilot, source)
        return Result(lambda uow: apply_click(uow, self._deps, click, body["action"], reference))

    async def _build_click(self, claim: Claim) -> Click:
        body = claim.event.body
        member = await self._context.directory.get_member(body["person"])
        return Click(
            claim.event.id, member.person, MessageSource.from_message(body["channel"], body["ts"], body["thread"])
        )

    async def _handle_share_click(self, click: Click, body: Json, reference: Reference) -> Result:
        asker = self._context.build_asker(await self._context.directory.get_member(click.by.id), click.source.channel)
        try:
            if body["action"] == "status_share":
                shared = await self._context.share_builder.build_status_share(reference.pilot or "", asker)
            else:
                shared = await self._context.share_builder.build_assessment_share(reference.assessment or "", asker)
            if shared.channel is not None:
                await self._context.directory.ensure_member(shared.channel)
        except (NoAccess, CannotJoin) as refusal:
            told = self._deps.formatter.format_refusal(str(refusal))
            return Result(lambda uow: post_ephemeral(uow, click.key, click.source, click.by.id, told))
        if shared.channel is None:
            return Result(lambda uow: post_ephemeral(uow, click.key, click.source, click.by.id, shared.post))
        place = Place(channel=shared.channel)
        key = f"shared:{click.source.source_key}:{click.by.id}"
        posting = BotMessage(id=key, place=place, parts=(build_message_part("shared", shared.post),))
        return Result(lambda uow: _post_share(uow, click, posting))

    async def _handle_form(self, claim: Claim, lease: Lease) -> Result:
        return await self._forms.handle_submission(claim)

    async def _handle_home_opened(self, claim: Claim, lease: Lease) -> Result:
        person = claim.event.body["person"]

        def work(uow: UnitOfWork) -> None:
            uow.home_tabs.record_opened(person)
            outbox.refresh_homes(uow, claim.event.id, [person])

        return Result(work)

    async def _handle_members_changed(self, claim: Claim, lease: Lease) -> Result:
        """Who is in a channel that a pilot lives in, learnt anew; nobody, where we no longer hear who leaves."""
        channel = claim.event.body["channel"]
        if await self._deps.transactions.run(lambda uow: uow.channel_members.find_refreshed_at(channel)) is None:
            return Result()
        inside = await self._context.directory.list_channel_members(channel) if claim.event.body["here"] else ()
        return Result(lambda uow: uow.channel_members.replace_members(channel, inside, self._deps.clock.now()))

    # --- what follows ---------------------------------------------------------------------------

    async def _handle_assessment(self, claim: Claim, lease: Lease) -> Result:
        return await self._run_or_postpone(
            claim, finish_interview.assess_and_post(self._deps, claim.event.body["interview"])
        )

    async def _handle_plan_draft(self, claim: Claim, lease: Lease) -> Result:
        wish = PlanOptions.model_validate(claim.event.body["wish"])
        return await draft_plan.draft_and_post(self._deps, claim.event.body["assessment"], wish)

    async def _handle_action_assignment(self, claim: Claim, lease: Lease) -> Result:
        return await assign_actions.ask_owners(self._deps, claim.event.body["plan"])

    async def _run_or_postpone(self, claim: Claim, work: Coroutine[Any, Any, Result]) -> Result:
        """A model that is down, or refuses us, is asked again until it answers; people are told once."""
        try:
            return await work
        except (AnalystUnavailable, AnalystRejected) as failure:
            thread = await self._find_event_thread(claim)
            if thread is not None:
                ref, key = incoming_message.log_analyst_failure(failure, thread.interview_id), f"down:{claim.event.id}"
                told = (incoming_message.build_failure_part(self._deps, failure, ref),)
                await self._deps.transactions.run(lambda uow: outbox.post_in_thread(uow, thread, key, told, "active"))
            raise RetryLater(self._deps.model_retry_seconds, str(failure)) from failure

    # --- what went wrong ------------------------------------------------------------------------

    async def on_interrupt(self, claim: Claim) -> Result:
        """Somebody pressed Stop while this was read."""
        thread = await self._find_event_thread(claim)
        if thread is None:
            return Result()
        return Result(lambda uow: incoming_message.post_reading_stopped(uow, self._deps, thread))

    async def on_giving_up(self, claim: Claim, error: Exception, ref: str) -> Result:
        """Tells whoever waits for it, with what the operator's log can be searched by; the working state ends."""
        told = build_message_part(f"failed:{claim.event.id}", self._deps.formatter.format_failure(ref, saved=True))
        thread = await self._find_event_thread(claim)
        if thread is not None:
            return Result(lambda uow: outbox.post_in_thread(uow, thread, f"failed:{claim.event.id}", (told,), "active"))
        person = claim.event.body.get("person")
        if person is None:
            return Result()
        posting = BotMessage(id=f"failed:{claim.event.id}", place=Place(person=person), parts=(told,))
        return Result(lambda uow: outbox.post_message(uow, posting))

    async def _find_event_thread(self, claim: Claim) -> Thread | None:
        """The thread it is about: its own, or of the interview's the one that was stopped last, or the first."""
        body = claim.event.body
        if body.get("channel") and body.get("ts"):
            return await self._find_thread(MessageSource(body["channel"], body["ts"], body.get("thread")))
        interview = body.get("interview") or await self._find_interview_id(body.get("assessment"))
        threads = (
            await self._deps.transactions.run(lambda uow: uow.threads.list_for_interview(interview))
            if interview
            else ()
        )
        return max(threads, key=lambda one: one.stopped_at.timestamp() if one.stopped_at else 0.0, default=None)

    async def _find_interview_id(self, assessment: str | None) -> str | None:
        if assessment is None:
            return None
        made = await self._deps.transactions.run(lambda uow: uow.assessments.get(assessment))
        return made.interview_id


def _post_share(uow: UnitOfWork, click: Click, posting: BotMessage) -> None:
    """Once by each button; and whoever shared it from elsewhere doesn't see it appear."""
    first, channel = outbox.post_message(uow, posting), posting.place.channel or ""
    if not first:
        post_ephemeral(uow, click.key, click.source, click.by.id, build_already_shared_message())
    elif channel != click.source.channel:
        post_ephemeral(uow, click.key, click.source, click.by.id, build_share_done_message(channel))


def _post_files_unreadable(uow: UnitOfWork, context: SlackContext, said: IncomingMessage) -> None:
    told = build_message_part("files", context.deps.formatter.format_files_unreadable())
    direct = said.source.channel.startswith("D")
    place = Place(
        channel=None if direct else said.source.channel,
        person=said.person if direct else None,
        thread=said.source.root_ts,
    )
    outbox.post_message(
        uow, BotMessage(id=f"files:{said.source.source_key}", place=place, parts=(told,), session="suspended")
    )
