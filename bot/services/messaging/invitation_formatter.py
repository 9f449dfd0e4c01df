"""Voice for a start: what those named for a pilot are told of their part, and whoever started it of them."""

from datetime import datetime
from typing import Protocol

from bot.domain.asking.invitation import InvitationReceipt
from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.digest.settings import DigestSettings
from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import MessageContent


class OpeningMessageFormatter(Protocol):
    def format_opening(self, interview: Interview, team: Team, to: str | None) -> MessageContent:
        """What stands above the first question: who asks whom, how it goes, what becomes of the answers. `to`: in whose
        direct messages; None: where several read it."""

    def format_owner_asked(self, interview: Interview, team: Team) -> MessageContent:
        """What stands above the first question to the operational leader, who takes no part otherwise."""

    def format_invitation_receipt(self, receipt: InvitationReceipt) -> MessageContent:
        """To the lead: how far those are who were asked directly."""


class NamedPersonFormatter(Protocol):
    def format_named(
        self, team: Team, person: Person, settings: DigestSettings, first: datetime | None
    ) -> MessageContent:
        """To the operational leader, or to whoever gets the digest: their part, as it stands, and how to decline it.
        `first`: when their next digest comes, on their own clock."""

    def format_owner_declined(self, team: Team, person: Person) -> MessageContent:
        """To the lead."""

    def format_requests_stopped(self, by: str) -> MessageContent:
        """To whoever doesn't want to be asked by this person again, with how to take that back."""

    def format_left_out(self, team: Team, people: tuple[Person, ...]) -> MessageContent:
        """To the lead, of those who don't want to be asked by them."""

    def format_actions_unasked(self, team: Team, person: Person) -> MessageContent:
        """To the lead, of actions that this person was not asked to take, or is asked no longer."""

    def format_channel_invitation(self, team: Team, person: Person) -> MessageContent:
        """To somebody who is to answer in a channel that they are not in."""

    def format_absent_people(
        self, team: Team, unreachable: tuple[Person, ...], absent: tuple[Person, ...]
    ) -> MessageContent:
        """To the lead of a pilot in a channel: whom the app can't write to, and who is not in the channel."""
