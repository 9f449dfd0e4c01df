"""Limits: which of the facts bind the plan in time or by number."""

from datetime import date

from bot.domain.assessment.merged_facts import MergedFact
from bot.domain.plan.limits import LimitKind, NamedLimit


def list_limits(facts: tuple[MergedFact, ...]) -> tuple[NamedLimit, ...]:
    """In the order in which they were named; those with a day first, by day."""
    found = [limit for fact in facts if (limit := _build_limit(fact)) is not None]
    return tuple(sorted(found, key=lambda limit: (limit.day is None, limit.day or date.min)))


def _build_limit(fact: MergedFact) -> NamedLimit | None:
    kind = _find_kind(fact)
    if kind is None:
        return None
    return NamedLimit(
        fact=fact.id,
        kind=kind,
        what=_describe(fact),
        until=fact.find_detail("until") or _find_day_in_words(fact),
        day=_read_day(fact, "day"),
        first_day=_read_day(fact, "first_day"),
        quote=fact.told.quote,
        speaker=fact.told.speaker,
    )


def _read_day(fact: MergedFact, key: str) -> date | None:
    day = fact.find_detail(key)
    return date.fromisoformat(day) if day else None


def _find_day_in_words(fact: MergedFact) -> str | None:
    """A date is named by its day, as it was said; what it is about stands beside it."""
    return fact.name if fact.kind == "date" and fact.find_detail("what") else None


def _find_kind(fact: MergedFact) -> LimitKind | None:
    match fact.kind, fact.find_detail("kind"), fact.find_detail("criterion"):
        case "date", _, _:
            return "date"
        case "constraint", ("deadline" | "ban" | "condition" | "freeze" | "peak") as kind, _:
            return kind
        case "metric", _, ("volume" | "service_level") as measure:
            return measure
        case _:
            return None


def _describe(fact: MergedFact) -> str:
    if fact.kind != "metric":
        return fact.find_detail("what") or fact.name
    numbers = [f"{key} {value}" for key in ("baseline", "target", "measured") if (value := fact.find_detail(key))]
    return ", ".join(numbers) or fact.name
