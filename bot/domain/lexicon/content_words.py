"""Content words of any language: what is left of a sentence without its function words, numbers and days."""

import re
from collections.abc import Iterable
from functools import lru_cache

from stop_words import StopWordError, get_stop_words

from bot.domain.lexicon.calendars import extract_said_calendar
from bot.domain.lexicon.english import LINKS, TURNS, list_stems, split_words
from bot.domain.lexicon.numbers import READ_LANGUAGES, read_spelled

_SHORTEST = 3
"""Letters of a word that claims something, unless it is written in capitals."""
_WITHOUT_SPACES = frozenset({"ja", "zh", "th"})
_SAME = 0.8
"""Share of the pairs of letters that were said, in scripts that don't part words."""
_LIGHT = {
    "de": "gibt gab geben geht ging gehen kommt kam kommen steht stand stehen liegt liegen macht machten nimmt nehmen "
    "bekommt bekommen erhält erhalten bleibt bleiben wurde wurden worden wäre hätte bereits derzeit bisher",
    "es": "hay tiene tienen tener tenía da dan queda quedan pasa pasan viene vienen sigue siguen pone ponen",
    "fr": "va vont vient viennent prend prennent donne donnent reste restent met mettent passe passent",
    "it": "va vanno viene vengono prende prendono dà danno resta restano mette mettono passa passano",
    "pt": "há tem têm vai vão vem vêm fica ficam dá dão põe põem passa passam",
    "nl": "gaat gaan komt komen staat staan ligt liggen maakt maken neemt nemen krijgt krijgen blijft blijven",
}
"""Verbs that say little themselves, and are in no list of function words."""
_STEMMERS = {
    **{"ar": "arabic", "da": "danish", "nl": "dutch", "fi": "finnish", "fr": "french", "de": "german", "el": "greek"},
    **{"hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "no": "norwegian", "pt": "portuguese"},
    **{"ro": "romanian", "ru": "russian", "es": "spanish", "sv": "swedish", "tr": "turkish", "pl": "polish"},
}
_GERMAN_PARTICIPLE = re.compile(r"(ab|an|auf|aus|bei|ein|mit|nach|vor|zu|weg|raus|rein|um|durch)?(?:ge|zu)?(\w{4,})")


def extract_content_words(text: str, language: str) -> tuple[str, ...]:
    """Its words that claim something, as they stand, in their order: no numbers, no days, no function words."""
    read = read_spelled(text, language) if language in READ_LANGUAGES else text
    return tuple(word for word in split_words(read) if _claims(word, language))


def _claims(word: str, language: str) -> bool:
    if word.casefold() in _load_function_words(language) or extract_said_calendar(word):
        return False
    return len(word) >= _SHORTEST or word.isupper() or language in _WITHOUT_SPACES


def find_likeliest_language(text: str, languages: Iterable[str]) -> str:
    """The one of these that has most of its words as function words; the first of those that come out even."""
    words = [word.casefold() for word in split_words(text)]
    return max(languages, key=lambda language: sum(word in _load_function_words(language) for word in words))


@lru_cache(maxsize=64)
def _load_function_words(language: str) -> frozenset[str]:
    if language == "en":
        return LINKS | TURNS
    try:
        listed = get_stop_words(language)
    except StopWordError:
        listed = []
    return frozenset(listed) | frozenset(_LIGHT.get(language, "").split())


def is_word_said(word: str, said: frozenset[str], language: str) -> bool:
    """Whether a word stands among the `said`, which are written small, in some form that this language gives it."""
    folded = word.casefold()
    if folded in said or _list_forms(folded, language) & _list_all_forms(said, language):
        return True
    if language in _WITHOUT_SPACES:
        return _share_pairs(folded, said) >= _SAME
    return language == "de" and any(other.startswith(folded) or other.endswith(folded) for other in said)


@lru_cache(maxsize=256)
def _list_all_forms(said: frozenset[str], language: str) -> frozenset[str]:
    return frozenset(form for other in said for form in _list_forms(other, language))


def _list_forms(word: str, language: str) -> frozenset[str]:
    """Its stem; of a German participle also that of the bare verb, whose prefix may stand elsewhere."""
    words = [word]
    if language == "de" and (match := _GERMAN_PARTICIPLE.fullmatch(word)):
        words.append(match[2])
    return frozenset(stem for one in words for stem in stem_in(one, language))


def stem_in(word: str, language: str) -> frozenset[str]:
    """Its stem in that language; the word itself where none is known for it."""
    return frozenset(stem for known, stem in list_stems(word) if known == _STEMMERS.get(language)) or frozenset({word})


def _share_pairs(word: str, said: frozenset[str]) -> float:
    pairs = {word[i : i + 2] for i in range(len(word) - 1)} or {word}
    return sum(any(pair in other for other in said) for pair in pairs) / len(pairs)
