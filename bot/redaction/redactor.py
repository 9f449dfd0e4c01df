"""SecretRedactor: whatever the rules and the library find is replaced, until nothing more comes to light."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from bot.redaction.folding import FoldedText, fold_text
from bot.redaction.rules import PLACEHOLDER, Found, Rule, ScanRule, SearchedText
from bot.services.ports.core import RedactedText

_MOST_PASSES = 12


class _Begin(NamedTuple):
    """Of a rule."""

    rule: int
    place: int
    """Among those of its rule."""
    begin: str


class SecretRedactor:
    """The port Redactor. Keeps nothing between calls, so any thread may use it. The rules are loaded at the first."""

    def __init__(self) -> None:
        self._rules: tuple[Rule | ScanRule, ...] = ()
        self._by_begin: dict[str, list[_Begin]] = {}
        """Which rules begin so. Those that begin with nothing of ours: under ""."""

    def redact(self, text: str) -> RedactedText:
        kinds: dict[str, None] = {}
        # Taking one secret out can bring the next one to light.
        for _ in range(_MOST_PASSES):
            folded = fold_text(text)
            found = _merge(self._iter_found(folded.text))
            if not found:
                break
            kinds.update(dict.fromkeys(one.kind for one in found))
            text = _replace(text, folded, found)
        return RedactedText(text=text, kinds=tuple(kinds))

    def _iter_found(self, text: str) -> Iterator[Found]:
        read, rules = SearchedText(text), self._load_rules()
        places = sorted(place for begin in read.filter_present(self._by_begin) for place in self._by_begin[begin])
        for number, begins in groupby(places, itemgetter(0)):
            yield from rules[number].find(read, [one.begin for one in begins])

    def _load_rules(self) -> tuple[Rule | ScanRule, ...]:
        if not self._rules:
            from bot.redaction.announced import CODES, KEYS, PAIRS, PASSWORDS  # noqa: PLC0415 - compiling them takes a while
            from bot.redaction.flags import FLAGS  # noqa: PLC0415
            from bot.redaction.formats import FORMATS  # noqa: PLC0415

            rules = (*FORMATS, *FLAGS, *PASSWORDS, *CODES, *KEYS, *PAIRS)
            by_begin = defaultdict[str, list[_Begin]](list)
            for number, rule in enumerate(rules):
                for place, begin in enumerate(rule.begins if isinstance(rule, Rule) else ("",)):
                    by_begin[begin].append(_Begin(number, place, begin))
            self._by_begin, self._rules = dict(by_begin), rules  # in this order, for whoever comes beside us
        return self._rules


def _merge(found: Iterable[Found]) -> list[Found]:
    """In order. Of those that begin at once the first rule's stays; others that overlap are one."""
    merged: list[Found] = []
    for one in sorted(found, key=lambda each: each.start):  # a stable order
        if merged and one.start == merged[-1].start:
            continue
        if merged and one.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, one.end))
        else:
            merged.append(one)
    return merged


def _replace(text: str, folded: FoldedText, found: Iterable[Found]) -> str:
    pieces, place = [], 0
    for one in found:
        start, end = folded.locate(one.start, one.end)
        pieces += [text[place:start], f"{PLACEHOLDER}{one.kind.partition(' ')[2]}]"]
        place = end
    return "".join([*pieces, text[place:]])
