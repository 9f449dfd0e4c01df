"""Name forms: under which forms a thing's name is the same name: with an article, in the plural, by its initials."""

import re
from functools import lru_cache

from bot.domain.lexicon.english import stem

_ARTICLE = re.compile(
    r"(?:the|an?|our|their|your|its|this|that|these|those|der|die|das|den|dem|unsere?[mnrs]?|eine?[mnrs]?|le|la|les|"
    r"un|une|nos|notre|el|los|las|una|nuestr[oa]s?|il|lo|gli|nostr[oaie]|de|het|een|ons|onze|os?|as?|nosso|nossa)\s+"
    r"(?=\S)|l['’]",
    re.I,
)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9]{1,7}")
_BRACKETED = re.compile(r"\s*[(\[]([^()\[\]]+)[)\]]")
_WORD = re.compile(r"[^\W_]+")
_LEAST_INITIALS = 3
"""Two words share their initials with too many others."""


@lru_cache(maxsize=4096)
def list_forms(name: str) -> frozenset[str]:
    """Two names of one thing have a form in common: "the WMS" and "Warehouse Management System (WMS)"."""
    plain = _BRACKETED.sub("", name)
    bracketed = [inner for inner in _BRACKETED.findall(name) if _ACRONYM.fullmatch(inner.strip())]
    forms = {_fold(name), _fold(plain), *map(_fold, bracketed)}
    words = _WORD.findall(_without_article(plain))
    if len(words) >= _LEAST_INITIALS and all(word[0].isupper() for word in words):
        forms.add(_fold("".join(word[0] for word in words)))
    return frozenset(forms - {""})


def find_head(name: str) -> str | None:
    """What a bare word with an article means again: the camera of "the cameras"; None for any other name."""
    bare = _without_article(name)
    return _fold(bare) if bare != " ".join(name.split()) and " " not in bare else None


def ends_with_head(name: str, head: str) -> bool:
    """Whether that word is what the name is a kind of: "line camera" is a camera."""
    words = _without_article(_BRACKETED.sub("", name)).split(" ")
    return len(words) > 1 and _fold(words[-1]) == head


def _without_article(name: str) -> str:
    spaced = " ".join(name.split())
    article = _ARTICLE.match(spaced)
    return spaced[article.end() :] if article else spaced


def _fold(name: str) -> str:
    """Without article and case, the last word in its stem; an acronym has no plural but its small s."""
    bare = _without_article(name)
    *before, last = bare.split(" ") or [""]
    if re.fullmatch(r"[A-Z][A-Z0-9]+s", last):
        last = last[:-1]
    single = last if _ACRONYM.fullmatch(last) or not last.isalpha() else stem(last)
    return " ".join((*before, single)).casefold()
