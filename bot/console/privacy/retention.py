"""Retention for operators: what would go by the settings, by workspace and kind, and when."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby

from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.core.phrases import format_date
from bot.domain.forgetting.retention import RetentionPolicy
from bot.services.forgetting.retention import Expiring, list_expiring, request_retention
from bot.services.ports.core import Transactions
from bot.wording.formatter import format_count

_TITLES = {
    "pilot": ("Pilots", "that nobody used for"),
    "answers": ("Answers", "in interviews that are over, after"),
    "digest": ("Digests", "after"),
}


async def describe_retention(transactions: Transactions, policy: RetentionPolicy, now: datetime) -> str:
    """Of one workspace; nothing is changed."""
    found = await list_expiring(transactions, policy, now)
    days = {"pilot": policy.pilots, "answers": policy.answers, "digest": policy.digests}
    by_kind = {kind: list(group) for kind, group in groupby(found, key=lambda one: one.kind)}
    return "\n".join(_list_lines(by_kind, days))


def _list_lines(by_kind: dict[str, list[Expiring]], days: dict[str, int | None]) -> Iterator[str]:
    for kind, kept in days.items():
        title, since = _TITLES[kind]
        if kept is None:
            yield f"  {title}: kept until they are deleted."
            continue
        expiring = by_kind.get(kind, [])
        yield f"  {title} {since} {format_count(kept, 'day')}: {len(expiring) or 'none'}"
        yield from _list_expiring(expiring)


def _list_expiring(expiring: Iterable[Expiring]) -> Iterator[str]:
    for one in expiring:
        when = f"on {format_date(one.when.date())}" if one.when is not None else "with the next look"
        yield f"    {one.what}: {when}"


def describe_end(ended: WorkspaceInstallation, kept: timedelta) -> str:
    """Of one that the app was uninstalled from. `kept`: how long everything of it is kept then."""
    at = ended.ended_at or ended.installed_at
    goes = format_date((at + kept).date())
    return f"{ended.workspace_id}: uninstalled on {format_date(at.date())}; everything of it goes on {goes}."


async def request_run(transactions: Transactions, now: datetime) -> None:
    """It is worked as soon as that workspace is served."""
    await transactions.run(lambda uow: request_retention(uow, now))
