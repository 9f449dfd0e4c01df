"""Facts: systems, people, limits, numbers and dates that a team named; rather none than a wrong one."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import get_args

from bot.domain.core.names import parse_name
from bot.domain.framework.framework import FactKind, Framework
from bot.domain.interview.answer_mapping import ProposedFact, ProposedSignal
from bot.domain.interview.evidence import Detail
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.llm.limits import find_limits
from bot.llm.offline.cues import Cues, Facet
from bot.llm.offline.reading import Sentence, Stance, read_sentences

_NAME = re.compile(r"\b[A-Z][\w&/-]*[\w&](?: (?:[A-Z][\w&/-]*|\d{1,4})\b)*|\b[A-Z]\b")
_CLAUSE = re.compile(r"[^,;:()]+")
_LIMITED = re.compile(r"(?P<name>[A-Za-z][\w ,'/-]{2,60}): (?P<boundary>(?:[^.;]|\.(?=\d)){3,120})")
_ANSWERS_FOR_ITSELF = re.compile(r"(?:: | yes\b| no\b)")
_LONGEST_DATE_TEXT = 90

Facets = Mapping[str, Facet]


class FactFinder:
    """What a turn names, by the cues and by which criteria name what."""

    def __init__(self, cues: Cues, framework: Framework) -> None:
        self._cues = cues
        self._naming = {kind: framework.list_criteria_naming(kind) for kind in get_args(FactKind)}

    def find_facts(self, turn: Turn, interview: Interview, about: Collection[str]) -> tuple[ProposedFact, ...]:
        """`about` holds the criteria that the turn speaks of: a name is a system only where systems are meant."""
        cues, sentences = self._cues, read_sentences(turn, self._cues)
        meant = {kind: [c for c in criteria if c in about] for kind, criteria in self._naming.items()}
        found: list[ProposedFact] = list(_find_people(sentences, interview, cues))
        if meant["system"]:
            found += _find_systems(sentences, interview, self._collect_facets("system"), cues)
        if meant["decision"]:
            found += _find_decisions(sentences, self._collect_facets("decision"), cues)
        for criterion in meant["metric"]:
            found += _find_metrics(sentences, criterion, cues)
        limits = find_limits(turn)
        if meant["date"]:
            bound = {limit.quote for limit in limits}
            dates = _find_dates(sentences, self._collect_facets("date"), cues)
            found += [fact for fact in dates if fact.quote not in bound]
        found += limits
        return tuple({(fact.kind, fact.name): fact for fact in reversed(found)}.values())[::-1]

    def _collect_facets(self, kind: FactKind) -> Facets:
        """What the cues of all criteria that name such facts can tell."""
        read = [self._cues.criteria[c] for c in self._naming[kind] if c in self._cues.criteria]
        return {name: facet for criterion in read for name, facet in criterion.facets.items()}


def _has_stance(piece: Sentence, facets: Facets, name: str, cues: Cues) -> bool:
    """Whether the sentence asserts what that facet tells; False where the cues have no such facet."""
    return name in facets and Stance.ASSERTED in piece.get_stances(facets[name], cues)


# --- systems ---------------------------------------------------------------------------------------


def _find_systems(
    sentences: tuple[Sentence, ...], interview: Interview, facets: Facets, cues: Cues
) -> Iterator[ProposedFact]:
    not_systems = _list_own_names(interview)
    for sentence in sentences:
        if sentence.hoped or not _is_about_systems(sentence, facets, cues):
            continue
        for match in _NAME.finditer(sentence.text):
            name = match.group()
            if not _is_system_name(match, sentence.text, cues) or _is_known_name(name, not_systems):
                continue
            yield ProposedFact(
                kind="system",
                name=name,
                quote=sentence.quote,
                details=tuple(_find_system_details(match, sentence, facets, cues)),
            )


def _is_about_systems(sentence: Sentence, facets: Facets, cues: Cues) -> bool:
    own = (facet for facet in facets.values() if facet.own)
    return cues.facts["system_context"].occurs_in(sentence.text) or any(sentence.get_stances(f, cues) for f in own)


def _is_known_name(name: str, names: Collection[str]) -> bool:
    return any(part.casefold() in names for part in (name, *name.split()))


def _is_system_name(match: re.Match[str], text: str, cues: Cues) -> bool:
    """A capital at the head of a sentence means nothing, unless the name is written as no other word is."""
    name = match.group()
    if len(name) < 2 or any(cues.facts["not_a_system"].matches_whole(part) for part in {name, name.split()[0]}):
        return False
    written_specially = bool(re.search(r"[A-Z].*[A-Z0-9]|\d", name)) or cues.facts["systems_known"].matches_whole(name)
    return written_specially or match.start() > 0 or bool(_ANSWERS_FOR_ITSELF.match(text, match.end()))


def _list_own_names(interview: Interview) -> set[str]:
    """The people and the pilot, which are no systems."""
    names = {interview.pilot.name, interview.pilot.name.split()[0]}
    for person in interview.people:
        names |= {person.name, person.display_name, *parse_name(person.name).words}
    return {name.casefold() for name in names} | {f"{name.casefold()}'s" for name in names}


def _find_system_details(match: re.Match[str], sentence: Sentence, facets: Facets, cues: Cues) -> Iterator[Detail]:
    clause = next((c.group() for c in _CLAUSE.finditer(sentence.text) if c.start() <= match.start() < c.end()), "")
    direction = _find_direction(clause, sentence, facets, cues) or _find_direction(
        sentence.text, sentence, facets, cues
    )
    if direction:
        yield Detail(key="direction", value=direction)
    interface = cues.facts["interface"].find_first(clause) or cues.facts["interface"].find_first(sentence.text)
    if interface and direction != "none":
        yield Detail(key="interface", value=interface.group())


def _find_direction(text: str, sentence: Sentence, facets: Facets, cues: Cues) -> str | None:
    piece = Sentence(text, sentence.turn_id, sentence.speaker, sentence.hoped)
    reads = _has_stance(piece, facets, "reads", cues)
    if reads and _has_stance(piece, facets, "one_way", cues):
        return "reads"
    if _has_stance(piece, facets, "some_missing", cues):
        return "none"
    if _has_stance(piece, facets, "writes", cues):
        return "both" if reads or "both" in text.lower() else "writes"
    return "reads" if reads else None


# --- the others -------------------------------------------------------------------------------------


def _find_people(sentences: tuple[Sentence, ...], interview: Interview, cues: Cues) -> Iterator[ProposedFact]:
    known = _list_own_names(interview)
    for sentence in sentences:
        for match in cues.facts["person"].find_all(sentence.text):
            name, role = match.group("name"), match.group("role")
            if (
                name[0].isupper()
                and name.casefold() not in known
                and not cues.facts["not_a_system"].matches_whole(name)
            ):
                yield ProposedFact(
                    kind="person", name=name, quote=sentence.quote, details=(Detail(key="role", value=role.strip()),)
                )


def _find_decisions(sentences: tuple[Sentence, ...], facets: Facets, cues: Cues) -> Iterator[ProposedFact]:
    """ "Fuel: 0.97" or "Customs: never": a kind of decision, and how far the AI may go."""
    rules = facets.get("rules")
    for sentence in sentences:
        match = _LIMITED.search(sentence.text)
        if match is None or rules is None or not sentence.get_stances(rules, cues):
            continue
        if cues.facts["no_decision"].occurs_in(match.group()):
            continue
        boundary = Detail(key="boundary", value=match.group("boundary").strip())
        yield ProposedFact(kind="decision", name=match.group("name").strip(), quote=sentence.quote, details=(boundary,))


def _find_metrics(sentences: tuple[Sentence, ...], criterion: str, cues: Cues) -> Iterator[ProposedFact]:
    pattern = cues.facts.get(f"metric_{criterion}")
    if pattern is None:
        return
    for sentence in sentences:
        for match in pattern.find_all(sentence.text):
            numbers = {key: value.strip() for key, value in match.groupdict().items() if value}
            details = (Detail(key="criterion", value=criterion), *(Detail(key=k, value=v) for k, v in numbers.items()))
            yield ProposedFact(kind="metric", name=match.group().strip(), quote=sentence.quote, details=details)
            return


def _find_dates(sentences: tuple[Sentence, ...], facets: Facets, cues: Cues) -> Iterator[ProposedFact]:
    for sentence in sentences:
        match = cues.facts["date"].find_first(sentence.text)
        if match is None or sentence.hoped or not _has_stance(sentence, facets, "rollout", cues):
            continue
        if len(sentence.text) <= _LONGEST_DATE_TEXT:
            what = Detail(key="what", value=sentence.text)
            yield ProposedFact(kind="date", name=match.group(), quote=sentence.quote, details=(what,))


def find_signals(sentences: Sequence[Sentence], cues: Cues) -> tuple[ProposedSignal, ...]:
    """At most one signal of each trap, the first."""
    found = []
    for trap, pattern in cues.signals.items():
        sentence = next((s for s in sentences if pattern.occurs_in(s.text)), None)
        if sentence is not None:
            found.append(ProposedSignal(trap=trap, quote=sentence.quote))
    return tuple(found)
