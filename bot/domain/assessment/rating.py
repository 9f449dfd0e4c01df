"""Rating and Standing: the level of a criterion, and the evidence without which there is none."""

from collections.abc import Collection, Iterable
from typing import Literal, Self

from pydantic import model_validator

from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework, Level
from bot.domain.interview.confirmation import is_high
from bot.domain.interview.criterion_state import CriterionState
from bot.domain.interview.evidence import Confirmation, Evidence, EvidenceBasis


class CriterionStanding(Value):
    """What the evidence says of one criterion so far: the level, if any of it shows one, and whether people contradict
    each other. Words on another criterion that contradict it are part of its evidence, and show no level of it."""

    criterion: str
    level: Level | None
    evidence: tuple[Evidence, ...]
    disputed: bool = False
    basis: EvidenceBasis = "read"
    """`chosen`: somebody of the team settled the level by the ladder."""

    @property
    def is_ratable(self) -> bool:
        """Whether there is anything to rate: a level that was read, or a disagreement."""
        return self.level is not None or self.disputed

    @property
    def high_evidence(self) -> tuple[Evidence, ...]:
        """What of it shows 3 or 4, held or not: for somebody else to confirm or lower."""
        return tuple(item for item in self.evidence if is_high(item))

    @property
    def key_high_evidence(self) -> Evidence:
        """The words that stand for a 3 or 4: the first of the latest turn that shows it. Raises IndexError for none."""
        return next(item for item in self.high_evidence if item.turn_id == self.high_evidence[-1].turn_id)

    @property
    def confirmed_by(self) -> tuple[str, ...]:
        """Ids of those who confirmed it."""
        return tuple(dict.fromkeys(c.by for item in self.evidence for c in item.confirmations if c.level is None))

    @property
    def contesting(self) -> tuple[Confirmation, ...]:
        """What others say who lower it, one a person."""
        return tuple({word.by: word for word in _list_contesting(self.evidence)}.values())

    def get_key_evidence(self, speaker: str | None = None) -> Evidence:
        """The words that stand for it, or for this speaker's view of it: the first of the latest turn that bears on
        it; where somebody chose the level, theirs. Raises IndexError for somebody who said nothing of it."""
        said = [item for item in self.evidence if speaker in (None, item.speaker)]
        said = [item for item in said if item.basis == "chosen"] or said
        return next(item for item in said if item.turn_id == said[-1].turn_id)


class RefusedSentence(Value):
    """A sentence of a review that its quotes don't carry, so that nobody is told it."""

    field: Literal["there", "lacks"]
    text: str
    word: str = ""
    """What it was refused for; empty where no single word was at fault."""
    why: str


class Rating(Value):
    """A level with its reasons; never one without evidence. Unknown (None): no evidence shows one."""

    criterion: str
    level: Level | None = None
    rationale: str = ""
    """What is there and what the next step lacks, in one text; what stands in `there` and `gap`, or in their place."""
    there: str = ""
    """What is there, as whoever rated it put it and the evidence carries it; empty: the evidence speaks for itself."""
    gap: str = ""
    """What the next step lacks, or that it was not said; empty at the top, and before this was kept."""
    evidence_ids: tuple[str, ...] = ()
    """Most telling first."""
    citations: tuple[str, ...] = ()
    """Ids of passages of the framework."""
    disputed: bool = False
    basis: EvidenceBasis = "read"
    """`chosen`: the team settled the level by the ladder."""
    confirmed_by: tuple[str, ...] = ()
    """Of a level of 3 or 4: ids of those who confirmed it."""
    state: CriterionState | None = None
    """Why it is unknown, if it is; None in what was rated before these were told apart."""
    asked_of: tuple[str, ...] = ()
    """Of what is unknown: ids of those who were asked, and put it off or didn't know."""
    refused: tuple[RefusedSentence, ...] = ()
    """What the review said of it that was not kept; empty before this was kept."""

    @model_validator(mode="after")
    def _rests_on_evidence(self) -> Self:
        if self.level is not None and not self.evidence_ids:
            raise ValueError(f"{self.criterion}: a level needs evidence")
        return self

    @property
    def is_known(self) -> bool:
        return self.level is not None


def drop_corrected(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """The evidence that still counts: a person's correction replaces what they said of that criterion before."""
    standing: list[Evidence] = []
    for item in evidence:
        if item.corrects:
            standing = [
                old
                for old in standing
                if old.turn_id == item.turn_id or (old.speaker, old.criterion) != (item.speaker, item.criterion)
            ]
        standing.append(item)
    return tuple(standing)


def list_corrected_sentences(evidence: Collection[Evidence]) -> frozenset[tuple[str, str]]:
    """Turn and words of each sentence that its speaker took back later and that bears on nothing else."""
    said, standing = ({(i.turn_id, i.sentence) for i in some} for some in (evidence, drop_corrected(evidence)))
    return frozenset(said - standing)


def find_standing(criterion_id: str, evidence: Iterable[Evidence]) -> CriterionStanding | None:
    """How one criterion stands: the latest reading, or the weakest of the speakers' while they disagree. What a speaker
    chose themselves stands before whatever was read from their words."""
    items = _select_bearing(criterion_id, drop_corrected(evidence))
    if not items:
        return None
    counted = _select_counted(items)
    latest_by_speaker = {item.speaker: item for item in counted}
    lowered = {word.level for word in _list_contesting(items) if word.level is not None}
    disputed = bool(lowered) or _is_disputed(items, latest_by_speaker.values())
    levels = {item.level for item in latest_by_speaker.values() if item.level is not None} | lowered
    level = min(levels) if disputed and levels else counted[-1].level if counted else None
    basis: EvidenceBasis = next((i.basis for i in counted if i.basis == "chosen" and i.level == level), "read")
    return CriterionStanding(criterion=criterion_id, level=level, evidence=items, disputed=disputed, basis=basis)


def _list_contesting(items: Iterable[Evidence]) -> list[Confirmation]:
    """The words of those who lower what somebody else claimed."""
    words = ((item, word) for item in items for word in item.confirmations)
    return [word for item, word in words if word.level is not None and word.by != item.speaker]


def _select_counted(items: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """What shows a level: of a speaker who chose one, only that."""
    settled = {item.speaker for item in items if item.basis == "chosen"}
    return tuple(i for i in items if i.level is not None and (i.basis == "chosen" or i.speaker not in settled))


def _select_bearing(criterion_id: str, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What bears on a criterion: its own evidence, and what contradicts it in words about another one."""
    return tuple(
        item.model_copy(update={"disputes": item.disputes and item.contradicts in (None, criterion_id)})
        if item.criterion == criterion_id
        else item.model_copy(update={"level": None, "claimed": None, "corrects": False, "confirmations": ()})
        for item in evidence
        if criterion_id in (item.criterion, item.contradicts)
    )


def _is_disputed(items: tuple[Evidence, ...], views: Collection[Evidence]) -> bool:
    """A contradiction stands until somebody corrected themselves and the levels meet; so do levels that people chose
    and that differ. It takes two people."""
    if len({item.speaker for item in items}) < 2:
        return False
    levels, chosen = {view.level for view in views}, {view.level for view in views if view.basis == "chosen"}
    if len(chosen) > 1:
        return True
    if not any(item.disputes for item in items):
        return False
    return len(levels) > 1 or not (any(item.corrects for item in items) or _have_all_chosen(items, views))


def _have_all_chosen(items: tuple[Evidence, ...], views: Collection[Evidence]) -> bool:
    return {item.speaker for item in items} == {view.speaker for view in views if view.basis == "chosen"}


def list_high_standings(framework: Framework, evidence: Iterable[Evidence]) -> tuple[CriterionStanding, ...]:
    """The criteria of which somebody's words show 3 or 4, held or not, in the framework's order."""
    return tuple(found for found in build_standings(framework, evidence).values() if found.high_evidence)


def build_standings(framework: Framework, evidence: Iterable[Evidence]) -> dict[str, CriterionStanding]:
    """The criteria that some evidence bears on, in the framework's order."""
    items = tuple(evidence)
    found = {criterion: find_standing(criterion, items) for criterion in framework.criterion_ids}
    return {criterion: standing for criterion, standing in found.items() if standing is not None}
