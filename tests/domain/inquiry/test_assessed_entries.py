"""What is cited of an assessment says no more than was found: silence has no mean and holds nobody back by itself."""

import pytest

from bot.domain.assessment.assessment import StageBasis
from bot.domain.framework.framework import Framework
from bot.domain.inquiry.entries.assessed_entries import build_assessed_entries
from bot.domain.inquiry.entries.matter import PilotMatter
from bot.domain.portfolio.overview import PilotOverview
from tests.domain.inquiry.test_said_entries import FREIGHT, TEAM
from tests.domain.plans import all_at, an_assessment

SILENT = dict.fromkeys(("boundary", "escalation", "proportionality", "audit"))


def told_of_governance(framework: Framework, basis: StageBasis, **levels: int | None) -> str:
    made = an_assessment(framework, all_at(2, **levels)).model_copy(update={"stage_basis": basis})
    matter = PilotMatter(TEAM, PilotOverview(pilot=FREIGHT, assessment=made), (), frozenset())
    return next(e.text for e in build_assessed_entries(matter, framework) if e.pillar == "governance")


@pytest.mark.parametrize(
    ("basis", "levels", "text"),
    [
        ("open", SILENT, "Governance of Freight: nothing is known yet of its 4 criteria."),
        ("open", {"boundary": 0}, "Governance of Freight: 1.5 of 4, 4 of 4 criteria known."),
        (
            "rated",
            {"boundary": 0},
            "Governance of Freight: 1.5 of 4, 4 of 4 criteria known; it holds the pilot back most.",
        ),
    ],
)
def test_nothing_known_is_told_as_such_and_what_is_not_rated_is_held_back_by_nothing(
    framework: Framework, basis: StageBasis, levels: dict[str, int | None], text: str
) -> None:
    assert told_of_governance(framework, basis, **levels) == text
