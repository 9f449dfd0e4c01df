"""Bans: what is forbidden until something has happened gets an action that lifts it, before anything goes live."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap
from bot.domain.framework.practice import Practice, Practices
from bot.domain.plan.action import Action, Reason
from bot.domain.plan.limits import NamedLimit
from bot.domain.plan_contents.conflicts import is_about_money
from bot.domain.planning.practice_selection import ChosenPractice

_BAN = "{ban}"
_LIVE = ("limited", "full", "owner_review")
_LONGEST = 70
_SECURITY = re.compile(r"\b(?:security|pen(?:etration)? ?test\w*|firewall|access rights?|infosec|ciso)\b", re.I)
_SECURITY_ROLE = "security_partner"


def add_bans(
    chosen: Sequence[ChosenPractice],
    limits: Sequence[NamedLimit],
    gaps: Sequence[Gap],
    assessment: Assessment,
    library: Practices,
) -> tuple[ChosenPractice, ...]:
    """With an action for each ban that the team named, for which the first live step of the plan waits; where a ban
    has a day, that step is not before the day after it. Money that ends is no ban: nobody can lift it."""
    bans, template = _list_bans(limits), library.ban_lifting
    if template is None or not bans:
        return tuple(chosen)
    gap = _find_gap(gaps, template, assessment)
    lifting = tuple(
        ChosenPractice(id=f"ban_{n}", practice=_word_for(ban, n, template, library), gap=gap)
        for n, ban in enumerate(bans, start=1)
    )
    days = [ban.day + timedelta(days=1) for ban in bans if ban.day is not None]
    steps = {item.practice.exposure for item in chosen}
    first = next((step for step in _LIVE if step in steps), None)
    ids = tuple(item.id for item in lifting)
    held = (item if item.practice.exposure != first else _hold(item, ids, max(days, default=None)) for item in chosen)
    return (*lifting, *held) if first else (*lifting, *chosen)


def _hold(item: ChosenPractice, ids: tuple[str, ...], day: date | None) -> ChosenPractice:
    return item.model_copy(update={"waits_for": (*ids, *item.waits_for), "not_before": day})


def quote_bans(actions: Sequence[Action], limits: Sequence[NamedLimit], assessment: Assessment) -> tuple[Action, ...]:
    """Each lifting with the words that forbid as its reason, and nothing else."""
    said = {f"ban_{n}": _build_reason(ban, assessment) for n, ban in enumerate(_list_bans(limits), start=1)}
    return tuple(
        action.model_copy(update={"because": (said[action.id],)}) if action.id in said else action for action in actions
    )


def _list_bans(limits: Sequence[NamedLimit]) -> list[NamedLimit]:
    bans = {limit.quote: limit for limit in limits if limit.kind == "ban" and not is_about_money(limit)}
    return list(bans.values())


def _word_for(ban: NamedLimit, number: int, template: Practice, library: Practices) -> Practice:
    words = ban.what if len(ban.what) <= _LONGEST else ban.until or f"{ban.what[:_LONGEST].rsplit(' ', 1)[0]}…"
    texts = {key: getattr(template, key).replace(_BAN, words.strip(" .;,")) for key in ("title", "deliverable", "exit")}
    is_security = bool(_SECURITY.search(ban.quote)) and any(role.id == _SECURITY_ROLE for role in library.roles)
    role = _SECURITY_ROLE if is_security else template.role
    return template.model_copy(update={**texts, "id": f"ban_{number}", "role": role})


def _find_gap(gaps: Sequence[Gap], template: Practice, assessment: Assessment) -> Gap:
    """The gap of the criterion that the ban bears on; where it is none, the level as it stands."""
    criterion = template.criterion or ""
    level = assessment.get_rating(criterion).level
    found = next((gap for gap in gaps if gap.criterion == criterion), None)
    return found or Gap(criterion=criterion, kind="level", now=level, target=level or 0)


def _build_reason(ban: NamedLimit, assessment: Assessment) -> Reason:
    turn = next((fact.turn_id for fact in assessment.facts if fact.quote == ban.quote), None)
    return Reason(text=ban.quote, turn_id=turn, speaker=ban.speaker)
