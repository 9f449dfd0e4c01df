"""Submitting: what a kept form sets going, each by its use case."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.core.errors import CannotJoin, InvalidInput, MoveRefused, NoAccess, NotFound
from bot.domain.interview.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import BotMessage, build_message_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.actions import draft_plan
from bot.services.assessment.challenging import ChallengeRequest, record_challenge
from bot.services.conversation import edit_message, interview_actions, propose_evidence, start_interview
from bot.services.conversation.edit_message import MessageEdit
from bot.services.conversation.interview_actions import Click, Delegation
from bot.services.conversation.next_question import list_main_threads
from bot.services.interview.interviewing import load_interview
from bot.services.messaging.inbox_events import PlanRequested
from bot.services.messaging.outbox import get_thread_place, post_ephemeral, post_message
from bot.services.ports.core import TransactionWork, UnitOfWork
from bot.services.queries.pilots import get_visible_team
from bot.services.worker.handler import Result
from bot.slack.blocks.interview.modals import join_corrected_text
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import build_plan_request, build_team, parse_level
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.interactions import action_interactions, decision_interactions, leader_interactions
from bot.slack.interactions.buttons import get_plannable_assessment, get_referenced_interview, get_referenced_question


class FormSubmissionHandler:
    def __init__(self, context: SlackContext) -> None:
        self._context = context
        self._deps = context.deps
        self._by_callback: Mapping[str, Callable[[FormSubmission, Click], Awaitable[Result]]] = {
            "start_pilot": self._handle_start_form,
            "correct_turn": self._handle_correction_form,
            "ask_colleague": self._handle_colleague_form,
            "challenge_rating": self._handle_challenge_form,
            "make_plan": self._handle_plan_form,
            "add_evidence": self._handle_evidence_form,
            **dict.fromkeys(action_interactions.FORMS, self._handle_action_form),
            **dict.fromkeys(decision_interactions.FORMS, self._handle_decision_form),
            leader_interactions.FORM: self._handle_digest_form,
        }

    async def handle_submission(self, form: FormSubmission, key: str) -> Result:
        """`key`: by which it is done once."""
        member = await self._context.directory.get_member(form.person)
        reference = form.reference
        source = MessageSource(reference.channel or form.person, reference.message or "0", reference.thread)
        click = Click(key, member.person, source)
        try:
            return await self._dispatch_form(form, click)
        except (MoveRefused, InvalidInput) as refusal:
            told = self._deps.formatter.format_refusal(str(refusal))
            return Result(lambda uow: post_ephemeral(uow, click.key, click.source, click.by.id, told))

    async def _dispatch_form(self, form: FormSubmission, click: Click) -> Result:
        submit = self._by_callback.get(form.callback)
        if submit is None:
            raise NotFound("That form is one I no longer know. Nothing was changed.")
        return await submit(form, click)

    async def _handle_action_form(self, form: FormSubmission, click: Click) -> Result:
        return self._build_guarded_result(
            click, await action_interactions.prepare_action_change(self._context, form, click)
        )

    async def _handle_decision_form(self, form: FormSubmission, click: Click) -> Result:
        return self._build_guarded_result(
            click, await decision_interactions.prepare_decision_change(self._context, form, click)
        )

    async def _handle_digest_form(self, form: FormSubmission, click: Click) -> Result:
        return self._build_guarded_result(
            click, await leader_interactions.prepare_digest_settings(self._context, form, click)
        )

    def _build_guarded_result(self, click: Click, work: TransactionWork) -> Result:
        return Result(lambda uow: self._run_or_explain(uow, click, lambda: work(uow)))

    async def _handle_start_form(self, form: FormSubmission, click: Click) -> Result:
        """Slack may have been too slow to tell, while the form was open, that the channel is closed to us."""
        wanted = build_team(form, self._deps.clock.now())
        if wanted.channel is not None:
            try:
                await self._context.directory.ensure_member(wanted.channel)
            except CannotJoin as refusal:
                raise CannotJoin(f"{wanted.pilot.name} was not started. {refusal}") from refusal
        return await start_interview.start_pilot(self._deps, wanted)

    async def _handle_correction_form(self, form: FormSubmission, click: Click) -> Result:
        interview = await load_interview(self._deps.transactions, form.reference.interview or "")
        turn = interview.get_turn(form.reference.turn or "")
        if turn.speaker != click.by.id:
            raise NoAccess
        source = MessageSource.from_key(turn.source) or click.source
        threads = await self._deps.transactions.run(lambda uow: uow.threads.list_for_interview(interview.id))
        thread = next((t for t in threads if (t.channel, t.ts) == (source.channel, source.root_ts)), threads[0])
        return await edit_message.amend_turn(
            self._deps, thread, turn, MessageEdit(join_corrected_text(form.values), click.key)
        )

    async def _handle_colleague_form(self, form: FormSubmission, click: Click) -> Result:
        colleague = (await self._context.directory.get_member(form.find_value("colleague") or "")).person

        def work(uow: UnitOfWork) -> None:
            interview = get_referenced_interview(uow, click, form.reference)
            naming = Delegation(get_referenced_question(interview, form.reference), colleague, form.get_text("note"))
            self._run_or_explain(
                uow, click, lambda: interview_actions.delegate_question(uow, self._deps, click, interview, naming)
            )

        return Result(work)

    async def _handle_challenge_form(self, form: FormSubmission, click: Click) -> Result:
        objection = ChallengeRequest(
            key=click.key,
            assessment_id=form.reference.assessment or "",
            criterion=form.find_value("criterion") or "",
            level=parse_level(form),
            reason=form.get_text("reason"),
            by=click.by.id,
            at=self._deps.clock.now(),
        )

        def work(uow: UnitOfWork) -> None:
            kept = record_challenge(uow, objection, self._deps.interviewing.redactor)
            interview = uow.interviews.get(kept.assessment.interview_id)
            said = build_message_part(
                "challenged", self._deps.formatter.format_challenge(kept.assessment, kept.challenge)
            )
            for thread in list_main_threads(uow, interview, uow.teams.get(kept.challenge.pilot_id)):
                posting_id = f"{kept.challenge.id}:{thread.channel}:{thread.ts}"
                post_message(uow, BotMessage(id=posting_id, place=get_thread_place(thread), parts=(said,)))

        return self._build_guarded_result(click, work)

    async def _handle_plan_form(self, form: FormSubmission, click: Click) -> Result:
        def work(uow: UnitOfWork) -> None:
            made = get_plannable_assessment(uow, click.by.id, form.reference)
            wanted = PlanRequested(assessment=made.id, wish=build_plan_request(form))
            draft_plan.request_plan(uow, self._deps, click, wanted)

        return Result(lambda uow: self._run_or_explain(uow, click, lambda: work(uow)))

    async def _handle_evidence_form(self, form: FormSubmission, click: Click) -> Result:
        pilot_id, reference = form.find_value("pilot") or "", form.reference
        team = await self._deps.transactions.run(lambda uow: get_visible_team(uow, click.by.id, pilot_id))
        source = MessageSource.from_message(reference.channel or "", reference.message or "", reference.thread)
        proposal = EvidenceProposal(team.pilot, source, reference.person or "")
        return await propose_evidence.propose_evidence(self._deps, click, proposal)

    def _run_or_explain(self, uow: UnitOfWork, click: Click, act: Callable[[], object]) -> None:
        try:
            act()
        except (MoveRefused, InvalidInput) as refusal:
            post_ephemeral(uow, click.key, click.source, click.by.id, self._deps.formatter.format_refusal(str(refusal)))
