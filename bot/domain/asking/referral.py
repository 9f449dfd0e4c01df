"""Referral: a reply that leaves its question to somebody by name, told by rule where an analyst heard only a part."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.domain.asking.questioning import is_bare_dont_know
from bot.domain.core.names import has_case
from bot.domain.core.people import Person, find_mentions, find_person
from bot.domain.core.person_words import LanguageWords, PersonWords, list_words, split_clauses
from bot.domain.framework.guide import Guide
from bot.domain.interview.answer_mapping import AnswerMapping, Intent
from bot.domain.quotation.sentences import split_sentences

MOST_WORDS = 20
"""Of a reply that may do no more than send us on."""
MOST_WORDS_BESIDE = 4
"""Said beside sending us on, where nothing was read of it: "sorry, she built it"."""
_MOST_WORDS_OF_A_NAME = 3
_MOST_WORDS_BETWEEN = 3
"""Between a name and that they know: "Cara from integration will know"."""
_DASH = re.compile(r"\s[-–—]+\s")
_WORD = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"@?[^\W\d_][\w.'’-]*(?:\s+[A-Z][\w'’-]+){0,2}")
_MAY_BE_REFERRAL: frozenset[Intent] = frozenset({"dont_know", "skip", "other", "ask_colleague"})


class ReferralContext(NamedTuple):
    """Who may be meant, and the words by which it is told."""

    people: Sequence[Person]
    words: PersonWords
    guide: Guide


def find_referral(text: str, mapping: AnswerMapping, intent: Intent, context: ReferralContext) -> str | None:
    """The name of the colleague a reply leaves its question to, as it stands there; None where it does something else.

    `intent`: what the analyst takes it for. A name that it gives without more ("Cara?") counts where it fits somebody.
    """
    if intent == "ask_colleague" and mapping.colleague:
        return _as_written(mapping.colleague, text, context.people) or mapping.colleague
    may_be = intent in _MAY_BE_REFERRAL or (intent == "answer" and not mapping.readings and not mapping.facts)
    if not may_be or len(text.split()) > MOST_WORDS:
        return None
    found = next(_iter_referrals(text, context), None)
    if found is not None and (intent != "answer" or _says_nothing_else(text, found.clause, context.guide)):
        return found.name
    named = mapping.colleague if intent != "answer" else None
    return _as_written(named, text, context.people) if named else None


def _as_written(name: str, text: str, people: Sequence[Person]) -> str | None:
    """How the text writes the one of these people whom a name fits: a model may give it in another form."""
    wanted = find_person(people, name)
    written = (mention for mention in find_mentions(people, text) if wanted and mention.person.id == wanted.id)
    return next((mention.text for mention in written), None)


class _Referral(NamedTuple):
    name: str
    clause: str


def _iter_referrals(text: str, context: ReferralContext) -> Iterator[_Referral]:
    sentences = (span.extract_from(text) for span in split_sentences(text))
    clauses = (clause for sentence in sentences for part in _DASH.split(sentence) for clause in split_clauses(part))
    for clause in clauses:
        heard = _read_clause(clause, context)
        for language in context.words.languages.values():
            name = _find_sent_to(heard, language, context) or _find_knowing(heard, language, context)
            if name is not None:
                yield _Referral(name, clause)


class _Clause(NamedTuple):
    """What is the same of it in every language."""

    text: str
    spans: tuple[tuple[int, int], ...]
    """Of its words."""
    words: tuple[str, ...]
    name: str | None
    """The name that it begins with."""
    rest: tuple[str, ...]
    """The words behind that."""


def _read_clause(text: str, context: ReferralContext) -> _Clause:
    spans = tuple((word.start(), word.end()) for word in _WORD.finditer(text))
    words = tuple(text[start:end].casefold() for start, end in spans)
    name = _read_name(text, context)
    rest = list_words(text[text.index(name) + len(name) :]) if name is not None else ()
    return _Clause(text, spans, words, name, tuple(rest))


def _find_sent_to(clause: _Clause, language: LanguageWords, context: ReferralContext) -> str | None:
    """ "Please ask Cara about that": a name right behind the words for it, and no more than courtesies before them."""
    if not language.is_spaced:
        return _find_only_mention(clause.text, language.sends_to, context.people)
    for phrase in language.sending_phrases:
        for first, last in _iter_places(clause.words, phrase):
            start, end = clause.spans[first][0], clause.spans[last][1]
            before = list_words(clause.text[:start])
            name = _read_name(_skip_words(clause.text[end:], language.sends_beside), context)
            if name is not None and all(word in language.sends_beside for word in before):
                return name
    return None


def _find_knowing(clause: _Clause, language: LanguageWords, context: ReferralContext) -> str | None:
    """ "Cara would know": the clause begins with the name."""
    if not language.is_spaced:
        return _find_only_mention(clause.text, language.knows, context.people)
    if clause.name is None:
        return None
    for phrase in (tuple(known.split()) for known in language.knows):
        for place in range(_MOST_WORDS_BETWEEN + 1):
            after = place + len(phrase)
            if clause.rest[place:after] == phrase and len(clause.rest) - after <= MOST_WORDS_BESIDE:
                return clause.name
    return None


def _skip_words(text: str, words: Sequence[str]) -> str:
    """From the first word on that is none of these."""
    first = next((word.start() for word in _WORD.finditer(text) if word.group().casefold() not in words), len(text))
    return text[first:]


def _find_only_mention(clause: str, phrases: Sequence[str], people: Sequence[Person]) -> str | None:
    if not any(phrase in clause for phrase in phrases):
        return None
    mentioned = find_mentions(people, clause)
    return mentioned[0].text if len(mentioned) == 1 else None


def _iter_places(heard: Sequence[str], wanted: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where these words stand in a row among those that were heard: the places of the first and of the last."""
    if not wanted or wanted[0] not in heard:
        return
    for first in range(len(heard) - len(wanted) + 1):
        if heard[first : first + len(wanted)] == wanted:
            yield first, first + len(wanted) - 1


def _read_name(text: str, context: ReferralContext) -> str | None:
    """The name that a text begins with: of these people in any form, else what can be somebody's name."""
    told = text.strip()
    words = told.split()
    for count in range(min(_MOST_WORDS_OF_A_NAME, len(words)), 0, -1):
        written = " ".join(words[:count]).rstrip(".?!'’")
        if written and written in told and find_person(context.people, written) is not None:
            return written
    fitting = _NAME.match(told) if has_case(told) else None
    name = fitting.group().rstrip(".'’-") if fitting else ""
    return name if name and context.words.is_name(name) else None


def _says_nothing_else(text: str, clause: str, guide: Guide) -> bool:
    rest = text.replace(clause, " ", 1).strip(" ,;:.!?–—-")
    return len(rest.split()) <= MOST_WORDS_BESIDE or is_bare_dont_know(guide, rest)
