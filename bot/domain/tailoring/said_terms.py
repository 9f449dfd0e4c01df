"""The terms that a model says it put in, held against the place where each is said to have been said."""

from collections.abc import Iterable, Mapping

from bot.domain.assessment.assessment import Assessment
from bot.domain.lexicon.english import LINKS, TURNS, is_in_dictionary, split_words
from bot.domain.lexicon.numbers import read_spelled
from bot.domain.lexicon.said import SaidWords, extract_claims
from bot.domain.plan.wording import SaidTerm

_ENGLISH_FROM = 0.7
"""Share of a text's content words that are in the dictionary; below it the text is in another language."""


def index_places(turns: Mapping[str, str], assessment: Assessment) -> dict[str, str]:
    """What was said under each id that a term may point to: turns, evidence and facts."""
    evidence = {item.id: f"{item.sentence}\n{turns.get(item.turn_id, '')}" for item in assessment.evidence}
    facts = {fact.id: f"{fact.quote}\n{turns.get(fact.turn_id, '')}" for fact in assessment.facts if fact.id}
    return {**evidence, **facts, **turns}


def list_unproven_terms(terms: Iterable[SaidTerm], places: Mapping[str, str]) -> tuple[SaidTerm, ...]:
    """The terms that were not said where they are claimed to have been."""
    return tuple(term for term in terms if not _was_said(term, places.get(term.said_in, "")))


def _was_said(term: SaidTerm, text: str) -> bool:
    said = SaidWords.from_texts([term.as_said or text])
    if term.as_said and _fold(term.as_said) not in _fold(text):
        return False
    claims = extract_claims(term.term)
    if not term.as_said or _is_english(text):
        return bool(claims) and all(said.holds(claim) for claim in claims)
    kept = {claim for claim in claims if claim.startswith(("#", "month-", "weekday-"))}
    names = [word for word in split_words(read_spelled(term.term)) if not is_in_dictionary(word)]
    return all(said.holds(claim) for claim in kept) and all(said.holds_name(name) for name in names)


def _is_english(text: str) -> bool:
    words = [word for word in split_words(text) if word.casefold() not in LINKS | TURNS]
    return sum(map(is_in_dictionary, words)) >= _ENGLISH_FROM * len(words)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
