"""Whether the strand that nobody mentions holds together: references, an effort for each tier, relief in writing."""

from collections.abc import Iterator

from bot.domain.framework.framework import Framework
from bot.domain.framework.practice import Practices
from bot.domain.framework.strand import GRADES, Strand, StrandPractice
from bot.knowledge.checking_numbers import speaks_of_numbers
from bot.knowledge.problem import STRAND, Problem, find_duplicates


def strand_problems(strand: Strand, library: Practices, framework: Framework) -> Iterator[Problem]:
    yield from find_duplicates(STRAND, "items", (item.id for item in strand.items))
    for item in strand.items:
        key = f"items.{item.id}"
        if item.role not in {role.id for role in library.roles}:
            yield Problem(STRAND, f"{key}.role", f'no role "{item.role}"')
        if item.phase not in {phase.id for phase in framework.phases}:
            yield Problem(STRAND, f"{key}.phase", f'no phase "{item.phase}"')
        if speaks_of_numbers(item.exit):
            yield Problem(STRAND, f"{key}.exit", "speaks of a number to agree, which only practices can")
        yield from _depth_problems(item, key)


def _depth_problems(item: StrandPractice, key: str) -> Iterator[Problem]:
    efforts = [item.effort_days.get(grade, 0.0) for grade in GRADES]
    if min(efforts) <= 0:
        yield Problem(STRAND, f"{key}.effort_days", "must be more than 0 for low, medium and high")
    elif efforts != sorted(efforts):
        yield Problem(STRAND, f"{key}.effort_days", "must not fall as the tier rises")
    if (item.needed_from == GRADES[0]) == bool(item.relief):
        yield Problem(STRAND, f"{key}.relief", "stands where a lower tier needs less, and only there")
