"""A pilot that nobody uses any more goes, some time after its lead was told; whatever is done with it keeps it."""

from datetime import datetime
from typing import ClassVar

from bot.domain.messaging.event import EventBody
from bot.services.conversation.context import ConversationContext
from bot.services.forgetting.forget_pilot import PilotDeletion, delete_pilot
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result


class PilotUnused(EventBody):
    """Its lead was told that it goes when this is due."""

    kind: ClassVar[str] = "unused"
    pilot: str
    used: datetime
    """When it was last used, as the lead was told."""
    key: str


async def delete_if_unused(deps: ConversationContext, asked: PilotUnused) -> Result:
    return Result(lambda uow: _delete_if_unused(uow, deps, asked))


def _delete_if_unused(uow: UnitOfWork, deps: ConversationContext, asked: PilotUnused) -> None:
    """Not where it was used since, where it is gone, or where the policy keeps it for longer by now."""
    policy, used = deps.retention, uow.retention.find_last_use(asked.pilot)
    before = policy.find_pilots_before(deps.clock.now())
    if used is None or before is None or used > asked.used or used > before:
        return
    team = uow.teams.get(asked.pilot)
    told = deps.formatter.format_pilot_expired(team.pilot, policy.pilots or 0)
    delete_pilot(uow, deps, team, PilotDeletion(asked.key, asked.kind, deps.formatter.format_deleted_by_rule(), told))
