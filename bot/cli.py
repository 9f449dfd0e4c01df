"""The commands, and the outermost edge: every error becomes one line that says what to do."""

import asyncio
import io
import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import AnalystChoice, build_budget, find_problems
from bot.console.options import shared_options as shared
from bot.console.options.plan_options import (
    CountryOption,
    DayRateOption,
    FreezeOption,
    LanguageOption,
    RiskOption,
    RolesOption,
    StartOption,
    TeamSizeOption,
    parse_plan_request,
    with_roles,
    with_stakes,
)
from bot.console.options.time_options import AsOfOption, PatienceOption, ZoneOption, parse_moment, parse_zone
from bot.domain.core.errors import (
    AnalystRejected,
    FlightplanError,
    InvalidInput,
    KnowledgeInvalid,
    SettingsInvalid,
    StorageFailed,
)
from bot.domain.planning.terms import TEAM_SIZE
from bot.observability.logs import configure_logs, save_traceback
from bot.operating import app as operators_app
from bot.operating import audit_app, inbox_app, keys_app, open_leader_workbench, open_workbench, recording
from bot.settings import load_settings

app = typer.Typer(
    help="Flightplan takes an enterprise AI pilot to production.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

app.add_typer(operators_app)
app.add_typer(inbox_app, name="inbox")
app.add_typer(audit_app, name="audit")
app.add_typer(keys_app, name="keys")

_IN_MEMORY = "sqlite:///:memory:"
_BAD_INPUT, _FAILED, _INTERRUPTED = 2, 1, 130

AnalystOption = Annotated[
    AnalystChoice | None,
    typer.Option(help="Who reads the answers: rules (offline) or the model (llm). Default: the model if it is set up."),
]


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="A recorded interview.")],
    analyst: AnalystOption = None,
    out: shared.OutOption = None,
    as_json: shared.JsonOption = False,
    start: StartOption = None,
    team_size: TeamSizeOption = TEAM_SIZE,
    country: CountryOption = None,
    freeze: FreezeOption = None,
    risk: RiskOption = None,
    day_rate: DayRateOption = None,
) -> None:
    """Runs one recorded team through the whole pipeline."""
    from bot.console.commands import replay_file

    with open_workbench(analyst, _IN_MEMORY) as bench:
        wish = with_stakes(parse_plan_request(start, team_size, country, freezes=freeze), risk, day_rate)
        asyncio.run(replay_file(bench.knowledge, bench.pipeline, file, out=out, as_json=as_json, wish=wish))


@app.command()
def evaluate(
    directory: Annotated[Path, typer.Argument(help="A folder of recorded interviews with gold.")],
    analyst: AnalystOption = None,
    as_json: shared.JsonOption = False,
    record: shared.RecordOption = False,
) -> None:
    """Replays every recorded team and compares the ratings with their gold."""
    from bot.console.commands import evaluate_directory

    wish = parse_plan_request()
    with open_workbench(analyst, _IN_MEMORY) as bench:
        if record and bench.analyst.name == AnalystChoice.offline:
            raise InvalidInput("--record keeps what a model made of the prompts; the rules read none: --analyst llm.")
        result = asyncio.run(evaluate_directory(bench.knowledge, bench.pipeline, directory, as_json=as_json, wish=wish))
        if record:
            today, found = datetime.now(UTC).date(), result.summarize_by_prompt()
            bench.load_prompt_records().record(directory.resolve().name, result.analyst, today, found)


@app.command()
def prompts() -> None:
    """Lists the prompts, and how each was last evaluated with a model."""
    with open_workbench(AnalystChoice.offline, _IN_MEMORY) as bench:
        for status in bench.load_prompt_records().list_statuses():
            typer.echo(f"{'' if status.is_evaluated else 'warning: '}prompt {status.describe()}")


@app.command()
def chat(
    pilot: Annotated[str | None, typer.Option(help="The pilot's name; asked for if left out.")] = None,
    name: Annotated[str | None, typer.Option("--as", help="Your name; asked for if left out.")] = None,
    analyst: AnalystOption = None,
    out: shared.FolderOption = Path("out"),
) -> None:
    """Interviews you in the terminal; pause and come back whenever you like."""
    from bot.console.interview.chat import run_chat

    with open_workbench(analyst, None) as bench:
        asyncio.run(run_chat(bench.pipeline, pilot=pilot, name=name, out=out))


@app.command()
def plan(
    pilot: Annotated[str, typer.Argument(help="The pilot's name.")],
    out: shared.FolderOption = Path("out"),
    analyst: AnalystOption = None,
    start: StartOption = None,
    team_size: TeamSizeOption = TEAM_SIZE,
    country: CountryOption = None,
    freeze: FreezeOption = None,
    risk: RiskOption = None,
    day_rate: DayRateOption = None,
    language: LanguageOption = None,
    roles: RolesOption = None,
) -> None:
    """Writes the plan of an assessed pilot as documents."""
    from bot.console.commands import write_plan

    with open_workbench(analyst, None) as bench:
        wish = with_stakes(parse_plan_request(start, team_size, country, language, freeze), risk, day_rate)
        named = with_roles(wish, roles, bench.knowledge.practices.roles)
        asyncio.run(write_plan(bench.pipeline, pilot, out, named))


@app.command()
def serve(
    socket: shared.SocketOption = False,
    http: shared.HttpOption = False,
    analyst: AnalystOption = None,
    door: shared.DoorOption = False,
    worker: shared.WorkerOption = False,
) -> None:
    """Runs the Slack app. Without an option: Socket Mode where SLACK_APP_TOKEN is set, else HTTP."""
    from bot.supervising import Role, serve

    if socket and http:
        raise SettingsInvalid("Choose one of --socket and --http.")
    if worker and (door or socket or http):
        raise SettingsInvalid("--worker goes with none of --door, --socket and --http: Slack comes in elsewhere.")
    configure_logs()
    role = Role.worker if worker else Role.door if door else Role.whole
    raise typer.Exit(serve(load_settings(), analyst, "socket" if socket else "http" if http else None, role))


@app.command()
def export(pilot: Annotated[str, typer.Argument(help="The pilot's name.")]) -> None:
    """Prints everything kept about a pilot as JSON."""
    from bot.console.commands import export_pilot, print_json

    with open_workbench(AnalystChoice.offline, None) as bench:
        print_json(asyncio.run(export_pilot(bench.transactions, pilot)))


@app.command()
def migrate() -> None:
    """Brings the database to the newest schema (every command that opens it does so too)."""
    with open_workbench(AnalystChoice.offline, None):
        typer.echo("The database is up to date.")


@app.command()
def doctor(analyst: AnalystOption = None, patience: PatienceOption = 3) -> None:
    """Checks knowledge, prompts, database, disk, clock and, where they are set up, the model and Slack."""
    from bot.console.commands import Examination, print_feedback_counts, print_spending, run_doctor
    from bot.examining import examine_slack
    from bot.host_checks import check_clock, check_disk, check_events

    settings = load_settings().model_copy(update={"model_retries": 0})  # what is away is not asked again
    if problems := find_problems(settings):
        raise KnowledgeInvalid("\n".join(problems))
    with open_workbench(analyst, None, settings) as bench:
        for file in bench.database.exposed_files:
            typer.echo(f"Others on this machine can read {file}. Take that from them: chmod 600 {file}")
        for given in bench.load_output_feedback():
            print_feedback_counts(given)
        print_spending(bench.load_spending(), build_budget(settings))
        unevaluated = [one.describe() for one in bench.load_prompt_records().list_statuses() if not one.is_evaluated]
        others = {
            "Slack": partial(examine_slack, settings, bench.database),
            "Disk": partial(check_disk, bench.database),
            "Clock": partial(check_clock, settings, bench.database),
            "Events": partial(check_events, settings, bench.database),
        }
        asked = Examination(bench.analyst, others, patience)
        asyncio.run(run_doctor(bench.knowledge, unevaluated, bench.list_criteria_without_cues(), asked))


@app.command()
def digest(
    leader: shared.LeaderOption,
    preview: Annotated[bool, typer.Option("--preview", help="Shows it here; nothing is sent or kept.")] = False,
    as_of: AsOfOption = None,
    zone: ZoneOption = None,
    workspace: shared.WorkspaceOption = None,
) -> None:
    """Shows the weekly digest of a leader, as of now or of any past day."""
    from bot.console.leader_reports import show_digest

    if not preview:
        raise InvalidInput("Digests are sent by `python -m bot serve`. Add --preview to read one here.")
    where = parse_zone(zone)
    with open_leader_workbench(workspace) as outlook, recording(outlook, "digest_preview", "saw"):
        asyncio.run(show_digest(outlook, leader, lambda hour: parse_moment(as_of, hour, where)))


@app.command()
def portfolio(
    leader: shared.LeaderOption,
    as_of: AsOfOption = None,
    zone: ZoneOption = None,
    workspace: shared.WorkspaceOption = None,
    picture: Annotated[Path | None, typer.Option("--picture", help="Where to write the heatmap, as a PNG.")] = None,
) -> None:
    """Shows all pilots that a person may see, side by side."""
    from bot.console.leader_reports import show_portfolio

    moment = parse_moment(as_of, 23, parse_zone(zone))
    with open_leader_workbench(workspace) as outlook, recording(outlook, "portfolio", "saw"):
        asyncio.run(show_portfolio(outlook, leader, moment, picture))


def main() -> None:
    os.umask(0o077)  # whatever is written, people's words stand in it: it is for whoever runs this alone
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a sign shows another in its place
    try:
        app(standalone_mode=True)
    except (InvalidInput, AnalystRejected, StorageFailed) as exc:
        _exit_with_message(str(exc), _BAD_INPUT)
    except FlightplanError as exc:
        _exit_with_message(str(exc), _FAILED)
    except KeyboardInterrupt:
        _exit_with_message("Stopped. What was answered is kept.", _INTERRUPTED)
    except Exception:  # the outermost edge: the operator gets the traceback, the person one line
        _exit_with_message(
            f"Something went wrong that I did not expect. Details for whoever runs this: {save_traceback()}", _FAILED
        )


def _exit_with_message(message: str, code: int) -> None:
    sys.stderr.writelines(" ".join(line.split()) + "\n" for line in message.splitlines())
    raise SystemExit(code)
