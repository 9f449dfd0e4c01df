"""Finding a quote in what was said, and widening it to whole sentences, so that no "not" is cut off."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.domain.core.invisible_characters import HIDDEN
from bot.domain.quotation.languages import guess_language, is_bare_answer, may_turn
from bot.domain.quotation.own_words import Span, blank_foreign_words, find_foreign_spans
from bot.domain.quotation.sentences import split_sentences

_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´", "'"))
_BENT = re.compile(f"[{''.join(map(chr, _QUOTATION_MARKS))}]")
"""Looked for first: most texts have none, and are asked of many times."""
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_UNSEEN = re.compile(
    rf"{HIDDEN}|[*_~`\u0335\u0336]|</?(?:b|i|u|s|em|strong|strike|del|code|blockquote)\b[^<>]*>|(?m:^)[ \t]*>+ ?"
)
"""What a copy may have left out: hidden characters, marks of style, strokes, the signs before a quoted line."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Of scripts that put no space between words."""
_CLAUSE_END = re.compile(r";|\s[-–—]+\s|\b(?:but|however|although|though|while|whereas|because)\b", re.I)
_CLAUSE_BREAK = re.compile(rf"{_CLAUSE_END.pattern}|[.!?]\s|,\s+(?=(?:and|so|or|which)\b)", re.I)
_PAUSE = re.compile(r"[,:()]")
_STATEMENT = re.compile(
    r"\b(?:i|we|you|they|he|she|it|this|that|there|[a-z]+s?)\s+(?:\w+\s+)?"
    r"(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|may|might|must|should|\w+(?:ed|es|ts|ns|ds|ks|ls|rs|ps|ys))\b",
    re.I,
)
_WORDS_OF_A_STATEMENT = 5
_INSERTION = re.compile(
    r"\s*(?:as (?:far|of|things)|to (?:my|the best)|i (?:think|guess|believe|suppose|hear)|so far|in my|if i)\b"
    r"(?:\s+\S+){0,5}\s*\Z",
    re.I,
)
"""Said between two commas: the sentence goes on behind it as if it were not there."""
_SAID_ANEW = re.compile(r":|\bno,\s", re.I)
"""What follows is a statement of its own: "SAP no: she keys it in", "SAP no, she keys it in"."""
_ANSWERED = re.compile(r",\s*no(?=\s*[.!;]|\s*\Z)", re.I)
""" "Written down, no." denies what is before its comma."""
_VERB_FIRST = re.compile(
    r"\s*(?:has|have|had|is|are|was|were|will|would|can|could|may|might|must|should|do|does|did)\b", re.I
)
"""What begins like this has its subject before the comma: "Nobody from operations, we hear, has accepted"."""
_DANGLING = re.compile(
    r"\b(?:not|never|\w+n't|no longer|do|does|did|can|could|will|would|have|has|is|are|was|were|to|and|or|that)\s*$",
    re.I,
)
"""A piece that ends like this goes on behind its comma: "We do not, as of today, …"."""
_NEGATION = re.compile(
    r"\b(?:not(?!-)|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|hardly|barely|isn'?t|aren'?t"
    r"|wasn'?t|weren'?t|don'?t|doesn'?t|didn'?t|won'?t|can'?t|couldn'?t|haven'?t|hasn'?t|hadn'?t|wouldn'?t"
    r"|shouldn'?t|ain'?t|refuse[sd]?\s+to|fail(?:s|ed)?\s+to|lack(?:s|ed|ing)?|far\s+from)\b",
    re.I,
)


_REDACTION = re.compile(r"\[redacted:[^\]]*\]")
_QUESTION = re.compile(r"[?？؟;՞⁇⁈⁉][\s\"'”’»)*_~]*\Z")
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_WORDS_OF_A_SHORT_SENTENCE = 3
_SIGNS_OF_A_SHORT_SENTENCE = 6
"""Where no space parts the words."""


class _Comparable(NamedTuple):
    """A text as it is compared, and where each of its characters stands in the text itself."""

    text: str
    places: tuple[Span, ...]


def straighten_quotes(text: str) -> str:
    """The same text, character for character, with every kind of quotation mark made straight."""
    return text.translate(_QUOTATION_MARKS) if _BENT.search(text) else text


def split_at_redactions(text: str) -> list[str]:
    """What the writer wrote around the placeholders of secrets, which are our words."""
    return [piece for piece in _REDACTION.split(text) if re.search(r"\w", piece)]


def find_quote(quote: str, text: str) -> Span | None:
    """Where the quote stands in the text, else None: first in the writer's own words, then in those struck through
    or taken over from others. Marks of style, Unicode's forms, case, white space, dashes, dots and the shape of
    quotation marks may differ."""
    wanted = _make_comparable(quote, ()).text.strip()
    if not wanted:
        return None
    return _search(wanted, text, find_foreign_spans(text)) or _search(wanted, text, ())


def _search(wanted: str, text: str, without: tuple[Span, ...]) -> Span | None:
    said = _make_comparable(text, without)
    start = said.text.find(wanted)
    return Span(said.places[start].start, said.places[start + len(wanted) - 1].end) if start >= 0 else None


@lru_cache(maxsize=256)
def _make_comparable(text: str, without: tuple[Span, ...]) -> _Comparable:
    unseen = {at for match in _UNSEEN.finditer(text) for at in range(*match.span())}
    unseen.update(at for span in without for at in range(span.start, span.end))
    signs: list[str] = []
    places: list[Span] = []
    for at, character in enumerate(text):
        for sign in "" if at in unseen else _fold(character):
            last = signs[-1] if signs else " "
            if (sign == " " and (last == " " or _UNSPACED.match(last))) or sign == last == "-":
                continue
            if last == " " and _UNSPACED.match(sign) and signs:
                signs.pop(), places.pop()
            signs.append(sign)
            places.append(Span(at, at + 1))
    return _Comparable("".join(signs), tuple(places))


@lru_cache(maxsize=4096)
def _fold(character: str) -> str:
    """As one or more characters that are the same for all ways to write it."""
    if character.isspace():
        return " "
    plain = straighten_quotes(character).translate(_DASHES).replace('"', "'")
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", plain).casefold())
    return re.sub(r"\s", " ", folded)


def is_own_words(span: Span, text: str) -> bool:
    """Whether the writer says any word of the span, instead of having struck it through or quoted it from others."""
    own = list(span.extract_from(text))
    for foreign in find_foreign_spans(text):
        for at in range(max(foreign.start, span.start), min(foreign.end, span.end)):
            own[at - span.start] = " "
    return bool(re.search(r"\w", "".join(own)))


def widen_to_sentences(span: Span, text: str) -> Span:
    """The whole sentences that the span touches, with a short one right before or after that turns them round, or
    answers the question that they are."""
    sentences = split_sentences(text)
    touched = [at for at, sentence in enumerate(sentences) if sentence.overlaps(span)]
    if not touched:
        return span
    first = _reach_back(sentences, touched[0], text)
    last = _reach_on(sentences, touched[-1], text)
    return Span(sentences[first].start, sentences[last].end)


def find_turned(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """Of the spans, those that leave out of their sentences what may turn their meaning round, unless another takes it.

    Where English is read, a negation counts only in the spans' own clauses; a doubt counts anywhere."""
    return tuple(span for span in spans if _may_turn_round(span, spans, text))


def _may_turn_round(span: Span, spans: Sequence[Span], text: str) -> bool:
    beside, around = _find_left_out(span, spans, text)
    if any(may_turn(words, text) for words in beside):
        return True
    if guess_language(text) != "en":
        return any(may_turn(words, text) for words in around)
    doubts = (_NEGATION.sub(" ", straighten_quotes(words)) for words in around)
    return cuts_off_a_negation(span, text, spans) or any(may_turn(words, text) for words in doubts)


def _find_left_out(span: Span, spans: Sequence[Span], text: str) -> tuple[list[str], list[str]]:
    """Of the sentences that the span is widened to, those that all spans leave out, but for a yes or no before it;
    and what is left of those that it touches."""
    own = blank_foreign_words(text)
    whole = widen_to_sentences(span, text)
    beside, around = [], []
    for sentence in split_sentences(text):
        if sentence.overlaps(span):
            around.append(_blank_spans(sentence, spans, own))
        elif sentence.overlaps(whole) and not _leads_in(sentence, span, own):
            beside += [] if any(map(sentence.overlaps, spans)) else [sentence.extract_from(own)]
    return beside, around


def _leads_in(sentence: Span, span: Span, text: str) -> bool:
    """ "Live? No." before "It ran on the mirror": a question and its answer that what follows only goes on from."""
    said = sentence.extract_from(text)
    return sentence.end <= span.start and (is_bare_answer(said) or bool(_QUESTION.search(said)))


def _blank_spans(sentence: Span, spans: Sequence[Span], text: str) -> str:
    signs = list(sentence.extract_from(text))
    for span in spans:
        for at in range(max(span.start, sentence.start), min(span.end, sentence.end)):
            signs[at - sentence.start] = " "
    return "".join(signs)


def _reach_back(sentences: Sequence[Span], at: int, text: str) -> int:
    """Over a short sentence that belongs to what follows, and over the question that it answers."""
    first = at
    while first > 0 and _belong_together(sentences[first - 1], sentences[first], text):
        first -= 1
        if first == 0 or not _QUESTION.search(sentences[first - 1].extract_from(text)):
            break
    return first


def _reach_on(sentences: Sequence[Span], at: int, text: str) -> int:
    """Over a short sentence that belongs to what comes before; a question says nothing without what follows it."""
    last = at
    while last + 1 < len(sentences):
        asks = bool(_QUESTION.search(sentences[last].extract_from(text)))
        if not asks and (last > at or not _belong_together(sentences[last], sentences[last + 1], text)):
            break
        last += 1
    return last


def _belong_together(before: Span, after: Span, text: str) -> bool:
    first, second = before.extract_from(text), after.extract_from(text)
    if _QUESTION.search(second):
        return False
    answers = bool(_QUESTION.search(first)) and _is_short(second)
    return answers or _turns_neighbours(first, text) or _turns_neighbours(second, text)


def _turns_neighbours(sentence: str, text: str) -> bool:
    return is_bare_answer(sentence) or (_is_short(sentence) and may_turn(sentence, text))


def _is_short(sentence: str) -> bool:
    unspaced = _UNSPACED.findall(sentence)
    return len(_WORD.findall(sentence)) <= _WORDS_OF_A_SHORT_SENTENCE and len(unspaced) <= _SIGNS_OF_A_SHORT_SENTENCE


def _cover(span: Span, sentences: Sequence[Span]) -> Span:
    touched = [sentence for sentence in sentences if sentence.overlaps(span)]
    return Span(min(s.start for s in touched), max(s.end for s in touched)) if touched else span


def get_clause_around(span: Span, text: str) -> str:
    """The span with what belongs to it in its sentence: back to the clause's start and on to its end."""
    before, after = _split_surroundings(span, text)
    return before + span.extract_from(text) + after


def _split_surroundings(span: Span, text: str) -> tuple[str, str]:
    sentence = _cover(span, split_sentences(text))
    before = _CLAUSE_END.split(text[sentence.start : span.start])[-1]
    after = _CLAUSE_END.split(text[span.end : sentence.end])[0]
    return _trim_to_clause(before, span.extract_from(text)), _PAUSE.split(after)[0]


def _trim_to_clause(before: str, quote: str) -> str:
    """What stands before the quote, back to a comma, colon or bracket beyond which a statement of its own ends."""
    put_between = False
    for pause in reversed([*_PAUSE.finditer(before)]):
        piece = before[: pause.start()]
        previous = max((m.end() for m in _PAUSE.finditer(piece)), default=0)
        goes_on = bool(_VERB_FIRST.match(before[pause.end() :] + quote))
        if not (goes_on or put_between) and stands_alone(piece[previous:]):
            return before[pause.end() :]
        put_between = goes_on
    return before


def split_clauses(text: str) -> list[str]:
    return [piece for piece in _CLAUSE_BREAK.split(text) if piece.strip()]


def cuts_off_a_negation(span: Span, text: str, spans: Sequence[Span] = ()) -> bool:
    """Whether the words of the span's own clause that it and the other `spans` left out hold a negation, in English."""
    before, after = _split_surroundings(span, text)
    anew = _SAID_ANEW.split(before)[-1]
    answer = _ANSWERED.match(text, span.end + len(after))
    left = Span(span.start - len(anew), span.start), Span(span.end, answer.end() if answer else span.end + len(after))
    return any(has_negation(_blank_spans(piece, spans, text)) for piece in left)


def stands_alone(piece: str) -> bool:
    """Whether a piece of a sentence says something by itself."""
    if _INSERTION.match(piece):
        return False
    long = len(piece.split()) >= _WORDS_OF_A_STATEMENT
    return bool(long or _STATEMENT.search(piece)) and not _DANGLING.search(straighten_quotes(piece))


def has_negation(text: str) -> bool:
    return bool(_NEGATION.search(straighten_quotes(text)))
