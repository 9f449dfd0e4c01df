"""Folding: a text as the rules read it, whatever its letters look like, and where each character of it came from."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.core.invisible_characters import HIDDEN

_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
"""As Slack writes what would be markup."""
_ENTITY = re.compile("&(?:amp|lt|gt);")
_UNIT = re.compile(f"{_ENTITY.pattern}|.", re.S)
_HIDDEN = re.compile(f"{HIDDEN}|[\u0300-\u036f]")
_NOT_DECOMPOSED = str.maketrans("łøđðħıŁØĐ", "lodohiLOD")
_OTHER_SCRIPT = re.compile("[\u0370-\u04ff]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"\w+")
_LOOKALIKES = str.maketrans(
    "аеорсухіѕјԁһвкмнтАВЕКМНОРСТУХІЅЈαορνκτιυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxisjdhbkmhtABEKMHOPCTYXISJaopvktiuxABEZHIKMNOPTYX"
)
"""Of Cyrillic and Greek: letters that a reader takes for Latin ones where they stand among those."""


class FoldedText(NamedTuple):
    text: str
    origins: Sequence[int] | None
    """By character, where it stood, with the length of the whole at the end; None where each stands where it stood."""

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original, hidden characters inside it included."""
        if self.origins is None:
            return start, end
        return self.origins[start], max(self.origins[end], self.origins[start] + 1)


class _FoldedUnits(dict[str, str]):
    """Each character or entity as it is read: remembered once it was met."""

    def __missing__(self, unit: str) -> str:
        plain = _HIDDEN.sub("", unicodedata.normalize("NFKD", unit)).translate(_NOT_DECOMPOSED)
        self[unit] = plain
        return plain


_FOLDED = _FoldedUnits({**_ENTITIES, "…": "…"})


def fold_text(text: str) -> FoldedText:
    """Compatible forms, accents and lookalikes as the plain letters that they stand for; what is hidden is left out."""
    if text.isascii() and "&" not in text and not _HIDDEN.search(text):
        return FoldedText(text, None)
    characters = {character: _FOLDED[character] for character in set(text)}
    if not _ENTITY.search(text) and all(len(plain) == 1 for plain in characters.values()):
        return FoldedText(
            _replace_lookalikes(text.translate({ord(one): plain for one, plain in characters.items()})), None
        )
    units = _UNIT.findall(text)
    folded = [_FOLDED[unit] for unit in units]
    whole = _replace_lookalikes("".join(folded))
    origins, place = [], 0
    for unit, plain in zip(units, folded, strict=True):
        origins += [place] * len(plain)
        place += len(unit)
    return FoldedText(whole, [*origins, place])


def fold_words(words: str) -> str:
    """A word of ours as it looks in a folded text."""
    return fold_text(words).text


def _replace_lookalikes(text: str) -> str:
    if not _OTHER_SCRIPT.search(text):
        return text
    return _WORD.sub(_read_as_latin, text)


def _read_as_latin(word: re.Match[str]) -> str:
    mixed = _LATIN.search(word[0]) and _OTHER_SCRIPT.search(word[0])
    return word[0].translate(_LOOKALIKES) if mixed else word[0]
