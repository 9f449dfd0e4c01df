"""The commands one can type in a chat, each beginning with a slash."""

from collections.abc import Awaitable, Callable

from rich.text import Text

from bot.console import render
from bot.console.session import LeaveChat, Session, ask_next_question, parse_person, read_answers, submit_answer
from bot.domain.core.errors import MoveRefused, NotFound
from bot.domain.core.people import Person, find_person
from bot.domain.interview.interview import Interview
from bot.services.interview import interview_commands

_COMMANDS = {
    "/skip": "leave this question out",
    "/dontknow": "say that you don't know",
    "/ask NAME": "leave this question to a colleague, who joins",
    "/as NAME, ROLE": "somebody else takes the keyboard",
    "/what QUESTION": "ask me back; any message that asks me something works too",
    "/undo [N]": "take back your last answer, or answer N",
    "/correct [N] TEXT": "replace your last answer, or answer N",
    "/answers": "list what was said, with the numbers",
    "/status": "what is known so far",
    "/retry": "have unread answers read again",
    "/pause": "stop here; start again with the same pilot's name to go on",
    "/finish": "end the interview now; what is not known stays unknown",
    "/help": "this list",
}


async def handle_line(session: Session, line: str) -> None:
    command, _, rest = line.partition(" ")
    try:
        if command.startswith("/"):
            await _run_command(session, command, rest.strip())
        else:
            await submit_answer(session, line)
    except (MoveRefused, NotFound) as exc:
        session.console.print(Text(str(exc), style="yellow"))


async def _run_command(session: Session, command: str, rest: str) -> None:
    handler = _HANDLERS.get(command)
    if handler is None:
        session.console.print(f"I don't know {command}. /help shows what I do.")
        return
    await handler(session, rest)


async def _skip_question(session: Session, rest: str) -> None:
    await interview_commands.skip_open_question(session.transactions, session.interview_id, "skip", session.speaker.id)


async def _dont_know(session: Session, rest: str) -> None:
    await interview_commands.skip_open_question(
        session.transactions, session.interview_id, "dont_know", session.speaker.id
    )


async def _ask_colleague(session: Session, rest: str) -> None:
    colleague = resolve_person(await session.load_interview(), rest)
    await interview_commands.delegate_open_question(
        session.transactions, session.interview_id, session.speaker.id, colleague
    )
    session.console.print(f"Left to {colleague.name}. When they sit here: /as {colleague.name}")


async def _change_speaker(session: Session, rest: str) -> None:
    session.speaker = resolve_person(await session.load_interview(), rest)
    session.console.print(f"Hello {session.speaker.first_name}. Your answers count under your name from here on.")
    await ask_next_question(session)


async def _ask_back(session: Session, rest: str) -> None:
    await submit_answer(session, rest if rest.endswith("?") else f"{rest}?")


async def _undo_answer(session: Session, rest: str) -> None:
    turn = _get_turn_id(await session.load_interview(), session.speaker, rest)
    await interview_commands.retract_answer(session.transactions, session.interview_id, turn)
    session.console.print(f"Taken back: answer {turn[1:]} and everything I read from it are gone.")


async def _correct_answer(session: Session, rest: str) -> None:
    number, _, text = rest.partition(" ")
    interview = await session.load_interview()
    numbered = number.isdigit() and any(turn.id == f"t{number}" for turn in interview.turns)
    words = text if numbered else rest
    if not words.strip():
        raise MoveRefused("Nothing changed: type the new words after /correct, or /undo to take the answer back.")
    turn = _get_turn_id(interview, session.speaker, number if numbered else "")
    redactor = session.pipeline.interviewing.redactor
    amended = await interview_commands.amend_answer(session.transactions, session.interview_id, turn, words, redactor)
    if amended.redacted:
        session.console.print(render.render_redaction_notice(amended.redacted))
    await read_answers(session)


async def _list_answers(session: Session, rest: str) -> None:
    interview = await session.load_interview()
    for turn in interview.turns:
        words = turn.text if turn.state != "retracted" else "(taken back)"
        session.console.print(Text(f"{turn.id[1:]:>3}  {interview.get_person(turn.speaker).first_name}: {words}"))


async def _show_status(session: Session, rest: str) -> None:
    session.console.print(render.render_summary(await session.load_interview(), session.knowledge.framework))


async def _retry_reading(session: Session, rest: str) -> None:
    await read_answers(session)


async def _pause_interview(session: Session, rest: str) -> None:
    await interview_commands.pause_interview(session.transactions, session.interview_id)
    raise LeaveChat


async def _finish_interview(session: Session, rest: str) -> None:
    if (await session.load_interview()).unread_turns:
        await read_answers(session)
    await interview_commands.finish_interview(session.transactions, session.interview_id)


async def _show_help(session: Session, rest: str) -> None:
    for command, does in _COMMANDS.items():
        session.console.print(Text.assemble((f"{command:<22}", "cyan"), does))


_HANDLERS: dict[str, Callable[[Session, str], Awaitable[None]]] = {
    "/skip": _skip_question,
    "/dontknow": _dont_know,
    "/ask": _ask_colleague,
    "/as": _change_speaker,
    "/what": _ask_back,
    "/undo": _undo_answer,
    "/correct": _correct_answer,
    "/answers": _list_answers,
    "/status": _show_status,
    "/retry": _retry_reading,
    "/pause": _pause_interview,
    "/finish": _finish_interview,
    "/help": _show_help,
}


def _get_turn_id(interview: Interview, speaker: Person, number: str) -> str:
    """The id of the turn that a person means: by its number, else their last one."""
    if number:
        turn = interview.get_turn(f"t{number}")
        if turn.speaker != speaker.id:
            raise MoveRefused(f"Answer {number} is {interview.get_person(turn.speaker).first_name}'s to change.")
        return turn.id
    own = [turn for turn in interview.turns if turn.speaker == speaker.id and turn.state != "retracted"]
    if not own:
        raise NotFound("You haven't said anything yet.")
    return own[-1].id


def resolve_person(interview: Interview, text: str) -> Person:
    typed = parse_person(text)
    known = find_person(interview.people, typed.name) or find_person(interview.people, typed.id)
    return known or typed
