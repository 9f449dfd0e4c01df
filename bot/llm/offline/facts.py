"""Facts: systems, people, limits, numbers and dates that a team named; rather none than a wrong one."""

import re
from collections.abc import Collection, Iterator

from bot.domain.interview.answer_mapping import ProposedFact
from bot.domain.interview.evidence import Detail
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn
from bot.llm.offline.cues import Cues
from bot.llm.offline.reading import Sentence, Stance, read_sentences

_NAME = re.compile(r"\b[A-Z][\w&/-]*[\w&](?: (?:[A-Z][\w&/-]*|\d{1,4})\b)*|\b[A-Z]\b")
_CLAUSE = re.compile(r"[^,;:()]+")
_LIMITED = re.compile(r"(?P<name>[A-Za-z][\w ,'/-]{2,60}): (?P<boundary>(?:[^.;]|\.(?=\d)){3,120})")
_ANSWERS_FOR_ITSELF = re.compile(r"(?:: | yes\b| no\b)")
_LONGEST_DATE_TEXT = 90


def find_facts(turn: Turn, interview: Interview, about: Collection[str], cues: Cues) -> tuple[ProposedFact, ...]:
    """What the turn names. `about` holds the criteria it speaks of: a name is a system only where systems are meant."""
    sentences = read_sentences(turn, cues)
    found: list[ProposedFact] = list(_find_people(sentences, interview, cues))
    if "systems" in about:
        found += _find_systems(sentences, interview, cues)
    if {"boundary", "proportionality"} & set(about):
        found += _find_decisions(sentences, cues)
    for criterion in ("throughput", "predictability"):
        if criterion in about:
            found += _find_metrics(sentences, criterion, cues)
    if {"workflow_fit", "adoption"} & set(about):
        found += _find_dates(sentences, cues)
    return tuple({(fact.kind, fact.name): fact for fact in reversed(found)}.values())[::-1]


# --- systems ---------------------------------------------------------------------------------------


def _find_systems(sentences: tuple[Sentence, ...], interview: Interview, cues: Cues) -> Iterator[ProposedFact]:
    not_systems = _list_own_names(interview)
    for sentence in sentences:
        if sentence.hoped or not _is_about_systems(sentence, cues):
            continue
        for match in _NAME.finditer(sentence.text):
            name = match.group()
            if not _is_system_name(match, sentence.text, cues) or _is_known_name(name, not_systems):
                continue
            yield ProposedFact(
                kind="system",
                name=name,
                quote=sentence.text,
                details=tuple(_find_system_details(match, sentence, cues)),
            )


def _is_about_systems(sentence: Sentence, cues: Cues) -> bool:
    own = (f for f in cues.criteria["systems"].facets.values() if f.own)
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
        names |= {person.name, *person.name.split()}
    return {name.casefold() for name in names} | {f"{name.casefold()}'s" for name in names}


def _find_system_details(match: re.Match[str], sentence: Sentence, cues: Cues) -> Iterator[Detail]:
    clause = next((c.group() for c in _CLAUSE.finditer(sentence.text) if c.start() <= match.start() < c.end()), "")
    direction = _find_direction(clause, sentence, cues) or _find_direction(sentence.text, sentence, cues)
    if direction:
        yield Detail(key="direction", value=direction)
    interface = cues.facts["interface"].find_first(clause) or cues.facts["interface"].find_first(sentence.text)
    if interface and direction != "none":
        yield Detail(key="interface", value=interface.group())


def _find_direction(text: str, sentence: Sentence, cues: Cues) -> str | None:
    piece = Sentence(text, sentence.turn_id, sentence.speaker, sentence.hoped)
    facets = cues.criteria["systems"].facets
    says = {name: piece.get_stances(facets[name], cues) for name in ("reads", "writes", "one_way", "some_missing")}
    if Stance.ASSERTED in says["one_way"] and Stance.ASSERTED in says["reads"]:
        return "reads"
    if Stance.ASSERTED in says["some_missing"]:
        return "none"
    if Stance.ASSERTED in says["writes"]:
        return "both" if Stance.ASSERTED in says["reads"] or "both" in text.lower() else "writes"
    return "reads" if Stance.ASSERTED in says["reads"] else None


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
                    kind="person", name=name, quote=sentence.text, details=(Detail(key="role", value=role.strip()),)
                )


def _find_decisions(sentences: tuple[Sentence, ...], cues: Cues) -> Iterator[ProposedFact]:
    """ "Fuel: 0.97" or "Customs: never": a kind of decision, and how far the AI may go."""
    rules = cues.criteria["boundary"].facets["rules"]
    for sentence in sentences:
        match = _LIMITED.search(sentence.text)
        if match is None or not sentence.get_stances(rules, cues) or cues.facts["no_decision"].occurs_in(match.group()):
            continue
        boundary = Detail(key="boundary", value=match.group("boundary").strip())
        yield ProposedFact(kind="decision", name=match.group("name").strip(), quote=sentence.text, details=(boundary,))


def _find_metrics(sentences: tuple[Sentence, ...], criterion: str, cues: Cues) -> Iterator[ProposedFact]:
    for sentence in sentences:
        for match in cues.facts[f"metric_{criterion}"].find_all(sentence.text):
            numbers = {key: value.strip() for key, value in match.groupdict().items() if value}
            details = (Detail(key="criterion", value=criterion), *(Detail(key=k, value=v) for k, v in numbers.items()))
            yield ProposedFact(kind="metric", name=match.group().strip(), quote=sentence.text, details=details)
            return


def _find_dates(sentences: tuple[Sentence, ...], cues: Cues) -> Iterator[ProposedFact]:
    rollout = cues.criteria["workflow_fit"].facets["rollout"]
    for sentence in sentences:
        match = cues.facts["date"].find_first(sentence.text)
        if match is None or sentence.hoped or Stance.ASSERTED not in sentence.get_stances(rollout, cues):
            continue
        if len(sentence.text) <= _LONGEST_DATE_TEXT:
            what = Detail(key="what", value=sentence.text)
            yield ProposedFact(kind="date", name=match.group(), quote=sentence.text, details=(what,))
