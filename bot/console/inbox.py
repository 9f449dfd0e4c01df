"""The operator's inbox: events that were given up, to be tried again or forgotten. Never shows what people said."""

from datetime import datetime, timedelta

from rich.console import Console

from bot.console import render
from bot.domain.core.errors import NotFound
from bot.domain.messaging.event import DeadLetter
from bot.services.ports.core import EventQueue

_COMMAND = "python -m bot inbox"
_UNITS = ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "min"))


async def show_dead_letters(queue: EventQueue, now: datetime) -> None:
    """One line each, oldest first, and what to do next."""
    console, letters = render.new_console(), await queue.list_dead_letters()
    if not letters:
        _print_line(console, "No event was given up.")
        return
    for line in _format_table(letters, now):
        _print_line(console, line)
    one = letters[0].sequence
    _print_line(console, "")
    _print_line(console, "The log tells more under the reference in brackets. Once the cause is mended:")
    _print_line(console, f"  {_COMMAND} retry {one}    has it tried again")
    _print_line(console, f"  {_COMMAND} drop {one}     wipes it for good")


async def retry_dead_letter(queue: EventQueue, number: int) -> None:
    if not await queue.retry_dead_letter(number):
        raise _unknown_event(number)
    _print_line(render.new_console(), f"Event {number} is open again, with all its attempts; the workers take it.")


async def delete_dead_letter(queue: EventQueue, number: int) -> None:
    if not await queue.delete_dead_letter(number):
        raise _unknown_event(number)
    _print_line(
        render.new_console(), f"Event {number} is dropped: its contents are wiped, and it will not be tried again."
    )


def _unknown_event(number: int) -> NotFound:
    return NotFound(f"No event {number} was given up. `{_COMMAND}` shows those that were.")


def _format_table(letters: tuple[DeadLetter, ...], now: datetime) -> list[str]:
    rows = [("no.", "kind", "age", "attempts", "error"), *(_format_row(letter, now) for letter in letters)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return ["  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows]


def _format_row(letter: DeadLetter, now: datetime) -> tuple[str, str, str, str, str]:
    error = " ".join(letter.error.split())
    return str(letter.sequence), letter.event.kind, _format_age(now - letter.received_at), str(letter.attempts), error


def _format_age(passed: timedelta) -> str:
    return next((f"{passed // unit} {sign}" for unit, sign in _UNITS if passed >= unit), "just now")


def _print_line(console: Console, line: str) -> None:
    """As it is: an error may hold brackets, and a line that is cut could lose its reference."""
    console.print(line, markup=False, soft_wrap=True)
