"""What a wording may name by more than one word of the team's: the cases it cannot place, an owner's own meeting."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.domain.lexicon.english import NEGATIONS
from bot.domain.tailoring.tokens import RHYTHMS, KnownTerms, Token, split_into_tokens

_HEADLESS = "what"
_MARKERS = frozenset({"that", "which", "who", "whom", "it", "they"})
"""What a clause that only tells which one is meant begins with, behind a word for it."""
_ATTRIBUTES = frozenset({"same", "own", "very"})
_UNABLE = frozenset(word for word in NEGATIONS if word in {"not", "never", "cannot"} or word.endswith("n't"))
"""A "nobody" tells less of what is meant than that nobody has the duty."""
_LONGEST_SUBJECT = 3
_MEETINGS = frozenset({"meeting", "meetings", "board", "committee", "council"})
_LONGEST_MEETING_NAME = 5
_PLAIN = Token("that", "that")


def blank_said_turns(tokens: Sequence[Token], own: Sequence[Token], known: KnownTerms) -> tuple[Token, ...]:
    """Without the "not" of clauses such as "what the model cannot place", where that was said, and without the "same"
    of a proven "same gutter": neither turns a duty.

    The duty's own words, `own`, are never what such a clause tells of or denies.
    """
    duty = {token.key for token in own}
    told = list(tokens)
    for start in range(len(tokens)):
        for at in range(start, _find_verb(tokens, start, duty, known)):
            turns = tokens[at].text.casefold() in _UNABLE | {_HEADLESS}
            told[at] = _PLAIN if turns and tokens[at].key not in duty else told[at]
    for at, (token, after) in enumerate(pairwise(tokens)):
        if token.text in _ATTRIBUTES and {token.key, after.key} <= known.proven - duty:
            told[at] = _PLAIN
    return tuple(told)


def list_denied_verbs(tokens: Sequence[Token], own: Sequence[Token], known: KnownTerms) -> frozenset[str]:
    """The keys of what is denied in such clauses."""
    duty = {token.key for token in own}
    ends = ((start, _find_verb(tokens, start, duty, known)) for start in range(len(tokens)))
    return frozenset(tokens[end].key for start, end in ends if end > start)


def _find_verb(tokens: Sequence[Token], start: int, duty: set[str], known: KnownTerms) -> int:
    """The place of the verb of such a clause that begins at `start`; `start` where there is none."""
    marker = tokens[start].text.casefold()
    tells = start > 0 and not tokens[start - 1].links and tokens[start - 1].key not in duty
    if marker != _HEADLESS and not (marker in _MARKERS and tells):
        return start
    for at in range(start + 1, min(start + _LONGEST_SUBJECT + 2, len(tokens))):
        if tokens[at].text.casefold() in _UNABLE:
            verb = next((place for place in range(at + 1, len(tokens)) if not tokens[place].links), None)
            found = verb is not None and tokens[verb].key not in duty
            return verb if verb and found and _is_denied(tokens[at], tokens[verb], known) else start
    return start


def _is_denied(no: Token, verb: Token, known: KnownTerms) -> bool:
    if {no.key, verb.key} <= known.proven:
        return True
    return (no.key, verb.key) in _list_denied(known.said.folded)


@lru_cache(maxsize=64)
def _list_denied(said: str) -> frozenset[tuple[str, str]]:
    """Each denial that was said, with the first word that it denies."""
    tokens = [token for token in split_into_tokens(said) if not token.links or token.text in _UNABLE]
    return frozenset((no.key, verb.key) for no, verb in pairwise(tokens) if no.text in _UNABLE)


def find_replaced_review(tokens: Sequence[Token], names: Sequence[Token], known: KnownTerms) -> frozenset[str]:
    """Words of the library's "regular operations review" that a meeting stands for, if it was said by that name; for
    "regular" it is one whose name tells how often."""
    if not any(token.text.casefold() in _MEETINGS for token in names):
        return frozenset()
    regular = any(_was_called(phrase, known) for phrase in _iter_regular_meetings(tokens))
    return frozenset({"review", "reviews"} | ({"regular"} if regular else set()))


def _iter_regular_meetings(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    for start, token in enumerate(tokens):
        if token.text.casefold() in RHYTHMS or token.key.startswith("weekday-"):
            for end in range(start + 1, min(start + _LONGEST_MEETING_NAME, len(tokens))):
                if tokens[end].text.casefold() in _MEETINGS:
                    yield tokens[start : end + 1]


def _was_called(phrase: Sequence[Token], known: KnownTerms) -> bool:
    return " ".join(token.text.casefold() for token in phrase) in known.said.folded
