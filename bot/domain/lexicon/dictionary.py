"""Dictionary: English words and what each is a form of, looked up in the text that `lemminflect` ships.

Its own reader makes 350,000 objects of it, 33 MB, and brings numpy along for words that no dictionary has; the text
takes two, which processes that were forked share.
"""

import gzip
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import files


def find_lemmas(word: str) -> dict[str, tuple[str, ...]]:
    """What a word, written small, is a form of, by part of speech: for saw, VERB see or saw, and NOUN saw. None
    where it isn't in the dictionary."""
    return {kind.upper(): tuple(forms.lower().split("/")) for kind, forms in _iter_entries(word.encode())}


def _iter_entries(word: bytes) -> Iterator[list[str]]:
    """Part of speech and lemmas. Lines stand in the order of their words, so that halving finds the first of a word."""
    table = _load_table()
    at = bisect_left(range(len(table)), word, key=lambda at: _read_word(table, at))
    while table.startswith(word + b",", at):
        end = table.index(b"\n", at)
        yield table[at:end].decode().split(",")[1:]
        at = end + 1


def _read_word(table: bytes, at: int) -> bytes:
    """Of the line that stands there."""
    begin = table.rfind(b"\n", 0, at) + 1
    return table[begin : table.index(b",", begin)]


@lru_cache(maxsize=1)
def _load_table() -> bytes:
    """Lines of word, part of speech and lemmas: saw,verb,see/saw. What is put right stands behind what was wrong."""
    lines = [*gzip.decompress(_read("lemma_lu.csv.gz")).splitlines(), *_read("lemma_overrides.csv").splitlines()]
    told = (line for line in lines if line and not line.startswith(b"#"))
    ordered = sorted(told, key=lambda line: line.split(b",")[0])
    return b"\n".join(ordered) + b"\n"


def _read(name: str) -> bytes:
    """A file of the package's, without importing it, and numpy with it."""
    return next(file for file in files("lemminflect") or () if file.name == name).read_binary()
