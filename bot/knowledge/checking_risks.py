"""Whether the register of risks holds together: an entry for every criterion, trap and kind of finding, each once."""

from collections.abc import Iterator
from typing import get_args

from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.known_risk import FindingKind, KnownRisk
from bot.knowledge.problem import RISKS, Problem, find_duplicates

_TITLED_ELSEWHERE = ("unknown", "disagreement")
"""Kinds whose title and reason say what is unknown or in dispute."""


def risk_problems(knowledge: Knowledge) -> Iterator[Problem]:
    """None where a directory holds no risks: it is from before there were any."""
    known, framework = knowledge.risks, knowledge.framework
    if not known.risks:
        return
    yield from find_duplicates(RISKS, "risks", (risk.about for risk in known.risks))
    subjects = _list_subjects(framework)
    for subject in subjects:
        if known.find(subject) is None:
            yield Problem(RISKS, f"risks.{subject}", "is missing")
    roles = {role.id for role in knowledge.practices.roles}
    for risk in known.risks:
        yield from _entry_problems(risk, subjects, roles, framework)


def _list_subjects(framework: Framework) -> list[str]:
    criteria = [criterion.id for criterion in framework.gating_criteria]
    return [*criteria, *(trap.id for trap in framework.traps), *get_args(FindingKind)]


def _entry_problems(risk: KnownRisk, subjects: list[str], roles: set[str], framework: Framework) -> Iterator[Problem]:
    key = f"risks.{risk.about}"
    if risk.about not in subjects:
        yield Problem(RISKS, key, "is about no criterion of the stage, no trap and no kind of finding")
    if risk.role not in roles:
        yield Problem(RISKS, f"{key}.role", f'no role "{risk.role}"')
    told_elsewhere = {*(trap.id for trap in framework.traps), *_TITLED_ELSEWHERE}
    if risk.about not in told_elsewhere and not risk.title:
        yield Problem(RISKS, key, "has no title")
