"""A plan in which everything that a plan can hold is there, as long as it gets with a talkative team."""

from datetime import date, timedelta

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.purpose import Purpose
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.practice import Exposure
from bot.domain.framework.strand import Citation
from bot.domain.interview.evidence import OwnerClaim
from bot.domain.plan.action import Action, PersonBasis, Reason
from bot.domain.plan.limits import NamedLimit
from bot.domain.plan.numbers import NumberToAgree
from bot.domain.plan.phase import OwedCriterion, PlannedPhase
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Conflict, Risk, RiskAnswers, StrandItem
from bot.domain.plan.rollout import CommittedPart, Horizons, OutlinePart, RolloutStep
from bot.domain.plan.tables import DecisionEntry, SystemEntry
from bot.domain.plan.value_case import MissingFigure, SaidFigure, ValueCase, ValueEntry
from tests.documents.samples import Made, ordinary
from tests.domain.plans import DANA, MONDAY, PAOLO

PURPOSE = "FreightMatch reads the carriers' invoices and says ok or not ok."
SAID = "We have tried that twice since the summer, and each time nobody could tell us who has to say yes to it."
GERMAN = "Das haben wir seit dem Sommer zweimal versucht, und niemand konnte uns sagen, wer dazu ja sagen muss."
LINE = "The line is the gate wire: what follows hangs on the security team's yes and on who works the exceptions."
CLASH = "You said 48 handlers on Wednesday 20 January; the boundary is not tested before Friday 29 January."
_STEPS: tuple[Exposure, ...] = ("shadow", "limited", "full", "owner_review")
_BASES: tuple[PersonBasis, ...] = ("said", "named", "form", "title")


def full(knowledge: Knowledge, actions: int = 25) -> Made:
    plan, assessment = ordinary(knowledge)
    purpose = Purpose(
        quote="FreightMatch reads the carriers' invoices and says ok or not ok.", speaker="U1", turn_id="t1"
    )
    acting = _list_actions(plan, actions)
    updates = {
        "actions": acting,
        "phases": tuple(_fill_phase(phase, acting) for phase in plan.phases),
        "systems": tuple(_SYSTEM.model_copy(update={"system": f"System {n}"}) for n in range(6)),
        "decisions": tuple(_DECISION.model_copy(update={"decision": f"Decision of kind {n}"}) for n in range(4)),
        "value_case": _VALUE,
        "limits": tuple(_LIMIT.model_copy(update={"what": f"Limit {n}"}) for n in range(5)),
        "owner": OwnerClaim(person="U2", claim="proposed", quote=SAID, turn_id="t1", speaker="U1", name=PAOLO.name),
        "horizons": _HORIZONS,
        "rollout": tuple(_step(step, n, acting) for n, step in enumerate(_STEPS)),
        "numbers_to_agree": tuple(_NUMBER.model_copy(update={"id": f"n{n}", "name": f"Number {n}"}) for n in range(8)),
        "risks": tuple(_RISK.model_copy(update={"id": f"r{n}", "title": f"Risk number {n}"}) for n in range(7)),
        "risk_answers": RiskAnswers(impact="high", autonomy="low"),
        "strand": tuple(_strand(n) for n in range(12)),
        "conflicts": tuple(_CONFLICT.model_copy(update={"sentence": f"{CLASH} ({n})"}) for n in range(4)),
    }
    return Made(plan.model_copy(update=updates), _with_purpose(assessment, purpose))


def _with_purpose(assessment: Assessment, purpose: Purpose) -> Assessment:
    return assessment.model_copy(update={"purpose": purpose})


def _list_actions(plan: ProductionPlan, count: int) -> tuple[Action, ...]:
    """The first half is committed to."""
    copies = [plan.actions[n % len(plan.actions)] for n in range(count)]
    order = [phase.id for phase in plan.phases]
    placed = sorted(enumerate(copies), key=lambda pair: order.index(pair[1].phase))
    return tuple(_place(action, n, place, count) for place, (n, action) in enumerate(placed))


def _place(action: Action, n: int, place: int, count: int) -> Action:
    committed, named = place < count // 2, action.role == "operational_owner" or place % 3 > 0
    update = {
        "id": f"{action.id}-{n}",
        "person": PAOLO.id if named else None,
        "person_name": PAOLO.name if named else None,
        "basis": _BASES[place % 4] if named else None,
        "elapsed_days": 10.0,
        "horizon": "committed" if committed else "outline",
        "latest": None if committed else action.due + timedelta(days=40),
        "because": (Reason(text=f"{SAID} ({n})", evidence_id=None, turn_id="t1", speaker=DANA.id),),
        "depends_on": (),
    }
    return action.model_copy(update=update)


def _fill_phase(phase: PlannedPhase, actions: tuple[Action, ...]) -> PlannedPhase:
    own = tuple(action.id for action in actions if action.phase == phase.id)
    owed = tuple(
        OwedCriterion(text=text, actions=own[:2], evidence=(Reason(text=SAID, speaker=DANA.id),))
        for text in phase.gate.criteria[:3]
    )
    met = (OwedCriterion(text="The live feed exists.", evidence=(Reason(text=GERMAN, speaker=PAOLO.id),)),)
    gate = {
        "owed": owed,
        "met": met,
        "actions": own,
        "stop_when": "more than 2 in 100 cases are wrong in a day",
        "approver_role": "Risk and compliance partner",
        "approver": PAOLO.name,
    }
    return phase.model_copy(update={"gate": phase.gate.model_copy(update=gate)})


def _step(step: Exposure, n: int, actions: tuple[Action, ...]) -> RolloutStep:
    first = MONDAY + timedelta(weeks=6 + 3 * n)
    return RolloutStep(
        step=step,
        action=actions[n if n == 0 else -n].id,
        earliest=first,
        latest=first + timedelta(weeks=4),
        least_days=10,
        needs=("a yes of the security team, in writing", "the agreed service level"),
    )


def _strand(n: int) -> StrandItem:
    return StrandItem(
        id=f"s{n}",
        topic="Security",
        title=f"Try what was written to mislead it, in form {n}",
        exit="Somebody who did not build it shows the results, with the dates of the tries and what was changed after.",
        tier="high",
        asked=True,
        relieved=n > 8,
        why="A wrong decision does harm that is hard to undo.",
        phase="govern",
        due=MONDAY + timedelta(weeks=7),
        role="security",
        role_name="Security partner",
        effort_days=2.0,
        cites=(Citation(name="OWASP Top 10 for LLM applications", since="2025", second_hand=n == 0),),
    )


_SYSTEM = SystemEntry(
    system="S", direction="reads and writes", interface="REST", owner="Paolo", state="test", quote=SAID, speaker=DANA.id
)
_DECISION = DecisionEntry(decision="D", boundary="above 25 euro", decider="the clerk", quote=SAID, speaker=DANA.id)
_VALUE = ValueCase(
    shifts=(
        ValueEntry(
            criterion="throughput",
            level=2,
            unit="invoices a day",
            baseline="1,900",
            target="2,300",
            quote=GERMAN,
            speaker=DANA.id,
            translation=SAID,
        ),
        ValueEntry(criterion="profit", level=1, quote=SAID, speaker=DANA.id),
        ValueEntry(criterion="predictability", level=None),
    ),
    value_a_year=SaidFigure(text="410,000 euro", quote="That is 410,000 euro a year.", speaker=DANA.id),
    person_days=96.0,
    missing=(
        MissingFigure(what="the running cost a year", role_name="Finance partner", by=date(2026, 12, 11)),
        MissingFigure(what="what a wrong verdict costs", role_name="Process lead", person_name=DANA.name),
    ),
)
_LIMIT = NamedLimit(kind="ban", what="L", until="until February", quote=SAID, speaker=DANA.id)
_HORIZONS = Horizons(
    committed=CommittedPart(until=date(2026, 12, 18), ends_with="It ends with the gate wire."),
    outline=OutlinePart(earliest=date(2027, 2, 12), latest=date(2027, 4, 30), needs=("the security team's yes",)),
    line=LINE,
)
_NUMBER = NumberToAgree(
    id="n", name="N", today="1,900 a day", quote=SAID, speaker=DANA.id, role="owner", role_name="Operational owner"
)
_RISK = Risk(
    title="R",
    why="It counts minutes saved, and names no gain in capacity.",
    quote=GERMAN,
    speaker=DANA.id,
    translation=SAID,
    likelihood="medium",
    impact="high",
    first_sign="The backlog grows for two weeks in a row",
    answer="Agree on a number of cases, and look at it every Monday",
    owner_role="Process lead",
)
_CONFLICT = Conflict(kind="date", said=SAID, speaker=DANA.id, what="the boundary", sentence=CLASH)
