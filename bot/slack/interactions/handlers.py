"""Handlers: what waits in the inbox, each kind worked by its use case."""

from collections.abc import Coroutine, Mapping
from typing import Any

from bot.domain.core.errors import AnalystRejected, AnalystUnavailable, CannotJoin, NoAccess
from bot.domain.core.team import Thread
from bot.domain.messaging.event import Claim
from bot.domain.messaging.message import Place, Posting, part
from bot.domain.messaging.message_source import Source
from bot.domain.planning.draft import PlanWish
from bot.services.actions import action_commands, assign_actions, draft_plan
from bot.services.conversation import (
    direct_message,
    edit_message,
    finish_interview,
    incoming_message,
    propose_evidence,
    start_reassessment,
)
from bot.services.conversation.incoming_message import PutOff, Said
from bot.services.conversation.interview_actions import Click
from bot.services.messaging import outbox
from bot.services.messaging.outbox import whisper
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done, Handler, Hold, Postponed
from bot.slack.blocks.assessment.assessment import shared_already, shared_where
from bot.slack.blocks.kit.references import Reference, parsed
from bot.slack.context import Reception
from bot.slack.inbound.payloads import moment
from bot.slack.interactions import action_interactions, leader_interactions
from bot.slack.interactions.buttons import move, proposal_of
from bot.slack.interactions.form_submissions import Submitting
from bot.slack.interactions.scheduled_events import Due
from bot.slack.interactions.suggested_prompts import answered
from bot.slack.workspace.mrkdwn_to_text import in_words

_SOON = 0.5
Json = Mapping[str, Any]


class Handlers:
    def __init__(self, reception: Reception) -> None:
        self._at = reception
        self._desk = reception.desk
        self._forms = Submitting(reception)

    def by_kind(self) -> dict[str, Handler]:
        return {
            "said": self._said,
            "edited": self._edited,
            "deleted": self._deleted,
            "read": self._read,
            "records": self._records,
            "click": self._click,
            "form": self._form,
            "home_opened": self._home_opened,
            "members": self._members,
            "assess": self._assess,
            "plan": self._plan,
            "entrust": self._entrust,
            **Due(self._at).by_kind(),
        }

    # --- what people say ------------------------------------------------------------------------

    async def _said(self, claim: Claim, hold: Hold) -> Done:
        body = claim.event.body
        said = await self._as_said(claim)
        thread = await self._thread_under(claim, said)
        if not said.text and (thread is not None or body["direct"]):
            return Done(lambda uow: _say_files(uow, self._at, said))
        if thread is not None:
            return await incoming_message.hear(self._desk, thread, said)
        if body["direct"]:
            return await self._directly(claim, said)
        return Done(lambda uow: direct_message.answer_mention(uow, self._desk, said)) if body["mentions"] else Done()

    async def _directly(self, claim: Claim, said: Said) -> Done:
        """One of the suggested prompts is answered; anything else may belong to an interview."""
        asker = self._at.asker(await self._at.directory.person(said.person), said.source.channel)
        told = await answered(self._at, said.text, asker)
        if told is None:
            if await self._desk.transactions.run(
                lambda uow: action_commands.answer_reply(uow, self._desk, said.source, said.person)
            ):
                return Done()
            return await direct_message.hear_directly(self._desk, said)
        place = Place(person=said.person, thread=said.source.root)
        posting = Posting(id=f"answer:{claim.event.id}", place=place, parts=(part("answer", told),), session="active")
        return Done(lambda uow: outbox.say(uow, posting))

    async def _edited(self, claim: Claim, hold: Hold) -> Done:
        said = await self._as_said(claim)
        thread = await self._thread_under(claim, said)
        return await edit_message.edited(self._desk, thread, said) if thread is not None else Done()

    async def _deleted(self, claim: Claim, hold: Hold) -> Done:
        said = await self._as_said(claim)
        thread = await self._thread_under(claim, said)
        if thread is None:
            return Done()
        await self._desk.transactions.run(lambda uow: edit_message.deleted(uow, self._desk, thread, said))
        return await incoming_message.read_on(self._desk, thread, claim.event.id)

    async def _as_said(self, claim: Claim) -> Said:
        body = claim.event.body
        source = Source(body["channel"], body["ts"], body["thread"])
        text, people = await in_words(body["text"], self._at.us.user, self._at.directory.person)
        changed = moment(body["changed"]) if body.get("changed") else None
        return Said(source, body["person"], text, moment(source.ts), claim.received_at, people, changed)

    async def _thread_under(self, claim: Claim, said: Said) -> Thread | None:
        """The thread that the message stands in. Under a message of ours that is only coming to stand it is waited
        for: people may answer before Slack has told us that it stands, or while we are started again."""
        body, source = claim.event.body, said.source
        place = Place(person=said.person) if body["direct"] else Place(channel=source.channel)

        def look(uow: UnitOfWork) -> tuple[bool, Thread | None]:
            coming = bool(body["under_us"]) and uow.events.saying(place.line)
            return coming, uow.threads.at(source.channel, source.root)

        coming, thread = await self._desk.transactions.run(look)
        if thread is None and coming:
            raise Postponed(_SOON, "The thread is not known yet.")
        return thread

    async def _thread(self, source: Source) -> Thread | None:
        return await self._desk.transactions.run(lambda uow: uow.threads.at(source.channel, source.root))

    async def _read(self, claim: Claim, hold: Hold) -> Done:
        """People were told when it had to be put off."""
        body, person = claim.event.body, self._at.directory.person
        mentioned = tuple([(await person(one)).person for one in body.get("mentioned", ())])
        try:
            put_off = PutOff(claim.event.id, claim.received_at, mentioned)
            return await incoming_message.read_again(self._desk, body["interview"], put_off)
        except (AnalystUnavailable, AnalystRejected) as failure:
            raise Postponed(self._desk.patience, str(failure)) from failure

    async def _records(self, claim: Claim, hold: Hold) -> Done:
        """Nobody waits for it yet, so nobody is told when it has to be put off."""
        try:
            return await start_reassessment.read_records(self._desk, claim.event.body["interview"])
        except (AnalystUnavailable, AnalystRejected) as failure:
            raise Postponed(self._desk.patience, str(failure)) from failure

    # --- what people do -------------------------------------------------------------------------

    async def _click(self, claim: Claim, hold: Hold) -> Done:
        body = claim.event.body
        click, reference = await self._as_click(claim), parsed(body["value"])
        if body["action"] in {"assessment_share", "status_share"}:
            return await self._share(click, body, reference)
        if body["action"] == "portfolio_open":
            asker = self._at.asker(await self._at.directory.person(click.by.id), click.source.channel)
            shown = await leader_interactions.portfolio_of(self._at, asker)
            return Done(lambda uow: whisper(uow, click.key, click.source, click.by.id, shown))
        if body["action"] == "portfolio_picture":
            tz = (await self._at.directory.person(click.by.id)).tz
            return Done(lambda uow: leader_interactions.picture_for(uow, click, tz))
        if body["action"] in action_interactions.LISTS:
            page = await action_interactions.page_of(self._at, body["action"], click.by.id, reference)
            return Done(lambda uow: whisper(uow, click.key, click.source, click.by.id, page))
        if body["action"] == "evidence_consent":
            pilot, source = await self._desk.transactions.run(lambda uow: proposal_of(uow, reference))
            return await propose_evidence.count(self._desk, click, pilot, source)
        return Done(lambda uow: move(uow, self._desk, click, body["action"], reference))

    async def _as_click(self, claim: Claim) -> Click:
        body = claim.event.body
        member = await self._at.directory.person(body["person"])
        return Click(claim.event.id, member.person, Source.of(body["channel"], body["ts"], body["thread"]))

    async def _share(self, click: Click, body: Json, reference: Reference) -> Done:
        asker = self._at.asker(await self._at.directory.person(click.by.id), click.source.channel)
        try:
            if body["action"] == "status_share":
                shared = await self._at.sharing.status(reference.pilot or "", asker)
            else:
                shared = await self._at.sharing.assessment(reference.assessment or "", asker)
            if shared.channel is not None:
                await self._at.directory.ensure_member(shared.channel)
        except (NoAccess, CannotJoin) as refusal:
            told = self._desk.voice.refused(str(refusal))
            return Done(lambda uow: whisper(uow, click.key, click.source, click.by.id, told))
        if shared.channel is None:
            return Done(lambda uow: whisper(uow, click.key, click.source, click.by.id, shared.post))
        place = Place(channel=shared.channel)
        key = f"shared:{click.source.text}:{click.by.id}"
        posting = Posting(id=key, place=place, parts=(part("shared", shared.post),))
        return Done(lambda uow: _share_there(uow, click, posting))

    async def _form(self, claim: Claim, hold: Hold) -> Done:
        return await self._forms.work(claim)

    async def _home_opened(self, claim: Claim, hold: Hold) -> Done:
        person = claim.event.body["person"]

        def work(uow: UnitOfWork) -> None:
            uow.homes.opened(person)
            outbox.freshen_homes(uow, claim.event.id, [person])

        return Done(work)

    async def _members(self, claim: Claim, hold: Hold) -> Done:
        """Who is in a channel that a pilot lives in, learnt anew; nobody, where we no longer hear who leaves."""
        channel = claim.event.body["channel"]
        if await self._desk.transactions.run(lambda uow: uow.channels.learnt_at(channel)) is None:
            return Done()
        inside = await self._at.directory.members(channel) if claim.event.body["here"] else ()
        return Done(lambda uow: uow.channels.put(channel, inside, self._desk.clock.now()))

    # --- what follows ---------------------------------------------------------------------------

    async def _assess(self, claim: Claim, hold: Hold) -> Done:
        return await self._patiently(claim, finish_interview.assess(self._desk, claim.event.body["interview"]))

    async def _plan(self, claim: Claim, hold: Hold) -> Done:
        wish = PlanWish.model_validate(claim.event.body["wish"])
        return await draft_plan.draft(self._desk, claim.event.body["assessment"], wish)

    async def _entrust(self, claim: Claim, hold: Hold) -> Done:
        return await assign_actions.ask_owners(self._desk, claim.event.body["plan"])

    async def _patiently(self, claim: Claim, work: Coroutine[Any, Any, Done]) -> Done:
        """A model that is down, or refuses us, is asked again until it answers; people are told once."""
        try:
            return await work
        except (AnalystUnavailable, AnalystRejected) as failure:
            thread = await self._thread_of(claim)
            if thread is not None:
                ref, key = incoming_message.logged(failure, thread.interview_id), f"down:{claim.event.id}"
                told = (incoming_message.trouble_part(self._desk, failure, ref),)
                await self._desk.transactions.run(lambda uow: outbox.tell(uow, thread, key, told, "active"))
            raise Postponed(self._desk.patience, str(failure)) from failure

    # --- what went wrong ------------------------------------------------------------------------

    async def on_interrupt(self, claim: Claim) -> Done:
        """Somebody pressed Stop while this was read."""
        thread = await self._thread_of(claim)
        if thread is None:
            return Done()
        return Done(lambda uow: incoming_message.stopped(uow, self._desk, thread))

    async def on_giving_up(self, claim: Claim, error: Exception, ref: str) -> Done:
        """Tells whoever waits for it, with what the operator's log can be searched by; the working state ends."""
        told = part(f"failed:{claim.event.id}", self._desk.voice.failed(ref, saved=True))
        thread = await self._thread_of(claim)
        if thread is not None:
            return Done(lambda uow: outbox.tell(uow, thread, f"failed:{claim.event.id}", (told,), "active"))
        person = claim.event.body.get("person")
        if person is None:
            return Done()
        posting = Posting(id=f"failed:{claim.event.id}", place=Place(person=person), parts=(told,))
        return Done(lambda uow: outbox.say(uow, posting))

    async def _thread_of(self, claim: Claim) -> Thread | None:
        """The thread it is about: its own, or of the interview's the one that was stopped last, or the first."""
        body = claim.event.body
        if body.get("channel") and body.get("ts"):
            return await self._thread(Source(body["channel"], body["ts"], body.get("thread")))
        interview = body.get("interview") or await self._interview_of(body.get("assessment"))
        threads = await self._desk.transactions.run(lambda uow: uow.threads.of(interview)) if interview else ()
        return max(threads, key=lambda one: one.stopped_at.timestamp() if one.stopped_at else 0.0, default=None)

    async def _interview_of(self, assessment: str | None) -> str | None:
        if assessment is None:
            return None
        made = await self._desk.transactions.run(lambda uow: uow.assessments.get(assessment))
        return made.interview_id


def _share_there(uow: UnitOfWork, click: Click, posting: Posting) -> None:
    """Once by each button; and whoever shared it from elsewhere doesn't see it appear."""
    first, channel = outbox.say(uow, posting), posting.place.channel or ""
    if not first:
        whisper(uow, click.key, click.source, click.by.id, shared_already())
    elif channel != click.source.channel:
        whisper(uow, click.key, click.source, click.by.id, shared_where(channel))


def _say_files(uow: UnitOfWork, at: Reception, said: Said) -> None:
    told = part("files", at.desk.voice.cannot_read_files())
    direct = said.source.channel.startswith("D")
    place = Place(
        channel=None if direct else said.source.channel,
        person=said.person if direct else None,
        thread=said.source.root,
    )
    outbox.say(uow, Posting(id=f"files:{said.source.text}", place=place, parts=(told,), session="suspended"))
