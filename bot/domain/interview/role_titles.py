"""Role titles: how well what stands in a person's profile fits a role of the library."""

import re

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


def is_barred(role: Role, person: Person) -> bool:
    """Whether they build or sell it, and so don't run the work that it changes."""
    return role.id in _OPERATIONAL and _BUILDERS.search(person.role) is not None


def score_role_match(role: Role, person: Person) -> int:
    """0 where the title doesn't fit; the clearer it does, the higher."""
    if is_barred(role, person):
        return 0
    patterns = _WORDS.get(role.id, (re.escape(role.name),))
    hit = next((n for n, p in enumerate(patterns) if re.search(rf"\b(?:{p})\b", person.role, re.I)), None)
    return 0 if hit is None else len(patterns) - hit
