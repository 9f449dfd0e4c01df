"""Comparison: two assessments of a pilot, level by level, with the words that made a level move."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from bot.domain.assessment.assessment import Assessment, PillarReadiness
from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework, Level
from bot.domain.plan.action import Reason
from bot.domain.reassessment.snapshot import rank_level

_MOST_WORDS = 2


class LevelChange(Value):
    """A criterion whose level or disagreement changed; told by the name it has in the later assessment."""

    criterion: str
    name: str
    before: Level | None
    after: Level | None
    because: tuple[Reason, ...] = ()
    """What the later level rests on and was not said before; empty where nothing new was said of it."""
    dispute: Literal["", "arose", "settled"] = ""
    challenged_by: tuple[str, ...] = ()
    """Who challenged the earlier rating: it was reviewed in view of that."""
    ladder_changed: bool = False
    """The framework asks for something else at its levels than it did before."""

    @property
    def has_risen(self) -> bool:
        """Whether it stands higher; that something became known is a rise, and a fall that nobody can say any more."""
        return rank_level(self.after) > rank_level(self.before)

    @property
    def has_new_level(self) -> bool:
        return self.before != self.after


class PillarChange(Value):
    pillar: str
    name: str
    before: PillarReadiness
    after: PillarReadiness


class Comparison(Value):
    before_at: datetime
    pillars: tuple[PillarChange, ...]
    """All that both were asked about, in the order of the later framework."""
    levels: tuple[LevelChange, ...]
    """Only what changed: what rose first, then what fell, then disagreements."""
    new: tuple[str, ...] = ()
    """Names of the criteria that the framework did not have before."""
    gone: tuple[str, ...] = ()
    """Names of those that it has no more."""


def compare_assessments(before: Assessment, after: Assessment, framework: Framework) -> Comparison:
    """What changed from one assessment to a later one, each read with the framework that it was made with."""
    old, new = framework.get_version(before.framework_version), framework.get_version(after.framework_version)
    asked_before = {rating.criterion for rating in before.ratings}
    asked_after = {rating.criterion for rating in after.ratings}
    shared = [rating.criterion for rating in after.ratings if rating.criterion in asked_before]
    changes = [change for criterion in shared if (change := _compare_criterion(criterion, before, after, (old, new)))]
    return Comparison(
        before_at=before.made_at,
        pillars=tuple(_compare_pillars(before, after, new)),
        levels=tuple(sorted(changes, key=lambda change: (not change.has_new_level, not change.has_risen))),
        new=tuple(new.get_criterion(r.criterion).name for r in after.ratings if r.criterion not in asked_before),
        gone=tuple(old.get_criterion(r.criterion).name for r in before.ratings if r.criterion not in asked_after),
    )


def _compare_criterion(
    criterion: str, before: Assessment, after: Assessment, frameworks: tuple[Framework, Framework]
) -> LevelChange | None:
    was, now = before.get_rating(criterion), after.get_rating(criterion)
    dispute: Literal["", "arose", "settled"] = ""
    if was.disputed != now.disputed:
        dispute = "settled" if was.disputed else "arose"
    if was.level == now.level and not dispute:
        return None
    old, new = (framework.get_criterion(criterion) for framework in frameworks)
    return LevelChange(
        criterion=criterion,
        name=new.name,
        before=was.level,
        after=now.level,
        because=tuple(_iter_new_reasons(criterion, before, after))[-_MOST_WORDS:],
        dispute=dispute,
        challenged_by=tuple(dict.fromkeys(c.by for c in after.reviewed if c.criterion == criterion)),
        ladder_changed=old.ladder != new.ladder,
    )


def _iter_new_reasons(criterion: str, before: Assessment, after: Assessment) -> Iterator[Reason]:
    """The sentences that the later level rests on and that were not there before, each once."""
    known = {(item.speaker, item.sentence) for item in before.evidence}
    told = {item.sentence: item for item in after.evidence_for(after.get_rating(criterion))}
    for item in told.values():
        if (item.speaker, item.sentence) not in known:
            yield Reason(
                text=item.sentence,
                evidence_id=item.id,
                turn_id=item.turn_id,
                speaker=item.speaker,
                translation=item.translation,
            )


def _compare_pillars(before: Assessment, after: Assessment, framework: Framework) -> Iterator[PillarChange]:
    was = {readiness.pillar: readiness for readiness in before.pillars}
    for now in after.pillars:
        if now.pillar in was:
            name = framework.get_pillar(now.pillar).name
            yield PillarChange(pillar=now.pillar, name=name, before=was[now.pillar], after=now)
