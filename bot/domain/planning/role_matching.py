"""Who fits a role: a person the team named, and only when one of them fits clearly; else the role stays open."""

import re

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.ownership import list_refusing_people
from bot.domain.core.names import fits_name
from bot.domain.core.people import Person
from bot.domain.framework.practice import Role

OWNER = "operational_owner"

_EXECUTIVE = r"director|vp|vice president|chief|c[oe]o|president|general manager|managing partner"
_LEADS = rf"head|{_EXECUTIVE}"
_WORDS: dict[str, tuple[str, ...]] = {
    "operational_owner": (rf"(?:{_LEADS})\b.*\boperations?|operations? (?:{_LEADS})", _EXECUTIVE),
    "operations_lead": (
        r"(?:team|shift|centre|center|desk|dispatch|intake|operations?|duty|service)\b.*\b(?:lead|leader|manager|supervisor)",
        r"supervisor|operations? manager",
    ),
    "process_lead": (r"process\b.*\b(?:lead|manager|owner|analyst)", r"process|continuous improvement|lean"),
    "integration_lead": (r"integration\b", r"interfaces?|middleware|architect"),
    "platform_engineer": (r"platform\b.*\bengineer", r"platform|sre|devops|infrastructure|cloud engineer"),
    "ai_lead": (r"(?:ai|ml|machine learning|data science)\b.*\b(?:lead|head|manager|engineer)", r"data scien\w+"),
    "data_steward": (r"data\b.*\b(?:steward|owner|quality|governance)", r"master data"),
    "security_partner": (r"security|ciso",),
    "risk_partner": (r"(?:model )?risk|compliance|information governance", r"legal|counsel|data protection|audit"),
    "finance_partner": (r"finance|controller|controlling|cfo", r"accountant"),
    "training_lead": (r"training|learning|enablement", r"change manager"),
    "facilitator": (r"(?:project|programme|program|delivery)\b.*\b(?:manager|lead)", r"product owner|product manager"),
}
"""Patterns for the words in a person's role, the clearest first. A role of the library that is not here is found by
the words of its own name."""

_BUILDERS = re.compile(
    r"\b(?:innovation|it|digital|data|ai|ml|vendor|supplier|consult\w+|engineering|platform|lab)\b", re.I
)
"""Whoever builds or sells it is not the operational leader whose results it changes."""
_OPERATIONAL = {OWNER, "operations_lead"}


def find_person_for_role(role: Role, assessment: Assessment) -> Person | None:
    """The owner whom the team named; else the one person whose role fits best, nobody when two fit equally well.
    Whoever refused to answer for the workflow is never its owner."""
    claim = assessment.owner
    if role.id == OWNER and claim is not None and claim.claim != "refused":
        return Person(id=claim.person, name=claim.name or claim.person)
    return _find_by_title(role, assessment)


def _find_by_title(role: Role, assessment: Assessment) -> Person | None:
    refused = list_refusing_people(assessment.owners) if role.id == OWNER else ()
    people = [person for person in list_named_people(assessment) if person.id not in refused]
    scored = [(score, person) for person in people if (score := _score_role_match(role, person))]
    fitting = [person for score, person in scored if score == max(other for other, _ in scored)]
    return fitting.pop() if len(fitting) == 1 else None


def list_named_people(assessment: Assessment) -> tuple[Person, ...]:
    """Who takes part, and whom they named with a role; a person who takes no part has their name as id."""
    people = {person.id: person for person in assessment.people if person.role}
    for fact in assessment.facts:
        role = fact.find_detail("role")
        if (
            fact.kind == "person"
            and role
            and not any(fits_name(person.name, fact.name) for person in assessment.people)
        ):
            people[fact.name] = Person(id=fact.name, name=fact.name, role=role)
    return tuple(people.values())


def _score_role_match(role: Role, person: Person) -> int:
    if role.id in _OPERATIONAL and _BUILDERS.search(person.role):
        return 0
    patterns = _WORDS.get(role.id, (re.escape(role.name),))
    hit = next((n for n, p in enumerate(patterns) if re.search(rf"\b(?:{p})\b", person.role, re.I)), None)
    return 0 if hit is None else len(patterns) - hit
