"""Session: one person at the keyboard in one interview; what is said, read and shown."""

from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from bot.console import render
from bot.console.replay import Pipeline
from bot.domain.core.errors import AnalystFailed, AnalystRejected, NotFound
from bot.domain.core.people import Person, slugify_name
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.services.interview import interviewing
from bot.services.interview.interviewing import AnswerMessage, TurnOutcome
from bot.services.ports.core import Transactions


class LeaveChat(Exception):
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

    async def load_interview(self) -> Interview:
        return await interviewing.load_interview(self.pipeline.interviewing.transactions, self.interview_id)


async def submit_answer(session: Session, text: str, *, unasked: bool = False) -> None:
    message = AnswerMessage(speaker=session.speaker, text=text, unasked=unasked)
    kept = await interviewing.store_answer(session.pipeline.interviewing, session.interview_id, message)
    if kept.redacted:
        session.console.print(render.render_redaction_notice(kept.redacted))
    await read_answers(session)


async def read_answers(session: Session) -> None:
    try:
        with session.console.status("Reading your answer…"):
            heard = await interviewing.read_unread_turns(session.pipeline.interviewing, session.interview_id)
    except AnalystRejected:
        raise
    except AnalystFailed as exc:
        session.console.print(
            Text(f"{exc} Your answer is saved; /retry has it read again, no need to repeat it.", style="yellow")
        )
        return
    for item in heard:
        await show_turn_outcome(session, item)


async def show_turn_outcome(session: Session, heard: TurnOutcome) -> None:
    console = session.console
    console.print(render.render_turn_outcome(heard, session.knowledge.framework))
    if heard.answer is not None:
        console.print(render.render_cited_answer(heard.answer))
        repeat_question(session, heard.interview)
    if heard.colleague is not None:
        console.print(f"{heard.colleague.name} joins. When they sit here: /as {heard.colleague.name}")
    if heard.intent == "pause":
        raise LeaveChat


async def ask_next_question(session: Session) -> bool:
    question = await interviewing.ask_next_question(
        session.pipeline.interviewing, session.interview_id, session.speaker.id
    )
    if question is None:
        return False
    known = len((await session.load_interview()).known_criteria)
    session.console.print(render.render_question(question, known, session.knowledge.framework))
    return True


def repeat_question(session: Session, interview: Interview) -> None:
    if interview.open_question is not None:
        session.console.print(
            render.render_question(interview.open_question, len(interview.known_criteria), session.knowledge.framework)
        )


async def read_line(prompt: str) -> str:
    """A line from the keyboard. Nothing else runs while a person thinks, so that Ctrl-C ends the wait at once."""
    line = input(prompt)  # noqa: ASYNC250
    return line.encode("utf-8", "replace").decode()  # a terminal may hand over bytes that are no text


def parse_person(text: str) -> Person:
    name, _, role = text.partition(",")
    if not name.strip():
        raise NotFound("Which name?")
    return Person(id=slugify_name(name), name=name.strip(), role=role.strip())
