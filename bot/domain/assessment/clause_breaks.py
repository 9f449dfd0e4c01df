"""Where one clause of a sentence ends and the next begins, so that a "not" or a "hope" turns only its own."""

import re
from collections.abc import Iterator

from bot.domain.lexicon.english import LINKS, TURNS
from bot.domain.quotation.languages import find_denial
from bot.domain.quotation.scope import find_scopes

_ASKS = r"how|who|what|which|whether|where|when|why|ob|wie|wer|wann"
_GOES_ON = (
    r"(?:who|which|that|whose|dass|ob|der|die|das|den|dem|dessen|deren|que|quien|quienes|qui|dont|che|cui|wat)\b"
    r"|(?:n?or|oder|noch|ou|ni)\s+(?!(?:we|they|i|he|she|it|you|wir|sie|ich|er|es)\b)"
    rf"|(?:and|und)\s+(?:{_ASKS})\b"
)
"""What follows a comma and belongs to what is before it."""
_BREAK = re.compile(
    rf"(?<=[.!?…;:])\s+|[。！？；]|\s[–—-]\s|,\s+(?!{_GOES_ON})"
    r"|\s+(?=(?:but|without|although|though|whereas|while|aber|sondern|ohne|obwohl|während|pero|sino|sin|aunque|mais|sans"
    r"|ma|però|senza|mas|porém|sem|maar|zonder|men|utan|uden|ale|bez)\b)",
    re.I,
)
_AND = re.compile(r"\s+(?=(?:and|und|y|e|et|en|och|og|i)\s)", re.I)
_ANOTHER = re.compile(r"\s+and (?:we|they|he|she|it|i|you|there|this|these|those)\b", re.I)
"""Whoever is spoken of next, by a word that can't belong to whoever was spoken of before."""
_RELATIVES = {
    "en": r",?\s+(?=(?:that|which|who|whom|whose|what|where|because|when|whenever)\b)",
    "de": r",\s+(?=(?:der|die|das|den|dem|dessen|deren|was|wo|dass|weil)\b)",
    "nl": r",?\s+(?=(?:die|dat|wat|waar\w*)\b)",
    "es": r",?\s+(?=(?:que|quien|quienes)\b)",
    "fr": r",?\s+(?=(?:que|qu'|qui|dont)\b)",
    "it": r",?\s+(?=(?:che|cui)\b)",
    "pt": r",?\s+(?=(?:que|quem)\b)",
}
_RELATIVE = {language: re.compile(pattern, re.I) for language, pattern in _RELATIVES.items()}
_CONTACT = re.compile(r"(\S+)(\s+)(?=(?:it|we|they|he|she|i|you|nobody|no one)\s)", re.I)
"""Without a "that": the cases it does not understand."""
_FEWEST_WORDS = 3
"""Of what says something by itself."""


def split_at_breaks(text: str, language: str) -> Iterator[str]:
    """Its clauses, in their order: a part that denies, or is unsure, is parted from one that isn't."""
    for piece in filter(None, _BREAK.split(text)):
        for part in _split_at_and(piece, language):
            yield from _split_at_relative(part, language)


def _split_at_and(piece: str, language: str) -> Iterator[str]:
    start = 0
    for link in _AND.finditer(piece):
        before, after = piece[start : link.start()], piece[link.end() :]
        denies = find_denial(after, language) and not find_denial(before, language)
        if denies or _hopes_anew(before, piece[link.start() :], language):
            yield before
            start = link.end()
    yield piece[start:]


def _hopes_anew(before: str, after: str, language: str) -> bool:
    """Whether only what comes after is unsure, and is said of somebody or something else."""
    if language != "en" or len(before.split()) < _FEWEST_WORDS or not _ANOTHER.match(after):
        return False
    return "unsure" in find_scopes(after, language) and "unsure" not in find_scopes(before, language)


def _split_at_relative(piece: str, language: str) -> Iterator[str]:
    """What it is that the clause tells of is told in both: the cases, and "cases it does not understand"."""
    at = _find_relative(piece, language)
    if at:
        yield piece[:at]
    yield " ".join((*piece[:at].split()[-1:], piece[at:].lstrip(" ,")))


def _find_relative(piece: str, language: str) -> int:
    """Where a clause begins that only tells which one is meant, if it is what denies; else 0."""
    denial = find_denial(piece, language)
    relative = _RELATIVE.get(language)
    if denial is None or relative is None:
        return 0
    starts = [match.start() for match in relative.finditer(piece, 0, denial.end()) if match.end() <= denial.start()]
    if language == "en":
        contacts = _CONTACT.finditer(piece, 0, denial.end() + 1)
        starts += [match.start(2) for match in contacts if _is_thing(match[1]) and match.end() <= denial.start()]
    return max(starts, default=0)


def _is_thing(word: str) -> bool:
    return word[-1].isalnum() and word.casefold() not in LINKS | TURNS
