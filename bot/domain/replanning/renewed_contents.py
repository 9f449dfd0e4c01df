"""The days of what a plan holds beside its actions, after a change: they follow the actions and the gates."""

from bot.domain.plan.numbers import NumberToAgree
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import StrandItem
from bot.domain.plan_contents.numbers import find_day_before


def renew_contents(revision: ProductionPlan, before: ProductionPlan) -> ProductionPlan:
    """The revision with the days of its numbers, of its strand and of what its value case misses."""
    moved = {old.gate.due: new.gate.due for old, new in zip(before.phases, revision.phases, strict=True)}
    case = revision.value_case
    missing = tuple(one.model_copy(update={"by": moved.get(one.by, one.by)}) for one in case.missing)
    rows = (
        _renew_number(row, revision) if row.actions else row.model_copy(update={"by": moved.get(row.by, row.by)})
        for row in revision.numbers_to_agree
    )
    return revision.model_copy(
        update={
            "numbers_to_agree": tuple(rows),
            "strand": tuple(_renew_item(item, revision) for item in revision.strand),
            "value_case": case.model_copy(update={"missing": missing}),
        }
    )


def _renew_number(row: NumberToAgree, plan: ProductionPlan) -> NumberToAgree:
    actions = [action for action in plan.actions if action.id in row.actions]
    return row.model_copy(update={"by": find_day_before(actions, plan.calendar)})


def _renew_item(item: StrandItem, plan: ProductionPlan) -> StrandItem:
    due = next((phase.gate.due for phase in plan.phases if phase.id == item.phase), None)
    return item.model_copy(update={"due": None if item.relieved else due})
