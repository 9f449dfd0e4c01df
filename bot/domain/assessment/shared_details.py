"""Shared details: what was said of all decisions stands for each of them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.assessment.merged_facts import MergedFact, ToldDetail

_THINGS = (
    r"(?:decisions?|calls|proposals?|cases?|of (?:them|these|those)|entscheidung\w*|f[aä]ll\w*|vorschl[aä]g\w*"
    r"|decisi\w+|casos?|propuestas?|d[ée]cisions?|cas|propositions?|casi|propost\w+|decis\w+|besliss\w+|besluit\w*"
    r"|gevallen)"
)
_ALL = re.compile(
    r"(?<!not )(?<!nicht )\b(?:all|every|each|any|alle[nr]?|jede[rnms]?|s[aä]mtliche[nr]?|tod[ao]s|cada|tou(?:te)?s"
    r"|chaque|tutt[ei]|ogni|elke|iedere)\b"
    r"(?: (?:single|one|kinds?|types?|of|the|its|our|these|arten?|las?|los?|les|le|i|as|os))*? "
    rf"{_THINGS}\b"
    r"(?!\s+(?:(?:that|which|where|with|above|below|over|under|up|worth|about|on|über|unter|bis|mit|por|con|sobre|de"
    r"|que|dont|qui|di|che|boven|onder)\b|\d))",
    re.I,
)
"""All of them, without a word behind that takes some out."""
_BARE = frozenset(
    {"all", "everything", "every one", "alles", "alle", "todo", "todas", "tout", "toutes", "tutto", "tutte"}
)


def share_details(facts: Iterable[MergedFact]) -> tuple[MergedFact, ...]:
    """The facts, each decision with what was said of all of them and of it nothing else.

    What stands for all decisions is none of them, where any is named.
    """
    told = tuple(facts)
    decisions = [fact for fact in told if fact.kind == "decision"]
    named = [fact for fact in decisions if not _is_general(fact.name)]
    if not named:
        return told
    shared = tuple(detail for fact in decisions for detail in _list_shared(fact))
    return tuple(
        _add_details(fact, shared) if fact in named else fact for fact in told if fact in named or fact not in decisions
    )


def _is_general(name: str) -> bool:
    folded = " ".join(name.casefold().split())
    return folded in _BARE or _ALL.match(folded) is not None


def _list_shared(fact: MergedFact) -> Iterator[ToldDetail]:
    """All that is told of it, where that is all decisions; else what stands in a sentence about all of them."""
    general = _is_general(fact.name)
    about_all = [quote.quote for quote in fact.quotes if _ALL.search(quote.quote)]
    for detail in fact.details:
        if general or any(detail.value in quote for quote in about_all):
            yield detail


def _add_details(fact: MergedFact, shared: Sequence[ToldDetail]) -> MergedFact:
    have = {detail.key for detail in fact.details}
    new = {detail.key: detail for detail in reversed(shared) if detail.key not in have}
    return fact.model_copy(update={"details": (*fact.details, *reversed(new.values()))}) if new else fact
