"""The strand of a plan: what no team mentions unasked, as deep as its tier of risk asks for, relief in writing."""

import re
from collections.abc import Iterable, Mapping

from bot.domain.core.phrases import join_with_and
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.strand import GRADES, MIDDLE, Grade, StrandPractice
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import RiskAnswers, StrandItem
from bot.domain.plan.tables import DecisionEntry

NOT_ASKED = "Not asked how much can go wrong: it stands at the middle depth until somebody says."
_QUESTIONS = {
    "impact": "harm of a wrong decision",
    "autonomy": "how much it decides alone",
    "irreversibility": "how hard it is to undo",
    "people": "people it touches",
}
_SAID: dict[Grade, re.Pattern[str]] = {
    "high": re.compile(
        r"\b(?:high(?:est)?|critical|severe|safety|hoch|höchste\w*|kritisch|élevée?|haut\w*|critique|alt[oa]s?|crític\w+|"
        r"critic[oa]|hoog|hoge|kritiek|wysok\w+|krytyczn\w+|hög|høj|høy)\b|[高重]",
        re.I,
    ),
    "medium": re.compile(
        r"\b(?:medium|moderate|middle|mid|mittel\w*|moyen\w*|modéré\w*|medi[oa]s?|moderad\w+|moderat\w+|gemiddeld\w*|"
        r"średni\w*|medel\w*|mellem\w*)\b|中",
        re.I,
    ),
    "low": re.compile(
        r"\b(?:low(?:est)?|minor|niedrig\w*|gering\w*|faible|bas(?:se)?|baj[oa]s?|bass[oa]|baix[oa]s?|laag|lage|"
        r"nisk\w*|låg\w*|lav\w*)\b|[低轻軽]",
        re.I,
    ),
}
_DENIED = re.compile(r"\b(?:not|no|nicht|kein\w*|pas|non|niet|geen|nie|inte|ikke)\b", re.I)


def with_strand(
    plan: ProductionPlan, answers: RiskAnswers, knowledge: Knowledge, holders: Mapping[str, str]
) -> ProductionPlan:
    """The plan with what its tier of risk asks for. `holders`: names, by a role's id."""
    answered = plan.model_copy(update={"risk_answers": complete_answers(answers, plan.decisions)})
    items = (_build_item(practice, answered, knowledge, holders) for practice in knowledge.strand.items)
    return answered.model_copy(update={"strand": tuple(items)})


def complete_answers(answers: RiskAnswers, decisions: Iterable[DecisionEntry]) -> RiskAnswers:
    """With the impact that the team's own tiers tell, the gravest of them, where nobody answered for it."""
    if answers.impact is not None:
        return answers
    said = {grade for entry in decisions if entry.tier for grade in [_read_grade(entry.tier)] if grade}
    return answers.model_copy(update={"impact": next((grade for grade in reversed(GRADES) if grade in said), None)})


def _read_grade(tier: str) -> Grade | None:
    """None where the words name no grade, several, or deny one."""
    found: list[Grade] = [grade for grade in GRADES if _SAID[grade].search(tier)]
    return found[0] if len(found) == 1 and not _DENIED.search(tier) else None


def _build_item(
    practice: StrandPractice, plan: ProductionPlan, knowledge: Knowledge, holders: Mapping[str, str]
) -> StrandItem:
    tier = plan.risk_answers.tier
    relieved = tier is not None and GRADES.index(tier) < GRADES.index(practice.needed_from)
    due = next((phase.gate.due for phase in plan.phases if phase.id == practice.phase), None)
    return StrandItem(
        id=practice.id,
        topic=practice.topic,
        title=practice.title,
        exit=practice.exit,
        tier=tier,
        asked=tier is not None,
        relieved=relieved,
        why=practice.relief if relieved else _describe_tier(plan.risk_answers),
        phase=practice.phase,
        due=None if relieved else due,
        role=practice.role,
        role_name=knowledge.practices.get_role_name(practice.role),
        person_name=holders.get(practice.role),
        effort_days=0.0 if relieved else practice.effort_days[tier or MIDDLE],
        cites=practice.cites,
    )


def _describe_tier(answers: RiskAnswers) -> str:
    tier = answers.tier
    if tier is None:
        return NOT_ASKED
    gravest = [words for field, words in _QUESTIONS.items() if getattr(answers, field) == tier]
    unasked = [words for field, words in _QUESTIONS.items() if getattr(answers, field) is None]
    said = f"Tier {tier}, for {join_with_and(gravest)}."
    return f"{said} Not asked: {join_with_and(unasked)}." if unasked else said
