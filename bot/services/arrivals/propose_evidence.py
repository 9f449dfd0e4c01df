"""Proposing: a message from somewhere else as evidence, once its author agrees."""

from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Thread
from bot.domain.interview.turn import Turn
from bot.domain.messaging.evidence_proposal import EvidenceProposal
from bot.domain.messaging.message import BotMessage, MessageContent, Place, build_part
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.incoming_message import process_unread
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.put_off_reading import ReadingCause
from bot.services.interview.cleaning import AnswerMessage, redact_message
from bot.services.interview.interviewing import store_turn
from bot.services.messaging.outbox import post_ephemeral, post_message, replace_message
from bot.services.ports.core import UnitOfWork
from bot.services.queries.refusals import refuses
from bot.services.worker.handler import Result

_UNSEEN = "I can't see that message: invite me to its channel, then try again. Nothing was kept."
_NO_INTERVIEW = "This pilot has no interview under way, so nothing can be added to it. Nothing was kept."


async def propose_evidence(deps: ConversationContext, click: Click, proposed: EvidenceProposal) -> Result:
    """The author's own message counts at once; anybody else's only after the author agreed."""
    if proposed.author == click.by.id:
        return await accept_evidence(deps, click, proposed.pilot, proposed.source)
    if await deps.transactions.run(lambda uow: _find_open_thread(uow, proposed.pilot)) is None:
        return _refuse_click(deps, click, _NO_INTERVIEW)
    words = await deps.directory.find_message_text(proposed.source, proposed.author)
    if words is None:
        return _refuse_click(deps, click, _UNSEEN)
    author = (await deps.directory.get_member(proposed.author)).person
    return Result(
        lambda uow: _ask_for_consent(
            uow, deps, click, proposed, deps.formatter.format_consent_request(words, click.by, author, proposed)
        )
    )


def _ask_for_consent(
    uow: UnitOfWork, deps: ConversationContext, click: Click, proposed: EvidenceProposal, asked: MessageContent
) -> None:
    """Once: whoever asks again learns neither whether the author answered nor what."""
    if refuses(uow, proposed.author, click.by.id):
        told = deps.formatter.format_refusal("They don't want to be asked by you. Nothing of the message was kept.")
        post_ephemeral(uow, click.key, click.source, click.by.id, told)
        return
    author = Person(id=proposed.author, name=proposed.author)
    posting = BotMessage(
        id=build_consent_id(proposed.pilot.id, proposed.source),
        place=Place(person=author.id),
        parts=(build_part("consent", asked),),
        pilot_id=proposed.pilot.id,
        forget=True,
    )
    first = post_message(uow, posting)
    told = (
        deps.formatter.format_consent_requested(author)
        if first
        else deps.formatter.format_consent_already_requested(author)
    )
    post_ephemeral(uow, click.key, click.source, click.by.id, told)


def _refuse_click(deps: ConversationContext, click: Click, why: str) -> Result:
    return Result(
        lambda uow: post_ephemeral(uow, click.key, click.source, click.by.id, deps.formatter.format_refusal(why))
    )


def build_consent_id(pilot_id: str, source: MessageSource) -> str:
    return f"consent:{pilot_id}:{source.channel}:{source.ts}"


async def accept_evidence(deps: ConversationContext, click: Click, pilot: Pilot, source: MessageSource) -> Result:
    """The author agreed: the message is looked up, kept, and read like an answer that nobody asked for."""
    said = await deps.directory.find_message_text(source, click.by.id)
    if said is None:
        return _refuse_click(deps, click, _UNSEEN)
    thread = await deps.transactions.run(lambda uow: _find_open_thread(uow, pilot))
    if thread is None:
        return _refuse_click(deps, click, _NO_INTERVIEW)
    clean, _ = redact_message(deps, AnswerMessage(click.by, said, source.source_key, unasked=True))

    def keep(uow: UnitOfWork) -> Turn:
        replace_message(
            uow,
            build_consent_id(pilot.id, source),
            build_part("consent", deps.formatter.format_consent_given(pilot, click.by)),
        )
        return store_turn(uow, thread.interview_id, clean, deps.clock.now())

    turn = await deps.transactions.run(keep)
    return await process_unread(deps, thread, ReadingCause(f"{thread.interview_id}:{turn.id}"))


def decline_evidence(uow: UnitOfWork, deps: ConversationContext, pilot: Pilot, source: MessageSource) -> None:
    """The author would rather not: nothing of it was kept, and nobody is told why."""
    replace_message(
        uow, build_consent_id(pilot.id, source), build_part("consent", deps.formatter.format_consent_declined(pilot))
    )


def _find_open_thread(uow: UnitOfWork, pilot: Pilot) -> Thread | None:
    latest = uow.interviews.find_latest_by_pilot([pilot.id]).get(pilot.id)
    threads = uow.threads.list_for_interview(latest.id) if latest and latest.status != "closed" else ()
    return threads[0] if threads else None
