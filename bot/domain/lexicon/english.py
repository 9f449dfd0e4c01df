"""English words: which are one word, which are in the dictionary, and which only hold a sentence together."""

import re
from functools import lru_cache
from typing import Any

import snowballstemmer

from bot.domain.lexicon.dictionary import find_lemmas

WORD = re.compile(r"[^\W\d_][\w&'’.-]*[\w]|[^\W\d_]", re.UNICODE)


def split_into_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


LINKS = split_into_set(
    "a an the and of in on at to for from by with into as its their our his her my your this that these those which "
    "who whom whose it they them he she we i you is are was were be been being has have had having do does did "
    "there so both also include including included"
)
"""Words that carry no claim of their own: they may be added to a sentence, or left out."""

NEGATIONS = split_into_set(
    "no not never nobody none nothing nowhere neither nor without lack missing cannot can't don't doesn't didn't "
    "won't isn't aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't shouldn't needn't mustn't yet"
)

TURNS = NEGATIONS | split_into_set(
    "can could may might must shall should will would ought need or but if unless except only just hardly barely "
    "almost nearly maybe perhaps possibly optionally later eventually sometimes often always before after until "
    "till since while when whenever where wherever once instead rather than though although because whether any "
    "some somebody someone something anybody anyone anything everybody everyone everything each every all most many "
    "few several less least more much another other such what how why up down out off over under above below within "
    "about around against beside between among during through per very too own same then here now ever soon still "
    "already either"
)
"""Words that say how much, when, whether or for whom: a sentence means something else with one of them more."""

_NOMINAL = frozenset({"NOUN", "ADJ", "PROPN"})
_stemmer = snowballstemmer.stemmer("english")


def split_words(text: str) -> list[str]:
    return WORD.findall(text.replace("’", "'"))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """One form for all forms of a word: run for ran and running, person for people, the bare word for its genitive."""
    bare = _to_bare(word)
    lemmas = find_lemmas(bare)
    base = next((lemmas[kind][0] for kind in ("VERB", "NOUN", "ADJ", "ADV") if kind in lemmas), bare)
    stemmed: str = _stemmer.stemWord(base)
    return stemmed


@lru_cache(maxsize=100)
def stem_all(words: frozenset[str]) -> frozenset[str]:
    """Of words that stand in the program: not to be called when it is imported, since a dictionary is read."""
    return frozenset(map(stem, words))


@lru_cache(maxsize=2_000)
def list_stems(word: str) -> frozenset[tuple[str, str]]:
    """A word's stem in each language that is known here, with the language: two cases of a word share one."""
    bare = _to_bare(word)
    return frozenset((language, stemmer.stemWord(bare)) for language, stemmer in _load_stemmers())


@lru_cache(maxsize=1)
def _load_stemmers() -> tuple[tuple[str, Any], ...]:
    return tuple((language, snowballstemmer.stemmer(language)) for language in snowballstemmer.algorithms())


def is_in_dictionary(word: str) -> bool:
    """Whether English has this word, written small; a name that isn't one isn't."""
    bare = _to_bare(word)
    return bare in LINKS or bare in TURNS or bool(_find_kinds(bare))


def _to_bare(word: str) -> str:
    """Written small, without what hangs on it: the owner of the owner's, we of we'll."""
    return re.sub(r"'(?:s|ll|ve|re|d|m)?$", "", word.replace("’", "'").casefold())


def can_be_noun(word: str) -> bool:
    """Whether the word can be a noun as it stands: budget, but not budgeted."""
    return "NOUN" in _find_kinds(word)


def is_singular(word: str) -> bool:
    """Whether it is a noun of one thing as it stands: business and plan, but not operations."""
    bare = _to_bare(word)
    return bare in find_lemmas(bare).get("NOUN", ())


def can_be_verb(word: str) -> bool:
    return "VERB" in _find_kinds(word)


def can_name_a_thing(word: str) -> bool:
    """Whether it can be part of a team's name for something: a noun, an adjective, or no English word at all."""
    bare = word.replace("’", "'").casefold()
    if bare in TURNS or bare in LINKS:
        return False
    kinds = _find_kinds(word)
    return not kinds or bool(kinds & _NOMINAL)


@lru_cache(maxsize=20_000)
def _find_kinds(word: str) -> frozenset[str]:
    return frozenset(find_lemmas(_to_bare(word)))
