"""The commands of the terminal that are not a conversation: replay, evaluate, plan, export, doctor."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.text import Text

from bot.console import render
from bot.console.audit import build_operator_act
from bot.console.evaluation import Evaluation, evaluate_replays
from bot.console.overview import build_replay_summary
from bot.console.pipeline import Pipeline
from bot.console.progress import ConsoleReporter
from bot.console.recording import Gold, Recording, load_recording
from bot.console.replay import ReplayResult, replay_recording
from bot.console.scoreboard import render_scoreboard
from bot.domain.audit.act import ActDetail
from bot.domain.core.budget import ModelBudget, PeriodSpending, list_limits
from bot.domain.core.errors import NotFound, RecordingInvalid, SettingsInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.planning.terms import PlanOptions
from bot.domain.work.output_feedback import OutputFeedback, count_feedback
from bot.services.assessment import assessing
from bot.services.planning import planning
from bot.services.ports.core import Analyst, Transactions, UnitOfWork
from bot.wording.file_names import format_file_name


async def replay_file(
    knowledge: Knowledge, pipeline: Pipeline, file: Path, *, out: Path | None, as_json: bool, wish: PlanOptions
) -> None:
    recording = load_recording(file, knowledge.framework)
    planning.validate_country(pipeline, wish)
    console = render.new_console()
    replayed = await replay_recording(pipeline, recording, wish, None if as_json else console)
    if out is not None:
        pipeline.write_documents(out, replayed.assessment, replayed.plan)
    if as_json:
        print_json(build_replay_summary(replayed))
    else:
        show_result(console, knowledge, replayed, out)


def show_result(console: Console, knowledge: Knowledge, replayed: ReplayResult, out: Path | None) -> None:
    console.print()
    console.print(render.render_assessment(replayed.assessment, knowledge.framework))
    console.print(render.render_ratings(replayed.assessment, knowledge.framework))
    console.print(render.render_plan(replayed.plan))
    if out is not None:
        brief, plan = (format_file_name(replayed.plan, name) for name in ("brief.pdf", "plan.pdf"))
        console.print(f"Documents are in {out}/: {brief} to hand on, {plan} to work by, plan.json for programs.")


async def evaluate_directory(
    knowledge: Knowledge, pipeline: Pipeline, directory: Path, *, as_json: bool, wish: PlanOptions
) -> Evaluation:
    recordings = _load_gold_recordings(directory, knowledge)
    replays = [(recording, gold, await replay_recording(pipeline, recording, wish)) for recording, gold in recordings]
    pillars = {p.id: tuple(c.id for c in p.criteria) for p in knowledge.framework.pillars}
    result = evaluate_replays(pipeline.analyst.name, pillars, replays)
    if as_json:
        print_json(result.model_dump())
    else:
        render.new_console().print(render_scoreboard(result))
    return result


async def write_plan(pipeline: Pipeline, pilot: str, out: Path, wish: PlanOptions) -> None:
    planning.validate_country(pipeline, wish)
    console = render.new_console()
    transactions = pipeline.transactions
    interview = await transactions.run(lambda uow: _get_interview(uow, pilot))
    made = await transactions.run(lambda uow: uow.assessments.list_for_pilot(interview.pilot.id))
    if interview.status == "closed" and interview.id not in {assessment.interview_id for assessment in made}:
        await assessing.assess_pilot(pipeline, interview.id, ConsoleReporter(console))
    plan = await planning.create_plan(pipeline, interview.pilot.id, wish, ConsoleReporter(console))
    assessment = (await transactions.run(lambda uow: uow.assessments.list_for_pilot(interview.pilot.id)))[-1]
    await transactions.run(lambda uow: _take_out(uow, pilot, "plan"))
    pipeline.write_documents(out, assessment, plan)
    console.print(render.render_plan(plan))
    console.print(render.format_analyst_notice(assessment.analyst))
    console.print(f"Written to {out}/.")


async def export_pilot(transactions: Transactions, pilot: str) -> dict[str, Any]:
    """Everything that is kept about a pilot."""

    def collect_records(uow: UnitOfWork) -> dict[str, Any]:
        interview = _take_out(uow, pilot, "export")
        own = [known for known in uow.interviews.list_all() if known.pilot.id == interview.pilot.id]
        made, plans = uow.assessments.list_for_pilot(interview.pilot.id), uow.plans.list_for_pilot(interview.pilot.id)
        roots = list(dict.fromkeys(plan.root_id for plan in plans))
        return {
            "interviews": [known.model_dump(mode="json") for known in own],
            "assessments": [assessment.model_dump(mode="json") for assessment in made],
            "challenges": [
                c.model_dump(mode="json")
                for assessment in made
                for c in uow.challenges.list_for_assessment(assessment.id)
            ],
            "plans": [plan.model_dump(mode="json") for plan in plans],
            "steps": [step.model_dump(mode="json") for root in roots for step in uow.action_steps.list_for_plan(root)],
            "model_calls": [
                call.model_dump(mode="json") for known in own for call in uow.model_calls.list_for_interview(known.id)
            ],
        }

    return await transactions.run(collect_records)


class Examination(NamedTuple):
    """What else is asked whether it answers, and how many seconds each of them may take."""

    analyst: Analyst
    others: Mapping[str, Callable[[], Awaitable[str]]]
    """What says how each of them is, or raises what is wrong and how to mend it."""
    patience: float


async def run_doctor(
    knowledge: Knowledge, unevaluated: Sequence[str], without_cues: Sequence[str], examined: Examination
) -> None:
    """Says what was checked; what is wrong on disk was raised before, while everything was built. Raises what the
    model or Slack makes wrong once both were asked.

    `unevaluated`: a line for each prompt of which, as it stands, nobody knows how well a model reads by it.
    `without_cues`: ids of the criteria that only a model reads.
    """
    console = render.new_console()
    framework = knowledge.framework
    console.print(f"Knowledge: framework {framework.version}, {len(framework.criteria)} criteria, ", end="")
    console.print(f"{len(knowledge.practices.practices)} practices, {len(knowledge.passages)} passages: sound.")
    if without_cues:
        console.print(f"cues.yaml has nothing on {', '.join(without_cues)}: only a model reads answers to that.")
    console.print("Prompts: sound.")
    for line in unevaluated:
        console.print(f"Prompt {line}.")
    console.print("Database: opens, and its schema is the newest.")
    asked = {"Analyst": _ask_analyst(examined.analyst)} | {name: ask() for name, ask in examined.others.items()}
    answers = await asyncio.gather(
        *(_wait_for(asking, examined.patience) for asking in asked.values()), return_exceptions=True
    )
    for name, answer in zip(asked, answers, strict=True):
        console.print(Text(f"{name}: {answer}"))
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer


async def _ask_analyst(analyst: Analyst) -> str:
    answer = await analyst.answer_question("What do you mean by a proof of production?", None)
    return f"{analyst.name} answers ({', '.join(answer.value.citations) or 'no citation'})."


async def _wait_for(asking: Awaitable[str], patience: float) -> str:
    """Raises SettingsInvalid where it takes longer."""
    try:
        async with asyncio.timeout(patience):
            return await asking
    except TimeoutError as exc:
        raise SettingsInvalid(
            f"no answer within {patience:g} seconds: it is away, or slow. `doctor --patience 60` waits longer."
        ) from exc


def print_feedback_counts(given: Sequence[OutputFeedback]) -> None:
    """What people think of what was made for them, by kind and model. `given`: of one workspace, oldest first."""
    console = render.new_console()
    for count in count_feedback(given):
        console.print(f"Thumbs: {count.kind} by {count.model}: {count.up} right, {count.down} wrong.")


def print_spending(spent: Mapping[str, PeriodSpending], budget: ModelBudget) -> None:
    """What models cost each workspace, and how much of what is allowed is used."""
    console = render.new_console()
    for workspace, so_far in spent.items():
        limits = ", ".join(limit.describe() for limit in list_limits(budget, so_far)) or "no limit is set"
        day, month = so_far.day, so_far.month
        console.print(
            f"Model calls of {workspace}: {day.calls} today (${day.cost:.2f}), {month.calls} this month "
            f"(${month.cost:.2f}); {limits}."
        )
        if month.unpriced and (budget.cost_per_day or budget.cost_per_month):
            console.print(f"Nobody lists a price of {month.unpriced} of them: limit calls instead of money.")


def _take_out(uow: UnitOfWork, pilot: str, command: str) -> Interview:
    """On record as taken out of here. Raises NotFound."""
    interview = _get_interview(uow, pilot)
    uow.audit.append(build_operator_act(command, "exported").complete(ActDetail(interview.pilot.id)))
    return interview


def _get_interview(uow: UnitOfWork, pilot: str) -> Interview:
    every = uow.interviews.list_all()
    wanted = pilot.casefold()
    found = next((i for i in every if wanted in {i.pilot.name.casefold(), i.pilot.id.casefold()}), None)
    if found is None:
        known = ", ".join(sorted({interview.pilot.name for interview in every})) or "none yet"
        raise NotFound(f"There is no pilot called {pilot}. Known pilots: {known}.")
    return found


def _load_gold_recordings(directory: Path, knowledge: Knowledge) -> list[tuple[Recording, Gold]]:
    if not directory.is_dir():
        raise RecordingInvalid(f"{directory}: is not a folder of recorded interviews.")
    recordings = [load_recording(file, knowledge.framework) for file in sorted(directory.glob("*.yaml"))]
    ids = [recording.id for recording in recordings]
    if len(set(ids)) < len(ids):
        twice = next(recording_id for recording_id in ids if ids.count(recording_id) > 1)
        raise RecordingInvalid(f"{directory}: two recordings have the id {twice}.")
    with_gold = [(recording, recording.gold) for recording in recordings if recording.gold is not None]
    if not with_gold:
        raise RecordingInvalid(f"{directory}: holds no recorded interview with gold (*.yaml).")
    return with_gold


def print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, indent=2, default=str))  # noqa: T201
