"""Versions: what differs between two states of a framework, by name, and what an old record could not say yet."""

from collections.abc import Iterator

from bot.domain.core.model import Value
from bot.domain.framework.framework import Framework, StageRule, Trap


def find_changes(before: Value, now: Value, key: str = "") -> Iterator[str]:
    """The keys at which they differ. What a record of before leaves out is no difference: it could not hold it yet."""
    for field in type(before).model_fields:
        if field in before.model_fields_set and field != "earlier":
            old, new = getattr(before, field), getattr(now, field)
            yield from _find_field_changes(old, new, f"{key}.{field}".lstrip("."))


def _find_field_changes(old: object, new: object, key: str) -> Iterator[str]:
    if isinstance(old, Value) and isinstance(new, Value):
        yield from find_changes(old, new, key)
    elif isinstance(old, tuple) and isinstance(new, tuple) and all(hasattr(entry, "id") for entry in (*old, *new)):
        yield from _find_entry_changes(old, new, key)
    elif old != new:
        yield key


def _find_entry_changes(old: tuple[Value, ...], new: tuple[Value, ...], key: str) -> Iterator[str]:
    before, now = ({getattr(entry, "id", ""): entry for entry in entries} for entries in (old, new))
    yield from (f"{key}.{entry} (new)" for entry in now if entry not in before)
    yield from (f"{key}.{entry} (gone)" for entry in before if entry not in now)
    both = [entry for entry in before if entry in now]
    if both != [entry for entry in now if entry in before]:
        yield f"{key} (their order)"
    for entry in both:
        yield from find_changes(before[entry], now[entry], f"{key}.{entry}")


def complete_rules(record: Framework, now: Framework) -> Framework:
    """A framework recorded when its rules stood in code, with those rules: the ones of the same ids today."""
    stages = tuple(_complete_stage(stage, now.get_stage(stage.id)) for stage in record.stages)
    traps = tuple(_complete_trap(trap, now.get_trap(trap.id)) for trap in record.traps)
    return record.model_copy(update={"stages": stages, "traps": traps})


def _complete_stage(stage: StageRule, today: StageRule) -> StageRule:
    if "target_stage" in stage.model_fields_set:
        return stage
    rules = today.model_dump(include={"target_stage", "target_level", "statement", "goal", "needs"})
    return stage.model_copy(update=rules)


def _complete_trap(trap: Trap, today: Trap) -> Trap:
    if "shown_at" in trap.model_fields_set:
        return trap
    rules = {"shown_at": today.shown_at, "remark_counts_at": today.remark_counts_at}
    return trap.model_copy(update=rules)
