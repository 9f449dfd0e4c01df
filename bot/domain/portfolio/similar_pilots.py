"""Pilots that look alike: several teams at one problem, each with a pilot of its own."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, Self

import snowballstemmer

from bot.domain.core.model import Value
from bot.domain.core.people import Pilot
from bot.domain.reassessment.snapshot import deduplicate_names

_WORD = re.compile(r"[^\W\d_]{3,}")
_FEWEST_SHARED = 2
_SHARE, _SHARE_ON_ONE_SYSTEM = 0.5, 0.3
"""How much of the shorter description two pilots must have in common; less, where they also share a system."""
_TOO_COMMON = 25
"""A word that more pilots use tells none of them apart."""
_EMPTY = """
about across after against agent all also and any app are artificial assistant automatic automatically before bot
business case cases chatbot company customer customers daily data day department does each employee every first for
form from has have help helps how incoming intelligence into its language large learning machine manual manually model
models more new not one only our out over people per pilot platform process processes project read reads second service
should so solution staff system systems team teams than that the their them then there they this through time tool tools
two under use used user users uses using what when where which who will with work works
"""
_NOTHING = frozenset(_EMPTY.split())
"""Words that may stand in any pilot's purpose."""


class PilotDescription(NamedTuple):
    """What is compared of a pilot."""

    pilot: Pilot
    purpose: str
    systems: tuple[str, ...]


class SimilarPilots(Value):
    """Pilots that look alike, and what all of them have in common."""

    pilots: tuple[Pilot, ...]
    words: tuple[str, ...]
    systems: tuple[str, ...] = ()


class _PilotSketch(NamedTuple):
    pilot: Pilot
    stems: frozenset[str]
    systems: frozenset[str]

    @classmethod
    def from_description(cls, described: PilotDescription) -> Self:
        words = _WORD.findall(f"{described.pilot.name} {described.purpose}".casefold())
        stems = frozenset(_stem_words([word for word in words if word not in _NOTHING]))
        return cls(described.pilot, stems, frozenset(" ".join(name.casefold().split()) for name in described.systems))

    def is_similar_to(self, other: Self) -> bool:
        shared = len(self.stems & other.stems)
        shorter = min(len(self.stems), len(other.stems))
        least = _SHARE_ON_ONE_SYSTEM if self.systems & other.systems else _SHARE
        return shared >= _FEWEST_SHARED and shared >= least * shorter


def group_similar_pilots(described: Sequence[PilotDescription]) -> tuple[SimilarPilots, ...]:
    """Groups in which each pilot is like every other, by what they are for and the systems they work on."""
    sketches = _drop_common_stems([_PilotSketch.from_description(item) for item in described])
    homes: dict[int, list[int]] = {}
    for one, other in _list_similar_pairs(sketches):
        home = homes.get(one) or homes.get(other) or []
        newcomers = [place for place in (one, other) if place not in homes]
        if all(sketches[new].is_similar_to(sketches[member]) for new in newcomers for member in home):
            home.extend(newcomers)
            homes |= dict.fromkeys(newcomers, home)
    groups = {id(home): home for home in homes.values()}.values()
    words = {item.pilot.id: item for item in described}
    return tuple(_build_group([sketches[place] for place in home], words) for home in groups)


def _list_similar_pairs(sketches: Sequence[_PilotSketch]) -> list[tuple[int, int]]:
    """The places of those that are alike, the most alike first. Only pilots with a word in common are compared."""
    by_stem: dict[str, list[int]] = defaultdict(list)
    for place, sketch in enumerate(sketches):
        for stem in sketch.stems:
            by_stem[stem].append(place)
    near = sorted({pair for places in by_stem.values() for pair in combinations(places, 2)})
    found = [(one, other) for one, other in near if sketches[one].is_similar_to(sketches[other])]
    return sorted(found, key=lambda pair: -_count_shared_terms(*(sketches[place] for place in pair)))


def _count_shared_terms(one: _PilotSketch, other: _PilotSketch) -> int:
    return len(one.stems & other.stems) + len(one.systems & other.systems)


def _drop_common_stems(sketches: Sequence[_PilotSketch]) -> list[_PilotSketch]:
    """Without the words that so many use that they tell nothing."""
    uses = Counter(stem for sketch in sketches for stem in sketch.stems)
    most = min(_TOO_COMMON, max(3, len(sketches) // 3))
    return [sketch._replace(stems=frozenset(s for s in sketch.stems if uses[s] <= most)) for sketch in sketches]


def _build_group(group: Sequence[_PilotSketch], described: Mapping[str, PilotDescription]) -> SimilarPilots:
    """In the words and spellings of the pilot named first."""
    ordered = sorted(group, key=lambda sketch: sketch.pilot.name.casefold())
    first = described[ordered[0].pilot.id]
    stems = frozenset.intersection(*(sketch.stems for sketch in ordered))
    systems = frozenset.intersection(*(sketch.systems for sketch in ordered))
    return SimilarPilots(
        pilots=tuple(sketch.pilot for sketch in ordered),
        words=_restore_words(_WORD.findall(f"{first.purpose} {first.pilot.name}"), stems),
        systems=tuple(
            name for name in deduplicate_names(first.systems) if " ".join(name.casefold().split()) in systems
        ),
    )


def _restore_words(words: Iterable[str], stems: frozenset[str]) -> tuple[str, ...]:
    """Each stem in its first spelling."""
    spelled = [word.casefold() for word in words]
    found: dict[str, str] = {}
    for stem, word in zip(_stem_words(spelled), spelled, strict=True):
        found.setdefault(stem, word)
    return tuple(word for stem, word in found.items() if stem in stems)


def _stem_words(words: Sequence[str]) -> list[str]:
    return [_stem_word(word) for word in words]


@lru_cache(maxsize=20_000)
def _stem_word(word: str) -> str:
    """By a stemmer of each call's own: it keeps its state while it works, and threads may call."""
    stem: str = snowballstemmer.stemmer("english").stemWord(word)
    return stem
