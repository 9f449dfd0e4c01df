"""Whether the library of actions holds together: references, coverage of every gap, no circles."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import get_args

from bot.domain.framework.framework import Framework
from bot.domain.framework.practice import Exposure, Practice, Practices
from bot.knowledge.checking_numbers import number_problems
from bot.knowledge.problem import PRACTICES, Problem, find_duplicates


def practice_problems(library: Practices, framework: Framework) -> Iterator[Problem]:
    yield from find_duplicates(PRACTICES, "roles", (role.id for role in library.roles))
    yield from find_duplicates(PRACTICES, "practices", (practice.id for practice in library.practices))
    for practice in library.practices:
        yield from _find_dangling_references(practice, library, framework)
        yield from _find_shape_problems(practice)
    for template in filter(None, (library.owner_question, library.ban_lifting)):
        yield from _find_dangling_references(template, library, framework)
        yield from _find_shape_problems(template)
    yield from _find_uncovered_gaps(library, framework)
    yield from _find_missing_exposures(library)
    yield from _find_circles(library)
    yield from number_problems(library, framework)


def _find_dangling_references(practice: Practice, library: Practices, framework: Framework) -> Iterator[Problem]:
    """References to what is not there."""
    practices = {other.id for other in library.practices}
    references = (
        ("criterion", (practice.criterion,), set(framework.criterion_ids), "criterion"),
        ("pillar", (practice.pillar,), {pillar.id for pillar in framework.pillars}, "pillar"),
        ("role", (practice.role,), {role.id for role in library.roles}, "role"),
        ("phase", (practice.phase,), {phase.id for phase in framework.phases}, "phase"),
        ("requires", practice.requires, practices, "practice"),
        ("absorbed_by", (practice.absorbed_by,), practices, "practice"),
    )
    for field, names, known, noun in references:
        for name in names:
            if name is not None and name not in known:
                yield Problem(PRACTICES, f"practices.{practice.id}.{field}", f'no {noun} "{name}"')


def _find_shape_problems(practice: Practice) -> Iterator[Problem]:
    """A practice closes one step of a criterion, finds out about a criterion, or settles a pillar's disagreements."""
    key = f"practices.{practice.id}"
    start, end = practice.from_level, practice.to_level
    if practice.settles is None:
        if practice.criterion is None or start is None or end is None:
            yield Problem(PRACTICES, key, "needs criterion, from_level and to_level, or what it settles")
        elif end != start + 1:
            yield Problem(PRACTICES, f"{key}.to_level", "must be one above from_level")
    elif start is not None or end is not None:
        yield Problem(PRACTICES, key, f"settles {practice.settles}, so it has no from_level and no to_level")
    elif practice.criterion is None and practice.pillar is None:
        yield Problem(PRACTICES, key, f"settles {practice.settles}, but of no criterion or pillar")
    if practice.effort_days <= 0:
        yield Problem(PRACTICES, f"{key}.effort_days", "must be more than 0")


def _find_uncovered_gaps(library: Practices, framework: Framework) -> Iterator[Problem]:
    """A gap without a practice would be missing from every plan, and nobody would see it."""
    closed = {(practice.criterion, practice.from_level) for practice in library.practices}
    settled = {(p.settles, where) for p in library.practices for where in (p.criterion, p.pillar)}
    for pillar in framework.pillars:
        for criterion in pillar.criteria:
            for level in range(len(criterion.ladder) - 1):
                if (criterion.id, level) not in closed:
                    yield _missing_practice(f"closes the step {level} to {level + 1}", criterion.id)
            if ("unknown", criterion.id) not in settled:
                yield _missing_practice("finds out what is unknown", criterion.id)
            if not settled & {("disagreement", criterion.id), ("disagreement", pillar.id)}:
                yield _missing_practice("settles a disagreement", criterion.id)


def _find_missing_exposures(library: Practices) -> Iterator[Problem]:
    """A plan that lacks one of these would stop short of live proof."""
    taken = {practice.exposure for practice in library.practices}
    for step in get_args(Exposure):
        if step not in taken:
            yield Problem(PRACTICES, "practices", f'none takes the step "{step}" to live proof')


def _missing_practice(what: str, criterion: str) -> Problem:
    return Problem(PRACTICES, "practices", f'none {what} of "{criterion}"')


def _find_circles(library: Practices) -> Iterator[Problem]:
    """Practices that wait for each other, as written or once the absorbed ones have left their place to others."""
    absorbed_by = {p.id: p.absorbed_by for p in library.practices if p.absorbed_by is not None}
    requires = {p.id: p.requires for p in library.practices}
    cycle = _find_cycle({absorbed: (absorber,) for absorbed, absorber in absorbed_by.items()})
    if cycle:
        yield _circle_problem(cycle, "absorbed_by")
        return
    cycle = _find_cycle(requires) or _find_cycle(_without_absorbed(requires, absorbed_by))
    if cycle:
        yield _circle_problem(cycle, "requires")


def _circle_problem(cycle: list[str], field: str) -> Problem:
    return Problem(PRACTICES, f"practices.{cycle[0]}.{field}", f"goes in a circle: {' → '.join(cycle)}")


def _without_absorbed(
    requires: Mapping[str, tuple[str, ...]], absorbed_by: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    def stand_in(practice: str) -> str:
        return stand_in(absorbed_by[practice]) if practice in absorbed_by else practice

    kept = {practice: waits for practice, waits in requires.items() if practice not in absorbed_by}
    return {practice: tuple(o for o in map(stand_in, waits) if o != practice) for practice, waits in kept.items()}


def _find_cycle(graph: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The first circle found, from a practice along what it waits for and back to it; empty when there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]
    return []
