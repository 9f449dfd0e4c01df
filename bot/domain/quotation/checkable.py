"""Checkable: what in somebody's words another person could check: a name, a figure, a date, an artefact."""

import calendar
import re
import unicodedata
from collections.abc import Collection, Iterable

from bot.domain.core.model import Value
from bot.domain.quotation.quotation import straighten_quotes

_TOP_OF_A_SCALE = 5
"""The top of a scale of five."""
_TOPS = frozenset({10, 100})
"""What a scale may end with: alone they count nothing."""
_LINK = re.compile(r"https?://\S*\w|\b[^\W\d_][\w-]{2,}\.[a-z]{3,4}\d?\b(?!\.)")
_BLOB = re.compile(r"(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[A-Za-z0-9+/_-]{20,}={0,2}|[A-Za-z0-9+/]{16,}={1,2}")
"""Something encoded: it names nothing that a person could read."""
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\d\s?[年月日]|\d{1,2}:\d\d|\d{1,2}\s?h\s?\d\d\b"
)
_SCALE = re.compile(r"\b(\d{1,3})\s*(?:/|of|out of)\s*(?:4|5|10|100)\b(?!\s*%|[/.-]\d)")
_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SPELLED = {
    **dict(zip("two three four five six seven eight nine".split(), range(2, 10), strict=True)),  # noqa: SIM905
    **dict(zip(_TEENS.split(), range(10, 20), strict=True)),
    **dict(zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)),  # noqa: SIM905
    "dozen": 12,
}
_SPELLED_NUMBER = re.compile(rf"\b(?:{'|'.join(_SPELLED)})\b", re.I)
_DAY_OR_MONTH = re.compile(
    rf"\b(?:{'|'.join(name for name in (*calendar.day_name, *calendar.month_name) if len(name) > len('May'))})\b", re.I
)
_COUNTED = re.compile(r"\s?[-–]?\s?(?:[^\W\d_]|[%‰°€$£¥₹])")
_CURRENCY = re.compile(r"[€$£¥₹]\s?$")
_CODE = re.compile(r"\b(?=[A-Za-z-]*\d)[A-Z][A-Za-z]*-?\d+[A-Za-z\d]*\b")
"""Letters with digits behind, as systems, documents and versions are called."""
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[&'’.-][^\W_]+)*")
_CLAUSE_START = re.compile(r"(?:^|[.!?…:;\n\"“„«(*>|#{}\[\]]|\s[-–—•])\s*$")
_ADDRESSED = re.compile(r"(?:さん|様|氏|部長|課長|社長|先生|经理|總監|总监|主任|님|씨)")
"""What stands behind a name in scripts that have no capitals."""
_NOT_NAMES = (
    "i i'm i've i'd i'll ai ki ia ии llm gpt chatgpt openai assistant bot chatbot model flightplan json xml html"
    " system user human level score ok yes no not all every everything"
)
_NO_NAMES = frozenset(_NOT_NAMES.split())
_ROMAN = re.compile(r"[IVX]+")
_NOUNS_HAVE_CAPITALS = re.compile(r"\b(?:der|die|das|den|dem|und|ist|wird|nicht|mit|ein|eine|jede[snrm]?)\b")
"""German writes every noun with a capital: there only a row of them, or a word in capitals, is a name."""
_MOSTLY = 0.5
_FEW = 3


class SaidOfPilot(Value):
    """What is known of a pilot's world: names that count as such wherever they stand, and words that are ours."""

    names: tuple[str, ...] = ()
    artefacts: tuple[str, ...] = ()
    """What the framework calls the things that can be shown: "runbook", "log"."""
    ours: tuple[str, ...] = ()
    """The framework's own words: its criteria and levels name nothing of the pilot."""


def find_checkable(sentences: Iterable[str], level: int, world: SaidOfPilot) -> str | None:
    """The first thing in the sentences that can be checked, as it stands there; None where there is nothing.

    The bare digit of the level that is claimed is no figure.
    """
    found = (_find_in_sentence(_BLOB.sub(" ", straighten_quotes(sentence)), level, world) for sentence in sentences)
    return next((piece for piece in found if piece), None)


def find_figure(sentences: Iterable[str], level: int) -> str | None:
    """The first number with what it counts."""
    found = (_find_figure(_BLOB.sub(" ", straighten_quotes(sentence)), level) for sentence in sentences)
    return next((piece for piece in found if piece), None)


def has_bare_level(sentence: str, level: int) -> bool:
    """Whether the level, or a mark on a scale, stands there as a number: "use 4", "owner: 4", "レベル4", "5 of 5"."""
    text = _BLOB.sub(" ", straighten_quotes(sentence))
    numbers = (number for number in _NUMBER.finditer(text) if not _stands_in_a_date(number, text))
    return (
        bool(_SCALE.search(text))
        or any(_is_level(number, text, level) for number in numbers)
        or any(_SPELLED[word.group().lower()] == level for word in _SPELLED_NUMBER.finditer(text))
        or any(not char.isdigit() and unicodedata.numeric(char, None) == level for char in text)
    )


def is_encoded(sentence: str) -> bool:
    """Whether nothing is left to read once what is encoded is taken out."""
    return bool(_BLOB.search(sentence)) and not any(char.isalpha() for char in _BLOB.sub(" ", sentence))


def names_our_words(sentence: str, world: SaidOfPilot, least: int) -> bool:
    """Whether it names at least that many of our criteria, levels and the like."""
    words = set(re.findall(r"\w+", sentence.casefold()))
    return sum(name in words for name in world.ours) >= least


def _find_in_sentence(text: str, level: int, world: SaidOfPilot) -> str | None:
    link = _LINK.search(text)
    shown = link.group() if link else _find_figure(text, level) or _find_code(text, level)
    return shown or _find_name(text, world) or _find_artefact(text, world)


# --- figures ---------------------------------------------------------------------------------------


def _find_figure(text: str, level: int) -> str | None:
    """A date, or a number with what it counts: what has decimals or many digits needs no word for that."""
    if match := _DATE.search(text) or _DAY_OR_MONTH.search(text):
        return match.group()
    plain = _CODE.sub(" ", _SCALE.sub(" ", text))
    for match in _NUMBER.finditer(plain):
        if not _is_level(match, plain, level) and (_is_exact(match.group()) or _counts(match, plain)):
            return match.group()
    spelled = (word for word in _SPELLED_NUMBER.finditer(plain) if _SPELLED[word.group().lower()] != level)
    return next((word.group() for word in spelled if _counts(word, plain)), None)


def _is_exact(number: str) -> bool:
    return len(number) > 1 and int("".join(filter(str.isdigit, number))) not in _TOPS


def _is_level(number: re.Match[str], text: str, level: int) -> bool:
    """Whether a digit, of any script, is the level itself, or the top of a scale that counts nothing."""
    digit = number.group()
    if len(digit) > 1:
        return False
    return int(digit) == level or (int(digit) == _TOP_OF_A_SCALE and not _counts(number, text))


def _counts(match: re.Match[str], text: str) -> bool:
    return bool(_COUNTED.match(text, match.end()) or _CURRENCY.search(text[: match.start()]))


def _stands_in_a_date(match: re.Match[str], text: str) -> bool:
    return any(date.start() <= match.start() < date.end() for date in _DATE.finditer(text))


def _find_code(text: str, level: int) -> str | None:
    bare = {str(level), str(_TOP_OF_A_SCALE)}
    codes = (match.group() for match in _CODE.finditer(text) if match.group().casefold() not in _NO_NAMES)
    return next((code for code in codes if "".join(filter(str.isdigit, code)) not in bare), None)


# --- names -----------------------------------------------------------------------------------------


def _find_name(text: str, world: SaidOfPilot) -> str | None:
    folded = text.casefold()
    known = next((name for name in world.names if _occurs(name.casefold(), folded)), None)
    return known or _find_capitalised(text, world) or _find_uncased_name(text)


def _occurs(name: str, text: str) -> bool:
    """As a word of its own, where its script parts words at all."""
    at = text.find(name)
    if at < 0 or not name:
        return False
    if not name[0].isascii():
        return True
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?![^\W_])", text))


def _find_capitalised(text: str, world: SaidOfPilot) -> str | None:
    words = [*_WORD.finditer(text)]
    cased = [w for w in words if w.group()[0].isupper()]
    if len(words) > _FEW and len(cased) > _MOSTLY * len(words):
        return None  # a heading, or somebody shouting
    names = [w for w in cased if _may_be_name(w, text, world)]
    if _NOUNS_HAVE_CAPITALS.search(text):
        names = [w for w in names if _is_acronym(w.group()) or _is_in_a_row(w, names)]
    return names[0].group() if names else None


def _may_be_name(match: re.Match[str], text: str, world: SaidOfPilot) -> bool:
    word = match.group().casefold()
    if word in _NO_NAMES or word in world.ours or _ROMAN.fullmatch(match.group()):
        return False
    return _is_acronym(match.group()) or (len(word) > 1 and not _CLAUSE_START.search(text[: match.start()]))


def _is_acronym(word: str) -> bool:
    return sum(char.isupper() for char in word) > 1


def _is_in_a_row(match: re.Match[str], names: Collection[re.Match[str]]) -> bool:
    return any(other.start() == match.end() + 1 or match.start() == other.end() + 1 for other in names)


def _find_uncased_name(text: str) -> str | None:
    match = _ADDRESSED.search(text)
    return match.group() if match else None


def _find_artefact(text: str, world: SaidOfPilot) -> str | None:
    folded = text.casefold()
    return next((name for name in world.artefacts if _occurs(name, folded) or _occurs(f"{name}s", folded)), None)
