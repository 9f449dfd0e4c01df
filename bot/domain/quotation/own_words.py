"""OwnWords: what of a message its writer says, and what is struck through or quoted from somebody else."""

import re
from functools import lru_cache
from typing import NamedTuple

_STRUCK = re.compile(
    r"(?<![\w~/])(?P<tilde>~{1,2})(?=\S)[^~\n]+?(?<=\S)(?P=tilde)(?![\w~])"
    r"|<(?P<tag>del|s|strike)\b[^<>]*>.*?</(?P=tag)\s*>"
    r"|(?:\S[\u0300-\u0334\u0337-\u036f]*[\u0335\u0336]\s*)+",
    re.I | re.S,
)
"""As Slack, Markdown and HTML strike words through, and letter by letter with a combining stroke."""
_QUOTED = re.compile(
    r"(?m:^)[ \t]*>>>.*\Z"
    r"|(?m:^)[ \t]*>(?![ \t]*[\d€$£])[^\n]*(?:\n|\Z)"
    r"|<(?P<tag>blockquote)\b[^<>]*>.*?</(?P=tag)\s*>"
    r"|(?m:^)[ \t]*-{2,} ?(?:forwarded|original) message ?-{2,}.*\Z",
    re.I | re.S,
)
"""A line that begins with ">" is somebody else's, unless a number follows: "> 1,500 goes to a person"."""


class Span(NamedTuple):
    start: int
    end: int

    def extract_from(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


@lru_cache(maxsize=256)
def find_foreign_spans(text: str) -> tuple[Span, ...]:
    """Where words stand that the writer struck through or took over from somebody else, in order, none overlapping."""
    spans: list[Span] = []
    for match in sorted((*_STRUCK.finditer(text), *_QUOTED.finditer(text)), key=lambda found: found.start()):
        if spans and match.start() < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(spans[-1].end, match.end()))
        else:
            spans.append(Span(*match.span()))
    return tuple(spans)


def blank_foreign_words(text: str) -> str:
    """The text, character for character, with blanks where the words are not the writer's own; line breaks stay."""
    kept = text
    for span in find_foreign_spans(text):
        kept = kept[: span.start] + re.sub(r"[^\n]", " ", span.extract_from(text)) + kept[span.end :]
    return kept
