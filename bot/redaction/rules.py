"""Rules: each begins where one of its words stands, so that a text without them costs next to nothing."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.redaction.values import is_always_secret

API_KEY, TOKEN, PASSWORD, PRIVATE_KEY = "an API key", "an access token", "a password", "a private key"
CODE, PHRASE = "a PIN or code", "a recovery phrase"

Holds = Callable[[str, str], bool]
_LONGEST_REST = 200
PLACEHOLDER, _LONGEST_PLACEHOLDER = "[redacted: ", 30
_MARK = "[redacted"


class SearchedText:
    """A text, and where the beginnings of the rules stand in it: each is looked for once, whoever needs it."""

    def __init__(self, text: str) -> None:
        self.text = text
        lowered = text.lower()
        self._lowered = lowered if len(lowered) == len(text) else text
        self._is_ascii = text.isascii()
        self._places: dict[str, tuple[int, ...]] = {}

    def filter_present(self, begins: Iterable[str]) -> list[str]:
        """Those that stand in it."""
        lowered = self._lowered
        return [begin for begin in begins if begin in lowered]

    def list_places(self, begin: str) -> tuple[int, ...]:
        if begin not in self._places:
            possible = not self._is_ascii or begin.isascii()
            self._places[begin] = tuple(self._iter_places(begin)) if possible else ()
        return self._places[begin]

    def _iter_places(self, begin: str) -> Iterator[int]:
        place = self._lowered.find(begin)
        while place >= 0:
            yield place
            place = self._lowered.find(begin, place + 1)


class Found(NamedTuple):
    """Where a secret stands."""

    start: int
    end: int
    kind: str


class Rule(NamedTuple):
    kind: str
    begins: tuple[str, ...]
    """In small letters: what stands where a match begins, `back` characters after it."""
    pattern: re.Pattern[str]
    """The secret is its group `quoted` or `bare`."""
    holds: Holds
    """Whether the value is a secret, given the rest of its line."""
    back: int = 0

    def find(self, read: "SearchedText", begins: Sequence[str]) -> Iterator[Found]:
        """`begins`: those of its own that stand in the text, in their order."""
        for begin in begins:
            after = 0
            for place in read.list_places(begin):
                if place < after:
                    continue
                match = self.pattern.match(read.text, max(0, place - self.back))
                if match is not None and (found := self._check(match)) is not None:
                    yield found
                    after = found.end

    def _check(self, match: re.Match[str]) -> Found | None:
        start, end = _find_value_span(match)
        if _is_in_placeholder(match.string, match.start()) or _is_in_placeholder(match.string, start):
            return None
        placeholder = match.string.find(_MARK, start, end)
        end = placeholder if placeholder >= 0 else end
        rest = match.string[end : end + _LONGEST_REST].split("\n", 1)[0]
        return Found(start, end, self.kind) if start < end and self.holds(match.string[start:end], rest) else None


class ScanRule(NamedTuple):
    """For what begins with no word of ours: the whole text is looked through."""

    kind: str
    pattern: re.Pattern[str]
    holds: Holds

    def find(self, read: "SearchedText", _: Sequence[str]) -> Iterator[Found]:
        for match in self.pattern.finditer(read.text):
            if self.holds(match["bare"], ""):
                yield Found(*match.span("bare"), self.kind)


def build_rule(
    kind: str, begins: str, pattern: str, holds: Holds = is_always_secret, *, exact: bool = False, back: int = 0
) -> Rule:
    """`begins`: parted by bars. `exact`: capitals matter."""
    return Rule(kind, tuple(begins.split("|")), re.compile(pattern, 0 if exact else re.I), holds, back)


def _is_in_placeholder(text: str, place: int) -> bool:
    """What was taken out is never read again."""
    begin = text.rfind(_MARK, max(0, place - _LONGEST_PLACEHOLDER), place + len(_MARK))
    return 0 <= begin <= place and text.find("]", begin, place) < 0


def _find_value_span(match: re.Match[str]) -> tuple[int, int]:
    """Where the secret stands, without the punctuation that ends its sentence."""
    if match.groupdict().get("quoted"):
        return match.span("quoted")
    start = match.start("bare")
    return start, start + len(match["bare"].rstrip(".,:?)]}*_~>"))
