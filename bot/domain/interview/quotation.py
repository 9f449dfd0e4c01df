"""Finding a quote in what was said, and widening it to its sentence, so that no "not" is cut off."""

import re
from typing import NamedTuple

_QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛′`´", "'"))
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|incl|approx|vs|etc|no|nr|st|mr|mrs|ms|dr|prof|resp|dept|ca|min|max|fig|sec|p|pp)\.$", re.I
)
_SENTENCE_END = re.compile(r"[.!?…]+[\"')\]]*(?=\s)|\n(?=\s*(?:\n|[-*•\d]|[^\Wa-z]))|\n\n+")
"""A single line break ends one only before a bullet, a number, a capital or anything that is no small letter."""
_CLAUSE_END = re.compile(r";|\s[-–—]+\s|\b(?:but|however|although|though|while|whereas|because)\b", re.I)
_PAUSE = re.compile(r"[,:()]")
_STATEMENT = re.compile(
    r"\b(?:i|we|you|they|he|she|it|this|that|there|[a-z]+s?)\s+(?:\w+\s+)?"
    r"(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|may|might|must|should|\w+(?:ed|es|ts|ns|ds|ks|ls|rs|ps|ys))\b",
    re.I,
)
_WORDS_OF_A_STATEMENT = 5
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


class Span(NamedTuple):
    start: int
    end: int

    def extract_from(self, text: str) -> str:
        return text[self.start : self.end]


def straighten_quotes(text: str) -> str:
    """The same text, character for character, with every kind of quotation mark made straight."""
    return text.translate(_QUOTATION_MARKS)


def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a message: full stops, question marks and line breaks end one."""
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[start : match.end()]):
            spans.append(_build_trimmed_span(text, start, match.end()))
            start = match.end()
    spans.append(_build_trimmed_span(text, start, len(text)))
    return tuple(span for span in spans if span.start < span.end)


def find_quote(quote: str, text: str) -> Span | None:
    """Where the quote stands in the text, white space and the shape of quotation marks apart; else None."""
    words = straighten_quotes(quote).split()
    if not words:
        return None
    match = re.search(r"\s+".join(map(re.escape, words)), straighten_quotes(text))
    return Span(match.start(), match.end()) if match else None


def widen_to_sentence(span: Span, text: str) -> Span:
    """The whole sentence (or sentences) that the span touches."""
    touched = [s for s in split_sentences(text) if s.start < span.end and span.start < s.end]
    return Span(min(s.start for s in touched), max(s.end for s in touched)) if touched else span


def get_clause_around(span: Span, text: str) -> str:
    """The span with what belongs to it in its sentence: back to the clause's start and on to its end."""
    before, after = _split_surroundings(span, text)
    return before + span.extract_from(text) + after


def cuts_off_a_negation(span: Span, text: str) -> bool:
    """Whether the words of the span's own clause that were left out hold a negation."""
    before, after = _split_surroundings(span, text)
    anew = before.split(":")[-1]  # what follows a colon is said anew: "SAP no: she keys it in"
    return bool(_NEGATION.search(straighten_quotes(anew)) or _NEGATION.search(straighten_quotes(after)))


def _split_surroundings(span: Span, text: str) -> tuple[str, str]:
    sentence = widen_to_sentence(span, text)
    before = _CLAUSE_END.split(text[sentence.start : span.start])[-1]
    after = _CLAUSE_END.split(text[span.end : sentence.end])[0]
    return _trim_to_clause(before), _PAUSE.split(after)[0]


def _trim_to_clause(before: str) -> str:
    """What stands before the quote, back to a comma, colon or bracket beyond which a statement of its own ends."""
    for pause in reversed([*_PAUSE.finditer(before)]):
        piece = before[: pause.start()]
        previous = max((m.end() for m in _PAUSE.finditer(piece)), default=0)
        if _stands_alone(piece[previous:]):
            return before[pause.end() :]
    return before


def _stands_alone(piece: str) -> bool:
    long = len(piece.split()) >= _WORDS_OF_A_STATEMENT
    return bool(long or _STATEMENT.search(piece)) and not _DANGLING.search(straighten_quotes(piece))


def has_negation(text: str) -> bool:
    return bool(_NEGATION.search(straighten_quotes(text)))


def _build_trimmed_span(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip())))
