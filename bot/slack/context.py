"""Reception: what the listeners and handlers of one workspace work with."""

from dataclasses import dataclass
from datetime import date

from bot.domain.core.hours import zone_of
from bot.services.conversation.context import Desk, Member
from bot.services.queries.pilots import Viewing
from bot.slack.inbound.payloads import Us
from bot.slack.views.commands import Answers, Asker
from bot.slack.views.screens import Reading
from bot.slack.views.sharing import Sharing
from bot.slack.workspace.directory import Directory
from bot.slack.workspace.permalinks import Permalinks


@dataclass(frozen=True, repr=False)
class Reception:
    desk: Desk
    viewing: Viewing
    directory: Directory
    links: Permalinks
    us: Us

    @property
    def answers(self) -> Answers:
        return Answers(self.viewing)

    @property
    def reading(self) -> Reading:
        return Reading(self.viewing, self.links)

    @property
    def sharing(self) -> Sharing:
        return Sharing(self.viewing)

    def today(self, member: Member) -> date:
        """Where that person is."""
        return self.desk.clock.now().astimezone(zone_of(member.tz)).date()

    def asker(self, member: Member, channel: str) -> Asker:
        """Direct messages are no channel: nobody else reads them."""
        return Asker(member.person.id, channel if channel[:1] in {"C", "G"} else None, self.today(member), member.tz)
