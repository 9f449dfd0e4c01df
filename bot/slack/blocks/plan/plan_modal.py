"""The modal before a plan is drafted: from when on, with how many hands, and whose holidays count."""

from collections.abc import Sequence

from bot.domain.core.days_off import Country
from bot.domain.core.people import Pilot
from bot.domain.planning.draft import MOST_HANDS, PlanWish
from bot.slack.blocks.kit.elements import View, context, modal, section
from bot.slack.blocks.kit.inputs import choice, field, one_day, option
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import name

_WEEKENDS = "Weekends only"


def make_plan(pilot: Pilot, wish: PlanWish, countries: Sequence[Country], reference: Reference) -> View:
    """`wish`: what is filled in beforehand, for people to change."""
    hands = [option("1 person" if n == 1 else f"{n} people", str(n)) for n in range(1, MOST_HANDS + 1)]
    return modal(
        "make_plan",
        "Make the plan",
        [
            section(
                f"I draft 8 to 12 weeks for _{name(pilot.name)}_ and say which gates move where that is too short."
            ),
            field("start", "First day", one_day(wish.start)),
            field(
                "team_size",
                "How many people can work on it side by side?",
                choice(hands, str(wish.team_size)),
                hint="Those who have time for it every day. With fewer hands it takes longer.",
            ),
            field(
                "country",
                "Whose public holidays are days off?",
                choice([option(c.name, c.code) for c in countries], wish.country, placeholder=_WEEKENDS),
                hint="Left empty, weekends alone are days off. Regional holidays aren't known to me.",
                optional=True,
            ),
            context("Dates can be moved later, one action at a time; what follows moves along."),
        ],
        submit="Draft it",
        reference=reference,
    )
