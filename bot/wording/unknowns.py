"""What is unknown of a pilot, in words: not asked, put off, not known by whom, or known to nobody, told apart."""

from collections.abc import Iterable

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.rating import Rating
from bot.domain.core.phrases import join_with_and
from bot.domain.framework.framework import Framework
from bot.domain.interview.criterion_state import STATE_PHRASES

UnknownGroup = tuple[str, tuple[str, ...]]
"""Why something is unknown, and the names of the criteria that are unknown for this reason."""


def group_unknowns(made: Assessment, framework: Framework) -> tuple[UnknownGroup, ...]:
    """In the order of the states, from what was not asked to what nobody could say."""
    names: dict[str, list[str]] = {phrase: [] for phrase in STATE_PHRASES.values()}
    for rating in _select_unknown(made.ratings):
        names[STATE_PHRASES[rating.state]].append(framework.get_criterion(rating.criterion).name)
    return tuple((phrase, tuple(found)) for phrase, found in names.items() if found)


def count_unknowns(ratings: Iterable[Rating]) -> tuple[str, ...]:
    """12 not asked yet; 1 skipped: each reason with how many criteria are unknown for it."""
    found = [STATE_PHRASES[rating.state] for rating in _select_unknown(ratings)]
    reasons = dict.fromkeys(STATE_PHRASES.values())
    return tuple(f"{count} {reason}" for reason in reasons if (count := found.count(reason)))


def explain_unknown(rating: Rating, made: Assessment) -> str:
    """Why this one is unknown, with who was asked. A sentence."""
    if rating.state == "known":
        return "Seen differently, and nobody said how it stands."
    people = join_with_and([made.get_person(person).first_name for person in rating.asked_of])
    if rating.state == "did_not_know":
        return f"Asked, {people} didn't know." if people else "Asked, but nothing that was said shows a level."
    if rating.state in {"skipped", "later"} and people:
        return f"{STATE_PHRASES[rating.state].capitalize()} by {people}."
    return f"{STATE_PHRASES[rating.state].capitalize()}."


def _select_unknown(ratings: Iterable[Rating]) -> Iterable[Rating]:
    return (rating for rating in ratings if not rating.is_known and not rating.disputed)
