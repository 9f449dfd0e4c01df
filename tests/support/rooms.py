"""Rooms: an interview held at a terminal that nobody looks at, on a real file, read by whom the test says."""

from rich.console import Console

from bot.calendars import LibraryCalendars
from bot.console.interview.room import Room
from bot.domain.asking.waiting import find_open_question
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question
from bot.services.conversation import edit_message, incoming_message
from bot.services.conversation.edit_message import MessageEdit
from bot.services.conversation.put_off_reading import ReadingCause
from bot.services.interview.cleaning import AnswerMessage
from bot.services.interview.interviewing import TurnOutcome
from bot.services.ports.core import Analyst
from bot.services.ports.dependencies import Dependencies
from bot.storage.engine.database import Database
from tests.support.fakes import FakeAnalyst, FakeClock, FakeRedactor


def build_deps(database: Database, knowledge: Knowledge, analyst: Analyst | None = None) -> Dependencies:
    transactions = database.in_workspace("w1")
    return Dependencies(
        transactions, analyst or FakeAnalyst(), FakeRedactor(), FakeClock(), knowledge, LibraryCalendars()
    )


async def open_room(deps: Dependencies, *people: Person, name: str = "FreightMatch") -> Room:
    """Its interview is p1-i1."""
    room = Room(deps, Console(quiet=True), Pilot(id="p1", name=name))
    await room.open_interview(people)
    return room


async def say(room: Room, text: str, by: Person | None = None) -> tuple[TurnOutcome, ...]:
    return await room.hear(AnswerMessage(speaker=by or room.speaker, text=text))


async def amend(room: Room, turn_id: str, text: str) -> Interview:
    turn = (await room.load_interview()).get_turn(turn_id)
    await room.commit(
        await edit_message.amend_turn(room.deps, room.thread, turn, MessageEdit(text, f"{turn_id} {text}"))
    )
    return await room.load_interview()


async def retract(room: Room, turn_id: str) -> Interview:
    await room.act(
        lambda uow, click, interview: edit_message.undo_answer(
            uow, room.deps, click, interview, interview.get_turn(turn_id)
        )
    )
    return await room.load_interview()


async def read_on(room: Room) -> Interview:
    """What waits to be read is read."""
    await room.commit(await incoming_message.process_unread(room.deps, room.thread, ReadingCause("again")))
    return await room.load_interview()


async def waiting(room: Room) -> Question | None:
    """The question that waits for whoever sits there."""
    return find_open_question(await room.load_interview(), room.speaker.id)
