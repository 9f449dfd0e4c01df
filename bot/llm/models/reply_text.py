"""From what a model wrote to the JSON in it: without its thoughts, code fences and the prose around them."""

import json
import re
from collections.abc import Iterator

from bot.domain.core.invisible_characters import replace_surrogates

_THOUGHT = re.compile(r"<(?P<tag>think|thinking|thought|reasoning)>.*?</(?P=tag)>", re.S | re.I)
_END_OF_THOUGHT = re.compile(r"\A.*</(?:think|thinking|thought|reasoning)>", re.S | re.I)
"""Some chat templates open the thought themselves, so that only its end is written."""
_BEGIN_OF_THOUGHT = re.compile(r"<(?:think|thinking|thought|reasoning)>", re.I)
_FENCE = re.compile(r"```[\w-]*\s*\n(?P<body>.*?)\n\s*```", re.S)
_BYTE_ORDER_MARK = "\ufeff"
_DECODER = json.JSONDecoder()

_HALF_CHARACTER = re.compile(
    r"\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2}", re.I
)
"""Written as an escape without its other half, which no strict parser reads."""


def extract_json(text: str) -> str:
    """The last JSON object that is written out whole; the text itself where there is none, or where an object that it
    begins with is broken: mending a truncated answer would hide what was lost."""
    plain = _HALF_CHARACTER.sub(r"\\ufffd", replace_surrogates(text).replace(_BYTE_ORDER_MARK, "")).strip()
    if plain.startswith("{") and _decode_at(plain, 0) == len(plain):
        return plain  # whatever stands in its strings
    said = _cut_thoughts(plain)
    fenced: list[str] = [body for match in _FENCE.finditer(said) if (body := match["body"].strip()).startswith("{")]
    for part in (*reversed(fenced), said.strip()):
        if part.startswith("{"):
            whole = _decode_at(part, 0)
            return part[:whole] if whole else part
    objects = list(_find_objects(said))
    return objects[-1] if objects else said


def _cut_thoughts(text: str) -> str:
    """A thought that is never closed ends where the answer's object begins; that is left to be found."""
    rest = _END_OF_THOUGHT.sub("", _THOUGHT.sub("", text))
    return _BEGIN_OF_THOUGHT.sub(" (", rest)


def _find_objects(text: str) -> Iterator[str]:
    place = text.find("{")
    while place >= 0:
        end = _decode_at(text, place)
        if end:
            yield text[place:end]
        place = text.find("{", end or place + 1)


def _decode_at(text: str, place: int) -> int:
    """Where the object that begins there ends; 0 where there is none, or it is broken."""
    try:
        return _DECODER.raw_decode(text, place)[1]
    except (ValueError, RecursionError):
        return 0
