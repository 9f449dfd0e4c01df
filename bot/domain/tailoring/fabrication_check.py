"""Which names, numbers and dates a text holds, and which of them nobody named."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from bot.domain.core.invisible_characters import HIDDEN
from bot.domain.lexicon.calendars import extract_calendar, extract_dates, is_calendar_name
from bot.domain.lexicon.english import LINKS, TURNS, WORD, can_be_noun, can_be_verb, is_in_dictionary, split_words, stem
from bot.domain.lexicon.language_names import is_language_name
from bot.domain.lexicon.numbers import extract_numbers, iter_numbers
from bot.domain.lexicon.said import SaidWords, extract_claims

_ADDRESS = re.compile(rf"https?://\S+|www\.\S+|\S+@\S+|[<>|`*~^\[\]{{}}\\]|__|{HIDDEN}")
"""Addresses, and what some platform takes for markup."""
_MIXED = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])\w+\b")
_UNITS = re.compile(r"\d+(?:st|nd|rd|th|k|m|bn|s|ms|h|am|pm|x|d|w)?")
"""Letters and digits in one word are a name, unless the letters are a unit."""
_BEFORE_A_START = tuple('.!?:;\n"“”([–—-')
"""What a sentence or a quote begins after."""


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SEASONS = _word_set("easter christmas spring summer autumn winter fall")
_ORDINALS = _word_set(
    "fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth thirtieth"
)
_RELATIVE = re.compile(
    r"\b(?:tomorrow|tonight|next (?:week|month|quarter|year)|this (?:week|month|quarter|year)"
    r"|(?:end|start|beginning|middle) of (?:the )?(?:week|month|quarter|year)|year[- ]end|month[- ]end"
    r"|within (?:a|an|one|the) (?:minute|hour|day|week|month|quarter|year)|fortnight(?:ly)?"
    r"|(?:next|this|last|coming|by|in|before|until|early|late|mid)[ -](?:the )?(?:spring|summer|autumn|fall|winter)"
    r"|(?:first|last|second|new) (?:week|month|quarter|half) of|new year)\b",
    re.I,
)
_RHYTHM = re.compile(r"\b(?:hour|dai|night|week|month|quarter|year)ly\b", re.I)
"""How often, in one word; who said "each week" has said it as well."""
_ALSO_NAMES = _word_set(
    "art bill chase dawn drew faith frank grace grant guy hope jack joy lance mark may miles pat pierce ray rob rose "
    "skip sue ward wade will"
)
"""Ordinary words that are names as well: at the start of a sentence they count as names."""
_BEFORE_A_LANGUAGE = _word_set("a an the in into from of for every each all any this that their our its your")
_BEFORE_A_PERSON = _word_set("have ask tell let get make by with to put give show")
_PRONOUNS = _word_set("us me")
_PRODUCTS = _word_set(
    "airtable asana azure basware bigquery confluence coupa databricks dynamics github gitlab gmail "
    "hubspot jira kafka looker mulesoft netsuite okta outlook pagerduty postgres postgresql "
    "power-bi powerbi quickbooks redshift salesforce sap sharepoint siebel snowflake sql tableau "
    "trello twilio uipath workday xero zapier zendesk servicenow openai anthropic chatgpt copilot mongodb mysql "
    "mariadb elasticsearch redis cassandra kubernetes docker terraform splunk datadog dynatrace grafana informatica "
    "talend fivetran airflow rabbitmq pega appian mendix outsystems camunda celonis pinecone weaviate langchain "
    "llama claude mistral sagemaker mlflow guidewire duck-creek temenos cerner ariba "
    "docusign opentext documentum alfresco dropbox bitbucket circleci jenkins opsgenie miro figma power-automate"
)
"""Names that are written small as well, and no words of the language."""


class AllowedVocabulary(NamedTuple):
    """What may be named: what people said, in whatever language, and the names that the library itself writes."""

    said: SaidWords
    texts: str
    """All of it, folded."""
    surfaces: frozenset[str]
    """Its letters that stand alone: A, B and C shift."""
    names: frozenset[str]
    """The stems of what is a name there, or no English word."""

    @classmethod
    def from_texts(cls, said: Iterable[str], names: Iterable[str], library: Iterable[str]) -> Self:
        """`names` are people, roles and the like: each of their words with a capital may be named anywhere."""
        told, given = tuple(said), "\n".join(names)
        whole = "\n".join((*told, given))
        capital = {word for word, at_start in _iter_placed_words(whole) if _is_capital(word, at_start)}
        foreign = {word for word in split_words(whole) if not is_in_dictionary(word)}
        own = {word for word, start in _iter_placed_words("\n".join(library)) if not start}
        written = {word for word in split_words(given) if _has_capital(word)}
        known = frozenset(stem(part) for word in capital | foreign | own | written for part in _split_parts(word))
        surfaces = frozenset(word for word in split_words(whole) if len(word) == 1 and _has_capital(word))
        return cls(SaidWords.from_texts((*told, given)), _fold_text(whole), surfaces, known)


def find_invented_terms(text: str, own: str, words: AllowedVocabulary) -> tuple[str, ...]:
    """The names, numbers, dates and addresses that stand neither in what was said nor in the `own` wording."""
    found = (
        *_iter_unknown_addresses(text, own, words),
        *_iter_unknown_mixtures(text, own, words),
        *_iter_unknown_numbers(text, own, words),
        *_iter_unknown_dates(text, own, words),
        *_iter_unknown_names(text, own, words),
    )
    return tuple(dict.fromkeys(found))


def is_markup(word: str) -> bool:
    """Whether it is, or holds, what must not be shown: an address, or what some platform takes for markup."""
    return _ADDRESS.search(word) is not None


def _iter_unknown_addresses(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    for match in _ADDRESS.finditer(text):
        if match.group().casefold() not in words.texts and match.group() not in own:
            yield match.group()


def _iter_unknown_mixtures(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    known = {match.group().casefold() for match in _MIXED.finditer(f"{words.texts} {own}")}
    for match in _MIXED.finditer(text):
        if not _UNITS.fullmatch(match.group().casefold()) and match.group().casefold() not in known:
            yield match.group()


def _iter_unknown_numbers(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    known = extract_numbers(own)
    for value, written in iter_numbers(text):
        if value not in known and not words.said.holds(f"#{value}"):
            yield written


def _iter_unknown_dates(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    known = extract_claims(own)
    for word in filter(is_calendar_name, split_words(text)):
        if any(day not in known and not words.said.holds(day) for day in extract_calendar(word)):
            yield word
    plain = set(split_words(words.texts)) | {word.casefold() for word in split_words(own)}
    for word in split_words(text):
        in_season = word.casefold() in _SEASONS and word[0].isupper()
        if (in_season or word.casefold() in _ORDINALS) and word.casefold() not in plain:
            yield word
    said = {**extract_dates(words.texts), **extract_dates(own)}
    yield from (written for when, written in extract_dates(text).items() if when not in said)
    for match in _RELATIVE.finditer(text):
        phrase = _fold_text(match.group())
        if phrase not in words.texts and phrase not in _fold_text(own):
            yield match.group()
    rhythms = {match.group().casefold() for match in _RHYTHM.finditer(own)}
    for match in _RHYTHM.finditer(text):
        if match.group().casefold() in rhythms:
            continue
        if not words.said.holds(unit := stem(to_unit(match.group()))) and unit not in known:
            yield match.group()


def to_unit(adverb: str) -> str:
    """The time behind how often: week for weekly, day for daily."""
    bare = adverb.casefold().removesuffix("ly")
    return f"{bare[:-1]}y" if bare.endswith("i") else bare


def _iter_unknown_names(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    own_words = set(split_words(own))
    languages = _list_languages(text, words)
    for word, at_start in _iter_placed_words(text):
        folded = word.casefold()
        if word in languages or word in own_words or word in words.surfaces or _is_known_name(word, words):
            continue
        if is_calendar_name(word):
            continue  # a day is looked at as a day
        plain_start = at_start and is_in_dictionary(word) and folded not in _ALSO_NAMES
        if folded in _PRODUCTS or (_has_capital(word) and not plain_start):
            yield word


def _is_known_name(word: str, words: AllowedVocabulary) -> bool:
    """Named as it stands, in another number, as its possessive, or part by part: "SAP-side", "Marieke's"."""
    parts = [part for part in _split_parts(word) if _has_capital(part)]
    if not is_in_dictionary(word) and words.said.holds_name(word):
        return True
    if _is_said_in_small_letters(word, words):
        return True
    return stem(word) in words.names or (bool(parts) and all(stem(part) in words.names for part in parts))


def _is_said_in_small_letters(word: str, words: AllowedVocabulary) -> bool:
    """What is nobody's name in whatever letters: SAP for sap, and a product."""
    folded = word.casefold()
    if folded in LINKS | TURNS | _ALSO_NAMES | _PRONOUNS or not words.said.holds(stem(word)):
        return False
    return folded in _PRODUCTS or (len(word) > 1 and word.isupper())


def _list_languages(text: str, words: AllowedVocabulary) -> frozenset[str]:
    """The languages that it names and that were named, but for those that stand where a person's name would."""
    found = split_words(text)
    neighbours = zip(["", *found], found, [*found[1:], ""], strict=False)
    return frozenset(
        word
        for before, word, after in neighbours
        if is_language_name(word) and words.said.holds(stem(word)) and _tells_a_language(before, after)
    )


def _tells_a_language(before: str, after: str) -> bool:
    if before.casefold() in _BEFORE_A_LANGUAGE or before.endswith("ed"):
        return True
    thing = can_be_noun(after) and (after.endswith("s") or not can_be_verb(after))
    return thing and before.casefold() not in _BEFORE_A_PERSON


def _split_parts(word: str) -> list[str]:
    return [part for part in re.split(r"[-/]", word) if part]


def _iter_placed_words(text: str) -> Iterator[tuple[str, bool]]:
    """Each word, and whether it stands at the start of a sentence, where any word has a capital."""
    end = None
    for match in WORD.finditer(text):
        between = text[end : match.start()].rstrip(" \t")
        yield match.group(), between.endswith(_BEFORE_A_START) if between else end is None
        end = match.end()


def _is_capital(word: str, at_start: bool) -> bool:
    """A capital that means a name: not the one that every sentence starts with."""
    return any(letter.isupper() for letter in (word[1:] if at_start else word))


def _has_capital(word: str) -> bool:
    return any(letter.isupper() for letter in word)


def _fold_text(text: str) -> str:
    return " ".join(text.casefold().split())
