"""Relations: what somebody is to a pilot at the time they do something; one person can be several of them."""

from enum import Enum
from typing import NamedTuple

from bot.domain.core.team import Team


class Relation(Enum):
    """Its value is what people read in the table of who may do what."""

    LEAD = "the lead"
    OWNER = "the operational leader"
    PARTICIPANT = "a participant"
    DIGEST_READER = "a reader of the digest"
    HOLDER = "whoever said it, has it or was asked it"
    """Of the answer, the question, the action or the message that it is about."""
    ASKED = "a colleague who was asked in"
    """A question was left to them; else they know nothing of the pilot."""
    READER = "a reader of the channel"
    FORMER = "somebody who left the private channel"
    STRANGER = "anybody else in the workspace"
    OUTSIDER = "somebody of another organisation"
    DEACTIVATED = "a deactivated account"


NAMED = frozenset((Relation.LEAD, Relation.OWNER, Relation.PARTICIPANT, Relation.DIGEST_READER))
"""Those of the form: it is theirs to steer."""
SEEING = NAMED | {Relation.READER}
"""Who sees the pilot at all. Nobody else learns that it is there."""
WORKSPACE = SEEING | {Relation.HOLDER, Relation.ASKED, Relation.FORMER, Relation.STRANGER}
"""Everybody with an account here, guests too."""


class Circumstances(NamedTuple):
    """What tells more of somebody than the names in the team."""

    reads_channel: bool = False
    asked: bool = False
    """A question was left to them by name."""
    holds: bool = False
    """What they would right on is theirs."""


NOTHING_MORE = Circumstances()
SEES = Circumstances(reads_channel=True)
"""Of somebody of whom it is known already that they see the pilot."""


def find_relations(team: Team, person: str, around: Circumstances = NOTHING_MORE) -> frozenset[Relation]:
    """Of somebody of this workspace. Whoever left the private channel is nothing else any more."""
    if person in team.departed:
        return frozenset((Relation.FORMER,))
    applies = {
        Relation.LEAD: person == team.lead,
        Relation.OWNER: person == team.owner,
        Relation.PARTICIPANT: person in team.participants,
        Relation.DIGEST_READER: person in team.leaders,
        Relation.READER: around.reads_channel,
        Relation.ASKED: around.asked,
        Relation.HOLDER: around.holds,
    }
    found = frozenset(relation for relation, so in applies.items() if so)
    return found or frozenset((Relation.STRANGER,))
