"""Reception: what the listeners and handlers of one workspace work with."""

from dataclasses import dataclass
from datetime import date

from bot.domain.core.hours import parse_time_zone
from bot.services.conversation.context import ConversationContext, Member
from bot.services.queries.pilots import QueryDependencies
from bot.slack.inbound.payloads import BotIdentity
from bot.slack.views.commands import Asker, ReadCommandHandler
from bot.slack.views.screens import ViewBuilder
from bot.slack.views.sharing import ShareBuilder
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
    def read_commands(self) -> ReadCommandHandler:
        return ReadCommandHandler(self.viewing)

    @property
    def view_builder(self) -> ViewBuilder:
        return ViewBuilder(self.viewing, self.links)

    @property
    def share_builder(self) -> ShareBuilder:
        return ShareBuilder(self.viewing)

    def get_local_date(self, member: Member) -> date:
        """Where that person is."""
        return self.deps.clock.now().astimezone(parse_time_zone(member.tz)).date()

    def build_asker(self, member: Member, channel: str) -> Asker:
        """Direct messages are no channel: nobody else reads them."""
        return Asker(
            member.person.id, channel if channel[:1] in {"C", "G"} else None, self.get_local_date(member), member.tz
        )
