"""Plans to make documents of: an ordinary one, one of sixty actions with long names, an empty one, a hostile one."""

from collections.abc import Callable
from typing import NamedTuple

from bot.documents.contents.contents import build_outline
from bot.documents.contents.outline import Outline
from bot.documents.contents.plan_document import PlanDocumentData
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Detail, Fact
from bot.domain.plan.action import Action
from bot.domain.plan.plan import ProductionPlan
from tests.domain.plans import DANA, PAOLO, a_plan, all_at, an_assessment

_MARKUP = (
    "#panic[x] $1/0$ *b* _i_ `raw` <label> @cite \\end // off /* on */ = head\n- item\n+ item <script>alert(1)</script>"
    ' &amp; ]]> <w:p/> | cell | [a](http://x.test) ![i](x) <!channel> #include "x" #{sys.inputs} '
)
_SCRIPTS = "\x00\x07\x0b\x1f\x85\ufffe\u202eevil\u202c \u200bzero\u2028line 😀👩\u200d💻 漢字かな 한국어 שלום عالم ไทย "
HOSTILE = f"{_MARKUP}{_SCRIPTS}{'Donaudampfschifffahrtsgesellschaftskapitän' * 5}"
LONG = "Hans-Joachim Freiherr von und zu Oberniederunterhausen-Kleinschmidtberger the Third of the Northern Branch"


class Made(NamedTuple):
    plan: ProductionPlan
    assessment: Assessment

    def outline(self, document: str, knowledge: Knowledge) -> Outline:
        return build_outline(document, PlanDocumentData(self.plan, self.assessment, knowledge.framework))


def ordinary(knowledge: Knowledge) -> Made:
    facts = (
        _fact("system", "SAP", owner="Paolo", direction="both"),
        _fact("system", "Basware"),
        _fact("decision", "Standard linehaul", boundary="below 25 euro", decider="the clerk"),
        _fact("metric", "invoices", criterion="throughput", baseline="1,900 a day", target="2,300 a day"),
    )
    levels = all_at(2, owner=1, audit=None, boundary=3, exceptions=0)
    assessment = an_assessment(knowledge.framework, levels, disputed=("owner",), facts=facts)
    return Made(a_plan(knowledge, assessment), assessment)


def crowded(knowledge: Knowledge, count: int = 60) -> Made:
    """Every name as long as people's names get, and many actions."""
    plan, assessment = ordinary(knowledge)
    actions = [_long(plan.actions[n % len(plan.actions)], n, len(plan.actions)) for n in range(count)]
    order = [phase.id for phase in plan.phases]
    actions.sort(key=lambda action: order.index(action.phase))
    phases = tuple(
        phase.model_copy(
            update={
                "gate": phase.gate.model_copy(update={"actions": tuple(a.id for a in actions if a.phase == phase.id)})
            }
        )
        for phase in plan.phases
    )
    roles = tuple(
        role.model_copy(
            update={"person_name": LONG, "accountable_for": tuple(a.id for a in actions if a.role == role.role)}
        )
        for role in plan.responsibilities
    )
    updates = {
        "actions": tuple(actions),
        "phases": phases,
        "responsibilities": roles,
        "pilot": Pilot(id="p1", name=f"{LONG} and {LONG}"),
        "systems": tuple(entry.model_copy(update={"owner": LONG, "interface": LONG}) for entry in plan.systems * 8),
        "decisions": tuple(entry.model_copy(update={"escalation": LONG}) for entry in plan.decisions * 12),
        "open_questions": tuple(f"{LONG}: question {n}?" for n in range(40)),
    }
    return Made(plan.model_copy(update=updates), assessment)


def with_nothing_to_do(knowledge: Knowledge) -> Made:
    assessment = an_assessment(knowledge.framework, all_at(4))
    return Made(a_plan(knowledge, assessment), assessment)


def with_nothing_known(knowledge: Knowledge) -> Made:
    assessment = an_assessment(knowledge.framework, all_at(None))
    return Made(a_plan(knowledge, assessment), assessment)


def hostile(knowledge: Knowledge) -> Made:
    """Whatever people or a model can write holds something that some format acts on."""
    facts = (
        _fact("system", HOSTILE, owner=HOSTILE, interface="=cmd|' /C calc'!A0"),
        _fact("decision", HOSTILE, boundary=HOSTILE),
        _fact("metric", "n", criterion="profit", baseline=HOSTILE, target="@SUM(1+1)"),
    )
    people = tuple(Person(id=person.id, name=HOSTILE, role=f"{person.role} {HOSTILE}") for person in (DANA, PAOLO))
    levels = all_at(1, audit=None)
    assessment = an_assessment(knowledge.framework, levels, disputed=("owner",), people=people, facts=facts)
    said = tuple(item.model_copy(update={"sentence": f"{item.sentence} {HOSTILE}"}) for item in assessment.evidence)
    assessment = assessment.model_copy(update={"evidence": said, "pilot": Pilot(id="p1", name=HOSTILE)})
    plan = a_plan(knowledge, assessment)
    return Made(_worded(plan, lambda text: f"{text} {HOSTILE}"), assessment)


def _worded(plan: ProductionPlan, words: Callable[[str], str]) -> ProductionPlan:
    fields = ("title", "deliverable", "exit")
    actions = [a.model_copy(update={field: words(getattr(a, field)) for field in fields}) for a in plan.actions]
    actions[0] = actions[0].model_copy(update={"title": '=HYPERLINK("http://x.test")', "person_name": "+1 Person"})
    return plan.model_copy(
        update={
            "actions": tuple(actions),
            "summary": tuple(map(words, plan.summary)),
            "notes": tuple(map(words, plan.notes)),
            "open_questions": tuple(map(words, plan.open_questions)),
            "analyst": HOSTILE,
        }
    )


def _long(action: Action, n: int, of: int) -> Action:
    copy = n // of
    update = {
        "id": f"{action.id}-{copy}" if copy else action.id,
        "title": f"{action.title}, in the {n}th of the many sites that all need it, with everybody who works there",
        "person_name": LONG,
        "deliverable": f"{action.deliverable} for {LONG}",
    }
    return action.model_copy(update=update)


def _fact(kind: str, name: str, **details: str) -> Fact:
    told = tuple(Detail(key=key, value=value) for key, value in details.items())
    return Fact.model_validate(
        {"kind": kind, "name": name, "quote": f"{name} is named.", "turn_id": "t1", "speaker": DANA.id, "details": told}
    )
