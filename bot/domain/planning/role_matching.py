"""Who holds a role: who said so, who was named for it, whom the form names, whose title fits; else it stays open."""

from collections.abc import Iterator, Mapping, Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.rating import drop_corrected
from bot.domain.core.model import Value
from bot.domain.core.names import fits_name
from bot.domain.core.people import Person, find_person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.practice import Role
from bot.domain.interview.evidence import PERSON_DETAILS, OwnerClaim
from bot.domain.interview.role_claims import Said, list_role_claims
from bot.domain.interview.role_titles import OWNER, is_barred, score_role_match
from bot.domain.plan.action import PersonBasis, RoleHolder

_ORDER: tuple[PersonBasis, ...] = ("said", "named", "form", "title")


class _Candidate(Value):
    person: Person
    basis: PersonBasis
    score: int = 0
    """How well their title fits."""


def find_role_holders(
    assessment: Assessment, knowledge: Knowledge, sheet: Mapping[str, Person] | None = None
) -> dict[str, RoleHolder]:
    """By the role's id; a role that nobody holds is left out. `sheet`: whom the form or the sheet of roles names.

    The first way that names anybody counts; where it names several, the one whose title fits best, nobody when two fit
    equally well. Who answers for the workflow is no matter of titles: only somebody with a claim does.
    """
    matcher = _RoleMatcher(assessment, knowledge, sheet or {})
    found = ((role.id, matcher.find_holder(role)) for role in knowledge.practices.roles)
    return {role: holder for role, holder in found if holder is not None}


class _RoleMatcher:
    """The people of one assessment, and what was said of the work that each has."""

    def __init__(self, assessment: Assessment, knowledge: Knowledge, sheet: Mapping[str, Person]) -> None:
        self._assessment = assessment
        self._sheet = sheet
        self._people = list_named_people(assessment)
        self._claims = list_role_claims(_list_said(assessment), self._people, knowledge.person_words)
        self._keepers = tuple(_iter_keepers(assessment))

    def find_holder(self, role: Role) -> RoleHolder | None:
        if role.id == OWNER:
            return _build_owner(self._assessment.owner)
        candidates = [one for one in self._iter_candidates(role) if not is_barred(role, one.person)]
        for basis in _ORDER:
            fitting = {one.person.id: one for one in candidates if one.basis == basis}
            if fitting:
                return _select_holder(list(fitting.values()))
        return None

    def _iter_candidates(self, role: Role) -> Iterator[_Candidate]:
        scores = {person.id: score_role_match(role, person) for person in self._people}
        for claim in self._claims:
            if claim.role == role.id:
                person = self._get_person(claim.person)
                basis: PersonBasis = "said" if claim.is_own else "named"
                yield _Candidate(person=person, basis=basis, score=scores.get(person.id, 0))
        for person, basis in (*self._iter_told_with_role(), *self._keepers):
            if score := score_role_match(role, person):
                yield _Candidate(person=person, basis=basis, score=score)
        if role.id in self._sheet:
            named = self._sheet[role.id]
            yield _Candidate(person=find_person(self._people, named.name) or named, basis="form")
        yield from (_Candidate(person=p, basis="title", score=s) for p in self._people if (s := scores[p.id]))

    def _iter_told_with_role(self) -> Iterator[tuple[Person, PersonBasis]]:
        """Whom somebody told with a role, as far as that role goes."""
        for fact in self._assessment.facts:
            role = fact.find_detail("role")
            if fact.kind == "person" and role:
                known = find_person(self._people, fact.name) or Person(id=fact.name, name=fact.name)
                yield known.model_copy(update={"role": role}), "said" if known.id == fact.speaker else "named"

    def _get_person(self, person_id: str) -> Person:
        return next((p for p in self._people if p.id == person_id), self._assessment.get_person(person_id))


def _build_owner(claim: OwnerClaim | None) -> RoleHolder | None:
    if claim is None or claim.claim == "refused":
        return None
    own: PersonBasis = "said" if claim.is_own and claim.claim == "accepted" else "named"
    return RoleHolder(
        person=claim.person, name=claim.name or claim.person, basis="form" if claim.source == "form" else own
    )


def _select_holder(fitting: Sequence[_Candidate]) -> RoleHolder | None:
    best = max(one.score for one in fitting)
    first, *others = [one for one in fitting if one.score == best]
    if others:
        return None
    return RoleHolder(person=first.person.id, name=first.person.display_name, basis=first.basis)


def _list_said(assessment: Assessment) -> list[Said]:
    evidence = [Said(item.sentence, item.speaker) for item in drop_corrected(assessment.evidence)]
    return [*evidence, *(Said(fact.quote, fact.speaker) for fact in assessment.facts)]


def _iter_keepers(assessment: Assessment) -> Iterator[tuple[Person, PersonBasis]]:
    """Who was said to own a system or to take a decision: that confirms a title, and gives nobody a role."""
    for fact in assessment.facts:
        for detail in fact.details:
            if detail.key in PERSON_DETAILS and (known := find_person(assessment.people, detail.value)):
                yield known, "said" if known.id == fact.speaker else "named"


def list_named_people(assessment: Assessment) -> tuple[Person, ...]:
    """Who takes part, and whom they named with a role; a person who takes no part has their name as id."""
    people = {person.id: person for person in assessment.people}
    for fact in assessment.facts:
        role = fact.find_detail("role")
        if (
            fact.kind == "person"
            and role
            and not any(fits_name(person.name, fact.name) for person in assessment.people)
        ):
            people[fact.name] = Person(id=fact.name, name=fact.name, role=role)
    return tuple(people.values())
