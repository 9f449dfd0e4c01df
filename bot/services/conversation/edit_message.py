"""Changing what was said: an edited message amends its turn, a deleted one takes it back, words and traces."""

from datetime import datetime
from typing import NamedTuple

from bot.domain.core.team import Thread
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.domain.messaging.message import Part, Posting, part
from bot.domain.messaging.message_source import Source
from bot.services.conversation.context import Desk
from bot.services.conversation.incoming_message import Said, hear, read_on
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.next_question import summary_part
from bot.services.conversation.record_answer import ask_on
from bot.services.interview.interviewing import Heard, load, without_secrets
from bot.services.interview.interviewing import Message as Words
from bot.services.messaging.outbox import freshen_all, replace_part, tell
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done


class Edit(NamedTuple):
    """What a message reads now, and since when by its platform's clock. `key`: by which people are told once."""

    text: str
    key: str
    at: datetime | None = None


async def edited(desk: Desk, thread: Thread, said: Said) -> Done:
    """A message was edited on its platform. One that we have not heard yet is heard as it reads now."""
    interview = await load(desk.transactions, thread.interview_id)
    turn = _turn_of(interview, said.source)
    if turn is None:
        return await hear(desk, thread, said)
    return await amend(desk, thread, turn, Edit(said.text, said.source.text, said.changed_at))


async def amend(desk: Desk, thread: Thread, turn: Turn, edit: Edit) -> Done:
    """The new words are kept at once, then read; the line about the old ones says so."""
    interview = await load(desk.transactions, thread.interview_id)
    clean, secrets = without_secrets(desk.interviewing, Words(interview.person(turn.speaker), edit.text))

    def work(uow: UnitOfWork) -> Turn:
        before = uow.interviews.get(interview.id)
        after = before.amend(turn.id, clean.text, edit.at)
        now = after.turn(turn.id)
        if after != before:
            uow.interviews.save(after)
        if now.revision != before.turn(turn.id).revision:
            corrected = desk.voice.corrected(interview.person(turn.speaker))
            _forget(uow, desk, before, after, turn, part(f"noted:{turn.id}", corrected))
            _warn(uow, desk, thread, f"{edit.key}:{now.revision}", secrets)
        return now

    kept = await desk.transactions.run(work)
    if kept.state != "said":
        return Done()
    # Also where nothing changed: the words were kept, and whoever was to read them came to no end.
    return await read_on(desk, thread, f"{interview.id}:{edit.key}:{kept.revision}")


def _warn(uow: UnitOfWork, desk: Desk, thread: Thread, key: str, secrets: tuple[str, ...]) -> None:
    if secrets:
        tell(uow, thread, f"secret:{key}", (part(f"secret:{key}", desk.voice.took_out(secrets)),), None)


def deleted(uow: UnitOfWork, desk: Desk, thread: Thread, said: Said) -> None:
    """A message was deleted. One that we have not heard yet is remembered as taken back, so that it never counts."""
    interview = uow.interviews.get(thread.interview_id)
    turn = _turn_of(interview, said.source)
    if turn is None:
        if interview.status != "closed":
            gone = Turn(
                id=f"t{len(interview.turns) + 1}",
                question_id=None,
                speaker=said.person,
                text="",
                at=said.said_at,
                source=said.source.text,
                state="retracted",
            )
            uow.interviews.save(interview.hear(gone))
        return
    retract(uow, desk, interview, turn)


def retract(uow: UnitOfWork, desk: Desk, interview: Interview, turn: Turn) -> None:
    """Takes a turn back; wherever its words were shown, they are gone."""
    if turn.state == "retracted":
        return
    after = uow.interviews.save(interview.retract(turn.id))
    speaker = interview.person(turn.speaker)
    _forget(uow, desk, interview, after, turn, part(f"noted:{turn.id}", desk.voice.undone(speaker)))


def undo(uow: UnitOfWork, desk: Desk, click: Click, interview: Interview, turn: Turn) -> None:
    """The speaker takes an answer back by a button; the caller has checked that it is theirs. Then it is asked on:
    what the answer had settled may be open again."""
    retract(uow, desk, interview, turn)
    thread = uow.threads.at(click.source.channel, click.source.root)
    if thread is not None:
        ask_on(uow, desk, thread, click.key)


def _turn_of(interview: Interview, source: Source) -> Turn | None:
    return next((turn for turn in interview.turns if turn.source == source.text), None)


def _forget(uow: UnitOfWork, desk: Desk, before: Interview, after: Interview, turn: Turn, reads: Part) -> None:
    """Replaces the line about the turn, and words anew whatever else quotes it: disagreements and summaries."""
    replace_part(uow, after.id, reads)
    quoted = {item.sentence for item in before.evidence if item.turn_id == turn.id}
    for posting in uow.postings.of_interview(after.id) if quoted else ():
        for shown in posting.parts:
            if shown.key != reads.key and (again := _again(desk, after, posting, shown)) is not None:
                replace_part(uow, after.id, again)
    freshen_all(uow, f"forgot:{after.id}:{after.version}", after)


def _again(desk: Desk, interview: Interview, posting: Posting, shown: Part) -> Part | None:
    kind, _, turn_id = shown.key.partition(":")
    if kind == "summary":
        return summary_part(desk, interview)
    if kind != "noted" or not turn_id:
        return None
    turn = interview.turn(turn_id)
    if turn.state != "mapped":
        return None
    heard, shared = Heard(interview, turn, turn.intent or "answer", ()), posting.place.person is None
    noted = desk.voice.noted(heard, shared=shared)
    return part(shown.key, noted) if noted is not None else None
