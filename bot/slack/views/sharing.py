"""What a "Share in channel" button posts, and where it may: read in one transaction, posted by whoever asked."""

from typing import NamedTuple

from bot.domain.core.team import Team
from bot.domain.messaging.message import Post
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import Viewing, assessed, opened, overview
from bot.slack.blocks.assessment import assessment
from bot.slack.blocks.kit import errors
from bot.slack.blocks.pilots import status
from bot.slack.views.commands import Asker


class Shared(NamedTuple):
    """What is to be posted where; or, with no channel, what is told to whoever clicked."""

    channel: str | None
    post: Post


class Sharing:
    """Shares where the asker is; from direct messages, in the pilot's own channel. Raises NoAccess."""

    def __init__(self, desk: Viewing) -> None:
        self._desk = desk

    async def status(self, pilot_id: str, asker: Asker) -> Shared:
        def work(uow: UnitOfWork) -> Shared:
            team = opened(uow, asker.person, pilot_id)
            seen = overview(uow, team, asker.person, self._desk.link)
            framework = self._desk.knowledge.framework
            return _where(team, asker, status.shared(seen, framework, asker.today, team.person(asker.person)))

        return await self._desk.transactions.run(work)

    async def assessment(self, assessment_id: str, asker: Asker) -> Shared:
        def work(uow: UnitOfWork) -> Shared:
            made = assessed(uow, asker.person, assessment_id)
            team = opened(uow, asker.person, made.pilot.id)
            earlier = [old for old in uow.assessments.history_of(made.pilot.id) if old.made_at < made.made_at]
            by, framework = team.person(asker.person), self._desk.knowledge.framework
            return _where(team, asker, assessment.shared(made, framework, by, before=earlier[-1] if earlier else None))

        return await self._desk.transactions.run(work)


def _where(team: Team, asker: Asker, post: Post) -> Shared:
    channel = asker.channel or team.channel
    if channel is None:
        return Shared(None, errors.no_channel(team.pilot.name))
    only_by = team.shared_only_by(asker.person, channel)
    return Shared(channel, post) if only_by is None else Shared(None, errors.not_shared(team, only_by))
