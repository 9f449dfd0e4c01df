"""Judging: somebody says whether what we made is right; kept with the model and the prompt that wrote it."""

from typing import NamedTuple

import structlog

from bot.domain.core.errors import MoveRefused
from bot.domain.interview.interview import Interview
from bot.domain.work.output_feedback import FeedbackValue, OutputFeedback, OutputKind
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.messaging.outbox import post_ephemeral
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_assessment, get_visible_team

_log = structlog.get_logger(__name__)

_PROMPTS: dict[OutputKind, str] = {
    "noted": "map_answer",
    "card": "review_pillar",
    "plan": "tailor_plan",
    "answer": "answer_inquiry",
}
_BY_RULE = "offline"
LONGEST_WHY = 500
"""Characters of a reason."""


class JudgedOutput(NamedTuple):
    """`subject`: id of the turn, the assessment or the plan; of an answer, where it stands."""

    kind: OutputKind
    subject: str
    interview_id: str | None = None
    by_model: bool = True


class _Writer(NamedTuple):
    """What wrote something, and by which framework."""

    interview_id: str | None
    model: str
    framework_version: str


def give_feedback(
    uow: UnitOfWork, deps: ConversationContext, click: Click, about: JudgedOutput, value: FeedbackValue
) -> None:
    """Raises NoAccess for whoever doesn't see what it is about. Whoever finds it wrong may say why."""
    given = _build_feedback(uow, deps, click, about, value)
    if _keep_feedback(uow, given):
        told = deps.formatter.format_feedback_kept(given)
        post_ephemeral(uow, click.key, click.source, click.by.id, told)


def explain_feedback(uow: UnitOfWork, deps: ConversationContext, click: Click, about: JudgedOutput, why: str) -> None:
    """Why something is wrong, in somebody's own words, cleaned of secrets. Raises MoveRefused where they didn't say
    that it is."""
    own = [one for one in uow.output_feedback.list_about(about.subject) if one.by == click.by.id]
    if not own or own[-1].value != "down":
        raise MoveRefused("What you found wrong is not on record any more. Nothing was kept.")
    reason = deps.redactor.redact(why[:LONGEST_WHY]).text
    _keep_feedback(uow, own[-1].model_copy(update={"id": click.key, "why": reason, "at": deps.clock.now()}))


def _keep_feedback(uow: UnitOfWork, given: OutputFeedback) -> bool:
    if not uow.output_feedback.add(given):
        return False
    _log.info("output judged", kind=given.kind, value=given.value, model=given.model, prompt=given.prompt)
    return True


def _build_feedback(
    uow: UnitOfWork, deps: ConversationContext, click: Click, about: JudgedOutput, value: FeedbackValue
) -> OutputFeedback:
    writer = _find_writer(uow, deps, click.by.id, about)
    return OutputFeedback(
        id=click.key,
        kind=about.kind,
        subject=about.subject,
        interview_id=writer.interview_id,
        by=click.by.id,
        value=value,
        model=writer.model,
        prompt=_find_fingerprint(uow, writer, _PROMPTS[about.kind]),
        framework_version=writer.framework_version,
        at=deps.clock.now(),
    )


def _find_writer(uow: UnitOfWork, deps: ConversationContext, person: str, about: JudgedOutput) -> _Writer:
    version = deps.knowledge.framework.version
    match about.kind:
        case "card":
            made = get_visible_assessment(uow, person, about.subject)
            return _Writer(made.interview_id, made.analyst, made.framework_version)
        case "plan":
            plan = uow.plans.get(about.subject)
            made = get_visible_assessment(uow, person, plan.assessment_id)
            return _Writer(made.interview_id, plan.analyst, plan.framework_version)
        case "noted":
            interview = _get_interview(uow, person, about.interview_id or "")
            return _Writer(interview.id, deps.analyst.name, version)
        case "answer":
            return _Writer(None, deps.analyst.name if about.by_model else _BY_RULE, version)


def _get_interview(uow: UnitOfWork, person: str, interview_id: str) -> Interview:
    """Raises NoAccess for whoever neither sees the pilot nor was asked in."""
    interview = uow.interviews.get(interview_id)
    if all(known.id != person for known in interview.people):
        get_visible_team(uow, person, interview.pilot.id)
    return interview


def _find_fingerprint(uow: UnitOfWork, writer: _Writer, prompt: str) -> str:
    """Of the prompt as that model was last asked by it; empty where none was, or where it is not known."""
    if writer.interview_id is None or writer.model == _BY_RULE:
        return ""
    calls = uow.model_calls.list_for_interview(writer.interview_id)
    return next((c.fingerprint for c in reversed(calls) if c.prompt == prompt and c.model == writer.model), "")
