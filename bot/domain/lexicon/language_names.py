"""Languages by their English names, which have a capital wherever they stand and are nobody's names."""

from functools import lru_cache

from babel import Locale


def is_language_name(word: str) -> bool:
    return word in _load_names()


@lru_cache(maxsize=1)
def _load_names() -> frozenset[str]:
    return frozenset(name for name in Locale("en").languages.values() if " " not in name)
