"""What a "Share in channel" button posts, and where it may: read in one transaction, posted by whoever asked."""

from typing import NamedTuple

from bot.domain.access.permission import find_sharing_restriction
from bot.domain.core.team import Team
from bot.domain.messaging.message import MessageContent
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import QueryDependencies, get_overview, get_visible_assessment, get_visible_team
from bot.slack.blocks.assessment import assessment
from bot.slack.blocks.kit import errors
from bot.slack.blocks.pilots import status
from bot.slack.views.commands import Asker


class ShareResult(NamedTuple):
    """What is to be posted where; or, with no channel, what is told to whoever clicked."""

    channel: str | None
    post: MessageContent


class ShareBuilder:
    """Shares where the asker is; from direct messages, in the pilot's own channel. Raises NoAccess."""

    def __init__(self, deps: QueryDependencies) -> None:
        self._deps = deps

    async def build_status_share(self, pilot_id: str, asker: Asker) -> ShareResult:
        def work(uow: UnitOfWork) -> ShareResult:
            team = get_visible_team(uow, asker.person, pilot_id)
            seen = get_overview(uow, team, asker.person, self._deps.link)
            by, framework = team.get_person(asker.person), self._deps.knowledge.framework
            post = status.build_shared_status_message(seen, framework, asker.today, by)
            return _resolve_share_channel(team, asker, post)

        return await self._deps.transactions.run(work)

    async def build_assessment_share(self, assessment_id: str, asker: Asker) -> ShareResult:
        def work(uow: UnitOfWork) -> ShareResult:
            made = get_visible_assessment(uow, asker.person, assessment_id)
            team = get_visible_team(uow, asker.person, made.pilot.id)
            earlier = [old for old in uow.assessments.list_for_pilot(made.pilot.id) if old.made_at < made.made_at]
            before = earlier[-1] if earlier else None
            by, framework = team.get_person(asker.person), self._deps.knowledge.framework
            post = assessment.build_shared_assessment_message(made, framework, by, before=before)
            return _resolve_share_channel(team, asker, post)

        return await self._deps.transactions.run(work)


def _resolve_share_channel(team: Team, asker: Asker, post: MessageContent) -> ShareResult:
    channel = asker.channel or team.channel
    if channel is None:
        return ShareResult(None, errors.build_no_channel_message(team.pilot.name))
    only_by = find_sharing_restriction(team, asker.person, channel)
    if only_by is None:
        return ShareResult(channel, post)
    return ShareResult(None, errors.build_not_shared_message(team, only_by))
