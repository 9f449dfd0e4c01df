"""A turn asks the database so much and no more, early or late in an interview: counted, not timed."""

from tests.e2e.app import App
from tests.e2e.turns import play_turns
from tests.slack_stub import User

MOST_QUERIES, MOST_COMMITS = 32, 12
"""Three quarters of it were seen on an idle machine; each look for work that finds none adds a few."""


async def test_a_turn_costs_as_much_late_as_early(app: App, ana: User) -> None:
    costs = [cost async for cost in play_turns(app, ana, 12)]
    cheapest = min(costs[2:], key=lambda cost: cost.queries)
    assert cheapest.queries <= MOST_QUERIES
    assert min(cost.commits for cost in costs[2:]) <= MOST_COMMITS
    assert min(cost.queries for cost in costs[8:]) <= min(cost.queries for cost in costs[2:6]) + 12  # some looks
