"""Reception: what the listeners and handlers of one workspace work with."""

from dataclasses import dataclass
from datetime import date

from bot.domain.core.hours import parse_time_zone
from bot.services.conversation.context import ConversationContext, Member
from bot.services.conversation.interview_actions import Click
from bot.services.queries.pilots import QueryDependencies
from bot.slack.inbound.payloads import BotIdentity
from bot.slack.views.commands import Asker
from bot.slack.views.screens import ViewBuilder
from bot.slack.views.sharing import ShareBuilder
from bot.slack.workspace.channel_ids import is_shared_channel
from bot.slack.workspace.directory import SlackDirectory
from bot.slack.workspace.permalinks import Permalinks


@dataclass(frozen=True, repr=False)
class SlackContext:
    deps: ConversationContext
    viewing: QueryDependencies
    directory: SlackDirectory
    links: Permalinks
    bot_identity: BotIdentity

    @property
    def view_builder(self) -> ViewBuilder:
        return ViewBuilder(self.viewing, self.links)

    @property
    def share_builder(self) -> ShareBuilder:
        return ShareBuilder(self.viewing)

    def get_local_date(self, member: Member) -> date:
        """Where that person is."""
        return self.deps.clock.now().astimezone(parse_time_zone(member.tz)).date()

    async def load_asker(self, click: Click) -> Asker:
        return self.build_asker(await self.directory.get_member(click.by.id), click.source.channel)

    def build_asker(self, member: Member, channel: str) -> Asker:
        """Direct messages are no channel: nobody else reads them."""
        here = channel if is_shared_channel(channel) else None
        return Asker(member.person.id, here, self.get_local_date(member), member.tz)
