"""The table that `evaluate` prints."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.console.evaluation import Evaluation, TeamResult
from bot.console.render import format_analyst_notice


def render_scoreboard(result: Evaluation) -> RenderableType:
    table = Table(box=None, padding=(0, 1))
    for column in ("Team", "Stage (gold)", "Kappa", "Exact", "Known F1", "Questions", "Traps", "Seconds"):
        table.add_column(column, justify="left" if column in {"Team", "Stage (gold)"} else "right")
    for team in result.teams:
        table.add_row(*_format_row(team))
    return Group(table, Text(""), *_format_totals(result))


def _format_row(team: TeamResult) -> tuple[str, ...]:
    stage = team.stage if team.stage == team.gold_stage else f"{team.stage} ({team.gold_stage})"
    return (
        team.pilot,
        stage,
        _format_number(team.kappa),
        f"{team.exact:.0%}",
        f"{team.known_f1:.2f}",
        f"{team.questions - team.probes} + {team.probes}",
        f"{team.traps_found} of {team.traps_gold}" + (f", {team.traps_wrong} wrong" if team.traps_wrong else ""),
        f"{team.seconds:.2f}",
    )


def _format_totals(result: Evaluation) -> list[Text]:
    cost = "unknown" if result.cost is None else f"${result.cost:.2f}"
    pillars = ", ".join(f"{p.pillar} {_format_number(p.kappa)} ({p.exact:.0%} exact)" for p in result.pillars)
    return [
        Text(
            (
                f"Agreement (quadratic-weighted kappa, known levels): {_format_number(result.kappa)}; "
                f"{result.exact:.0%} exact"
            ),
            "bold",
        ),
        Text(f"By pillar: {pillars}"),
        Text(f"Known or unknown, F1: {result.known_f1:.2f} · stage right: {result.stage_right} of {len(result.teams)}"),
        Text(f"Every quote verbatim: {'yes' if result.quotes_verbatim else 'NO'}"),
        Text(
            f"Questions asked, median: {result.questions_median:g} with probes, "
            f"{result.questions_without_probes_median:g} without"
        ),
        Text(
            f"Seconds an interview: {result.seconds_median:.2f} median, {result.seconds_most:.2f} most · "
            f"model calls: {result.model_calls} · cost: {cost}"
        ),
        Text(format_analyst_notice(result.analyst)),
    ]


def _format_number(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
