"""Rating and Standing: the level of a criterion, and the evidence without which there is none."""

from collections.abc import Iterable
from typing import Self

from pydantic import model_validator

from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework, Level
from bot.domain.interview.evidence import Evidence


class CriterionStanding(Value):
    """What the evidence says of one criterion so far: the level, and whether people contradict each other."""

    criterion: str
    level: Level
    evidence: tuple[Evidence, ...]
    disputed: bool = False

    def get_key_evidence(self, speaker: str | None = None) -> Evidence:
        """The words that stand for it, or for this speaker's view of it: the first of the latest turn that bears on
        it. Raises IndexError for somebody who said nothing of it."""
        said = [item for item in self.evidence if speaker in (None, item.speaker)]
        return next(item for item in said if item.turn_id == said[-1].turn_id)


class Rating(Value):
    """A level with its reasons. Unknown (None) when there is no evidence; never a level without evidence."""

    criterion: str
    level: Level | None = None
    rationale: str = ""
    evidence_ids: tuple[str, ...] = ()
    citations: tuple[str, ...] = ()
    """Ids of passages of the framework."""
    disputed: bool = False

    @model_validator(mode="after")
    def _level_and_evidence_go_together(self) -> Self:
        if (self.level is None) != (not self.evidence_ids):
            raise ValueError(f"{self.criterion}: a level needs evidence, and evidence a level")
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


def find_standing(criterion_id: str, evidence: Iterable[Evidence]) -> CriterionStanding | None:
    """How one criterion stands: the latest reading, or the weakest of the speakers' while they disagree."""
    items = tuple(item for item in drop_corrected(evidence) if item.criterion == criterion_id)
    if not items:
        return None
    latest_by_speaker = {item.speaker: item.level for item in items}
    disputed = _is_disputed(items, latest_by_speaker)
    level = min(latest_by_speaker.values()) if disputed else items[-1].level
    return CriterionStanding(criterion=criterion_id, level=level, evidence=items, disputed=disputed)


def _is_disputed(items: tuple[Evidence, ...], latest_by_speaker: dict[str, int]) -> bool:
    """A contradiction stands until somebody corrected themselves and the levels meet."""
    if len(latest_by_speaker) < 2 or not any(item.disputes for item in items):
        return False
    return len(set(latest_by_speaker.values())) > 1 or not any(item.corrects for item in items)


def build_standings(framework: Framework, evidence: Iterable[Evidence]) -> dict[str, CriterionStanding]:
    """The known criteria, in the framework's order."""
    items = tuple(evidence)
    found = {criterion: find_standing(criterion, items) for criterion in framework.criterion_ids}
    return {criterion: standing for criterion, standing in found.items() if standing is not None}
