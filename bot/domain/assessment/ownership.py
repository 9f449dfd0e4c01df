"""Ownership: who answers for the workflow, by what was said, named in a form and clicked; the latest word counts."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from bot.domain.assessment.rating import drop_corrected
from bot.domain.core.model import Value
from bot.domain.core.people import Person, find_mentions, find_person
from bot.domain.core.person_words import PersonWords, split_clauses
from bot.domain.framework.framework import AcceptanceRule
from bot.domain.interview.evidence import Evidence, OwnerClaim, OwnerStance
from bot.domain.interview.interview_record import InterviewRecord
from bot.domain.quotation.sentences import split_sentences

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_HIGHEST_DENIAL = 1
"""Up to this level words of the owner's criterion may tell that the speaker is not the one."""


def find_owner(claims: Iterable[OwnerClaim]) -> OwnerClaim | None:
    """The claim that stands for the pilot: who accepted, else who is proposed, else who refused. `claims`: oldest
    first. What people say of themselves outweighs what others say of them, words outweigh the form."""
    standing = tuple(settle_claims(claims).values())
    for stance in ("accepted", "proposed", "refused"):
        fitting = [claim for claim in standing if claim.claim == stance]
        if fitting:
            return max(fitting, key=lambda claim: (claim.is_own, claim.source != "form"))
    return None


def settle_claims(claims: Iterable[OwnerClaim]) -> dict[str, OwnerClaim]:
    """What holds of each person, by their id or name; whoever was spoken of last stands last."""
    standing: dict[str, OwnerClaim] = {}
    for claim in claims:
        before = standing.pop(claim.person, None)
        standing[claim.person] = claim if before is None or _outweighs(claim, before) else before
    return standing


def list_refusing_people(claims: Iterable[OwnerClaim]) -> tuple[str, ...]:
    """Who said that they don't answer for the workflow, and nothing else since; ids or names."""
    return tuple(person for person, claim in settle_claims(claims).items() if claim.claim == "refused")


def _outweighs(new: OwnerClaim, before: OwnerClaim) -> bool:
    """A yes or no of one's own yields only to one's own; a proposal never undoes a yes or no."""
    if before.is_own and before.claim != "proposed":
        return new.is_own and new.claim != "proposed"
    if new.claim == "proposed":
        return before.claim == "proposed" and new.source != "form"
    return True


class OwnerContext(Value):
    """What it takes to tell who is meant: the words for it, and from which level on a leader has accepted."""

    words: PersonWords
    rule: AcceptanceRule | None = None


def update_records(claims: Iterable[OwnerClaim], records: Sequence[OwnerClaim]) -> tuple[OwnerClaim, ...]:
    """The claims with what the form and the buttons tell by now, oldest first."""
    said = (claim for claim in claims if claim.source == "said")
    return tuple(sorted((*said, *records), key=_get_time))


def _get_time(claim: OwnerClaim) -> datetime:
    return claim.at or _LONG_AGO


def collect_claims(
    interview: InterviewRecord, context: OwnerContext, records: Sequence[OwnerClaim] = ()
) -> tuple[OwnerClaim, ...]:
    """All claims, oldest first, of people as far as we know them. `records`: of the form and of buttons.

    Where an analyst heard no claim in a turn, the owner's evidence itself tells: who speaks of themselves, or is named.
    """
    resolver = _Resolver(interview, context.words, records)
    heard = {claim.turn_id for claim in interview.owners}
    said = [claim for claim in map(resolver.resolve_claim, interview.owners) if claim is not None]
    if context.rule is not None:
        counting = drop_corrected(interview.evidence)
        own = [e for e in counting if e.criterion == context.rule.criterion and e.turn_id not in heard]
        said += dict.fromkeys(claim for evidence in own for claim in resolver.read_evidence(evidence, context.rule))
    told_at = {turn.id: turn.at for turn in interview.turns}
    dated = (claim.model_copy(update={"at": told_at.get(claim.turn_id)}) for claim in said)
    return update_records(dated, records)


class _Resolver:
    """Who is meant, among those who take part, who were named with a role, and who stand in the records."""

    def __init__(self, interview: InterviewRecord, words: PersonWords, records: Sequence[OwnerClaim]) -> None:
        self._words = words
        self._roles = {person.id: person.role for person in interview.people}
        named = (Person(id=fact.name, name=fact.name) for fact in interview.facts if fact.kind == "person")
        recorded = (Person(id=claim.person, name=claim.name or claim.person) for claim in records)
        self._people: list[Person] = list(interview.people)
        for person in (*recorded, *named):
            self._find_or_add(person)

    def resolve_claim(self, claim: OwnerClaim) -> OwnerClaim | None:
        """None where no person is meant. A yes that others tell is a proposal, unless an act shows it."""
        person = self._find_person(claim)
        if person is None:
            return None
        hearsay = person.id != claim.speaker and claim.claim == "accepted" and not self._words.tells_act(claim.quote)
        stance: OwnerStance = "proposed" if hearsay else claim.claim
        return claim.model_copy(update={"person": person.id, "name": person.display_name, "claim": stance})

    def read_evidence(self, evidence: Evidence, rule: AcceptanceRule) -> Iterator[OwnerClaim]:
        level = -1 if evidence.level is None else evidence.level
        for span in split_sentences(evidence.sentence):
            sentence = span.extract_from(evidence.sentence)
            named = {m.person.id for m in find_mentions(self._people, sentence)} - {evidence.speaker}
            if level >= rule.level:
                yield from self._read_acceptance(evidence, sentence, named)
            elif level == rule.level - 1:
                yield from self._read_sponsorship(evidence, sentence, named)
            elif level <= _HIGHEST_DENIAL and self._words.denies_self(sentence):
                yield self._build_claim(evidence, evidence.speaker, "refused")

    def _read_acceptance(self, evidence: Evidence, sentence: str, named: set[str]) -> Iterator[OwnerClaim]:
        """The speaker's own word, or of somebody else's; where both stand in one sentence, it can't be told whose."""
        if not named and self._words.speaks_of_self(sentence):
            yield self._build_claim(evidence, evidence.speaker, "accepted")
        elif len(named) == 1 and not self._words.speaks_of_self(sentence):
            stance: OwnerStance = "accepted" if self._words.tells_act(sentence) else "proposed"
            yield self._build_claim(evidence, named.pop(), stance)

    def _read_sponsorship(self, evidence: Evidence, sentence: str, named: set[str]) -> Iterator[OwnerClaim]:
        """One step below acceptance somebody acts as its sponsor without having accepted: they are to be asked. Who
        begins with somebody else ("he is keen and pushes us") doesn't speak of themselves."""
        if len(named) == 1 and not self._words.speaks_of_self(sentence):
            yield self._build_claim(evidence, named.pop(), "proposed")
        elif not named and self._begins_with_self(sentence) and not self._words.denies_self(sentence):
            yield self._build_claim(evidence, evidence.speaker, "proposed")

    def _begins_with_self(self, sentence: str) -> bool:
        return self._words.speaks_of_self(next(iter(split_clauses(sentence)), ""))

    def _build_claim(self, evidence: Evidence, person: str, stance: OwnerStance) -> OwnerClaim:
        known = next((one for one in self._people if one.id == person), Person(id=person, name=person))
        return OwnerClaim(
            person=person,
            claim=stance,
            quote=evidence.sentence,
            turn_id=evidence.turn_id,
            speaker=evidence.speaker,
            name=known.display_name,
        )

    def _find_person(self, claim: OwnerClaim) -> Person | None:
        if claim.person == claim.speaker or self._words.speaks_of_self(claim.person):
            return next((one for one in self._people if one.id == claim.speaker), None)
        known = find_person(self._people, claim.person) or self._find_by_role(claim.person)
        if known is not None:
            return known
        return (
            self._find_or_add(Person(id=claim.person, name=claim.person)) if self._words.is_name(claim.person) else None
        )

    def _find_by_role(self, text: str) -> Person | None:
        """ "The head of recoveries", where one of those who take part is just that."""
        wanted = text.casefold().split()
        bare = " ".join(wanted[1:] if wanted and self._words.stands_before_noun(wanted[0]) else wanted)
        fitting = [one for one in self._people if bare and self._roles.get(one.id, "").casefold() == bare]
        return fitting[0] if len(fitting) == 1 else None

    def _find_or_add(self, person: Person) -> Person:
        known = find_person(self._people, person.name) or find_person(self._people, person.id)
        if known is None:
            self._people.append(person)
        return known or person
