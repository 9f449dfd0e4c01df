"""The options of the moment as of which something is told: what was typed of day and time zone, or now and here."""

from datetime import date, datetime, time, tzinfo
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from bot.domain.core.errors import InvalidInput

AsOfOption = Annotated[str | None, typer.Option("--as-of", help="A past day, as YYYY-MM-DD. Default: now.")]
PatienceOption = Annotated[float, typer.Option(min=0.1, help="Seconds in which the model and Slack have to answer.")]
ZoneOption = Annotated[str | None, typer.Option("--zone", help="Time zone, as Europe/Berlin. Default: this machine's.")]


def parse_zone(name: str | None) -> tzinfo | None:
    """None: that of this machine. Raises InvalidInput for a zone that nobody knows."""
    if name is None:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as exc:
        raise InvalidInput(f"--zone: {name} is no time zone. Write it like Europe/Berlin.") from exc


def parse_moment(as_of: str | None, hour: int, zone: tzinfo | None) -> datetime:
    """That hour of that day, or now. Raises InvalidInput for what is no date, or none that could be meant."""
    if as_of is None:
        return datetime.now().astimezone(zone)
    try:
        day = date.fromisoformat(as_of)
    except ValueError as exc:
        raise InvalidInput(f"--as-of: {as_of} is not a date. Write it as YYYY-MM-DD.") from exc
    if not 2000 <= day.year < 2100:
        raise InvalidInput(f"--as-of: {as_of} is no day of ours. Name one of this century.")
    wanted = datetime.combine(day, time(hour))
    return wanted.astimezone() if zone is None else wanted.replace(tzinfo=zone)
