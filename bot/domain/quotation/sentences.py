"""Sentences: where those of a message begin and end, in whatever language, as exact slices of it."""

import re
from functools import lru_cache

import sentencex

from bot.domain.quotation.languages import guess_language, is_bare_answer
from bot.domain.quotation.own_words import Span, blank_foreign_words

_LINE_END = re.compile(r"\n(?=\s*(?:\n|[-*•\d]|[^\Wa-z]))|\n\n+")
"""A single line break ends a sentence only before a bullet, a number, or a letter that is no small one."""
_UNSPOKEN = re.compile(r"[\ud800-\udfff]")
_APOSTROPHE = re.compile(r"['’‘]")
_SHUT = re.compile(r"(?<=[.!?…])[*_`~]+(?=\s|\Z)")
_FENCE = re.compile(r"`{2,}")
_WRAPPED = re.compile(r"""\s*(?:"[^"]*"|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})\s*""")
_NUMBERING = re.compile(r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)\]]+")
_ABBREVIATION = re.compile(
    r"(?<![\w'’])(?:(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}|incl|approx|resp|max|ms|env|np|tzn)\.$", re.I
)
_INITIAL = re.compile(r"(?<![\w'’])[^\W\d_a-z]\.$")
"""Beside those that the library knows, which for initials are those of English."""
_FIRST_WORD = re.compile(r"\s*\w+[.!]+\s+(?!\d)")
_WORD = re.compile(r"\w")
_ASKED = re.compile(r"[?？؟][\s\"'”’»)\]*_~]*\Z")
_TAG = re.compile(r"\w+\W+\w+\W+\w+.*,\s*[\w'’]+(?:\s+[\w'’]+){0,2}\s*[?？؟]")
"""What is stated first and then handed over: "It reads SAP, doesn't it?"."""
_DEFAULT = "en"


@lru_cache(maxsize=1024)
def split_sentences(text: str) -> tuple[Span, ...]:
    """The sentences that the writer says; line breaks end one too. What is struck through or quoted is in none,
    but for struck words in the middle of a sentence."""
    own = blank_foreign_words(text)
    language = guess_language(own) or _DEFAULT
    pieces: list[Span] = []
    for line in _split_lines(own):
        pieces += _join_fragments(_split_line(own, line, language), own, language)
    return tuple(pieces)


def asks_only(words: str) -> bool:
    """Whether all that is said is a question: who asks claims nothing. A statement with a tag at its end claims."""
    said = [sentence.extract_from(words) for sentence in split_sentences(words)]
    return bool(said) and all(_ASKED.search(sentence) and not _TAG.search(sentence) for sentence in said)


def _split_lines(text: str) -> list[Span]:
    ends = [match.end() for match in _LINE_END.finditer(text)]
    return [Span(start, end) for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def _split_line(text: str, line: Span, language: str) -> list[Span]:
    """Trimmed, none of them empty. The library tells the boundaries."""
    plain = _hide_marks(line.extract_from(text))
    spans, start = [], line.start
    for boundary in sentencex.get_sentence_boundaries(language, plain):
        end = line.start + boundary["end_index"]
        spans += _split_answer(Span(start, end), text)
        start = end
    spans += _split_answer(Span(start, line.end), text)
    return [trimmed for span in spans if (trimmed := _trim(text, span)).start < trimmed.end]


def _hide_marks(line: str) -> str:
    """As long as the line, without what the library would take for a quotation, which it leaves whole: an apostrophe,
    a fence of code, and what stands around everything."""
    plain = _APOSTROPHE.sub("x", _UNSPOKEN.sub("x", line))
    plain = _FENCE.sub(_blank, _SHUT.sub(_blank, plain))
    if _WRAPPED.fullmatch(plain):
        bare = plain.strip()
        plain = plain.replace(bare[0], " ").replace(bare[-1], " ")
    return plain


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _split_answer(span: Span, text: str) -> list[Span]:
    """Without the "No." that the library takes for a number's sign."""
    first = _FIRST_WORD.match(text, span.start, span.end)
    if first is None or not is_bare_answer(first[0]):
        return [span]
    return [Span(span.start, first.end()), Span(first.end(), span.end)]


def _join_fragments(spans: list[Span], text: str, language: str) -> list[Span]:
    joined: list[Span] = []
    for span in spans:
        if joined and _is_fragment(joined[-1], span, text, language):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _is_fragment(before: Span, after: Span, text: str, language: str) -> bool:
    """Whether two pieces are one sentence: a list's number and its entry, an abbreviation, a piece without a word."""
    first = before.extract_from(text)
    if _NUMBERING.fullmatch(first) or _ABBREVIATION.search(first):
        return True
    if language != _DEFAULT and _INITIAL.search(first):
        return True
    if not _WORD.search(first) or not _WORD.search(after.extract_from(text)):
        return True
    return before.end == after.start and first[-1] == "."


def _trim(text: str, span: Span) -> Span:
    piece = span.extract_from(text)
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - (len(piece) - len(piece.rstrip())))
