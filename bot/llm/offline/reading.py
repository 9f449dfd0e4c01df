"""Reading: sentences as somebody said them, and whether they assert or deny a facet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from bot.domain.interview.turn import Turn
from bot.domain.quotation.orders import find_factual_spans
from bot.domain.quotation.own_words import blank_foreign_words
from bot.domain.quotation.quotation import stands_alone, straighten_quotes
from bot.llm.offline.cues import Cues, Facet

_CLAUSE_END = re.compile(r"[,;:()]|\s[-–—]+\s|\.\s")
_PART_END = re.compile(r"[,;:]\s|\s[-–—]+\s|\bbut\b|\?\s|\band\b")
_BUT = re.compile(r"\b(?:but|though|although|only that|all i know is(?: that)?)\b,?", re.I)
_NEW_STATEMENT = re.compile(r"[;:]|\bbut\b|\s[-–—]+\s|[.?!]\s")
_VERB_FIRST = re.compile(r"\s*(?:has|have|had|is|are|was|were|will|can|could|does|do|did)\b", re.I)
_WORDS_A_NEGATION_REACHES = 7
_HEAD = 15
_NO = re.compile(r"(?:no|nope|nah|not|never|none|nothing|nobody)\b", re.I)
_AFTERTHOUGHT = re.compile(
    r"^\W{0,3}(?:is |are |was |were )?(?:not\b|none\b|no\b(?! (?:longer|problem))|never\b|nothing\b)", re.I
)


class Stance(Enum):
    ASSERTED = 1
    DENIED = 2


@dataclass(frozen=True)
class Sentence:
    """One sentence of a turn, and what it was found to say so far."""

    text: str
    turn_id: str
    speaker: str
    hoped: bool
    refuted: bool = False
    """A question the speaker answers with no, or a statement taken back: "Is there a review? No."."""
    quote: str = ""
    """The whole sentence as it was written, struck words too."""
    _known: dict[tuple[str, int], frozenset[Stance]] = field(default_factory=dict, compare=False, repr=False)

    def get_stances(self, facet: Facet, cues: Cues) -> frozenset[Stance]:
        """How the sentence stands to the facet: it may assert it, deny it, both or neither."""
        key = (facet.name, id(facet))
        if key not in self._known:
            self._known[key] = frozenset(_find_stances(self, facet, cues))
        return self._known[key]


def read_sentences(turn: Turn, cues: Cues) -> tuple[Sentence, ...]:
    """The sentences of a turn that tell about this pilot: not those that address the rater or speak of other places."""
    key = (turn.id, turn.speaker, turn.text)
    found: tuple[Sentence, ...] | None = cues.lately_read.get(key)
    if found is None:
        found = cues.lately_read[key] = _read_sentences(turn, cues)
    return found


def _read_sentences(turn: Turn, cues: Cues) -> tuple[Sentence, ...]:
    spans, own = find_factual_spans(turn.text), blank_foreign_words(turn.text)
    spoken = [drop_ignorance(straighten_quotes(span.extract_from(own)), cues) for span in spans]
    return tuple(
        Sentence(
            text,
            turn.id,
            turn.speaker,
            cues.marks["hope"].occurs_in(text),
            _is_refuted(text, after, cues),
            span.extract_from(turn.text),
        )
        for span, text, after in zip(spans, spoken, [*spoken, ""][1:], strict=True)
        if text and not cues.marks["elsewhere"].occurs_in(text)
    )


def split_clauses(sentence: Sentence) -> tuple[Sentence, ...]:
    """The sentence in its parts, as people string them together with commas and conjunctions."""
    pieces = (piece.strip() for piece in _PART_END.split(sentence.text))
    return tuple(replace(sentence, text=piece, _known={}) for piece in pieces if piece)


def drop_ignorance(text: str, cues: Cues) -> str:
    """What a sentence says beside what its speaker doesn't know: "I don't know, but the foreman signs every sheet"."""
    if not _is_ignorant(text, cues):
        return text
    known = cues.marks["ignorance"].find_first(text)
    link = _BUT.search(text, known.end()) if known and known.start() < _HEAD else None
    rest = text[link.end() :].strip() if link else ""
    return rest if stands_alone(rest) and not _is_ignorant(rest, cues) else ""


def _is_ignorant(text: str, cues: Cues) -> bool:
    """What the speaker doesn't know says nothing of the pilot, unless it adds that nobody knows."""
    match = cues.marks["ignorance"].find_first(text)
    return match is not None and match.start() <= _HEAD and not cues.marks["nobody"].occurs_in(text)


def _is_refuted(text: str, after: str, cues: Cues) -> bool:
    if cues.marks["taken_back"].matches_whole(after.casefold().strip(" .!")):
        return True
    return text.endswith("?") and (bool(_NO.match(after)) or cues.marks["doubt"].starts(after))


def _find_stances(sentence: Sentence, facet: Facet, cues: Cues) -> Iterable[Stance]:
    if (
        facet.plain is not None
        and not sentence.refuted
        and _may_count(sentence, facet, found := facet.plain.find_first(sentence.text), cues)
        and found is not None
        and not _is_doubted(sentence.text, found.start(), cues)
    ):
        yield Stance.ASSERTED
    if facet.cues is None or sentence.hoped:
        return
    for match in facet.cues.find_all(sentence.text):
        if sentence.refuted or _is_negated(sentence.text, match, cues) or _is_doubted(sentence.text, match.end(), cues):
            yield Stance.DENIED
        elif _may_count(sentence, facet, match, cues):
            yield Stance.ASSERTED


def _may_count(sentence: Sentence, facet: Facet, match: re.Match[str] | None, cues: Cues) -> bool:
    """Whether a find counts: what must hold today does not count in a clause about later."""
    if match is None:
        return False
    if not facet.now:
        return True
    return not sentence.hoped and not cues.marks["later"].occurs_in(_get_clause(sentence.text, match))


def _get_clause(text: str, match: re.Match[str]) -> str:
    return text[_find_clause_start(text, match.start()) : _find_clause_end(text, match.end())]


def _find_clause_start(text: str, position: int) -> int:
    return max((m.end() for m in _CLAUSE_END.finditer(text, 0, position)), default=0)


def _find_clause_end(text: str, position: int) -> int:
    match = _CLAUSE_END.search(text, position)
    return match.start() if match else len(text)


def _get_words_before(text: str, match: re.Match[str]) -> str:
    """Of the same clause, without what was put between its subject and its verb: "Nobody, we hear, has accepted"."""
    start = _find_clause_start(text, match.start())
    if not _VERB_FIRST.match(text, start):
        return text[start : match.start()]
    opened = _find_clause_start(text, max(0, start - 2))
    head = text[_find_clause_start(text, max(0, opened - 2)) : max(0, opened - 2)]
    return f"{head} {text[start : match.start()]}"


def _is_doubted(text: str, position: int, cues: Cues) -> bool:
    """Whether what stands there comes behind words that say that it is not so: "It is false that …", "I doubt …"."""
    return any(
        doubt.end() <= position and not _NEW_STATEMENT.search(text, doubt.end(), position)
        for doubt in cues.marks["doubt"].find_all(text)
    )


def _is_negated(text: str, match: re.Match[str], cues: Cues) -> bool:
    """Whether a negation of the same clause reaches the find, from before it or as an afterthought ("SAP no")."""
    before = _get_words_before(text, match)
    pieces = list(cues.marks["contrast"].find_all(before))
    if pieces:
        before = before[pieces[-1].end() :]
    near = " ".join(before.split()[-_WORDS_A_NEGATION_REACHES:])
    for false_friend in cues.marks["not_negation"].find_all(near):
        near = near[: false_friend.start()] + " " * len(false_friend.group()) + near[false_friend.end() :]
    inside = cues.marks["negation"].find_first(match.group())
    if inside and not cues.marks["not_negation"].occurs_in(match.group()):
        return False
    return cues.marks["negation"].occurs_in(near) or bool(_AFTERTHOUGHT.match(text[match.end() : match.end() + 16]))
