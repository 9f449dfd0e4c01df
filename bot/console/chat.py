"""Chat: the same interview as in Slack, typed in a terminal, to be left and taken up at any time."""

import signal
from pathlib import Path

from rich.console import Console
from rich.text import Text

from bot.console import render
from bot.console.chat_commands import handle_line
from bot.console.plan_options import parse_plan_request
from bot.console.replay import Pipeline
from bot.console.session import (
    LeaveChat,
    Session,
    ask_next_question,
    parse_person,
    read_answers,
    read_line,
    repeat_question,
    submit_answer,
)
from bot.domain.core.errors import AnalystUnavailable
from bot.domain.core.people import Person, Pilot, find_person, slugify_name
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import SummaryFeedback
from bot.services.assessment import assessing
from bot.services.interview import interview_commands, interviewing
from bot.services.planning import planning
from bot.services.ports.core import UnitOfWork

_SAVED = "Saved. Start again with the same pilot's name and I go on where we stopped."


async def run_chat(knowledge: Knowledge, pipeline: Pipeline, *, pilot: str | None, name: str | None, out: Path) -> None:
    """Interviews whoever sits at the terminal, then shows the assessment and writes the plan."""
    console = render.new_console()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # asyncio's own would wait for the next line
    try:
        session = await _open_session(knowledge, pipeline, console, pilot, name)
        await _run_conversation(session)
        await _write_results(session, out)
    except (LeaveChat, EOFError, KeyboardInterrupt):
        console.print(f"\n{_SAVED}")
    except AnalystUnavailable as exc:
        console.print(f"{exc} {_SAVED}")
        raise SystemExit(1) from exc


async def _open_session(
    knowledge: Knowledge, pipeline: Pipeline, console: Console, pilot: str | None, name: str | None
) -> Session:
    console.print(Text("Flightplan: from pilot to production", style="bold"))
    pilot = pilot or await read_line("Which pilot is it about? ")
    speaker = parse_person(
        name or await read_line("Your name, and your role if you like (Dana Reyes, head of payables): ")
    )
    transactions = pipeline.interviewing.transactions
    wanted = Pilot(id=slugify_name(pilot), name=pilot)
    earlier, assessed = await transactions.run(lambda uow: _list_earlier_interviews(uow, wanted))
    if earlier and (earlier[0].status != "closed" or earlier[0].id not in assessed):
        session = Session(knowledge, pipeline, console, earlier[0].id, _match_known_person(earlier[0], speaker))
        await _welcome_back(session, earlier[0])
        return session
    deps, name_of_it = pipeline.interviewing, f"{wanted.id}-i{len(earlier) + 1}"
    interview = await interviewing.begin_interview(deps, name_of_it, wanted, (speaker,))
    _print_introduction(console, deps.analyst.name)
    console.print(render.render_question(interview.questions[0], 0, knowledge.framework))
    return Session(knowledge, pipeline, console, interview.id, speaker)


def _list_earlier_interviews(uow: UnitOfWork, pilot: Pilot) -> tuple[list[Interview], set[str]]:
    """The pilot's interviews, newest first, and which of them were assessed."""
    interviews = [interview for interview in uow.interviews.list_all() if interview.pilot.id == pilot.id]
    return interviews, {assessment.interview_id for assessment in uow.assessments.list_for_pilot(pilot.id)}


def _match_known_person(interview: Interview, speaker: Person) -> Person:
    """The person that the interview knows already, with a role that was told this time."""
    known = find_person(interview.people, speaker.name)
    return speaker if known is None else known.model_copy(update={"role": speaker.role or known.role})


def _print_introduction(console: Console, analyst: str) -> None:
    console.print(
        "I'm Flightplan, an AI assistant. I'll ask about ten questions, one at a time; it takes 20 to 30 minutes, "
        "in one go or over days. I quote you in the assessment, so people can check me; I rate the pilot, never a "
        "person. Everything you type is kept at once. /help shows what else you can do."
    )
    console.print(Text(render.format_analyst_notice(analyst), style="dim"))


async def _welcome_back(session: Session, found: Interview) -> None:
    interview = (
        await interview_commands.resume_interview(session.transactions, found.id) if found.status == "paused" else found
    )
    of = len(session.knowledge.framework.criterion_ids)
    session.console.print(
        f"Welcome back. {len(interview.known_criteria)} of {of} known so far. /answers shows what was said."
    )
    if interview.unread_turns:
        await read_answers(session)
    elif interview.status == "open" and interview.is_awaiting_reply:
        repeat_question(session, interview)


async def _run_conversation(session: Session) -> None:
    """Until there is nothing left to ask and the summary was judged, or the team ends it."""
    while (interview := await session.load_interview()).status == "open":
        if not interview.is_awaiting_reply and not interview.unread_turns and not await ask_next_question(session):
            await _review_summary(session)
            return
        line = (await read_line("> ")).strip()
        if line:
            await handle_line(session, line)


async def _review_summary(session: Session) -> None:
    """The closing summary: corrected by replying, judged from 1 to 4, then the interview is over."""
    console = session.console
    console.print(render.render_summary(await session.load_interview(), session.knowledge.framework))
    console.print("Correct anything by typing it. How well does this fit? 1 not at all, 2, 3, 4 exactly.")
    while (line := (await read_line("> ")).strip()) not in {"1", "2", "3", "4"}:
        if line.startswith("/"):
            await handle_line(session, line)
        elif line:
            await submit_answer(session, line, unasked=True)
            console.print("Anything else to correct? If not, 1 to 4: how well does it fit?")
        if (await session.load_interview()).status != "open":
            return
    if (await session.load_interview()).unread_turns:
        await read_answers(session)
    fit = SummaryFeedback.model_validate({"person": session.speaker.id, "score": int(line)})
    await interview_commands.record_feedback(
        session.transactions, session.interview_id, fit, session.pipeline.interviewing.redactor
    )
    await interview_commands.finish_interview(session.transactions, session.interview_id)


async def _write_results(session: Session, out: Path) -> None:
    """Rates, plans, and leaves the documents."""
    console, framework = session.console, session.knowledge.framework
    with console.status("Rating each pillar…"):
        assessment = await assessing.assess_pilot(session.pipeline.assessing, session.interview_id)
    console.print(render.render_assessment(assessment, framework))
    console.print(render.render_ratings(assessment, framework))
    with console.status("Writing the plan…"):
        plan = await planning.create_plan(session.pipeline.planning, assessment.pilot.id, parse_plan_request())
    console.print(render.render_plan(plan))
    folder = out / assessment.pilot.id
    session.pipeline.write_documents(folder, assessment, plan)
    console.print(f"Documents are in {folder}/. Begin with plan.pdf.")
