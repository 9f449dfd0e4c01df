"""Proposing: a message from somewhere else as evidence, once its author agrees."""

from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Thread
from bot.domain.interview.evidence_proposal import Proposal
from bot.domain.interview.turn import Turn
from bot.domain.messaging.message import Place, Post, Posting, part
from bot.domain.messaging.message_source import Source
from bot.services.conversation.context import Desk
from bot.services.conversation.incoming_message import read_on
from bot.services.conversation.interview_actions import Click
from bot.services.interview.interviewing import Message, store, without_secrets
from bot.services.messaging.outbox import replace_all, say, whisper
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done

_UNSEEN = "I can't see that message: invite me to its channel, then try again. Nothing was kept."
_NO_INTERVIEW = "This pilot has no interview under way, so nothing can be added to it. Nothing was kept."


async def propose(desk: Desk, click: Click, proposed: Proposal) -> Done:
    """The author's own message counts at once; anybody else's only after the author agreed."""
    if proposed.author == click.by.id:
        return await count(desk, click, proposed.pilot, proposed.source)
    if await desk.transactions.run(lambda uow: _thread_of(uow, proposed.pilot)) is None:
        return _refused(desk, click, _NO_INTERVIEW)
    words = await desk.directory.message(proposed.source)
    if words is None:
        return _refused(desk, click, _UNSEEN)
    author = (await desk.directory.person(proposed.author)).person
    return Done(lambda uow: _ask(uow, desk, click, proposed, desk.voice.consent(words, click.by, author, proposed)))


def _ask(uow: UnitOfWork, desk: Desk, click: Click, proposed: Proposal, asked: Post) -> None:
    """Once: whoever asks again learns neither whether the author answered nor what."""
    author = Person(id=proposed.author, name=proposed.author)
    posting = Posting(
        id=consent_id(proposed.pilot.id, proposed.source),
        place=Place(person=author.id),
        parts=(part("consent", asked),),
        pilot_id=proposed.pilot.id,
        forget=True,
    )
    first = say(uow, posting)
    told = desk.voice.asked_for_consent(author) if first else desk.voice.asked_before(author)
    whisper(uow, click.key, click.source, click.by.id, told)


def _refused(desk: Desk, click: Click, why: str) -> Done:
    return Done(lambda uow: whisper(uow, click.key, click.source, click.by.id, desk.voice.refused(why)))


def consent_id(pilot_id: str, source: Source) -> str:
    return f"consent:{pilot_id}:{source.channel}:{source.ts}"


async def count(desk: Desk, click: Click, pilot: Pilot, source: Source) -> Done:
    """The author agreed: the message is looked up, kept, and read like an answer that nobody asked for."""
    said = await desk.directory.message(source)
    if said is None:
        return _refused(desk, click, _UNSEEN)
    thread = await desk.transactions.run(lambda uow: _thread_of(uow, pilot))
    if thread is None:
        return _refused(desk, click, _NO_INTERVIEW)
    clean, _ = without_secrets(desk.interviewing, Message(click.by, said, source.text, unasked=True))

    def keep(uow: UnitOfWork) -> Turn:
        replace_all(uow, consent_id(pilot.id, source), part("consent", desk.voice.agreed(pilot, click.by)))
        return store(uow, thread.interview_id, clean, desk.clock.now())

    turn = await desk.transactions.run(keep)
    return await read_on(desk, thread, f"{thread.interview_id}:{turn.id}")


def decline(uow: UnitOfWork, desk: Desk, pilot: Pilot, source: Source) -> None:
    """The author would rather not: nothing of it was kept, and nobody is told why."""
    replace_all(uow, consent_id(pilot.id, source), part("consent", desk.voice.declined(pilot)))


def _thread_of(uow: UnitOfWork, pilot: Pilot) -> Thread | None:
    latest = uow.interviews.latest_of_each([pilot.id]).get(pilot.id)
    threads = uow.threads.of(latest.id) if latest and latest.status != "closed" else ()
    return threads[0] if threads else None
