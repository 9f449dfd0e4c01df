"""Builders: small valid domain objects; what a test is about, it says by keyword."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from bot.domain.assessment.assessment import Assessment, Disagreement, FoundTrap, PillarReadiness
from bot.domain.assessment.rating import Rating
from bot.domain.core.people import Person, Pilot
from bot.domain.interview.answer_mapping import ProposedProbe, QuestionWording
from bot.domain.interview.evidence import Detail, Evidence, Fact, Signal
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import AdaptedQuestion, Question, RequestedProbe, SkippedQuestion, SummaryFeedback, Turn
from bot.domain.plan.action import Action, Reason
from bot.domain.plan.phase import PlannedGate, PlannedPhase
from bot.domain.plan.plan import PlannedGap, ProductionPlan

MONDAY = datetime(2026, 11, 2, 9, 30, 0, 123456, tzinfo=UTC)
DANA = Person(id="U1", name="Dana Reyes", role="Head of payables")
PAOLO = Person(id="U2", name="Paolo Greco")


def a_question(question_id: str = "q1", **fields: object) -> Question:
    plain = Question(
        id=question_id, key="criterion:data", kind="question", criteria=("data",), text="Which data?", why="We ask."
    )
    return plain.model_copy(update=fields)


def a_turn(turn_id: str = "t1", text: str = "It reads SAP, 40 invoices a day.", **fields: object) -> Turn:
    plain = Turn(id=turn_id, question_id=None, speaker=DANA.id, text=text, at=MONDAY, source=f"m-{turn_id}")
    return plain.model_copy(update=fields)


def some_evidence(evidence_id: str = "t1.1", *, turn_id: str = "t1", **fields: object) -> Evidence:
    words = "It reads SAP"
    plain = Evidence(
        id=evidence_id, criterion="systems", level=2, quote=words, sentence=words, turn_id=turn_id, speaker=DANA.id
    )
    return plain.model_copy(update=fields)


def a_fact(name: str = "SAP", *, turn_id: str = "t1") -> Fact:
    details = (Detail(key="direction", value="reads"),)
    return Fact(kind="system", name=name, quote="It reads SAP", turn_id=turn_id, speaker=DANA.id, details=details)


def an_interview(interview_id: str = "i1", pilot: str = "FreightMatch", **fields: object) -> Interview:
    plain = Interview(id=interview_id, pilot=Pilot(id=pilot.lower(), name=pilot), people=(DANA,))
    return plain.model_copy(update=fields)


def a_rich_interview(interview_id: str = "i1", turns: int = 3) -> Interview:
    """Something in every collection."""
    words = "Emoji 🚚, “quotes”,\nlines and ünïcode"
    numbers = range(1, turns + 1)
    return an_interview(
        interview_id,
        people=(PAOLO, DANA),
        status="paused",
        questions=tuple(a_question(f"q{n}", criteria=("data", "volume")) for n in numbers),
        turns=tuple(a_turn(f"t{n}", f"{words} {n}", question_id=f"q{n}", revision=n, state="mapped") for n in numbers),
        evidence=tuple(some_evidence(f"t{n}.{k}", turn_id=f"t{n}", corrects=k == 2) for n in numbers for k in (1, 2)),
        facts=tuple(a_fact(f"SAP {n}", turn_id=f"t{n}") for n in numbers),
        signals=(Signal(trap="clean_data", quote="a", sentence="a b", turn_id="t1", speaker=DANA.id),),
        wishes=(RequestedProbe(turn_id="t1", probe=ProposedProbe(criterion="data", text="Who cleans it?")),),
        passes=(SkippedQuestion(question_id="q1", criteria=("data",), how="handed_over", by=DANA.id, to=PAOLO.id),),
        wordings=(AdaptedQuestion(turn_id="t1", wording=QuestionWording(key="criterion:owner", text="Who owns it?")),),
        fits=(SummaryFeedback(person=PAOLO.id, score=3, comment="nearly"),),
    )


def an_assessment(
    assessment_id: str = "a1", *, of: str = "i1", pilot: str = "FreightMatch", **fields: object
) -> Assessment:
    evidence = some_evidence()
    plain = Assessment(
        id=assessment_id,
        interview_id=of,
        pilot=Pilot(id=pilot.lower(), name=pilot),
        people=(DANA, PAOLO),
        framework_version="1.0",
        analyst="offline",
        made_at=MONDAY,
        ratings=(Rating(criterion="systems", level=2, evidence_ids=(evidence.id,)), Rating(criterion="data")),
        evidence=(evidence,),
        facts=(a_fact(),),
        pillars=(PillarReadiness(pillar="wiring", mean=1.0, known=1, of=2),),
        stage="lab",
        disagreements=(Disagreement(criterion="systems", evidence_ids=(evidence.id,)),),
        traps=(FoundTrap(trap="orphaned", quote="nobody"),),
    )
    return plain.model_copy(update=fields)


def an_action(action_id: str = "data_1", **fields: object) -> Action:
    plain = Action(
        id=action_id,
        practice=action_id,
        criterion="data",
        gap="level",
        now=1,
        target=3,
        phase="wire",
        title="Wire the data",
        deliverable="A feed",
        exit="It runs",
        role="owner",
        role_name="Owner",
        effort_days=2.5,
        start=date(2026, 11, 9),
        due=date(2026, 11, 11),
        weeks=(1, 1),
        because=(Reason(text="It reads SAP", evidence_id="t1.1", turn_id="t1", speaker=DANA.id),),
    )
    return plain.model_copy(update=fields)


def a_plan(
    plan_id: str = "p1", *, of: str = "a1", actions: Sequence[Action] = (an_action(),), **fields: object
) -> ProductionPlan:
    start, end = date(2026, 11, 9), date(2026, 11, 20)
    gate = PlannedGate(name="Go", phase="wire", week=2, due=end, ends_with="a decision", criteria=("data",))
    plain = ProductionPlan(
        id=plan_id,
        pilot=Pilot(id="freightmatch", name="FreightMatch"),
        assessment_id=of,
        framework_version="1.0",
        practices_version="1.0",
        analyst="offline",
        made_at=MONDAY,
        start=start,
        end=end,
        weeks=2,
        team_size=3,
        stage="lab",
        target_stage="pilot",
        summary=("It reads and does not write.",),
        phases=(PlannedPhase(id="wire", name="Wire", weeks=(1, 2), start=start, end=end, gate=gate),),
        gaps=(PlannedGap(criterion="data", kind="level", now=1, target=3, actions=tuple(a.id for a in actions)),),
        actions=tuple(actions),
    )
    return plain.model_copy(update=fields)
