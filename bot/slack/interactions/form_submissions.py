"""Submitting: what a kept form sets going, each by its use case."""

from collections.abc import Awaitable, Callable, Mapping

from bot.domain.core.errors import CannotJoin, InvalidInput, MoveRefused, NoAccess, NotFound
from bot.domain.interview.evidence_proposal import Proposal
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import Posting, part
from bot.domain.messaging.message_source import Source
from bot.services.actions import draft_plan
from bot.services.actions.draft_plan import Asked
from bot.services.assessment.challenging import Objection, challenge
from bot.services.conversation import edit_message, interview_actions, propose_evidence, start_interview
from bot.services.conversation.edit_message import Edit
from bot.services.conversation.interview_actions import Click, Naming
from bot.services.conversation.next_question import main_threads
from bot.services.interview.interviewing import load
from bot.services.messaging.outbox import place_of, say, whisper
from bot.services.ports.core import UnitOfWork, Work
from bot.services.queries.pilots import opened
from bot.services.worker.handler import Done
from bot.slack.blocks.interview.modals import corrected_text
from bot.slack.context import Reception
from bot.slack.inbound.form_payload import Form, form_of, level_of, plan_wish_of, team_of
from bot.slack.interactions import action_interactions, decision_interactions, leader_interactions
from bot.slack.interactions.buttons import interview_of, question_of, to_be_planned


class Submitting:
    def __init__(self, reception: Reception) -> None:
        self._at = reception
        self._desk = reception.desk
        self._by_callback: Mapping[str, Callable[[Form, Click], Awaitable[Done]]] = {
            "start_pilot": self._start,
            "correct_turn": self._correct,
            "ask_colleague": self._leave,
            "challenge_rating": self._challenge,
            "make_plan": self._plan,
            "add_evidence": self._propose,
            **dict.fromkeys(action_interactions.FORMS, self._step),
            **dict.fromkeys(decision_interactions.FORMS, self._decide),
            leader_interactions.FORM: self._wish,
        }

    async def work(self, claim: Claim) -> Done:
        form = form_of(claim.event.body)
        member = await self._at.directory.person(form.person)
        reference = form.reference
        source = Source(reference.channel or form.person, reference.message or "0", reference.thread)
        click = Click(claim.event.id, member.person, source)
        try:
            return await self._sent(form, click)
        except (MoveRefused, InvalidInput) as refusal:
            told = self._desk.voice.refused(str(refusal))
            return Done(lambda uow: whisper(uow, click.key, click.source, click.by.id, told))

    async def _sent(self, form: Form, click: Click) -> Done:
        submit = self._by_callback.get(form.callback)
        if submit is None:
            raise NotFound("That form is one I no longer know. Nothing was changed.")
        return await submit(form, click)

    async def _step(self, form: Form, click: Click) -> Done:
        return self._told_of(click, await action_interactions.submitted(self._at, form, click))

    async def _decide(self, form: Form, click: Click) -> Done:
        return self._told_of(click, await decision_interactions.submitted(self._at, form, click))

    async def _wish(self, form: Form, click: Click) -> Done:
        return self._told_of(click, await leader_interactions.submitted(self._at, form, click))

    def _told_of(self, click: Click, work: Work) -> Done:
        return Done(lambda uow: self._or_tell(uow, click, lambda: work(uow)))

    async def _start(self, form: Form, click: Click) -> Done:
        """Slack may have been too slow to tell, while the form was open, that the channel is closed to us."""
        wanted = team_of(form, self._desk.clock.now())
        if wanted.channel is not None:
            try:
                await self._at.directory.ensure_member(wanted.channel)
            except CannotJoin as refusal:
                raise CannotJoin(f"{wanted.pilot.name} was not started. {refusal}") from refusal
        return await start_interview.start(self._desk, wanted)

    async def _correct(self, form: Form, click: Click) -> Done:
        interview = await load(self._desk.transactions, form.reference.interview or "")
        turn = interview.turn(form.reference.turn or "")
        if turn.speaker != click.by.id:
            raise NoAccess
        source = Source.parsed(turn.source) or click.source
        threads = await self._desk.transactions.run(lambda uow: uow.threads.of(interview.id))
        thread = next((t for t in threads if (t.channel, t.ts) == (source.channel, source.root)), threads[0])
        return await edit_message.amend(self._desk, thread, turn, Edit(corrected_text(form.values), click.key))

    async def _leave(self, form: Form, click: Click) -> Done:
        colleague = (await self._at.directory.person(form.one("colleague") or "")).person

        def work(uow: UnitOfWork) -> None:
            interview = interview_of(uow, click, form.reference)
            naming = Naming(question_of(interview, form.reference), colleague, form.text("note"))
            self._or_tell(uow, click, lambda: interview_actions.leave_to(uow, self._desk, click, interview, naming))

        return Done(work)

    async def _challenge(self, form: Form, click: Click) -> Done:
        objection = Objection(
            key=click.key,
            assessment_id=form.reference.assessment or "",
            criterion=form.one("criterion") or "",
            level=level_of(form),
            reason=form.text("reason"),
            by=click.by.id,
            at=self._desk.clock.now(),
        )

        def work(uow: UnitOfWork) -> None:
            kept = challenge(uow, objection, self._desk.interviewing.redactor)
            interview = uow.interviews.get(kept.assessment.interview_id)
            said = part("challenged", self._desk.voice.challenged(kept.assessment, kept.challenge))
            for thread in main_threads(uow, interview, uow.teams.get(kept.challenge.pilot_id)):
                posting_id = f"{kept.challenge.id}:{thread.channel}:{thread.ts}"
                say(uow, Posting(id=posting_id, place=place_of(thread), parts=(said,)))

        return self._told_of(click, work)

    async def _plan(self, form: Form, click: Click) -> Done:
        def work(uow: UnitOfWork) -> None:
            made = to_be_planned(uow, click.by.id, form.reference)
            draft_plan.ask_for_plan(uow, self._desk, click, Asked(made.id, plan_wish_of(form)))

        return Done(lambda uow: self._or_tell(uow, click, lambda: work(uow)))

    async def _propose(self, form: Form, click: Click) -> Done:
        pilot_id, reference = form.one("pilot") or "", form.reference
        team = await self._desk.transactions.run(lambda uow: opened(uow, click.by.id, pilot_id))
        source = Source.of(reference.channel or "", reference.message or "", reference.thread)
        proposal = Proposal(team.pilot, source, reference.person or "")
        return await propose_evidence.propose(self._desk, click, proposal)

    def _or_tell(self, uow: UnitOfWork, click: Click, act: Callable[[], object]) -> None:
        try:
            act()
        except (MoveRefused, InvalidInput) as refusal:
            whisper(uow, click.key, click.source, click.by.id, self._desk.voice.refused(str(refusal)))
