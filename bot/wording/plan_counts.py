"""What a plan holds beside its actions, in a sentence each: numbers to agree, value and cost, what nobody mentions."""

from collections.abc import Iterator

from bot.domain.core.phrases import join_with_and, spell_count
from bot.domain.plan.plan import ProductionPlan


def describe_contents(plan: ProductionPlan) -> dict[str, str]:
    """By `numbers`, `value` and `checks`; nothing of a plan from before these were kept."""
    return dict(_iter_contents(plan))


def _iter_contents(plan: ProductionPlan) -> Iterator[tuple[str, str]]:
    if plan.numbers_to_agree:
        yield "numbers", _describe_numbers(plan)
    if plan.value_case.person_days:
        yield "value", _describe_value(plan)
    if plan.strand:
        yield "checks", _describe_strand(plan)


def _describe_numbers(plan: ProductionPlan) -> str:
    total = len(plan.numbers_to_agree)
    what = "number" if total == 1 else "numbers"
    known = sum(row.agreed is not None for row in plan.numbers_to_agree)
    return f"{total} {what} to agree, {spell_count(known) if known else 'none'} of them named so far."


def _describe_value(plan: ProductionPlan) -> str:
    case = plan.value_case
    cost = f"The plan takes {case.person_days:g} person-days"
    if case.plan_cost is not None:
        cost += f", {case.plan_cost:,.0f} {case.currency or ''}".rstrip()
    said = [
        f"{what} {figure.text}"
        for what, figure in (("value", case.value_a_year), ("running cost", case.running_cost_a_year))
        if figure
    ]
    named = f"said of it a year: {', '.join(said)}" if said else "nobody has said yet what it brings or costs a year"
    return f"{cost}; {named}."


def _describe_strand(plan: ProductionPlan) -> str:
    """Its topics by name, once, and what a low tier is relieved of."""
    needed = [item for item in plan.strand if not item.relieved]
    topics = join_with_and(list(dict.fromkeys(item.topic for item in plan.strand)))
    tier = plan.risk_answers.tier
    depth = f"at the {tier} tier" if tier else "at the middle depth, as nobody was asked how much can go wrong"
    relieved = len(plan.strand) - len(needed)
    spared = f"; {relieved} more are not needed at this tier, in writing" if relieved else ""
    return f"{len(needed)} checks on {topics}, {depth}{spared}."
