"""Permission: whether somebody may do something to a pilot, who may, and what those are told who may not."""

from typing import Literal

from bot.domain.access.relation import NAMED, NOTHING_MORE, SEEING, Circumstances, Relation, find_relations
from bot.domain.access.right import MAY, Right, may
from bot.domain.core.errors import NoAccess, NotAllowed
from bot.domain.core.people import Person
from bot.domain.core.team import Team

_MOST_NAMES = 4
Reserved = Literal["lead", "team", "nobody"]
"""Whose it is to show a pilot to a channel."""
_BARRED = {
    Relation.OUTSIDER: "I work for people of this organisation only: ask somebody of the team to do it for you.",
    Relation.DEACTIVATED: "That account is switched off.",
}


def require_account(barred: Relation | None, right: Right) -> None:
    """`barred`: as what somebody may do nothing at all, whatever they are to a pilot. Raises NotAllowed."""
    if barred is not None and not may(frozenset((barred,)), right):
        raise NotAllowed(f"{_BARRED[barred]} Nothing was changed.")


def may_do(team: Team, person: str, right: Right, around: Circumstances = NOTHING_MORE) -> bool:
    return may(find_relations(team, person, around), right)


def list_allowed(team: Team, right: Right) -> tuple[Person, ...]:
    """Who of the people named may, the lead first."""
    named = (team.lead, team.owner, *team.participants, *team.leaders)
    return tuple(team.get_person(one) for one in dict.fromkeys(filter(None, named)) if may_do(team, one, right))


def require_permission(team: Team, person: str, right: Right, around: Circumstances = NOTHING_MORE) -> None:
    """Raises NotAllowed with who may; NoAccess for those who are not to know that there is such a pilot."""
    relations = find_relations(team, person, around)
    if may(relations, right):
        return
    if relations.isdisjoint(SEEING | {Relation.ASKED, Relation.HOLDER}):
        raise NoAccess
    raise NotAllowed(describe_refusal(team, right, sees=not relations.isdisjoint(SEEING)))


def describe_refusal(team: Team, right: Right, *, sees: bool) -> str:
    """Who can, by name. `sees`: whether whoever is told sees the pilot; others learn the lead's name alone."""
    allowed = list_allowed(team, right)
    if sees and 0 < len(allowed) <= _MOST_NAMES:
        names = [person.display_name for person in allowed]
        who = " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
        return f"Only {who} can {right.value}. Nothing was changed."
    if not allowed:
        return f"Only {_describe_holder(right)} can {right.value}. Nothing was changed."
    whom = f": ask {allowed[0].display_name}" if MAY[right] >= NAMED else ""
    return f"Only those who take part in this pilot can {right.value}{whom}. Nothing was changed."


def _describe_holder(right: Right) -> str:
    return "whoever it is put to" if Relation.HOLDER in MAY[right] else "nobody any more"


def find_sharing_restriction(team: Team, person: str, channel: str) -> Reserved | None:
    """Who alone may show it to this channel, where `person`, who sees it, may not; None where they may.

    Its own channel knows it already. Others learn of it from the team only, and never of what a private channel
    keeps to itself; what was said in direct messages alone is the lead's to show.
    """
    sees = Circumstances(reads_channel=person not in team.named)
    if team.channel is None:
        return None if may_do(team, person, Right.SHARE_TALKED_ALONE, sees) else "lead"
    if channel == team.channel:
        return None if may_do(team, person, Right.SHARE_HERE, sees) else "team"
    if team.private:
        return "nobody"
    return None if may_do(team, person, Right.SHARE_ELSEWHERE, sees) else "team"
