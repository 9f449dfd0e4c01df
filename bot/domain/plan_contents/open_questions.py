"""Open questions: what somebody still has to answer before the plan can be carried out."""

import re
from collections.abc import Iterator, Sequence

from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.gap import Gap
from bot.domain.core.phrases import join_with_and
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.plan.action import Action
from bot.domain.plan.tables import DecisionEntry, SystemEntry
from bot.domain.plan.value_case import ValueEntry
from bot.domain.quotation.thresholds import names_limit

_MOST_ROLES = 4
_MEASURED = 4
_AI = re.compile(
    r"\b(?:ai|a\.i\.|model|bot|system|machine|it|agent|algorithm|software|automat\w+|assistant|ki|ia|modell|modèle|"
    r"modelo|modello|sztuczna)\b|[AＡ][IＩ]|モデル|系统|模型|システム",
    re.I,
)
"""Who decides is not a person."""


def list_open_questions(
    assessment: Assessment,
    knowledge: Knowledge,
    gaps: Sequence[Gap],
    actions: Sequence[Action],
    tables: tuple[Sequence[SystemEntry], Sequence[DecisionEntry], Sequence[ValueEntry]],
) -> tuple[str, ...]:
    """Questions in the order of what holds the pilot back, then what the tables and roles still miss."""
    systems, decisions, values = tables
    asked = (
        *_iter_gap_questions(gaps, assessment, knowledge),
        *_iter_system_questions(systems, gaps, knowledge.framework),
        *_iter_decision_questions(decisions),
        *_iter_value_questions(values, knowledge),
        *_iter_role_questions(actions),
    )
    return tuple(dict.fromkeys(asked))


def _iter_gap_questions(gaps: Sequence[Gap], assessment: Assessment, knowledge: Knowledge) -> Iterator[str]:
    for gap in gaps:
        name = knowledge.framework.get_criterion(gap.criterion).name
        if gap.kind == "unknown":
            yield f"{name}: {knowledge.guide.get_criterion_guide(gap.criterion).question}"
        elif gap.kind == "disagreement":
            rating = assessment.get_rating(gap.criterion)
            speakers = dict.fromkeys(item.speaker for item in assessment.evidence_for(rating))
            people = join_with_and([assessment.get_person(speaker).byline for speaker in speakers])
            yield f"{name}: {people} see this differently. What holds, and who says so?"


def _iter_system_questions(systems: Sequence[SystemEntry], gaps: Sequence[Gap], framework: Framework) -> Iterator[str]:
    naming = framework.list_criteria_naming("system")
    if not systems and not any(gap.criterion in naming and gap.kind == "unknown" for gap in gaps):
        yield "Which systems must it read from and write to, through which interface, and who owns each?"
    for entry in systems:
        missing = [
            question
            for value, question in (
                (entry.direction, "does it read from it, write to it, or both"),
                (entry.interface, "through which interface"),
                (entry.owner, "who owns it"),
            )
            if value is None
        ]
        if missing:
            yield f"{entry.system}: {join_with_and(missing)}?"


def _iter_decision_questions(decisions: Sequence[DecisionEntry]) -> Iterator[str]:
    if not decisions:
        yield "Which decisions does the AI take or prepare, who answers for each, and where must it stop?"
    for entry in decisions:
        if missing := list(_iter_missing_of_decision(entry)):
            yield f"{entry.decision}: {join_with_and(missing)}?"


def _iter_missing_of_decision(entry: DecisionEntry) -> Iterator[str]:
    """Where a person decides, nothing has to stop; where a limit stands beside it, that is not asked for again."""
    if entry.tier is None:
        yield "how risky is it"
    if entry.decider is None:
        yield "who or what decides"
    elif not _AI.search(entry.decider):
        return
    if entry.boundary is None and not names_limit(entry.decision) and not names_limit(entry.quote):
        yield "where must the AI stop"
    if entry.escalation is None:
        yield "who gets the case then"
    if entry.time is None:
        yield "how soon"


def _iter_value_questions(values: Sequence[ValueEntry], knowledge: Knowledge) -> Iterator[str]:
    for missing, have in (
        ("baseline and target", (False, False)),
        ("baseline", (False, True)),
        ("target", (True, False)),
    ):
        names = [
            knowledge.framework.get_criterion(entry.criterion).name
            for entry in values
            if (entry.baseline is not None, entry.target is not None) == have and entry.level in {0, 1, 2}
        ]
        if names:
            yield f"{join_with_and(names)}: what is the {missing}, and who agreed to it?"
    yield from _iter_unsaid_number_questions(values, knowledge.framework)


def _iter_unsaid_number_questions(values: Sequence[ValueEntry], framework: Framework) -> Iterator[str]:
    """What was agreed or measured, as the level says, without its number."""
    for level, question in ((3, "which target was agreed"), (4, "what was measured, over which period")):
        names = [
            framework.get_criterion(entry.criterion).name
            for entry in values
            if entry.level == level and (entry.target if level < _MEASURED else entry.measured) is None
        ]
        if names:
            yield f"{join_with_and(names)}: {question}, as a number, and where does it stand?"


def _iter_role_questions(actions: Sequence[Action]) -> Iterator[str]:
    nobody = list(dict.fromkeys(action.role_in_sentence for action in actions if action.person is None))
    if len(nobody) > _MOST_ROLES:
        yield f"Who takes the {len(nobody)} roles still open, first of all {join_with_and(nobody[:3])}?"
    elif nobody:
        yield f"Who takes what is still open: {join_with_and(nobody)}?"
