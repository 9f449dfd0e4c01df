"""Whether a sentence about a rating says only what its quotes say: their words, numbers and names, not turned round."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.domain.assessment.attribution import Attributed, split_by_speaker
from bot.domain.assessment.quote_clauses import Claim, Clause, split_into_clauses
from bot.domain.lexicon.content_words import find_likeliest_language
from bot.domain.lexicon.english import split_into_set, split_words, stem, stem_all
from bot.domain.lexicon.numbers import READ_LANGUAGES, normalize_number, read_spelled
from bot.domain.lexicon.said import extract_nouns
from bot.domain.quotation.languages import find_denial
from bot.domain.quotation.scope import OPPOSITES

_LEAST_SHARE_SAID = 0.5
"""Of what a sentence claims: the rest may be the framework's plain words, never all of it."""
_SHARE = re.compile(r"(\d+)\s+(?:out )?(?:of|von|de|di|van|sur|su)\s+(?:[^\W\d]+\s+)?(\d+)\b")
_LIGHT = split_into_set(
    "do go come get give take make keep put set bring send receive deal treat happen stay remain become reach "
    "follow cover stand sit lie see say tell call mean show find involve contain concern depend exist per "
    "far currently"
)
"""English words that say little themselves: anything may be put with them."""
_FIRST_PERSON = {
    "en": re.compile(r"\b(?:i|me|my|mine|myself|we|us|our|ours)\b", re.I),
    "de": re.compile(r"\b(?:ich|mich|mir|mein\w*|wir|uns|unser\w*)\b", re.I),
}
"""Where somebody speaks of themselves, their name may stand for it; other languages say it by the verb."""
_REPORTS = re.compile(
    r"\b(?:says?|said|according|per|reports?|reported|claims?|thinks|sagt|laut|meint|berichtet)\b", re.I
)
_INDIRECT = re.compile(r"(?:nobody (?:has )?asked )?(?:who|what|which|how|whether|where|when|why)\b", re.I)
"""What begins like this tells a question, which nobody need be sure of."""
_CARRIES = re.compile(
    r"\b(?:it|pilot|model|tool|system|assistant|AI) (?:now |only |already )?(carries|handles|processes|serves)\b", re.I
)
"""How the framework tells a volume, which people tell without a verb: "just the one depot, sixty a day"."""
_VOLUME = re.compile(r"\b(?:an?|per|each|every|the) (?:hour|day|night|shift|week|month|quarter|year)\b", re.I)
_VERBS = re.compile(
    r"\b(?:are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|i|we|they|he|she|you|who|(?!hundred)\w+ed|\w+ing)\b",
    re.I,
)


class SaidQuote(NamedTuple):
    """A sentence that was said, by whom, in which language, and what it means in English where that is another."""

    speaker: str
    sentence: str
    language: str = "en"
    translation: str = ""


class Unsaid(NamedTuple):
    """Why a sentence doesn't stand, and the word that it falls for, where it is one."""

    why: str
    word: str = ""


def find_unsaid(told: str, quotes: Sequence[SaidQuote], plain: frozenset[str]) -> Unsaid | None:
    """The first thing in the sentence that the quotes don't carry; None: it stands.

    `plain`: stems of English words that the framework asks in; its nouns may stand beside what was said.
    """
    language = _find_language(told, quotes)
    speakers = dict.fromkeys(quote.speaker for quote in quotes)
    attributed = split_by_speaker(told, speakers)
    parts = [part for part in attributed if _claims_something(part.text, language)]
    for part, named in parts or [Attributed(told)]:
        for own in [tuple(quote for quote in quotes if quote.speaker == name) for name in named] or [tuple(quotes)]:
            if found := _find_unsaid_part(part, language, own, plain):
                return found
    return next(_find_empty_denials(attributed, quotes, language), None)


def _find_empty_denials(told: Iterable[Attributed], quotes: Sequence[SaidQuote], language: str) -> Iterator[Unsaid]:
    """A "Bo denies it", of somebody who denied nothing."""
    for part, speakers in told:
        denial = None if _claims_something(part, language) else find_denial(part, language)
        for name in speakers if denial else ():
            said = (find_denial(quote.sentence, quote.language) for quote in quotes if quote.speaker == name)
            if denial and not any(said):
                yield Unsaid("nobody denied it", denial.group())


def _claims_something(text: str, language: str) -> bool:
    return any(clause.claims for clause in split_into_clauses(text, language))


def _find_unsaid_part(told: str, language: str, quotes: Sequence[SaidQuote], plain: frozenset[str]) -> Unsaid | None:
    said = tuple(_iter_said(quotes, told))
    clauses = [clause for clause in split_into_clauses(told, language) if clause.claims]
    claims = [claim for clause in clauses for claim in clause.claims]
    held = [claim for claim in claims if any(one.holds(claim, language) for one in said)]
    own = _list_own_words(told, said, plain) if language == "en" else frozenset[str]()
    if strange := next((claim for claim in claims if claim not in held and claim.key not in own), None):
        return Unsaid("nobody said it", strange.text)
    weighed = [claim for claim in claims if claim in held or claim.key not in stem_all(_LIGHT)]
    if not held or len(held) < _LEAST_SHARE_SAID * len(weighed):
        return Unsaid("hardly any of it was said")
    turns = (turn for clause in clauses for turn in _find_turns(clause, said))
    return next(turns, None)


def _list_own_words(told: str, said: Sequence[Clause], plain: frozenset[str]) -> frozenset[str]:
    """What may be put in though nobody said it."""
    return (plain & _extract_things(told)) | stem_all(_LIGHT) | _list_carriers(told, said)


def _list_carriers(told: str, said: Sequence[Clause]) -> frozenset[str]:
    """The verbs that tell a volume, where one was said without any."""
    texts = (one.text.said.folded for one in said if any(claim.key.startswith("#") for claim in one.claims))
    bare = any(_VOLUME.search(text) and not _VERBS.search(text) for text in texts)
    return frozenset(stem(match[1]) for match in _CARRIES.finditer(told)) if bare else frozenset()


def _find_language(told: str, quotes: Sequence[SaidQuote]) -> str:
    """English, or one that something was said in."""
    return find_likeliest_language(told, dict.fromkeys([*(quote.language for quote in quotes), "en"]))


def _iter_said(quotes: Sequence[SaidQuote], told: str) -> Iterator[Clause]:
    reports = _REPORTS.search(told)
    for quote in quotes:
        own = _FIRST_PERSON.get(quote.language)
        if reports or own is None or own.search(quote.sentence):
            yield from split_into_clauses(quote.speaker, "en")
        for clause in split_into_clauses(quote.sentence, quote.language):
            speaks_of_self = own and own.search(clause.text.said.folded)
            yield clause.add_speaker(quote.speaker) if speaks_of_self else clause
        yield from split_into_clauses(quote.translation, "en")


def _extract_things(told: str) -> frozenset[str]:
    """Its nouns, but for what is called by capital letters: a CRM is somebody's system."""
    named = {stem(word) for word in split_words(told) if word.isupper() and len(word) > 1 and word != "AI"}
    return extract_nouns(told) - named


def _find_turns(told: Clause, said: Sequence[Clause]) -> Iterator[Unsaid]:
    """Where a clause turns what was said round, is surer of it, or says it of more."""
    language = told.language
    bearing = [one for one in said if any(one.holds(claim, language) for claim in told.claims)]
    if told.denial:
        focus = told.focus
        if focus and not any(one.denial and one.holds(focus, language) for one in bearing):
            yield Unsaid("nobody denied it", told.denial)
        elif _is_affirmed(told, bearing):
            yield Unsaid("turned round", told.denial)
    elif denied := _find_denied(told, bearing):
        yield Unsaid("it was denied", denied.text)
    if share := _find_share(told, bearing):
        yield Unsaid("nobody said it", share)
    yield from _find_changed_scope(told, [one for one in bearing if one.language == language])


def _is_affirmed(told: Clause, said: Sequence[Clause]) -> bool:
    """Whether all that a denial holds was said in one piece that denies nothing, and in none that does."""
    held = [(one, sum(one.holds(claim, told.language) for claim in told.claims)) for one in said]
    denied = max((count for one, count in held if one.denial), default=0)
    sure = (count for one, count in held if not one.denial and "unsure" not in one.scopes)
    return denied < len(told.claims) == max(sure, default=0)


def _find_share(told: Clause, said: Sequence[Clause]) -> str:
    """A "three of the five" that nobody said, though perhaps each of its numbers."""
    shares = _list_shares(told)
    known = {share for one in said for share in _list_shares(one)}
    return next((" of ".join(share) for share in shares if share not in known), "")


def _list_shares(clause: Clause) -> list[tuple[str, ...]]:
    text = clause.text.said.folded
    read = read_spelled(text, clause.language) if clause.language in READ_LANGUAGES else text
    return [tuple(map(normalize_number, match.groups())) for match in _SHARE.finditer(read)]


def _find_denied(told: Clause, said: Sequence[Clause]) -> Claim | None:
    """What was said only in denials, where it is what they deny, or where most of the clause is."""
    affirmed = [c for c in told.claims if any(one.holds(c, told.language) and not one.denial for one in said)]
    denied = [c for c in told.claims if c not in affirmed and any(one.holds(c, told.language) for one in said)]
    focal = (claim for claim in denied if any(one.is_focus(claim, told.language) for one in said))
    return next(focal, denied[0] if len(denied) > len(affirmed) else None)


def _find_changed_scope(told: Clause, said: Sequence[Clause]) -> Iterator[Unsaid]:
    if not said:
        return
    scopes = frozenset().union(*(one.scopes for one in said))
    if "unsure" in told.scopes and "unsure" not in scopes:
        yield Unsaid("less sure than it was said")
    asks = _INDIRECT.match(told.text.said.folded)
    if "unsure" not in told.scopes and not asks and (hoped := _find_hoped(told, said)):
        yield Unsaid("surer than it was said", hoped.text)
    new = told.scopes - scopes
    if "all" in new and not told.denial:
        yield Unsaid("nobody said it of all")
    if "most" in new and "all" not in scopes:
        yield Unsaid("nobody said it of most")
    if "rhythm" in new:
        yield Unsaid("nobody said how often")
    if "only" in new:
        yield Unsaid("nobody said that it is the only one")
    for own, opposite in OPPOSITES:
        if own in new and opposite in scopes - told.scopes:
            yield Unsaid("turned round", own)


def _find_hoped(told: Clause, said: Sequence[Clause]) -> Claim | None:
    """What stands only where nobody is sure, where most of the clause does."""
    sure = [c for c in told.claims if any(one.holds(c, told.language) and "unsure" not in one.scopes for one in said)]
    hoped = [c for c in told.claims if c not in sure and any(one.holds(c, told.language) for one in said)]
    return hoped[0] if len(hoped) > len(sure) else None
