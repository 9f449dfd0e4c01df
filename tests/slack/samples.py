"""A team as Slack shows it: FreightMatch halfway through its interview, then assessed and planned."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from bot.domain.actions.progress import Progress, Step, StepKind
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.asking.questioning import to_question
from bot.domain.assessment.assessment import (
    Assessment,
    compute_pillar_readiness,
    detect_traps,
    determine_stage,
    list_disagreements,
)
from bot.domain.assessment.rating import Rating, build_standings
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge, Team
from bot.domain.framework.framework import Framework, Level
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import LevelChoice, Question, SkippedQuestion, Turn
from bot.domain.plan.plan import ProductionPlan
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanTerms
from bot.domain.reassessment.reassessment import build_reassessment_opening, select_rechecks
from bot.domain.replanning.change_requests import ChangeRequest, RevisionTerms
from bot.domain.replanning.replan import ReplanResult, replan
from bot.services.interview.interviewing import TurnOutcome

MARIEKE = Person(id="U03MKVDB7", name="Marieke van den Berg", role="Head of accounts payable")
TOMASZ = Person(id="U03TWSK21", name="Tomasz Wolski", role="Integration developer")
DEE = Person(id="U03DPAT88", name="Dee Patterson", role="Innovation lead")
RUUD = Person(id="U03RUUD44", name="Ruud Hendriks", role="Director operations")
PEOPLE = (MARIEKE, TOMASZ, DEE)
PILOT = Pilot(id="freightmatch", name="Freight invoice matching")
NOVEMBER, DECEMBER = datetime(2026, 11, 2, 9, 30, tzinfo=UTC), datetime(2026, 12, 4, 15, tzinfo=UTC)
TEAM = Team(
    pilot=PILOT,
    lead=DEE.id,
    participants=(MARIEKE.id, TOMASZ.id),
    leaders=(RUUD.id,),
    channel="C04FREIGHT",
    people=(*PEOPLE, RUUD),
    created_at=NOVEMBER,
)
TODAY = date(2026, 12, 16)
THREAD = "https://acme.slack.com/archives/C04FREIGHT/p1764590000000100"

TODAY_AT = datetime(2026, 12, 16, 10, tzinfo=UTC)
_ACCEPTED = Evidence(
    id="t1.1",
    criterion="owner",
    level=3,
    quote="I have accepted it",
    sentence="I have accepted it, the results of this are mine from January.",
    turn_id="t1",
    speaker=RUUD.id,
)

SAID: Mapping[str, tuple[int, Person, str]] = {
    "systems": (2, TOMASZ, "SAP no. Clerk keys the result in herself, Transporeon yes, is REST with service account"),
    "data": (2, TOMASZ, "One in nine is rubbish for the model, but there is nothing in the code that treats them."),
    "workflow_fit": (2, MARIEKE, "My four see the verdict as a coloured column inside Basware."),
    "volume": (1, TOMASZ, "Each morning I start it for yesterday's batch, 40, maybe 60 invoices, and I watch."),
    "owner": (1, MARIEKE, 'When I asked who takes it in January he said "we\'ll see".'),
    "exceptions": (2, MARIEKE, "The not-ok's land with whoever of the four is free."),
    "adoption": (1, MARIEKE, "Training: none. Helpdesk: none, they shout at Tomasz."),
    "boundary": (3, TOMASZ, "Standard linehaul: may say OK if score over 0.92 and difference under 25 euro."),
    "escalation": (1, MARIEKE, 'It drops into the shared mailbox as "please check" plus an invoice number.'),
    "proportionality": (2, TOMASZ, "Fuel: 0.97. Customs and demurrage: never."),
    "throughput": (2, MARIEKE, "2 300 per day with nineteen clerks, and I would like it to be 3 000."),
    "profit": (1, DEE, "The business case says 400k, I wrote it on a plane."),
}
"""What was said of each criterion; of decisions, audit and predictability nobody could."""

QUESTION = Question(
    id="q6",
    key="criterion:exceptions",
    kind="question",
    criteria=("exceptions",),
    text="What happens to an invoice the model can't match? Who picks it up, and how fast?",
    why="The cases it can't do decide whether people go on trusting it for the rest.",
)
PROBE = QUESTION.model_copy(
    update={
        "id": "q7",
        "key": "probe:exceptions",
        "kind": "probe",
        "text": "You said whoever is free. How long did the last one wait?",
    }
)
LEFT = QUESTION.model_copy(update={"id": "q8", "key": "left:owner", "criteria": ("owner",)})


def an_interview(knowledge: Knowledge, **fields: object) -> Interview:
    """Six questions in: the first six criteria are known."""
    first = knowledge.guide.opening
    opened = Question(id="q0", key="opening", kind="opening", criteria=(), text=first.text, why=first.why)
    told = list(SAID)[:6]
    plain = Interview(
        id="freightmatch-i1",
        pilot=PILOT,
        people=PEOPLE,
        questions=(opened, QUESTION),
        turns=tuple(_turn(criterion) for criterion in told),
        evidence=tuple(_evidence(criterion) for criterion in told),
        passes=(SkippedQuestion(question_id="q3", criteria=("owner",), how="handed_over", by=DEE.id, to=MARIEKE.id),),
    )
    return plain.model_copy(update=fields)


def a_finished_interview(knowledge: Knowledge) -> Interview:
    return an_interview(
        knowledge,
        status="closed",
        turns=tuple(_turn(criterion) for criterion in SAID),
        evidence=tuple(_evidence(criterion) for criterion in SAID),
    )


def heard(knowledge: Knowledge, criterion: str = "exceptions") -> TurnOutcome:
    """Marieke's answer, just read."""
    interview = an_interview(knowledge)
    return TurnOutcome(interview, interview.get_turn(f"t-{criterion}"), "answer", ())


def read_by_rule(knowledge: Knowledge) -> TurnOutcome:
    """The same answer where no model reads: it was asked about exceptions and the way to a person."""
    interview = an_interview(knowledge)
    asked = QUESTION.model_copy(update={"id": "q7", "criteria": ("exceptions", "escalation")})
    turns = (
        turn.model_copy(update={"question_id": asked.id, "state": "mapped", "intent": "answer"})
        if turn.id == "t-exceptions"
        else turn
        for turn in interview.turns
    )
    after = interview.model_copy(update={"questions": (*interview.questions, asked), "turns": tuple(turns)})
    return TurnOutcome(after, after.get_turn("t-exceptions"), "answer", ())


def chosen_by_its_speaker(knowledge: Knowledge, level: Level, shows: str = "") -> TurnOutcome:
    heard = read_by_rule(knowledge)
    choice = LevelChoice(criterion="exceptions", level=level, shows=shows)
    return heard._replace(interview=heard.interview.choose_level(heard.turn.id, choice))


def a_dispute(knowledge: Knowledge) -> TurnOutcome:
    """Dee says that the owner is settled; Marieke said that it isn't."""
    interview = an_interview(knowledge)
    turn = Turn(id="t-dee", question_id="q6", speaker=DEE.id, text="It's agreed, ops owns it from June.", at=NOVEMBER)
    claim = Evidence(
        id="t-dee.1",
        criterion="owner",
        level=3,
        quote=turn.text,
        sentence=turn.text,
        turn_id=turn.id,
        speaker=DEE.id,
        disputes=True,
    )
    after = interview.model_copy(update={"turns": (*interview.turns, turn), "evidence": (*interview.evidence, claim)})
    return TurnOutcome(after, turn, "answer", ())


def an_assessment(framework: Framework, *, at: datetime = DECEMBER, but: Mapping[str, int] | None = None) -> Assessment:
    """Owner in dispute, three criteria unknown. `but`: levels that stood otherwise."""
    evidence = tuple(_evidence(criterion, (but or {}).get(criterion)) for criterion in SAID)
    dispute = Evidence(
        id="t-dee.1",
        criterion="owner",
        level=3,
        quote="It's agreed",
        sentence="It's agreed, ops owns it from June.",
        turn_id="t-dee",
        speaker=DEE.id,
        disputes=True,
    )
    return assessed(framework, PILOT, (*evidence, dispute), at=at)


def assessed(
    framework: Framework,
    pilot: Pilot,
    evidence: tuple[Evidence, ...],
    *,
    people: tuple[Person, ...] = PEOPLE,
    at: datetime = DECEMBER,
    analyst: str = "gpt-5.2",
) -> Assessment:
    """What follows from evidence by rule."""
    stands = build_standings(framework, evidence)
    ratings = tuple(
        Rating(
            criterion=c,
            level=stands[c].level,
            evidence_ids=tuple(e.id for e in stands[c].evidence),
            disputed=stands[c].disputed,
        )
        if c in stands
        else Rating(criterion=c)
        for c in framework.criterion_ids
    )
    levels = {rating.criterion: rating.level for rating in ratings}
    return Assessment(
        id="freightmatch-i1-a1",
        interview_id="freightmatch-i1",
        pilot=pilot,
        people=people,
        framework_version=framework.version,
        analyst=analyst,
        made_at=at,
        ratings=ratings,
        evidence=evidence,
        facts=(),
        pillars=tuple(compute_pillar_readiness(pillar, levels) for pillar in framework.pillars),
        stage=determine_stage(framework, levels),
        disagreements=list_disagreements(ratings, evidence),
        traps=detect_traps(framework, ratings, ()),
    )


def a_follow_up(knowledge: Knowledge) -> Interview:
    """Asked again a month later: a proof and a challenge were read, and Ruud has accepted it."""
    made = an_assessment(knowledge.framework)
    proof = Question(id="q0", key="proof:x", kind="record", criteria=("exceptions",), text="What shows it?", why="")
    view = Question(id="q1", key="challenge:c1", kind="record", criteria=("owner",), text="Why?", why="")
    rechecks = select_rechecks(made, knowledge.framework, challenges(made), ())
    empty = Interview(id="freightmatch-i2", pilot=PILOT, people=(*PEOPLE, RUUD), follows="i1", rechecks=rechecks)
    begun = empty.add_question(proof).add_question(view)
    asked = begun.add_question(to_question(build_reassessment_opening(made), begun))
    turn = Turn(id="t1", question_id="q2", speaker=RUUD.id, text=_ACCEPTED.sentence, at=TODAY_AT, state="mapped")
    return asked.model_copy(update={"turns": (turn,), "evidence": (_ACCEPTED,)})


def a_renewed_assessment(framework: Framework) -> Assessment:
    """What was said before still counts; Ruud settled the owner after Dee had challenged it."""
    before = an_assessment(framework)
    kept = [item for item in before.evidence if item.criterion != "owner"]
    told = tuple(item.model_copy(update={"said_on": NOVEMBER.date()}) for item in kept)
    made = assessed(framework, PILOT, (*told, _ACCEPTED), people=(*PEOPLE, RUUD), at=TODAY_AT)
    return made.model_copy(update={"id": "freightmatch-i2-a2", "reviewed": challenges(before)[:1]})


def challenges(made: Assessment) -> tuple[Challenge, ...]:
    """Dee and Ruud see the owner differently, each in their way."""
    signed = Challenge(
        id="c1",
        assessment_id=made.id,
        pilot_id=made.pilot.id,
        criterion="owner",
        level=3,
        reason="Ruud signed for it on Thursday, it is in the minutes.",
        by=DEE.id,
        at=DECEMBER,
    )
    doubted = {"id": "c2", "level": None, "reason": "I signed for the trial only.", "by": RUUD.id}
    return signed, signed.model_copy(update=doubted)


def a_plan(knowledge: Knowledge, assessment: Assessment) -> ProductionPlan:
    terms = PlanTerms(plan_id="freightmatch-i1-plan-1", made_at=DECEMBER, start=date(2026, 12, 7), team_size=3)
    return draft_plan(assessment, knowledge, terms)


def the_steps(plan: ProductionPlan) -> tuple[Step, ...]:
    """Ten days in: one action done, one blocked, one accepted, one handed to Ruud, who has not said yes."""
    done, stuck, taken, handed = (action.id for action in plan.actions[:4])
    return (
        _step(plan, done, "accepted", by=TOMASZ),
        _step(plan, done, "done", by=TOMASZ, note="Signed in the steering group", link="https://wiki.acme.com/signed"),
        _step(plan, stuck, "accepted", by=MARIEKE),
        _step(plan, stuck, "blocked", by=MARIEKE, note="IT has not given us the SAP test client."),
        _step(plan, taken, "accepted", by=TOMASZ),
        _step(plan, handed, "assigned", by=DEE, to=RUUD.id, to_name=RUUD.name, note="You said you would sign."),
    )


def _step(plan: ProductionPlan, action_id: str, kind: StepKind, *, by: Person, **fields: object) -> Step:
    at = datetime(2026, 12, 10, 9, tzinfo=UTC)
    plain = Step(
        id=f"{action_id}:{kind}",
        root=plan.root_id,
        pilot_id=plan.pilot.id,
        action_id=action_id,
        kind=kind,
        at=at,
        by=by.id,
        by_name=by.name,
    )
    return plain.model_copy(update=fields)


def progress(knowledge: Knowledge, *, begun: bool = True, pilot: Pilot = PILOT) -> Progress:
    """Of the plan that follows from the assessment."""
    made = an_assessment(knowledge.framework).model_copy(update={"pilot": pilot})
    drafted = a_plan(knowledge, made)
    return Progress.from_steps(drafted, the_steps(drafted) if begun else ())


def followed(knowledge: Knowledge, *, begun: bool = True) -> tuple[TrackedAction, ...]:
    """Its actions: done, blocked, accepted, proposed to Ruud, then nobody's, if the work has begun."""
    return list_tracked_actions(TEAM, progress(knowledge, begun=begun))


def reminded(at: TrackedAction, times: int) -> TrackedAction:
    """Nobody reacted since."""
    moments = tuple(DECEMBER + timedelta(days=2 * n) for n in range(times))
    return at._replace(standing=at.standing.model_copy(update={"reminded": moments, "acknowledged": False}))


def a_move(at: TrackedAction) -> ReplanResult:
    """The action three weeks later, with what waits for it."""
    due = at.standing.due + timedelta(days=21)
    terms = RevisionTerms(plan_id="freightmatch-i1-plan-1-r1", made_at=DECEMBER, today=TODAY)
    return replan(at.plan, [ChangeRequest(action_id=at.action.id, due=due)], terms)


def _turn(criterion: str) -> Turn:
    _, speaker, words = SAID[criterion]
    return Turn(id=f"t-{criterion}", question_id="q6", speaker=speaker.id, text=words, at=NOVEMBER, state="mapped")


def _evidence(criterion: str, level: int | None = None) -> Evidence:
    said, speaker, words = SAID[criterion]
    return Evidence(
        id=f"t-{criterion}.1",
        criterion=criterion,
        level=said if level is None else level,
        quote=words,
        sentence=words,
        turn_id=f"t-{criterion}",
        speaker=speaker.id,
    )
