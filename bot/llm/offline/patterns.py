"""Pattern: a set of cues as one regular expression, compiled when it is first needed."""

import re
from collections.abc import Iterator
from functools import cached_property

from bot.domain.quotation.quotation import straighten_quotes

_GAP = r"\W+(?:\S+\s+){0,6}?"
_NAME = re.compile(r"(?<!\?P)<([a-z_]+)>")


class PatternInvalid(ValueError):
    """A cue is no regular expression, or names a term that does not exist."""


class CuePattern:
    """Finds its cues in a text, whatever their case and the shape of its apostrophes."""

    def __init__(self, source: str) -> None:
        self._source = source

    @cached_property
    def _ignore_case_regex(self) -> re.Pattern[str]:
        return re.compile(self._source, re.I)

    @cached_property
    def _exact_case_regex(self) -> re.Pattern[str]:
        return re.compile(self._source)

    def check_regex(self) -> None:
        """Raises PatternInvalid when the source is no regular expression."""
        try:
            _ = self._ignore_case_regex
        except re.error as exc:
            raise PatternInvalid(f"is no regular expression: {exc}") from exc

    def occurs_in(self, text: str) -> bool:
        return self._ignore_case_regex.search(straighten_quotes(text)) is not None

    def starts(self, text: str) -> bool:
        return self._ignore_case_regex.match(straighten_quotes(text)) is not None

    def matches_whole(self, text: str) -> bool:
        """Whether a cue is the whole text, letter case included."""
        return self._exact_case_regex.fullmatch(straighten_quotes(text)) is not None

    def find_first(self, text: str) -> re.Match[str] | None:
        return self._ignore_case_regex.search(straighten_quotes(text))

    def find_all(self, text: str) -> Iterator[re.Match[str]]:
        return self._ignore_case_regex.finditer(straighten_quotes(text))


class CueTerms:
    """The named parts of cues."""

    def __init__(self, terms: dict[str, str]) -> None:
        self._terms = terms

    def build_pattern(self, cues: tuple[str, ...]) -> CuePattern:
        pattern = CuePattern(r"(?<![\w])(?:" + "|".join(self._expand_terms(cue) for cue in cues) + ")")
        pattern.check_regex()
        return pattern

    def _expand_terms(self, cue: str) -> str:
        while (match := _NAME.search(cue)) is not None:
            if match.group(1) not in self._terms:
                raise PatternInvalid(f"there is no term <{match.group(1)}>")
            cue = cue.replace(match.group(0), self._terms[match.group(1)])
        return cue.replace(" .. ", _GAP).replace(" ..", _GAP).replace("'", "'?")
