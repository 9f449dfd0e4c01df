"""A conversation, its assessment and a plan, for a model to work on."""

from datetime import UTC, date, datetime

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.rating import Rating
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.domain.plan.action import Action, Reason
from bot.domain.plan.plan import ProductionPlan
from tests.domain.talk import DANA, PAOLO, an_interview, asked, read, said, some_evidence

TEXT = "It reads SAP over the API. Results are pasted back by hand."
MIDDLE = "The developers' logs. Marta greps them."


def a_conversation() -> Interview:
    told = read(said(an_interview(), TEXT), some_evidence("systems", 2), some_evidence("volume", 1))
    told = read(said(asked(told, "audit"), MIDDLE), some_evidence("audit", 1))
    return said(asked(told, "owner", "decisions"), "Nobody has asked who owns it.\n\nAsk Paolo?", by=PAOLO)


def an_assessment(knowledge: Knowledge) -> Assessment:
    interview = a_conversation()
    rated = {item.criterion: item for item in interview.evidence}
    return Assessment(
        id="a1",
        interview_id=interview.id,
        pilot=interview.pilot,
        people=(DANA, PAOLO),
        framework_version="1",
        analyst="gpt-test",
        made_at=datetime(2026, 11, 2, tzinfo=UTC),
        ratings=tuple(
            Rating(criterion=c, level=rated[c].level, evidence_ids=(rated[c].id,))
            if c in rated
            else Rating(criterion=c)
            for c in knowledge.framework.criterion_ids
        ),
        evidence=interview.evidence,
        facts=(),
        pillars=(),
        stage="lab",
        disagreements=(),
        traps=(),
    )


def a_plan(count: int) -> ProductionPlan:
    day = date(2026, 11, 2)
    return ProductionPlan(
        id="pl1",
        pilot=Pilot(id="p1", name="FreightMatch"),
        assessment_id="a1",
        framework_version="1",
        practices_version="1",
        analyst="gpt-test",
        made_at=datetime(2026, 11, 2, tzinfo=UTC),
        start=day,
        end=day,
        weeks=8,
        team_size=2,
        stage="lab",
        target_stage="pilot",
        summary=(),
        gaps=(),
        phases=(),
        actions=tuple(an_action(f"x{number + 1}") for number in range(count)),
    )


def an_action(action_id: str) -> Action:
    day = date(2026, 11, 2)
    return Action(
        id=action_id,
        practice="systems_map",
        criterion="systems",
        gap="level",
        now=2,
        target=3,
        phase="align",
        title="Map the systems",
        deliverable="A list",
        exit="It is complete",
        role="integration_lead",
        role_name="Integration lead",
        person="U1",
        person_name="Dana Reyes",
        effort_days=2,
        start=day,
        due=day,
        weeks=(1, 1),
        because=(Reason(text="words"),),
    )
