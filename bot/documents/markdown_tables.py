"""The tables of a plan as Markdown: systems, decisions, responsibilities, value, risks, open questions."""

from collections.abc import Iterator

from bot.documents.markdown_text import cell, numbers, plain, quoted, table
from bot.domain.assessment import Assessment
from bot.domain.framework import Framework
from bot.domain.plan import ProductionPlan, Risk, ValueEntry
from bot.domain.signs import bar


def system_section(plan: ProductionPlan, assessment: Assessment) -> Iterator[str]:
    yield from _heading("Systems to be wired")
    if not plan.systems:
        yield from ("No system could be listed from what was said: see the open questions.", "")
        return
    rows = [
        (
            plain(entry.system),
            cell(entry.direction),
            cell(entry.interface),
            cell(entry.owner),
            cell(entry.state),
            plain(assessment.person(entry.speaker).first_name),
        )
        for entry in plan.systems
    ]
    yield from (*table(("System", "Direction", "Interface", "Owner", "State", "Named by"), rows), "")


def decision_section(plan: ProductionPlan, assessment: Assessment) -> Iterator[str]:
    yield from _heading("Who or what decides")
    if not plan.decisions:
        yield from ("No decision could be listed from what was said: see the open questions.", "")
        return
    rows = [
        (
            plain(entry.decision),
            cell(entry.tier),
            cell(entry.decider),
            cell(entry.boundary),
            cell(entry.escalation),
            cell(entry.time),
            plain(assessment.person(entry.speaker).first_name),
        )
        for entry in plan.decisions
    ]
    headings = ("Decision", "Risk", "Decides", "The AI stops", "Goes to", "Within", "Named by")
    yield from (*table(headings, rows), "")


def responsibility_section(plan: ProductionPlan) -> Iterator[str]:
    if not plan.responsibilities:
        return
    yield from _heading("Who answers for what")
    rows = [
        (entry.role_name, cell(entry.person_name), numbers(plan.number(action) for action in entry.accountable_for))
        for entry in plan.responsibilities
    ]
    yield from (*table(("Role", "Person", "Actions"), rows), "")


def value_section(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> Iterator[str]:
    yield from _heading("What it is worth")
    rows = [_value_row(entry, assessment, framework) for entry in plan.value_case]
    yield from (*table(("Shift", "Level", "Baseline", "Target", "Measured", "What was said"), rows), "")


def _value_row(entry: ValueEntry, assessment: Assessment, framework: Framework) -> tuple[str, ...]:
    speaker = assessment.person(entry.speaker).first_name if entry.speaker else None
    return (
        framework.criterion(entry.criterion).name,
        bar(entry.level),
        cell(entry.baseline),
        cell(entry.target),
        cell(entry.measured),
        quoted(entry.quote, speaker) if entry.quote else "Nobody could say.",
    )


def risk_section(plan: ProductionPlan, assessment: Assessment) -> Iterator[str]:
    if not plan.risks:
        return
    yield from _heading("Risks")
    yield from (f"- {_risk(risk, plan, assessment)}" for risk in plan.risks)
    yield ""


def _risk(risk: Risk, plan: ProductionPlan, assessment: Assessment) -> str:
    many = "action" if len(risk.actions) == 1 else "actions"
    answer = f"Answered by {many} {numbers(plan.number(action) for action in risk.actions)}."
    text = f"**{plain(risk.title)}.** {plain(risk.why)}"
    return f"{text} {answer if risk.actions else 'No action answers it: somebody has to decide whether to accept it.'}"


def open_question_section(plan: ProductionPlan) -> Iterator[str]:
    if not plan.open_questions:
        return
    yield from _heading("Open questions")
    yield from (f"{number}. {plain(question)}" for number, question in enumerate(plan.open_questions, start=1))
    yield ""


def _heading(title: str) -> tuple[str, str]:
    return f"## {title}", ""
