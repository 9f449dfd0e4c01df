"""What one can type in a chat: an answer, a judgement of the summary, or a command that begins with a slash."""

from collections.abc import Awaitable, Callable

from rich.text import Text

from bot.console import render
from bot.console.interview.ladders import parse_confirm_command, parse_level_command, parse_numbers, render_chosen_step
from bot.console.interview.room import Room
from bot.domain.asking.waiting import find_open_question
from bot.domain.core.errors import MoveRefused, NotFound
from bot.domain.core.invisible_characters import is_blank
from bot.domain.core.people import Person, find_person, slugify_name
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkipKind, SummaryFeedback
from bot.services.conversation import edit_message, incoming_message, interview_actions
from bot.services.conversation.edit_message import MessageEdit
from bot.services.conversation.interview_actions import ChosenLevels, Click, Delegation, confirm_levels
from bot.services.conversation.interview_threads import is_summary_posted
from bot.services.conversation.put_off_reading import ReadingCause
from bot.services.interview.cleaning import AnswerMessage, redact_words
from bot.services.ports.core import UnitOfWork

_SCORES = {"1", "2", "3", "4"}


async def handle_line(room: Room, line: str) -> None:
    command, _, rest = line.partition(" ")
    try:
        if command.startswith("/"):
            await _run_command(room, command, rest.strip())
        elif line in _SCORES and await room.run(lambda uow: _is_summed_up(uow, room.interview_id)):
            await _judge_summary(room, line)
        elif room.by_rule and (chosen := parse_numbers(await room.load_interview(), room.speaker, line)) is not None:
            await _settle_levels(room, chosen)
        else:
            await room.hear(AnswerMessage(speaker=room.speaker, text=line))
    except (MoveRefused, NotFound) as exc:
        room.console.print(Text(str(exc), style="yellow"))


async def _run_command(room: Room, command: str, rest: str) -> None:
    if command not in _COMMANDS:
        room.console.print(f"I don't know {command}. /help shows what I do.")
        return
    await _COMMANDS[command][0](room, rest)


def _is_summed_up(uow: UnitOfWork, interview_id: str) -> bool:
    interview = uow.interviews.get(interview_id)
    return not interview.pending_questions and is_summary_posted(uow, interview)


async def _judge_summary(room: Room, score: str) -> None:
    """Whatever the judgement, the interview is over."""
    fit = SummaryFeedback.model_validate({"person": room.speaker.id, "score": int(score)})
    await _read_unread(room)
    await room.act(
        lambda uow, click, interview: interview_actions.submit_feedback(uow, room.deps, click, interview, fit)
    )
    if (await room.load_interview()).status == "open":
        await _finish_interview(room, "")


async def _choose_level(room: Room, rest: str) -> None:
    if not room.by_rule:
        raise MoveRefused("A model reads here; say what is otherwise than I noted, and I read it. Nothing was changed.")
    framework = room.deps.knowledge.framework
    await _settle_levels(room, parse_level_command(await room.load_interview(), room.speaker, framework, rest))


async def _settle_levels(room: Room, chosen: ChosenLevels) -> None:
    """What would replace the line under the answer is printed: a screen is not changed."""
    await room.act(
        lambda uow, click, interview: interview_actions.choose_levels(uow, room.deps, click, interview, chosen)
    )
    interview, framework = await room.load_interview(), room.deps.knowledge.framework
    for choice in chosen.choices:
        room.console.print(render_chosen_step(interview, chosen.turn, framework.get_criterion(choice.criterion)))


async def _confirm_level(room: Room, rest: str) -> None:
    framework = room.deps.knowledge.framework
    check = parse_confirm_command(framework, rest)
    await room.act(lambda uow, click, interview: confirm_levels(uow, room.deps, click, interview, (check,)))
    room.console.print(render.render_high_level(await room.load_interview(), framework, check.criterion))


async def _skip_question(room: Room, rest: str) -> None:
    await _let_go(room, "skip")


async def _dont_know(room: Room, rest: str) -> None:
    await _let_go(room, "dont_know")


async def _let_go(room: Room, how: SkipKind) -> None:
    def move(uow: UnitOfWork, click: Click, interview: Interview) -> None:
        question = _get_open_question(interview, click.by)
        interview_actions.skip_question(uow, room.deps, click, question, how, interview)

    await room.act(move)


async def _ask_colleague(room: Room, rest: str) -> None:
    colleague = resolve_person(await room.load_interview(), redact_words(room.deps, rest))

    def move(uow: UnitOfWork, click: Click, interview: Interview) -> None:
        naming = Delegation(_get_open_question(interview, click.by), colleague)
        interview_actions.delegate_question(uow, room.deps, click, interview, naming)

    await room.act(move)


async def _change_speaker(room: Room, rest: str) -> None:
    room.seat(resolve_person(await room.load_interview(), redact_words(room.deps, rest)))
    room.console.print(f"Hello {room.speaker.first_name}. Your answers count under your name from here on.")
    room.shown_question = ""
    room.show_messages()


async def _ask_back(room: Room, rest: str) -> None:
    await room.hear(AnswerMessage(speaker=room.speaker, text=rest if rest.endswith("?") else f"{rest}?"))


async def _undo_answer(room: Room, rest: str) -> None:
    turn = _get_turn_id(await room.load_interview(), room.speaker, rest)
    room.console.print(f"Taken back: answer {turn[1:]} and everything I read from it are gone.")
    await room.act(
        lambda uow, click, interview: edit_message.undo_answer(
            uow, room.deps, click, interview, interview.get_turn(turn)
        )
    )


async def _correct_answer(room: Room, rest: str) -> None:
    number, _, text = rest.partition(" ")
    interview = await room.load_interview()
    numbered = number.isdigit() and any(turn.id == f"t{number}" for turn in interview.turns)
    words = text if numbered else rest
    if not words.strip():
        raise MoveRefused("Nothing changed: type the new words after /correct, or /undo to take the answer back.")
    turn = interview.get_turn(_get_turn_id(interview, room.speaker, number if numbered else ""))
    edit = MessageEdit(words, f"correct:{interview.version}")
    await room.commit(await edit_message.amend_turn(room.deps, room.thread, turn, edit))


async def _list_answers(room: Room, rest: str) -> None:
    interview = await room.load_interview()
    for turn in interview.turns:
        words = turn.text if turn.state != "retracted" else "(taken back)"
        words += " (not read, so not counted)" if turn.state == "unreadable" else ""
        room.console.print(Text(f"{turn.id[1:]:>3}  {interview.get_person(turn.speaker).first_name}: {words}"))


async def _show_status(room: Room, rest: str) -> None:
    room.console.print(render.render_summary(await room.load_interview(), room.deps.knowledge.framework))


async def _retry_reading(room: Room, rest: str) -> None:
    """What could not be read as well."""
    await room.run(lambda uow: _retry_unreadable(uow, room.interview_id))
    await _read_waiting(room)


def _retry_unreadable(uow: UnitOfWork, interview_id: str) -> None:
    interview = uow.interviews.get(interview_id)
    for turn in interview.unreadable_turns:
        interview = uow.interviews.save(interview.retry_turn(turn.id))


async def _read_waiting(room: Room) -> None:
    cause = ReadingCause(f"retry:{(await room.load_interview()).version}")
    await room.commit(await incoming_message.process_unread(room.deps, room.thread, cause))


async def _pause_interview(room: Room, rest: str) -> None:
    await room.act(lambda uow, click, interview: interview_actions.pause_and_announce(uow, room.deps, click, interview))


async def _finish_interview(room: Room, rest: str) -> None:
    await _read_unread(room)
    for turn in (await room.load_interview()).unreadable_turns:
        room.console.print(Text(f"Answer {turn.id[1:]} was not read, and so does not count.", style="yellow"))
    await room.act(lambda uow, click, interview: interview_actions.finish_early(uow, room.deps, click, interview))


async def _read_unread(room: Room) -> None:
    if (await room.load_interview()).unread_turns:
        await _read_waiting(room)


async def _show_help(room: Room, rest: str) -> None:
    width = max(len(f"{command} {follows}") for command, (_, follows, _) in _COMMANDS.items()) + 2
    for command, (_, follows, does) in _COMMANDS.items():
        room.console.print(Text.assemble((f"{command} {follows}".ljust(width), "cyan"), does))


_COMMANDS: dict[str, tuple[Callable[[Room, str], Awaitable[None]], str, str]] = {
    "/level": (_choose_level, "[CRITERION] N [...]", "choose the level, 0 to 4, and say what shows it"),
    "/confirm": (_confirm_level, "CRITERION [LEVEL] [...]", "confirm a 3 or 4, or lower it, and say what shows it"),
    "/skip": (_skip_question, "", "leave this question out"),
    "/dontknow": (_dont_know, "", "say that you don't know"),
    "/ask": (_ask_colleague, "NAME", "leave this question to a colleague, who joins"),
    "/as": (_change_speaker, "NAME, ROLE", "somebody else takes the keyboard"),
    "/what": (_ask_back, "QUESTION", "ask me back; any message that asks me something works too"),
    "/undo": (_undo_answer, "[N]", "take back your last answer, or answer N"),
    "/correct": (_correct_answer, "[N] TEXT", "replace your last answer, or answer N"),
    "/answers": (_list_answers, "", "list what was said, with the numbers"),
    "/status": (_show_status, "", "what is known so far"),
    "/retry": (_retry_reading, "", "have unread answers read again"),
    "/pause": (_pause_interview, "", "stop here; start again with the same pilot's name to go on"),
    "/finish": (_finish_interview, "", "end the interview now; what is not known stays unknown"),
    "/help": (_show_help, "", "this list"),
}
"""What each runs, what may follow it, and what /help says of it."""


def find_waiting_question(interview: Interview, person: Person) -> Question | None:
    """What was left to this person comes first; else what waits for whoever sits there."""
    own = (question for question in interview.pending_questions if question.to == person.id)
    return next(own, None) or find_open_question(interview, person.id)


def _get_open_question(interview: Interview, person: Person) -> Question:
    found = find_waiting_question(interview, person)
    if found is None:
        raise MoveRefused("No question waits for you. Nothing was changed.")
    return found


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


def parse_person(text: str) -> Person:
    name, _, role = text.partition(",")
    if is_blank(name):
        raise NotFound("Which name?")
    return Person(id=slugify_name(name), name=name.strip(), role=role.strip())
