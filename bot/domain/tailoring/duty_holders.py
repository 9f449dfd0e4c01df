"""Who holds which duty in a plan, so that no wording gives one to somebody else."""

from typing import NamedTuple, Self

from bot.domain.assessment.assessment import Assessment
from bot.domain.lexicon.english import stem
from bot.domain.plan.plan import ProductionPlan
from bot.domain.tailoring.tokens import split_into_tokens
from bot.domain.tailoring.wording_check import Objection

_OWNER = "operational_owner"


class DutyHolders(NamedTuple):
    """The people of a plan's roles, and everybody else whose name a wording could put in their place."""

    holders: dict[str, frozenset[str]]
    """By the stem of a word of a role, the words of the names of those who have it."""
    everybody: frozenset[str]
    refused: frozenset[str]
    """Of those who said that they don't answer for the workflow."""

    @classmethod
    def from_plan(cls, plan: ProductionPlan, assessment: Assessment) -> Self:
        named = [action for action in plan.actions if action.person_name]
        holders: dict[str, frozenset[str]] = {}
        for action in named:
            for word in _split_role(action.role, action.role_name):
                holders[word] = holders.get(word, frozenset()) | _split_name(action.person_name or "")
        people = {person.id: person.name for person in assessment.people}
        everybody = [*people.values(), *(action.person_name or "" for action in named)]
        latest = {claim.person: claim for claim in assessment.owners}
        refused = [people.get(claim.person, claim.person) for claim in latest.values() if claim.claim == "refused"]
        return cls(
            holders,
            frozenset().union(*map(_split_name, (*everybody, *refused))),
            frozenset().union(*map(_split_name, refused)),
        )

    def find_other_person(self, text: str, own: str) -> Objection:
        """Somebody named where the library's `own` words mean another: whoever has that role, or wouldn't take it."""
        before = {token.key for token in split_into_tokens(own)}
        after = split_into_tokens(text)
        gone = before - {token.key for token in after}
        new = [token for token in after if token.key in self.everybody and token.key not in before]
        means_owner = bool(gone & _split_role(_OWNER, "owner"))
        meant = frozenset().union(*(self.holders.get(word, frozenset()) for word in gone))
        for token in new:
            if means_owner and token.key in self.refused:
                return Objection("said that they don't answer for it", token.text)
            if meant and token.key not in meant:
                return Objection("somebody else answers for it", token.text)
        return Objection()


def _split_role(role: str, name: str) -> frozenset[str]:
    """The words that mean it; an owner is also the leader who carries the result."""
    words = {stem(word) for word in name.split()}
    return frozenset(words | ({stem("leader"), stem("owner")} if role == _OWNER else set()))


def _split_name(name: str) -> frozenset[str]:
    return frozenset(token.key for token in split_into_tokens(name))
