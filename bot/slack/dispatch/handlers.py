"""Handlers: what waits in the inbox, each kind worked by its use case."""

from bot.domain.asking.nudge_rules import Nudge
from bot.domain.audit.act import Act, ActDetail
from bot.domain.core.errors import AnalystFailed, AnalystRejected, AnalystUnavailable, NotFound, UnusableOutput
from bot.domain.core.team import Thread
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.actions import action_commands, assign_actions, departures, draft_plan, reminders
from bot.services.arrivals import direct_message
from bot.services.budget.budget_warning import BudgetNearlySpent
from bot.services.conversation import finish_interview, incoming_message, lost_channels, put_off_reading, wake_threads
from bot.services.conversation.context import Member
from bot.services.conversation.incoming_message import DeferredReading, IncomingMessage
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.put_off_reading import ReadingCause, compute_retry_wait
from bot.services.digest import weekly_digest
from bot.services.forgetting.forget_person import PersonToForget, forget_person
from bot.services.forgetting.forget_pilot import PilotToForget, forget_pilot
from bot.services.forgetting.retention import RetentionDue, apply_retention
from bot.services.forgetting.unused_pilot import PilotUnused, delete_if_unused
from bot.services.forgetting.withdraw_turn import delete_message, edit_message
from bot.services.inquiries import reply_to_inquiry
from bot.services.messaging import outbox
from bot.services.messaging.digest_schedule import ScheduledDigest
from bot.services.messaging.inbox_events import (
    AssessmentRequested,
    ChannelSuspected,
    DepartureSuspected,
    OwnersUnasked,
    PlanRequested,
    ReadingDeferred,
    RecordsUnread,
    ReminderDue,
    ThreadOpened,
)
from bot.services.messaging.tell_budget import tell_budget
from bot.services.opening import start_reassessment
from bot.services.ports.core import UnitOfWork
from bot.services.queries.home_board import load_home_board
from bot.services.worker.handler import Handler, Lease, Result, RetryLater, bind_handler
from bot.slack.blocks.kit.references import parse_reference, parse_reference_if_ours
from bot.slack.blocks.pilots.home import list_shown_pilots
from bot.slack.context import SlackContext
from bot.slack.dispatch.arrivals import Arrivals
from bot.slack.dispatch.failed_events import FailedEventHandler
from bot.slack.dispatch.hearing import hear_message
from bot.slack.inbound.slack_events import (
    ButtonClicked,
    FormSubmission,
    HomeOpened,
    MembersChanged,
    MessageDeleted,
    MessageEdited,
    MessageSaid,
    MessagesOpened,
    PortfolioAsked,
    PreviewAsked,
)
from bot.slack.interactions.catalogue import find_clicked, find_form
from bot.slack.interactions.leader_interactions import answer_portfolio, answer_preview, build_digest_deps
from bot.slack.interactions.suggested_prompts import answer_prompt, suggest_prompts
from bot.slack.registry.auditing import add_act, build_act, build_form_act, build_rewriting_act
from bot.slack.registry.gate import require_right
from bot.slack.registry.interaction import Button, Press, require_room, run_or_explain, tell_presser


class InboxHandlers:
    def __init__(self, context: SlackContext, failures: FailedEventHandler) -> None:
        self._context = context
        self._deps = context.deps
        self._inquiries = reply_to_inquiry.InquiryDependencies(context.deps, context.links)
        self._failures = failures
        self._arrivals = Arrivals(context)

    def build_handlers(self) -> dict[str, Handler]:
        deps, digest = self._deps, build_digest_deps(self._context)
        bound = dict(
            (
                bind_handler(MessageSaid, self._handle_message),
                bind_handler(MessageEdited, self._handle_edit),
                bind_handler(MessageDeleted, self._handle_deletion),
                bind_handler(ReadingDeferred, self._handle_deferred_reading),
                bind_handler(RecordsUnread, self._handle_records_reading),
                bind_handler(ThreadOpened, self._handle_opened_thread),
                bind_handler(ButtonClicked, self._handle_click),
                bind_handler(FormSubmission, self._handle_form),
                bind_handler(HomeOpened, self._handle_home_opened),
                bind_handler(MessagesOpened, lambda told, claim, lease: suggest_prompts(self._context, told, claim)),
                bind_handler(PreviewAsked, lambda asked, claim, lease: answer_preview(self._context, asked, claim)),
                bind_handler(PortfolioAsked, lambda asked, claim, lease: answer_portfolio(self._context, asked, claim)),
                bind_handler(MembersChanged, self._handle_members_changed),
                bind_handler(AssessmentRequested, self._handle_assessment),
                bind_handler(PlanRequested, lambda asked, claim, lease: draft_plan.draft_and_post(deps, asked)),
                bind_handler(
                    ChannelSuspected,
                    lambda seen, claim, lease: lost_channels.handle_channel_change(deps, seen.channel, claim.event.id),
                ),
                bind_handler(
                    DepartureSuspected, lambda said, claim, lease: departures.handle_departure(deps, said.person)
                ),
                bind_handler(PersonToForget, lambda asked, claim, lease: forget_person(deps, asked, lease)),
                bind_handler(PilotToForget, lambda asked, claim, lease: forget_pilot(deps, asked)),
                bind_handler(RetentionDue, lambda asked, claim, lease: apply_retention(deps, lease)),
                bind_handler(PilotUnused, lambda asked, claim, lease: delete_if_unused(deps, asked)),
                bind_handler(OwnersUnasked, lambda asked, claim, lease: assign_actions.ask_owners(deps, asked.plan)),
                bind_handler(ScheduledDigest, lambda asked, claim, lease: weekly_digest.send_due_digest(digest, asked)),
                bind_handler(BudgetNearlySpent, lambda near, claim, lease: tell_budget(deps.formatter, near)),
                bind_handler(Nudge, lambda asked, claim, lease: wake_threads.nudge_and_pass_on(deps, asked)),
                bind_handler(
                    ReminderDue, lambda asked, claim, lease: reminders.send_due_reminder(deps, asked.to, asked.day)
                ),
            )
        )
        return {kind: self._wake_afterwards(handler) for kind, handler in bound.items()}

    def _wake_afterwards(self, handler: Handler) -> Handler:
        """What was worked in a thread may have been the last before which nothing was to be asked there."""

        async def handle(claim: Claim, lease: Lease) -> Result:
            done = await handler(claim, lease)
            wake = wake_threads.follow_with_waking
            return done if done.wakes else done._replace(work=wake(self._deps, done.work, claim.event.line))

        return handle

    # --- what people say ------------------------------------------------------------------------

    async def _handle_message(self, told: MessageSaid, claim: Claim, lease: Lease) -> Result:
        heard = await hear_message(self._context, told, claim)
        if heard is None:
            return Result()
        said, thread = heard.said, heard.thread
        if heard.member.barred is not None:
            return self._refuse_barred(said, thread, meant=told.direct or told.mentions)
        if thread is not None or told.direct:
            said = await self._arrivals.take_in(told, said, thread)
            if not said.text:
                return Result()
        if thread is not None:
            asked = await reply_to_inquiry.reply_in_thread(self._inquiries, thread, said, mentioned=told.mentions)
            return asked or await incoming_message.handle_message(self._deps, thread, said)
        if told.direct:
            return await self._handle_direct_message(claim, said)
        return await self._handle_mention(said) if told.mentions else Result()

    async def _handle_mention(self, said: IncomingMessage) -> Result:
        asked = await reply_to_inquiry.reply_to_mention(self._inquiries, said)
        return asked or Result(lambda uow: direct_message.handle_mention(uow, self._deps, said))

    def _refuse_barred(self, said: IncomingMessage, thread: Thread | None, *, meant: bool) -> Result:
        """Nothing of it is kept, and they are told once a thread. `meant`: said to us, wherever."""
        if thread is None and not meant:
            return Result()
        return Result(lambda uow: incoming_message.refuse_outsider(uow, self._deps, said))

    async def _handle_direct_message(self, claim: Claim, said: IncomingMessage) -> Result:
        """One of the suggested prompts is answered; anything else may belong to an interview."""
        asker = self._context.build_asker(await self._context.directory.get_member(said.person), said.source.channel)
        told = await answer_prompt(self._context, said.text, asker, claim.event.id)
        if told is None:
            if await self._deps.transactions.run(
                lambda uow: action_commands.answer_action_reply(uow, self._deps, said.source, said.person)
            ):
                return Result()
            asked = await reply_to_inquiry.reply_in_direct_message(self._inquiries, said)
            return asked or await direct_message.handle_direct_message(self._deps, said)
        place = Place(person=said.person, thread=said.source.root_ts)
        posting = BotMessage(
            id=f"answer:{claim.event.id}", place=place, parts=(build_part("answer", told),), session="active"
        )
        seen = Act(at=self._deps.clock.now(), by=said.person, via="message", name="suggested_prompt", effect="saw")
        return add_act(Result(lambda uow: outbox.post_message(uow, posting)), seen)

    async def _handle_edit(self, told: MessageEdited, claim: Claim, lease: Lease) -> Result:
        heard = await hear_message(self._context, told, claim)
        if heard is None or heard.thread is None:
            return Result()
        said, thread = heard.said, heard.thread
        if heard.member.barred is not None:
            return self._refuse_barred(said, thread, meant=False)
        act = build_rewriting_act("message_edited", thread, said, self._deps.clock.now())
        return add_act(await edit_message(self._deps, thread, said), act)

    async def _handle_deletion(self, told: MessageDeleted, claim: Claim, lease: Lease) -> Result:
        """Whose ever it was: what is taken back is never kept from them."""
        heard = await hear_message(self._context, told, claim)
        if heard is None or heard.thread is None:
            return Result()
        said, thread = heard.said, heard.thread
        await self._deps.transactions.run(lambda uow: delete_message(uow, self._deps, thread, said))
        act = build_rewriting_act("message_deleted", thread, said, self._deps.clock.now())
        return add_act(await incoming_message.process_unread(self._deps, thread, ReadingCause(claim.event.id)), act)

    async def _handle_deferred_reading(self, asked: ReadingDeferred, claim: Claim, lease: Lease) -> Result:
        """People were told when it had to be put off."""
        member = self._context.directory.get_member
        mentioned = tuple([(await member(person)).person for person in asked.mentioned])
        try:
            put_off = DeferredReading(claim.event.id, claim.received_at, mentioned)
            return await incoming_message.retry_unread(self._deps, asked.interview, put_off)
        except (AnalystUnavailable, AnalystRejected) as failure:
            raise RetryLater(compute_retry_wait(self._deps, failure), str(failure)) from failure

    async def _handle_records_reading(self, asked: RecordsUnread, claim: Claim, lease: Lease) -> Result:
        """Nobody waits for it yet, so nobody is told when it has to be put off."""
        try:
            return await start_reassessment.read_records(self._deps, asked.interview)
        except (AnalystUnavailable, AnalystRejected) as failure:
            raise RetryLater(compute_retry_wait(self._deps, failure), str(failure)) from failure

    async def _handle_opened_thread(self, told: ThreadOpened, claim: Claim, lease: Lease) -> Result:
        return Result(lambda uow: wake_threads.catch_up(uow, self._deps, told.channel, told.thread))

    # --- what people do -------------------------------------------------------------------------

    async def _handle_click(self, told: ButtonClicked, claim: Claim, lease: Lease) -> Result:
        member = await self._context.directory.get_member(told.person)
        click = Click(claim.event.id, member.person, told.source)
        found, about = find_clicked(told.action), parse_reference_if_ours(told.value)
        if not isinstance(found, Button):
            return tell_presser(click, self._deps.formatter.format_outdated_button())
        act = build_act(found, click, about, self._deps.clock.now())
        return await run_or_explain(self._deps, click, self._run_button(found, told, click, member), act)

    async def _run_button(self, found: Button, told: ButtonClicked, click: Click, member: Member) -> Result:
        reference = parse_reference(told.value)
        await require_right(self._context, member, found.right, reference)
        turned = click._replace(answer=told.answer) if reference.page is not None else click
        return await found.run(self._context, Press(turned, reference))

    async def _handle_form(self, form: FormSubmission, claim: Claim, lease: Lease) -> Result:
        member, reference = await self._context.directory.get_member(form.person), form.reference
        source = MessageSource(reference.channel or form.person, reference.message or "0", reference.thread)
        click = Click(claim.event.id, member.person, source, reference.answer)
        act = build_form_act(find_form(form.callback), click, form, self._deps.clock.now())
        done = await run_or_explain(self._deps, click, self._run_form(form, click, member), act)
        return self._add_secret_notice(done, form, click) if form.redacted else done

    def _add_secret_notice(self, done: Result, form: FormSubmission, click: Click) -> Result:
        """Whatever becomes of the form, whoever wrote it learns what of it was not kept."""
        told = self._deps.formatter.format_secrets_removed(form.redacted)

        def work(uow: UnitOfWork) -> None:
            if done.work is not None:
                done.work(uow)
            outbox.post_ephemeral(uow, f"secret:{click.key}", click.source, click.by.id, told)

        return done._replace(work=work)

    async def _run_form(self, form: FormSubmission, click: Click, member: Member) -> Result:
        found = find_form(form.callback)
        if found is None:
            raise NotFound("That form is one I no longer know. Nothing was changed.")
        await require_right(self._context, member, found.right, form.reference)
        await require_room(self._context, found, click)
        return await found.run(self._context, form, click)

    async def _handle_home_opened(self, told: HomeOpened, claim: Claim, lease: Lease) -> Result:
        seen = Act(at=self._deps.clock.now(), by=told.person, via="home", name="home", effect="saw")

        def work(uow: UnitOfWork) -> None:
            uow.home_tabs.record_opened(told.person)
            outbox.refresh_homes(uow, claim.event.id, [told.person])
            board = load_home_board(uow, told.person, lambda *_: "")
            shown = list_shown_pilots(board.waiting, board.pilots, board.actions)
            uow.audit.append(seen.complete(ActDetail(pilot_ids=shown)))

        return Result(work)

    async def _handle_members_changed(self, told: MembersChanged, claim: Claim, lease: Lease) -> Result:
        """Who is in a channel that a pilot lives in, learnt anew; nobody, where we no longer hear who leaves."""
        channel = told.channel
        if await self._deps.transactions.run(lambda uow: uow.channel_members.find_refreshed_at(channel)) is None:
            return Result()
        inside = await self._context.directory.list_channel_members(channel) if told.here else None

        def work(uow: UnitOfWork) -> None:
            departures.record_channel_members(uow, self._deps, channel, inside)
            if not told.here or any(team.channel_lost for team in uow.teams.list_by_channel(channel)):
                uow.events.add(ChannelSuspected(channel=channel).call_for(claim.event.id))

        return Result(work)

    # --- what follows ---------------------------------------------------------------------------

    async def _handle_assessment(self, asked: AssessmentRequested, claim: Claim, lease: Lease) -> Result:
        """A model that is down, or refuses us, is asked again until it answers, one whose answers can't be used a few
        times; people are told once."""
        try:
            return await finish_interview.assess_and_post(self._deps, asked.interview)
        except AnalystFailed as failure:
            thread = await self._failures.find_interview_thread(asked.interview)
            if thread is not None:
                ref, key = put_off_reading.log_analyst_failure(failure, thread.interview_id), f"down:{claim.event.id}"
                told = (put_off_reading.build_failure_part(self._deps, failure, ref),)
                await self._deps.transactions.run(lambda uow: outbox.post_in_thread(uow, thread, key, told, "active"))
            limited = isinstance(failure, UnusableOutput)
            raise RetryLater(compute_retry_wait(self._deps, failure), str(failure), counts=limited) from failure
