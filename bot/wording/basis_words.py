"""Why somebody stands for a role, in a word or two behind their name."""

from collections.abc import Mapping

from bot.domain.plan.action import Action, PersonBasis

_BASES: Mapping[PersonBasis, str] = {"said": "said", "named": "named", "form": "by form", "title": "by title"}


def describe_basis(basis: PersonBasis | None) -> str:
    """said, named, by form, by title; empty where it is not known why."""
    return _BASES[basis] if basis is not None else ""


def format_accountable(action: Action) -> str:
    """Tomasz Wolski, by title; the role where nobody is known."""
    basis = describe_basis(action.basis) if action.person_name else ""
    return f"{action.accountable_name}, {basis}" if basis else action.accountable_name
