"""People's words on their way to the model and back: cleaned, fenced as data, and found again as they were written."""

import re

from bot.domain.core.invisible_characters import strip_invisible
from bot.domain.quotation.quotation import find_quote

MARK = "> "
"""Begins every line of a prompt that people wrote. A fence of marked lines has no end that could be forged from
inside, and no character of the text has to be changed for it, so quotes of it stay verbatim."""

_ELLIPSIS = re.compile(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*")
_EDGES = " \t\n\"'“”‘’«».,;:…>"
_FEWEST_WORDS_OF_A_PIECE = 3


class UntrustedText:
    """Something a person wrote. The prompts print it fenced or not at all."""

    def __init__(self, *texts: str) -> None:
        self.text = ", ".join(text for text in texts if text)


def fence_text(said: UntrustedText) -> str:
    """The words, every line marked as theirs."""
    return "\n".join(MARK + line for line in strip_invisible(said.text).splitlines() or [""])


def clean_line(text: str) -> str:
    """One line, without hidden characters: a model can be made to write them too."""
    return " ".join(strip_invisible(text).split())


def to_verbatim_parts(quote: str, text: str) -> tuple[str, ...]:
    """The parts of the text that a model's quote stands for, exactly as written.

    Beside what `find_quote` overlooks, the ends may carry punctuation of the model's own, and an ellipsis splits a
    quote in two. A quote that isn't there is given back as it is: refusing it is the guard's work.
    """
    wanted = quote.strip()
    whole = _find_slice(wanted, text) or _find_slice(wanted.strip(_EDGES), text)
    if whole:
        return (whole,)
    pieces = [piece.strip(_EDGES) for piece in _ELLIPSIS.split(wanted)]
    pieces = [piece for piece in pieces if len(piece.split()) >= _FEWEST_WORDS_OF_A_PIECE]
    slices = [_find_slice(piece, text) for piece in pieces]
    return tuple(part for part in slices if part) if len(pieces) > 1 and all(slices) else (quote,)


def is_verbatim(quote: str, text: str) -> bool:
    return all(_find_slice(part, text) for part in to_verbatim_parts(quote, text))


def _find_slice(quote: str, text: str) -> str | None:
    span = find_quote(quote, text)
    return span.extract_from(text) if span else None
