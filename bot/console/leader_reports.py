"""What leaders read, in the terminal: the weekly digest as it would be sent, and the portfolio."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from rich.console import Console

from bot.console import render
from bot.domain.core.errors import InvalidInput
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.portfolio import Portfolio
from bot.services.digest.portfolio import build_portfolio
from bot.services.digest.weekly_digest import build_past_run, write_digest
from bot.services.ports.core import Transactions
from bot.wording.formatter import PlainTextFormatter, format_day
from bot.wording.leaders import digest_words, portfolio_words


class LeaderReportDependencies(Protocol):
    @property
    def knowledge(self) -> Knowledge: ...
    @property
    def transactions(self) -> Transactions: ...
    def draw_heatmap(self, seen: Portfolio) -> bytes: ...


async def show_digest(outlook: LeaderReportDependencies, leader: str, moment: Callable[[int], datetime]) -> None:
    """`moment`: when it is written, by the hour at which its leader wants it."""

    settings = await outlook.transactions.run(lambda uow: uow.digests.get_settings(leader))
    this = build_past_run(settings, moment(settings.hour))
    made, console = await write_digest(outlook.transactions, outlook.knowledge, this), render.new_console()
    _print_text(
        console, f"The digest of {leader} as of {_format_moment(made.until)}, since {_format_moment(made.since)}."
    )
    for paragraph in digest_words.render_digest_paragraphs(made, outlook.knowledge.framework, PlainTextFormatter()):
        _print_text(console, f"\n{paragraph}")


async def show_portfolio(
    outlook: LeaderReportDependencies, person: str, moment: datetime, picture: Path | None = None
) -> None:
    """`picture`: where the heatmap is written, too. Raises InvalidInput where it cannot be."""
    framework = outlook.knowledge.framework
    seen = await build_portfolio(outlook.transactions, outlook.knowledge, person, moment)
    console = render.new_console()
    for paragraph in portfolio_words.render_portfolio_paragraphs(seen, framework, PlainTextFormatter()):
        _print_text(console, f"{paragraph}\n")
    if seen.rows:
        for table in (
            portfolio_words.render_heatmap(seen, framework),
            portfolio_words.render_stage_history(seen, framework),
        ):
            console.print(f"{table}\n", markup=False, no_wrap=True, overflow="ignore", crop=False)

    if picture is not None:
        _write_file(picture, outlook.draw_heatmap(seen))
        _print_text(console, f"The heatmap is in {picture}.")


def _write_file(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as exc:
        raise InvalidInput(f"Cannot write {file}: {exc.strerror or exc}. Name another file.") from exc


def _format_moment(moment: datetime) -> str:
    return f"{format_day(moment.date())} {moment.year}, {moment:%H:%M}"


def _print_text(console: Console, text: str) -> None:
    console.print(text, markup=False)
