"""Merged facts: what was told of one thing, under whatever name and by whomever, as one."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.framework.framework import FactKind
from bot.domain.interview.evidence import PERSON_DETAILS, Detail, Fact
from bot.domain.lexicon.name_forms import ends_with_head, find_head, list_forms

_TELLS_APART = {"metric": "criterion", "constraint": "kind"}
"""Things of these kinds that have the same name are one only where this is the same too."""


_NAMED_LOOSELY = frozenset({"system", "decision"})
"""Of these people say "the camera" once and "cameras" the next time."""


class FactQuote(Value):
    quote: str
    turn_id: str
    speaker: str


class ToldDetail(Value):
    key: str
    value: str
    speaker: str
    others: tuple[FactQuote, ...] = ()
    """Another word for it by somebody else, each as a value with its turn and speaker."""


class MergedFact(Value):
    id: str
    kind: FactKind
    name: str
    aliases: tuple[str, ...] = ()
    details: tuple[ToldDetail, ...] = ()
    quotes: tuple[FactQuote, ...]
    told: FactQuote
    """The quote that tells most of it: the last that brought a detail, else the first."""

    def find_detail(self, key: str) -> str | None:
        return next((detail.value for detail in self.details if detail.key == key), None)

    def describe_detail(self, key: str, people: Sequence[Person] = ()) -> str | None:
        """With what others say instead, by their names: "reads; Paolo: both"."""
        found = next((detail for detail in self.details if detail.key == key), None)
        if found is None:
            return None
        names = {person.id: person.byline for person in people}
        others = (f"{names.get(other.speaker, other.speaker)}: {other.quote}" for other in found.others)
        return "; ".join((found.value, *others))


def merge_facts(facts: Iterable[Fact], people: Sequence[Person] = ()) -> tuple[MergedFact, ...]:
    """In the order in which the things were first named. What adds to a fact that is not there stands alone.

    `people`: a detail that is one of their ids becomes their name.
    """
    groups: list[list[Fact]] = []
    for fact in facts:
        group = next((known for known in groups if _belongs_to(fact, known)), None) or _find_meant(fact, groups)
        if group is None:
            groups.append([fact])
        else:
            group.append(fact)
    return tuple(_merge_group(group, {person.id: person.display_name for person in people}) for group in groups)


def _belongs_to(fact: Fact, group: Sequence[Fact]) -> bool:
    if fact.kind != group[0].kind:
        return False
    added = fact.adds_to is not None and any(fact.adds_to == known.id for known in group)
    return added or any(_is_same(fact, known) for known in group)


def _find_meant(fact: Fact, groups: Sequence[list[Fact]]) -> list[Fact] | None:
    """ "The cameras" are the line camera, as long as that is the only camera named before."""
    head = find_head(fact.name) if fact.kind in _NAMED_LOOSELY else None
    alike = [known for known in groups if known[0].kind == fact.kind and head and ends_with_head(known[0].name, head)]
    return alike[0] if len(alike) == 1 else None


def _is_same(one: Fact, other: Fact) -> bool:
    apart = _TELLS_APART.get(one.kind, "")
    if one.find_detail(apart) != other.find_detail(apart):
        return False
    if one.kind in _NAMED_LOOSELY:
        return not list_forms(one.name).isdisjoint(list_forms(other.name))
    return _fold(one.name) == _fold(other.name)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())


def _merge_group(group: Sequence[Fact], names: dict[str, str]) -> MergedFact:
    first = group[0]
    spellings = {_fold(fact.name): fact.name for fact in reversed(group)}
    quotes = {fact: FactQuote(quote=fact.quote, turn_id=fact.turn_id, speaker=fact.speaker) for fact in group}
    details: dict[str, ToldDetail] = {}
    for fact in group:
        for detail in _list_details(fact, names):
            details[detail.key] = _merge_detail(details.get(detail.key), detail, fact)
    return MergedFact(
        id=first.id,
        kind=first.kind,
        name=first.name,
        aliases=tuple(name for folded, name in reversed(spellings.items()) if folded != _fold(first.name)),
        details=tuple(details.values()),
        quotes=tuple(dict.fromkeys(quotes.values())),
        told=next((quotes[fact] for fact in reversed(group) if fact.details), quotes[first]),
    )


def _list_details(fact: Fact, names: dict[str, str]) -> Iterator[Detail]:
    for detail in fact.details:
        if detail.value.strip():
            value = names.get(detail.value, detail.value) if detail.key in PERSON_DETAILS else detail.value
            yield detail.model_copy(update={"value": value})


def _merge_detail(before: ToldDetail | None, new: Detail, fact: Fact) -> ToldDetail:
    """Who told it may replace it; another word by somebody else stands beside."""
    if before is None or before.speaker == fact.speaker:
        others = before.others if before else ()
        return ToldDetail(key=new.key, value=new.value, speaker=fact.speaker, others=others)
    if _fold(before.value) == _fold(new.value):
        return before
    earlier = tuple(other for other in before.others if other.speaker != fact.speaker)
    word = FactQuote(quote=new.value, turn_id=fact.turn_id, speaker=fact.speaker)
    return before.model_copy(update={"others": (*earlier, word)})
