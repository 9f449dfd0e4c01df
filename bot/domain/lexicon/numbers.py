"""Numbers in a text, in figures or spelled in any language that is known here, each in one writing."""

import re
from collections.abc import Iterator
from functools import lru_cache

from text_to_num import alpha2digit
from unicode_rbnf import RbnfEngine

from bot.domain.lexicon.english import is_in_dictionary

NUMBER = re.compile(r"(?:\d+(?:[.,\u00a0\u202f’' ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)(?:\s?(?:%|per ?cent\b))?")
READ_LANGUAGES = ("en", "de", "es", "fr", "it", "nl", "pt")
"""The languages whose spelled numbers are read; in others a number is written out and looked for."""
_WRITTEN_LANGUAGES = tuple(sorted(set(RbnfEngine.get_supported_languages()) - set(READ_LANGUAGES)))
_QUANTITIES = {
    **{"half": "0.5", "twice": "2", "dozen": "12"},
    **{"hundreds": "100", "thousands": "1000", "millions": "1000000"},
}
"""English words for a number that name none."""
_ENGLISH_LOOKALIKE = re.compile(r"\b(?:once|(?<=per )cent)\b", re.I)
"""English words that are numbers in Spanish and in French."""
_FIRST_WITHOUT_SPACES = "\u0e00"
"""From Thai on, scripts set no spaces between words; the few after it that do lose nothing."""
_COMMON_ORDINAL = re.compile(r"\b[123](?:st|nd|rd)\b")
"""First, second and third order things more than they count them."""


def extract_numbers(text: str) -> frozenset[str]:
    """The numbers of an English text, from 2 on where they are spelled: "sixty" and "60" are the same."""
    return frozenset(value for value, _ in iter_numbers(text))


def iter_numbers(text: str) -> Iterator[tuple[str, str]]:
    """Each number of an English text in its one writing, and as it is written there, or read where it was spelled."""
    figures = {normalize_number(match.group()) for match in NUMBER.finditer(text)}
    for match in NUMBER.finditer(_COMMON_ORDINAL.sub("", read_spelled(text))):
        value = normalize_number(match.group())
        if value in figures or value.rstrip("%") != "1":
            yield value, match.group()
    for word in re.findall(r"\w+", text.casefold()):
        if word in _QUANTITIES:
            yield _QUANTITIES[word], word


@lru_cache(maxsize=256)
def extract_said_numbers(text: str) -> frozenset[str]:
    """The numbers of a text in whatever language: what may be said of it in figures or in English."""
    foreign = _ENGLISH_LOOKALIKE.sub("-", text)
    read = {
        normalize_number(match.group())
        for language in READ_LANGUAGES
        for match in NUMBER.finditer(read_spelled(foreign, language))
    }
    return frozenset(read) | extract_numbers(text)


def is_written_out(value: str, folded: str) -> bool:
    """Whether this number stands in words in the text, in a language whose words for numbers are only written here."""
    if not value.isdecimal() or len(value) > len("1000000"):
        return False
    return any(_stands_in(words, folded) for words in _write_out(int(value)))


def _stands_in(words: str, folded: str) -> bool:
    """As words of their own, where the script has spaces."""
    if words[0] >= _FIRST_WITHOUT_SPACES:
        return words in folded
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", folded) is not None


@lru_cache(maxsize=1000)
def _write_out(value: int) -> frozenset[str]:
    """The number in words, in each of its cases and genders."""
    forms = (_load_engine(language).format_number(value).text_by_ruleset.values() for language in _WRITTEN_LANGUAGES)
    return frozenset(
        words.casefold()
        for written in forms
        for words in written
        if words and not words[0].isdigit() and not is_in_dictionary(words)
    )


@lru_cache(maxsize=len(_WRITTEN_LANGUAGES))
def _load_engine(language: str) -> RbnfEngine:
    return RbnfEngine.for_language(language)


def read_spelled(text: str, language: str = "en") -> str:
    """The text with its spelled numbers in figures."""
    figures: str = alpha2digit(text, language, 0)
    return figures


def normalize_number(number: str) -> str:
    """One writing of a number: 11 400, 11,400 and 11.400 are the same; so are 4.1 and 4,1. A percentage is its own."""
    bare = re.sub(r"\s?(?:%|per ?cent)$", "", number)
    percent = "" if bare == number else "%"
    grouped = re.fullmatch(r"(\d+(?:\D\d{3})+)(\D\d+)?", bare)
    whole, rest = (grouped.group(1), grouped.group(2) or "") if grouped else (bare, "")
    joined = re.sub(r"\D", "", whole) + rest if grouped else whole
    value = joined.replace(",", ".")
    return (value.rstrip("0").rstrip(".") if "." in value else value.lstrip("0") or "0") + percent
