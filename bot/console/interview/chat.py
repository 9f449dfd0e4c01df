"""Chat: the same interview as in Slack, typed in a terminal, to be left and taken up at any time."""

import signal
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.console import render
from bot.console.interview.chat_commands import find_waiting_question, handle_line, parse_person
from bot.console.interview.room import Room
from bot.console.options.plan_options import parse_plan_request
from bot.console.pipeline import Pipeline
from bot.console.progress import ConsoleReporter
from bot.domain.core.errors import AnalystUnavailable, InvalidInput
from bot.domain.core.invisible_characters import is_blank
from bot.domain.core.people import Person, Pilot, find_person, slugify_name
from bot.domain.interview.interview import Interview
from bot.services.conversation import incoming_message, interview_actions
from bot.services.conversation.finish_interview import assess_and_post
from bot.services.conversation.put_off_reading import ReadingCause
from bot.services.conversation.wake_threads import continue_thread
from bot.services.interview.cleaning import redact_words
from bot.services.planning import planning
from bot.services.ports.core import UnitOfWork
from bot.wording.file_names import format_file_name

_SAVED = "Saved. Start again with the same pilot's name and I go on where we stopped."


class LeaveChat(Exception):
    """The person left; everything is kept."""


async def run_chat(pipeline: Pipeline, *, pilot: str | None, name: str | None, out: Path) -> None:
    """Interviews whoever sits at the terminal, then shows the assessment and writes the plan."""
    console = render.new_console()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # asyncio's own would wait for the next line
    try:
        room = await _enter_room(pipeline, console, pilot, name)
        await _converse(room)
        await _write_plan(pipeline, room, out)
    except (LeaveChat, EOFError, KeyboardInterrupt):
        console.print(f"\n{_SAVED}")
    except AnalystUnavailable as exc:
        console.print(f"{exc} {_SAVED}")
        raise SystemExit(1) from exc


async def _enter_room(pipeline: Pipeline, console: Console, pilot: str | None, name: str | None) -> Room:
    console.print(Text("Flightplan: from pilot to production", style="bold"))
    pilot = redact_words(pipeline, pilot or await _read_line("Which pilot is it about? "))
    if is_blank(pilot):
        raise InvalidInput("Give the pilot a name that your team knows.")
    asked = "Your name, and your role if you like (Dana Reyes, head of payables): "
    speaker = parse_person(redact_words(pipeline, name or await _read_line(asked)))
    wanted = Pilot(id=slugify_name(pilot), name=pilot)
    room = Room(pipeline, console, wanted)
    unfinished = await pipeline.transactions.run(lambda uow: _find_unfinished(uow, wanted))
    if unfinished is None:
        await room.open_interview([speaker])
    else:
        room.rejoin(unfinished, _match_known_person(unfinished, speaker))
        await _welcome_back(room, unfinished)
    return room


def _find_unfinished(uow: UnitOfWork, pilot: Pilot) -> Interview | None:
    """The pilot's newest interview, if it is not over or was not assessed."""
    latest = uow.interviews.find_latest_by_pilot([pilot.id]).get(pilot.id)
    assessed = {assessment.interview_id for assessment in uow.assessments.list_for_pilot(pilot.id)}
    return latest if latest is not None and (latest.status != "closed" or latest.id not in assessed) else None


def _match_known_person(interview: Interview, speaker: Person) -> Person:
    """The person that the interview knows already, with a role that was told this time."""
    known = find_person(interview.people, speaker.name)
    return speaker if known is None else known.model_copy(update={"role": speaker.role or known.role})


async def _welcome_back(room: Room, found: Interview) -> None:
    of = len(room.deps.knowledge.framework.criterion_ids)
    room.console.print(f"Welcome back. {len(found.known_criteria)} of {of} known so far. /answers shows what was said.")
    if found.status == "closed":
        await room.commit(await assess_and_post(room.deps, found.id))
    elif found.status == "paused":
        await room.act(lambda uow, click, interview: interview_actions.resume_and_ask(uow, room.deps, click, interview))
    elif found.unread_turns:
        cause = ReadingCause(f"back:{found.version}")
        await room.commit(await incoming_message.process_unread(room.deps, room.thread, cause))
    else:
        await room.act(lambda uow, click, interview: continue_thread(uow, room.deps, room.thread, click.key))


async def _converse(room: Room) -> None:
    """Until the summary was judged, or the team ends it."""
    while (interview := await room.load_interview()).status == "open":
        waiting = find_waiting_question(interview, room.speaker)
        if waiting is not None and waiting.id != room.shown_question:
            room.show_question(interview, waiting)
        line = (await _read_line("> ")).strip()
        if line:
            await handle_line(room, line)
    if interview.status == "paused":
        raise LeaveChat


async def _write_plan(pipeline: Pipeline, room: Room, out: Path) -> None:
    """Plans, and leaves the documents; where too much was not asked yet, says how to go on instead."""
    pilot = (await room.load_interview()).pilot.id
    history = await pipeline.transactions.run(lambda uow: uow.assessments.list_for_pilot(pilot))
    if history[-1].stage_basis == "open":
        room.console.print("Too little was asked for a plan. Start again with the same name, and you go on from here.")
        return
    with room.console.status("Writing the plan…"):
        plan = await planning.create_plan(pipeline, pilot, parse_plan_request(), ConsoleReporter(room.console))
    made = await pipeline.transactions.run(lambda uow: uow.assessments.get(plan.assessment_id))
    room.console.print(render.render_plan(plan))
    folder = out / pilot
    pipeline.write_documents(folder, made, plan)
    room.console.print(f"Documents are in {folder}/. Begin with {format_file_name(plan, 'brief.pdf')}.")


async def _read_line(prompt: str) -> str:
    """A line from the keyboard. Nothing else runs while a person thinks, so that Ctrl-C ends the wait at once."""
    line = input(prompt)  # noqa: ASYNC250
    return line.encode("utf-8", "replace").decode()  # a terminal may hand over bytes that are no text
