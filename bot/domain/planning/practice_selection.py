"""Choosing: which practices of the library the gaps of a pilot call for, and which of them wait for which."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import get_args

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap, list_gaps
from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework, Level
from bot.domain.framework.practice import Exposure, Practice, Practices

_AS_IF_IN_THE_PILOT = 2
_PROVEN = 4


class ChosenPractice(Value):
    """A practice for a gap: what will be an action once it has dates."""

    id: str
    practice: Practice
    gap: Gap
    waits_for: tuple[str, ...] = ()
    """Ids of others that were chosen."""
    provisional: bool = False
    """A step of a criterion that is still unknown."""
    not_before: date | None = None
    """Where something that the team named keeps it from beginning sooner."""

    @property
    def is_urgent(self) -> bool:
        """What is unknown or in dispute is settled first, and what is missing altogether gets its stopgap first."""
        return self.practice.settles is not None or self.practice.to_level == 1


def list_gaps_by_weight(assessment: Assessment, framework: Framework) -> tuple[Gap, ...]:
    """The gaps in the order in which they hold the pilot back.

    The stage follows the weakest pillar, so its gaps come first, the lowest level before the others and unknown
    counted as 0. The value case doesn't gate the stage and comes last.
    """
    place = {criterion: n for n, criterion in enumerate(framework.criterion_ids)}

    def weight(gap: Gap) -> tuple[bool, float, int, int]:
        pillar = framework.get_pillar_of_criterion(gap.criterion)
        return (
            not pillar.gates_stage,
            assessment.get_pillar_readiness(pillar.id).mean,
            gap.now or False,
            place[gap.criterion],
        )

    return tuple(sorted(list_gaps(assessment, framework), key=weight))


def choose_practices(
    gaps: Sequence[Gap], levels: Mapping[str, Level | None], framework: Framework, library: Practices
) -> tuple[ChosenPractice, ...]:
    """What closes the gaps, in their order, and the steps to live proof that the team hasn't behind it; every gap gets
    at least one practice that the library holds for it. `levels` are those of today, by criterion.

    A level gap takes every step from the level now to the target. An unknown is found out first; its steps are
    planned only where something else in the plan waits for them, as if it stood at level 2, and provisionally: which
    steps it needs is known once somebody has answered. A disagreement is settled before its criterion's steps.
    """
    called_for = tuple(chain.from_iterable(_iter_practices_for_gap(gap, framework, library) for gap in gaps))
    kept = _drop_absorbed((*called_for, *_iter_exposures(called_for, gaps, levels, library)))
    complete = (*kept, *_list_required_practices(kept, gaps, levels, library))
    return tuple(_link_dependencies(item, complete, library) for item in complete)


def _iter_practices_for_gap(gap: Gap, framework: Framework, library: Practices) -> Iterator[ChosenPractice]:
    if gap.kind == "disagreement":
        yield _build_settling_practice(gap, framework, library)
    for practice in library.practices:
        if practice.criterion == gap.criterion and _practice_answers_gap(practice, gap):
            yield ChosenPractice(id=practice.id, practice=practice, gap=gap)


def _practice_answers_gap(practice: Practice, gap: Gap) -> bool:
    if gap.kind == "unknown":
        return practice.settles == "unknown"
    if gap.kind == "disagreement" or gap.now is None or practice.from_level is None or practice.to_level is None:
        return False
    return practice.from_level >= gap.now and practice.to_level <= gap.target


def _build_settling_practice(gap: Gap, framework: Framework, library: Practices) -> ChosenPractice:
    """The library settles disagreements by pillar; the plan settles each disputed criterion on its own."""
    pillar = framework.get_pillar_of_criterion(gap.criterion)
    settling = [practice for practice in library.practices if practice.settles == "disagreement"]
    general = next(p for p in settling if gap.criterion == p.criterion or pillar.id == p.pillar)
    return ChosenPractice(id=f"{gap.criterion}_disagreement", practice=general, gap=gap)


def _drop_absorbed(items: Sequence[ChosenPractice]) -> tuple[ChosenPractice, ...]:
    planned = {item.practice.id for item in items}
    return tuple(item for item in items if item.practice.absorbed_by not in planned)


def _iter_exposures(
    called_for: Sequence[ChosenPractice], gaps: Sequence[Gap], levels: Mapping[str, Level | None], library: Practices
) -> Iterator[ChosenPractice]:
    """The steps to live proof that no gap calls for and that are not behind the team. Whoever has still to take one has
    still to take those after it, by their shortest practice."""
    planned = {item.practice.id: item for item in called_for}
    taken = False
    for exposure in get_args(Exposure):
        practices = [practice for practice in library.practices if practice.exposure == exposure]
        steps = [planned.get(practice.id) or _build_step(practice, gaps, levels) for practice in practices]
        found = [step for step in steps if step is not None]
        if taken and practices and not found:
            found = [_build_short_step(practices[-1], levels)]
        taken = taken or bool(found)
        yield from (step for step in found if step.id not in planned)


def _build_short_step(practice: Practice, levels: Mapping[str, Level | None]) -> ChosenPractice:
    """A step of a criterion that stands at the top already: what was shown before is decided on again, live."""
    criterion = practice.criterion or ""
    gap = Gap(criterion=criterion, kind="level", now=levels.get(criterion), target=_PROVEN)
    return ChosenPractice(id=practice.id, practice=practice, gap=gap)


def _build_step(practice: Practice, gaps: Sequence[Gap], levels: Mapping[str, Level | None]) -> ChosenPractice | None:
    """A step of a criterion beyond what its gap calls for; provisional where the level is unknown, and None where the
    team has it behind it, or where an unknown level would have to be lower for it."""
    criterion, start, end = practice.criterion, practice.from_level, practice.to_level
    if criterion is None or start is None or end is None:
        return None
    level = levels.get(criterion)
    if level is None:
        gap = next((gap for gap in gaps if gap.criterion == criterion), None)
        if gap is None or start < _AS_IF_IN_THE_PILOT:
            return None
        return ChosenPractice(id=practice.id, practice=practice, gap=gap, provisional=True)
    if level >= end:
        return None
    return ChosenPractice(
        id=practice.id, practice=practice, gap=Gap(criterion=criterion, kind="level", now=level, target=end)
    )


def _list_required_practices(
    kept: Sequence[ChosenPractice], gaps: Sequence[Gap], levels: Mapping[str, Level | None], library: Practices
) -> tuple[ChosenPractice, ...]:
    """The steps of unknown criteria for which something in the plan waits, those of known ones that going live needs
    beyond the plan's target, and those for which these wait in turn."""
    by_id = {practice.id: practice for practice in library.practices}
    planned = {item.practice.id for item in kept}
    added: dict[str, ChosenPractice] = {}
    queue = deque(item.practice for item in kept)
    while queue:
        for required in queue.popleft().requires:
            practice = by_id[by_id[required].absorbed_by or required]
            step = _build_step(practice, gaps, levels)
            if step and practice.id not in planned | added.keys() and (step.provisional or _is_live(practice)):
                added[practice.id] = step
                queue.append(practice)
    return tuple(added.values())


def _is_live(practice: Practice) -> bool:
    return practice.to_level == _PROVEN


def _link_dependencies(item: ChosenPractice, complete: Sequence[ChosenPractice], library: Practices) -> ChosenPractice:
    first = _iter_settling_ids(item, complete)
    return item.model_copy(
        update={"waits_for": tuple(dict.fromkeys((*first, *_iter_required_ids(item, complete, library))))}
    )


def _iter_settling_ids(item: ChosenPractice, complete: Iterable[ChosenPractice]) -> Iterator[str]:
    """Nobody builds on what is unknown or in dispute: that is settled before any step of the same criterion."""
    if item.practice.settles is None:
        for other in complete:
            if other.practice.settles is not None and other.gap.criterion == item.gap.criterion:
                yield other.id


def _iter_required_ids(item: ChosenPractice, complete: Iterable[ChosenPractice], library: Practices) -> Iterator[str]:
    """What the library requires, as far as it is in the plan: what is not, the pilot has behind it."""
    planned = {other.practice.id for other in complete}
    absorbed_by = {practice.id: practice.absorbed_by for practice in library.practices}
    for required in item.practice.requires:
        standing_in = required if required in planned else absorbed_by[required]
        if standing_in in planned and standing_in != item.practice.id:
            yield standing_in
