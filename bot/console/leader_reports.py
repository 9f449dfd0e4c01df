"""What leaders read, in the terminal: the weekly digest as it would be sent, and the portfolio."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from rich.console import Console

from bot.console import render
from bot.domain.core.errors import InvalidInput
from bot.domain.digest.digest import Digest
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.portfolio import Portfolio
from bot.services.digest.portfolio import survey
from bot.services.digest.weekly_digest import looked_back, write
from bot.services.ports.core import Transactions, UnitOfWork
from bot.wording import digest_words, portfolio_words
from bot.wording.formatter import PlainPen, day


class Outlook(Protocol):
    @property
    def knowledge(self) -> Knowledge: ...
    @property
    def transactions(self) -> Transactions: ...
    def heatmap(self, seen: Portfolio) -> bytes: ...


async def show_digest(outlook: Outlook, leader: str, moment: Callable[[int], datetime]) -> None:
    """`moment`: when it is written, by the hour at which its leader wants it."""

    def work(uow: UnitOfWork) -> Digest:
        settings = uow.digests.settings_of(leader)
        return write(uow, outlook.knowledge, looked_back(settings, moment(settings.hour)))

    made, console = await outlook.transactions.run(work), render.new_console()
    _say(console, f"The digest of {leader} as of {_when(made.until)}, since {_when(made.since)}.")
    for paragraph in digest_words.told(made, outlook.knowledge.framework, PlainPen()):
        _say(console, f"\n{paragraph}")


async def show_portfolio(outlook: Outlook, person: str, moment: datetime, picture: Path | None = None) -> None:
    """`picture`: where the heatmap is written, too. Raises InvalidInput where it cannot be."""
    framework = outlook.knowledge.framework
    seen = await outlook.transactions.run(lambda uow: survey(uow, outlook.knowledge, person, moment))
    console = render.new_console()
    for paragraph in portfolio_words.told(seen, framework, PlainPen()):
        _say(console, f"{paragraph}\n")
    if seen.rows:
        for table in (portfolio_words.heatmap(seen, framework), portfolio_words.history(seen, framework)):
            console.print(f"{table}\n", markup=False, no_wrap=True, overflow="ignore", crop=False)

    if picture is not None:
        _write(picture, outlook.heatmap(seen))
        _say(console, f"The heatmap is in {picture}.")


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as exc:
        raise InvalidInput(f"Cannot write {file}: {exc.strerror or exc}. Name another file.") from exc


def _when(moment: datetime) -> str:
    return f"{day(moment.date())} {moment.year}, {moment:%H:%M}"


def _say(console: Console, text: str) -> None:
    console.print(text, markup=False)
