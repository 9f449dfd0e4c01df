"""Whom the next question is put to: in direct messages whoever likely knows it, in a thread with their name on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.domain.asking.addressee import Circle, Expertise, find_holder, list_stale_questions, select_for
from bot.domain.asking.open_state import is_guest
from bot.domain.asking.questioning import CandidateQuestion, list_candidates, list_guest_candidates
from bot.domain.asking.reopened import list_reopened_candidates
from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview

_ALL = 50


class AddressedCandidate(NamedTuple):
    candidate: CandidateQuestion
    to: str | None
    """None: whoever reads the thread."""
    likely: str | None = None
    """Who of those who read it likely knows it."""


class AskingContext(NamedTuple):
    """What it takes to tell what is asked of whom."""

    interview: Interview
    team: Team
    knowledge: Knowledge
    now: datetime
    together: bool = False
    """All sit together: nobody is asked apart from the others."""


def select_in_shared_thread(asking: AskingContext, readers: Sequence[str]) -> AddressedCandidate | None:
    """In the guide's order; anyone may answer. `readers`: those of the team who read it; whoever has a question of
    their own before them is not called to another."""
    found = _list_all(asking, None)[:1]
    busy = {question.to for question in asking.interview.pending_questions}
    free = [person for person in readers if person not in busy]
    if not found or not asking.team.by_role or not free:
        return AddressedCandidate(found[0], None) if found else None
    likely = find_holder(found[0], asking.interview, _build_circle(asking, free))
    return AddressedCandidate(found[0], None, likely if likely in free else None)


def select_in_direct_messages(asking: AskingContext, person: str) -> AddressedCandidate | None:
    """What somebody has not been asked yet; None where nothing is left, or what is left is for others."""
    if is_guest(asking.team, person):
        return _select_for_guest(asking, person)
    circle = _build_circle(asking, _list_asked_directly(asking.team) if asking.team.by_role else ())
    found = select_for(person, _list_all(asking, person), asking.interview, circle)
    return AddressedCandidate(found, person) if found is not None else None


def _select_for_guest(asking: AskingContext, person: str) -> AddressedCandidate | None:
    """For somebody who takes no part: what was left to them; for the operational leader what is theirs to say, too."""
    found = list_guest_candidates(asking.knowledge.guide, asking.interview, person)
    if not found and person == find_asked_owner(asking.team):
        circle = _build_circle(asking, _list_asked_directly(asking.team))
        every = (one for one in _list_all(asking, person) if one.kind != "probe")
        found = tuple(one for one in every if find_holder(one, asking.interview, circle) == person)
    return AddressedCandidate(found[0], person) if found else None


def find_asked_owner(team: Team) -> str | None:
    """The operational leader, where they take no part and are asked all the same what is theirs to say."""
    owner = team.owner
    asked = team.by_role and team.channel is None and owner not in team.unreachable
    return owner if owner and asked and not team.takes_part(owner) else None


def _list_asked_directly(team: Team) -> tuple[str, ...]:
    """Those who are asked in their own direct messages."""
    owner = find_asked_owner(team)
    named = (*(team.participants or (team.lead,)), *((owner,) if owner else ()))
    return tuple(person for person in dict.fromkeys(named) if person not in team.unreachable)


def _list_all(asking: AskingContext, person: str | None) -> tuple[CandidateQuestion, ...]:
    guide, stale = asking.knowledge.guide, list_stale_questions(asking.interview, asking.now)
    again = () if asking.together else list_reopened_candidates(guide, asking.interview, person, stale)
    return (*list_candidates(guide, asking.interview, _ALL, person), *again)


def _build_circle(asking: AskingContext, people: Sequence[str]) -> Circle:
    return Circle(Expertise(asking.team, asking.interview, asking.knowledge), tuple(people), asking.now)
