"""Session: one person at the keyboard in one interview; what is said, read and shown."""

from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from bot.console import render
from bot.console.replay import Pipeline
from bot.domain.core.errors import AnalystFailed, AnalystRejected, NotFound
from bot.domain.core.people import Person, slug
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.services.interview import interviewing
from bot.services.interview.interviewing import Heard, Message
from bot.services.ports.core import Transactions


class Leave(Exception):
    """The person left; everything is kept."""


@dataclass
class Session:
    """One person at the keyboard, in one interview."""

    knowledge: Knowledge
    pipeline: Pipeline
    console: Console
    interview_id: str
    speaker: Person

    @property
    def transactions(self) -> Transactions:
        return self.pipeline.interviewing.transactions

    async def interview(self) -> Interview:
        return await interviewing.load(self.pipeline.interviewing.transactions, self.interview_id)


async def say(session: Session, text: str, *, unasked: bool = False) -> None:
    message = Message(speaker=session.speaker, text=text, unasked=unasked)
    kept = await interviewing.keep(session.pipeline.interviewing, session.interview_id, message)
    if kept.redacted:
        session.console.print(render.took_out(kept.redacted))
    await read(session)


async def read(session: Session) -> None:
    try:
        with session.console.status("Reading your answer…"):
            heard = await interviewing.read(session.pipeline.interviewing, session.interview_id)
    except AnalystRejected:
        raise
    except AnalystFailed as exc:
        session.console.print(
            Text(f"{exc} Your answer is saved; /retry has it read again, no need to repeat it.", style="yellow")
        )
        return
    for item in heard:
        await show_heard(session, item)


async def show_heard(session: Session, heard: Heard) -> None:
    console = session.console
    console.print(render.noted(heard, session.knowledge.framework))
    if heard.answer is not None:
        console.print(render.cited(heard.answer))
        repeat(session, heard.interview)
    if heard.colleague is not None:
        console.print(f"{heard.colleague.name} joins. When they sit here: /as {heard.colleague.name}")
    if heard.intent == "pause":
        raise Leave


async def ask_next(session: Session) -> bool:
    question = await interviewing.next_question(session.pipeline.interviewing, session.interview_id, session.speaker.id)
    if question is None:
        return False
    known = len((await session.interview()).known)
    session.console.print(render.question(question, known, session.knowledge.framework))
    return True


def repeat(session: Session, interview: Interview) -> None:
    if interview.open_question is not None:
        session.console.print(
            render.question(interview.open_question, len(interview.known), session.knowledge.framework)
        )


async def typed(prompt: str) -> str:
    """A line from the keyboard. Nothing else runs while a person thinks, so that Ctrl-C ends the wait at once."""
    line = input(prompt)  # noqa: ASYNC250
    return line.encode("utf-8", "replace").decode()  # a terminal may hand over bytes that are no text


def person(text: str) -> Person:
    name, _, role = text.partition(",")
    if not name.strip():
        raise NotFound("Which name?")
    return Person(id=slug(name), name=name.strip(), role=role.strip())
