"""Headline: the one line that a model may write over a digest, and why it is refused: it may only shorten the facts.

Each clause must be what is left of a fact when words are taken out of it: the same words in the same order, none
added but little ones. What a cut could turn round is refused: a dropped "not", a number torn from what it counts, a
pilot's name beside what is told of another.
"""

import re
from collections.abc import Iterator, Sequence

from bot.domain.tailoring.fabrication_check import AllowedVocabulary, find_invented_terms

MOST_CHARACTERS = 120
_CLAIMS = re.compile(r"[;\n]|\.(?:\s|$)")
_CLAUSES = re.compile(r"[;\n:—–·]|\.(?:\s|$)|,\s+(?:and|but|while)\s+")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['’&-][^\W\d_]+)*|→")
_LITTLE = frozenset(
    (
        *("a", "an", "and", "as", "at", "by", "for", "has", "have", "in", "is", "it", "its", "of", "on", "still"),
        *("than", "that", "the", "their", "them", "this", "to", "was", "with"),
    )
)
_NEGATIONS = frozenset(("no", "not", "nobody", "none", "never", "nothing", "without", "nor", "neither"))
_BOUND = frozenset(("of", "→", "from", "to", "instead", "more", "another", "up", "back"))
"""A number beside one of these is half of something: "5 of 8", "1.5 → 2.0", "from 3 to 2", "2 more"."""
Tokens = tuple[str, ...]


def explain_refusal(text: str, facts: Sequence[str]) -> str:
    """Empty when the headline may stand over these facts. What belongs together stands in one of them: all that is
    told of a pilot begins with its name."""
    if not text.strip():
        return "empty"
    if len(text) > MOST_CHARACTERS or "\n" in text.strip():
        return f"longer than a line of {MOST_CHARACTERS} characters"
    if "!" in text or "?" in text:
        return "shouts or asks"
    if added := find_invented_terms(text, "", AllowedVocabulary.from_texts(facts, (), facts)):
        return f"not in the facts: {', '.join(added)}"
    told = [[_tokenize_text(clause) for clause in _split_clauses(_CLAUSES, fact)] for fact in facts]
    for claim in _split_clauses(_CLAIMS, text):
        clauses = [_tokenize_text(clause) for clause in _split_clauses(_CLAUSES, claim)]
        if not any(all(_is_supported_by(clause, fact) for clause in clauses) for fact in told):
            return f"says more than the facts: {claim.strip()}"
    return ""


def _split_clauses(marks: re.Pattern[str], text: str) -> Iterator[str]:
    return (piece for piece in marks.split(text) if _TOKEN.search(piece))


def _tokenize_text(text: str) -> Tokens:
    return tuple(word.casefold() for word in _TOKEN.findall(text))


def _is_supported_by(clause: Tokens, fact: Sequence[Tokens]) -> bool:
    return any(_is_cut_from(clause, source) for source in fact)


def _is_cut_from(clause: Tokens, source: Tokens) -> bool:
    weighty = [place for place, word in enumerate(clause) if word not in _LITTLE]
    starts = [at for at, word in enumerate(source) if weighty and word == clause[weighty[0]]]
    walks = (_align_words(clause, weighty, source, start) for start in starts)
    return any(walk is not None and _keeps_meaning(clause, source, walk) for walk in walks)


def _align_words(clause: Tokens, weighty: Sequence[int], source: Tokens, start: int) -> dict[int, int] | None:
    """Where each weighty word of the clause stands in the source, in the same order; the nearest places that fit."""
    found: dict[int, int] = {}
    at = start
    for place in weighty:
        at = next((n for n in range(at, len(source)) if source[n] == clause[place]), len(source))
        if at == len(source):
            return None
        found[place] = at
        at += 1
    return found


def _keeps_meaning(clause: Tokens, source: Tokens, walk: dict[int, int]) -> bool:
    """No negation was left out, and each number stands beside what it stood beside."""
    kept = set(walk.values())
    if any(word in _NEGATIONS and at not in kept for at, word in enumerate(source)):
        return False
    return all(
        _keeps_number_context(clause, source, place, at) for place, at in walk.items() if clause[place][0].isdigit()
    )


def _keeps_number_context(clause: Tokens, source: Tokens, place: int, at: int) -> bool:
    sides = ((_get_neighbour_word(clause, place, step), _get_neighbour_word(source, at, step)) for step in (-1, 1))
    return all(own == theirs or theirs not in _BOUND for own, theirs in sides)


def _get_neighbour_word(words: Tokens, place: int, step: int) -> str:
    return words[place + step] if 0 <= place + step < len(words) else ""
