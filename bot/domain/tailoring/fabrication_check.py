"""Which names, numbers and dates a text holds, and which of them nobody named."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from bot.domain.core.invisible_characters import HIDDEN

_WORD = re.compile(r"[^\W\d_][\w&'’.-]*[\w]|[^\W\d_]", re.UNICODE)
_NUMBER = re.compile(r"(?:\d+(?:[.,\u00a0\u202f’' ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)(?:\s?(?:%|per ?cent\b))?")
_ADDRESS = re.compile(rf"https?://\S+|www\.\S+|\S+@\S+|[<>|`*~^\[\]{{}}\\]|__|{HIDDEN}")
"""Addresses, and what some platform takes for markup."""
_MIXED = re.compile(r"\b(?=\w*\d)(?=\w*[^\W\d_])\w+\b")
_UNITS = re.compile(r"\d+(?:st|nd|rd|th|k|m|bn|s|ms|h|am|pm|x|d|w)?")
"""Letters and digits in one word are a name, unless the letters are a unit."""
_BEFORE_A_START = tuple('.!?:;\n"“”([–—-')
"""What a sentence or a quote begins after."""


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COUNTS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
)
_ORDINALS = (
    "fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth thirtieth"
)
_VALUES = {word: str(value) for value, word in enumerate(_COUNTS.split(), start=2)} | {
    "thirty": "30",
    "forty": "40",
    "fifty": "50",
    "sixty": "60",
    "seventy": "70",
    "eighty": "80",
    "ninety": "90",
    "hundred": "100",
    "hundreds": "100",
    "thousand": "1000",
    "thousands": "1000",
    "million": "1000000",
    "millions": "1000000",
    "dozen": "12",
    "dozens": "12",
    "twice": "2",
    "half": "0.5",
}
_CALENDAR = _word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur "
    "thurs fri easter christmas spring summer autumn winter"
)
_AMBIGUOUS = _word_set("march may mar sun sat mon wed fri jan spring fall")
"""Words that are dates only with a capital letter."""
_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
_MONTHS += "|nov(?:ember)?|dec(?:ember)?"
_DATE = re.compile(
    rf"\b(?:(\d{{1,4}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTHS})|({_MONTHS})\.?\s+(\d{{1,4}})(?:st|nd|rd|th)?)\b", re.I
)
"""A day or a year beside a month: both may have been said, of other things."""
_RELATIVE = re.compile(
    r"\b(?:tomorrow|tonight|next (?:week|month|quarter|year)|this (?:week|month|quarter|year)"
    r"|(?:end|start|beginning|middle) of (?:the )?(?:week|month|quarter|year)|year[- ]end|month[- ]end"
    r"|within (?:a|an|one|the) (?:minute|hour|day|week|month|quarter|year)|weekly|monthly|quarterly|fortnight(?:ly)?"
    r"|(?:next|this|last|coming|by|in|before|until|early|late|mid)[ -](?:the )?(?:spring|summer|autumn|fall|winter)"
    r"|(?:first|last|second|new) (?:week|month|quarter|half) of|new year)\b",
    re.I,
)
_ORDINARY = _word_set(
    "a accept add after agree all allow an and any approve as ask assign at before begin book both bring build but by "
    "call can capture check choose close collect compare complete confirm connect count create cut decide define "
    "deliver demonstrate describe design document draft draw drill each enable ensure establish every extend feed find "
    "finish first fit for from gather get give go hand have he here hold how if in is it its keep last launch let list "
    "log make map measure meet move name no nobody not nothing of on once one only open or our out over pick plan "
    "prepare produce prove provide publish put record rehearse release remove replace report review rewrite route "
    "run schedule secure see send set settle she show sign so sort staff start state stop store switch take team test "
    "that the their them then there these they this those to track train turn until update use validate verify "
    "walk watch we what when where which while who whoever whole why with without wire work write written you your "
    "ai api apis p&l sla slas kpi kpis id ids it ok"
)
_ALSO_NAMES = _word_set(
    "art bill chase dawn drew faith frank grace grant guy hope jack joy lance mark may miles pat pierce ray rob rose "
    "skip sue ward wade will"
)
"""Ordinary words that are names as well: at the start of a sentence they count as names."""
_PRODUCTS = _word_set(
    "access airtable asana azure basware bigquery confluence coupa databricks dynamics excel github gitlab gmail "
    "hubspot jira kafka linear looker mulesoft netsuite notion okta oracle outlook pagerduty postgres postgresql "
    "power-bi powerbi quickbooks redshift sage salesforce sap sharepoint siebel slack snowflake sql stripe tableau "
    "teams trello twilio uipath workday xero zapier zendesk servicenow openai anthropic chatgpt copilot mongodb mysql "
    "mariadb elasticsearch redis cassandra kubernetes docker terraform splunk datadog dynatrace grafana informatica "
    "talend fivetran airflow rabbitmq pega appian mendix outsystems camunda celonis pinecone weaviate langchain gemini "
    "llama claude mistral bedrock vertex sagemaker mlflow guidewire duck-creek temenos epic cerner ariba concur "
    "docusign opentext documentum alfresco box dropbox bitbucket circleci jenkins opsgenie miro figma power-automate"
)
_PRODUCTS_AS_WORDS = _word_set(
    "access linear notion slack teams sage stripe excel oracle box vertex bedrock epic gemini concur"
)
"""Products whose name is an ordinary word: written small they are that word."""


class AllowedVocabulary(NamedTuple):
    """What may be named (from what people said, folded), and words that are no names (from the library)."""

    said: str
    names: frozenset[str]
    ordinary: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def from_texts(cls, said: Iterable[str], names: Iterable[str], library: Iterable[str]) -> Self:
        """`names` are people, roles and the like: each of their words with a capital may be named anywhere."""
        said_text, names_text = "\n".join(said), "\n".join(names)
        small = {
            word.casefold() for word, start in _iter_placed_words("\n".join(library)) if start or not _has_capital(word)
        }
        ordinary = _ORDINARY | small
        capital = {word.casefold() for word, at_start in _iter_placed_words(said_text) if _is_capital(word, at_start)}
        spoken = {word.casefold() for word in _split_words(said_text)}
        given = {word.casefold() for word in _split_words(names_text) if _has_capital(word)}
        known = capital | (spoken - ordinary) | given
        return cls(_fold_text(f"{said_text}\n{names_text}"), frozenset(known), ordinary, _extract_numbers(said_text))


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


def _iter_unknown_addresses(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    for match in _ADDRESS.finditer(text):
        if match.group().casefold() not in words.said and match.group() not in own:
            yield match.group()


def _iter_unknown_mixtures(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    known = {match.group().casefold() for match in _MIXED.finditer(f"{words.said} {own}")}
    for match in _MIXED.finditer(text):
        if not _UNITS.fullmatch(match.group().casefold()) and match.group().casefold() not in known:
            yield match.group()


def _iter_unknown_numbers(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    known = words.numbers | _extract_numbers(own)
    for match in _NUMBER.finditer(text):
        if _normalize_number(match.group()) not in known:
            yield match.group()
    for word in _split_words(text):
        value = _VALUES.get(word.casefold())
        if value is not None and value not in known:
            yield word


def _iter_unknown_dates(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    known = set(_split_words(words.said)) | {word.casefold() for word in _split_words(own)}
    for word in _split_words(text):
        folded = word.casefold()
        if folded in _ORDINALS.split() and folded not in known:
            yield word
        if folded in _CALENDAR and folded not in known and (folded not in _AMBIGUOUS or word[0].isupper()):
            yield word
    said = {**_extract_dates(words.said), **_extract_dates(own)}
    for when, written in _extract_dates(text).items():
        if when not in said:
            yield written
    for match in _RELATIVE.finditer(text):
        phrase = _fold_text(match.group())
        if phrase not in words.said and phrase not in _fold_text(own):
            yield match.group()


def _extract_dates(text: str) -> dict[tuple[str, str], str]:
    """The dates with a month in a text: number and month, and how each was written."""
    found = {}
    for match in _DATE.finditer(text):
        before, month, other, after = match.groups()
        found[(before or after).lstrip("0"), (month or other)[:3].casefold()] = match.group()
    return found


def _iter_unknown_names(text: str, own: str, words: AllowedVocabulary) -> Iterator[str]:
    own_words = set(_split_words(own))
    for word, at_start in _iter_placed_words(text):
        folded = word.casefold()
        if word in own_words or _is_known_name(word, words):
            continue
        small_product = folded in _PRODUCTS - _PRODUCTS_AS_WORDS
        ordinary_start = at_start and folded in words.ordinary and folded not in _ALSO_NAMES
        if small_product or (_has_capital(word) and not ordinary_start):
            yield word


def _is_known_name(word: str, words: AllowedVocabulary) -> bool:
    """Named as it stands, or as its possessive, or part by part: "SAP-side", "Marieke's"."""
    bare = re.sub(r"['’]s?$", "", word)
    parts = [part.casefold() for part in re.split(r"[-/]", bare) if _has_capital(part)]
    return bare.casefold() in words.names or (bool(parts) and all(part in words.names for part in parts))


def _split_words(text: str) -> list[str]:
    return _WORD.findall(text)


def _iter_placed_words(text: str) -> Iterator[tuple[str, bool]]:
    """Each word, and whether it stands at the start of a sentence, where any word has a capital."""
    end = None
    for match in _WORD.finditer(text):
        between = text[end : match.start()].rstrip(" \t")
        yield match.group(), between.endswith(_BEFORE_A_START) if between else end is None
        end = match.end()


def _is_capital(word: str, at_start: bool) -> bool:
    """A capital that means a name: not the one that every sentence starts with."""
    return any(letter.isupper() for letter in (word[1:] if at_start else word))


def _has_capital(word: str) -> bool:
    return any(letter.isupper() for letter in word)


def _extract_numbers(text: str) -> frozenset[str]:
    figures = {_normalize_number(match.group()) for match in _NUMBER.finditer(text)}
    spelled = {_VALUES[word.casefold()] for word in _split_words(text) if word.casefold() in _VALUES}
    return frozenset(figures | spelled)


def _normalize_number(number: str) -> str:
    """One writing of a number: 11 400, 11,400 and 11.400 are the same; so are 4.1 and 4,1. A percentage is its own."""
    bare = re.sub(r"\s?(?:%|per ?cent)$", "", number)
    percent = "" if bare == number else "%"
    grouped = re.fullmatch(r"(\d+(?:\D\d{3})+)(\D\d+)?", bare)
    whole, rest = (grouped.group(1), grouped.group(2) or "") if grouped else (bare, "")
    joined = re.sub(r"\D", "", whole) + rest if grouped else whole
    value = joined.replace(",", ".")
    return (value.rstrip("0").rstrip(".") if "." in value else value.lstrip("0") or "0") + percent


def _fold_text(text: str) -> str:
    return " ".join(text.casefold().split())
