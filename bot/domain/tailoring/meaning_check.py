"""Whether another wording still asks for what the library's asks for, as far as code can tell."""

import re

_SOFT = (
    r"skip|cancel|ignore|waive|postpone|defer|abandon|optional(?:ly)?|unnecessary|(?:if|where|when) possible"
    r"|nice to have|later on|no longer|need(?:n't| not)"
)
_SOFTENS = re.compile(rf"\b(?:{_SOFT})\b", re.I)
"""Words that put an action off or make it a matter of taste."""
_TURNS = re.compile(rf"\b(?:{_SOFT}|not|never|don't|doesn't|won't|can't|cannot|drop|delay)\b", re.I)
"""In an instruction these turn it round as well."""
_FIGURE = re.compile(r"\d+(?:[.,]\d+)?")
_LEAST_SHARE = 0.4
"""Of the words of an exit criterion: one that says much less is met by much less."""


def explain_changed_meaning(field: str, text: str, own: str) -> str:
    """Why this wording of a title, deliverable or exit criterion asks for something else; empty when it does not."""
    words = _TURNS if field == "title" else _SOFTENS
    said = sorted(_find_phrases(words, text) - _find_phrases(words, own))
    if said:
        return f"turns it round: {', '.join(said)}"
    return _explain_weaker_wording(text, own) if field == "exit" else ""


def _explain_weaker_wording(text: str, own: str) -> str:
    lost = sorted(set(_FIGURE.findall(own)) - set(_FIGURE.findall(text)))
    if lost:
        return f"drops what is to be met: {', '.join(lost)}"
    if len(text.split()) < _LEAST_SHARE * len(own.split()):
        return "asks for less than the original"
    return ""


def _find_phrases(words: re.Pattern[str], text: str) -> set[str]:
    return {match.group().casefold() for match in words.finditer(text.replace("’", "'"))}
