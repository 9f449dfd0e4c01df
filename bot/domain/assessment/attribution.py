"""Who is told to have said which part of a sentence: it is held against their words, and against nobody else's."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_SAYS = (
    r"says?|said|holds|held|thinks|thought|claims|claimed|reports|reported|states|stated|maintains|maintained|adds|added"
    r"|sagte?|meinte?|berichtete?|dice|dijo|dit|zegt"
)
_STARTS = r"(?:^|(?<=[.;:!?,–—-])\s+|\s+(?:and|but|while|whereas|und|aber|während)\s+)"


class Attributed(NamedTuple):
    """A part of a sentence; `speakers`: whose words it is told to be, none where it doesn't say."""

    text: str
    speakers: tuple[str, ...] = ()


def split_by_speaker(told: str, speakers: Iterable[str]) -> tuple[Attributed, ...]:
    """The parts of a sentence such as "Ann says A; Bo says B", by the full names of those who were heard."""
    names = {part: name for name in speakers for part in (name, *name.split())}
    found = [*_find_attributions(told, names)]
    if not found:
        return (Attributed(told),)
    ends = [match.start() for match in found[1:]] + [len(told)]
    parts = (
        Attributed(told[match.end() : end], _list_named(match.group(), names))
        for match, end in zip(found, ends, strict=True)
    )
    return (Attributed(told[: found[0].start()]), *parts)


def _find_attributions(told: str, names: Iterable[str]) -> Iterator[re.Match[str]]:
    who = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True) if name)
    if not who:
        return iter(())
    several = rf"(?:{who})\b(?:(?:,| and| und)\s+(?:{who})\b)*"
    says = rf"{several}\s+(?:also |still |now |both )?(?:{_SAYS})\b(?:\s+(?:that|dass)\b)?"
    source = rf"(?:according to|per|laut|selon|según)\s+{several}"
    denies = rf"{several}(?=\s+(?:also |still |now |both )?(?:den(?:y|ies|ied)|doubt(?:s|ed)?)\b)"
    return re.finditer(rf"{_STARTS}(?:{says}|{source}|{denies}|{several}(?=:))[,:]?", told, re.I)


def _list_named(words: str, names: dict[str, str]) -> tuple[str, ...]:
    folded = {name.casefold(): whole for name, whole in names.items()}
    named = (folded[word] for word in re.findall(r"[\w'’-]+", words.casefold()) if word in folded)
    return tuple(dict.fromkeys(named))
