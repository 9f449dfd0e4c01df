"""Clicks: buttons that change something, each mapped to its use case; worked from the inbox, never in the listener."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess, NotFound
from bot.domain.core.people import Pilot
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkipKind, SummaryFeedback
from bot.domain.messaging.message import Place
from bot.domain.messaging.message_source import MessageSource
from bot.services.actions import draft_plan
from bot.services.actions.draft_plan import PlanFiles
from bot.services.conversation import edit_message, interview_actions, propose_evidence
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.start_reassessment import start_reassessment
from bot.services.messaging.outbox import post_ephemeral
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_assessment, get_visible_team
from bot.slack.blocks.interview import between
from bot.slack.blocks.kit.references import Reference
from bot.slack.interactions import action_interactions, decision_interactions

_DIRECT = "D"
"""What the ids of direct messages begin with."""
Move = Callable[[UnitOfWork, ConversationContext, Click, Reference], None]


def apply_click(uow: UnitOfWork, deps: ConversationContext, click: Click, action: str, reference: Reference) -> None:
    """What a click changes; where it can't, whoever clicked is told why."""
    found = MOVES.get(action)
    if found is None:
        post_ephemeral(uow, click.key, click.source, click.by.id, deps.formatter.format_outdated_button())
        return
    try:
        found(uow, deps, click, reference)
    except (MoveRefused, InvalidInput) as refusal:
        post_ephemeral(uow, click.key, click.source, click.by.id, deps.formatter.format_refusal(str(refusal)))


def get_referenced_interview(uow: UnitOfWork, click: Click, reference: Reference) -> Interview:
    """The interview that a button names, for those who see the pilot or were asked in. Raises NoAccess."""
    if reference.interview is None:
        raise NoAccess
    interview = uow.interviews.get(reference.interview)
    asked_in = any(person.id == click.by.id for person in interview.people)
    if not asked_in and uow.teams.find_visible(click.by.id, interview.pilot.id) is None:
        raise NoAccess
    return interview


def get_referenced_question(interview: Interview, reference: Reference) -> Question:
    question = interview.find_question(reference.question)
    if question is None:
        raise NotFound("That question isn't asked any more. Nothing was changed.")
    return question


def _skip_question(
    how: SkipKind, uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference
) -> None:
    interview = get_referenced_interview(uow, click, reference)
    interview_actions.skip_question(uow, deps, click, get_referenced_question(interview, reference), how, interview)


def _pause_interview(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    interview_actions.pause_and_announce(uow, deps, click, get_referenced_interview(uow, click, reference))


def _resume_interview(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    interview_actions.resume_and_ask(uow, deps, click, get_referenced_interview(uow, click, reference))


def _finish_interview(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    interview_actions.finish_early(uow, deps, click, get_referenced_interview(uow, click, reference))


def _record_summary_feedback(
    score: int, uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference
) -> None:
    fit = SummaryFeedback.model_validate({"person": click.by.id, "score": score})
    interview_actions.submit_feedback(uow, deps, click, get_referenced_interview(uow, click, reference), fit)


def _undo_answer(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    interview = get_referenced_interview(uow, click, reference)
    turn = interview.get_turn(reference.turn or "")
    if turn.speaker != click.by.id:
        speaker = interview.get_person(turn.speaker)
        post_ephemeral(uow, click.key, click.source, click.by.id, deps.formatter.format_only_speaker_allowed(speaker))
        return
    edit_message.undo_answer(uow, deps, click, interview, turn)


def get_plannable_assessment(uow: UnitOfWork, person: str, reference: Reference) -> Assessment:
    """The assessment that a plan is asked for. Raises NoAccess, NotFound, and MoveRefused where it has one."""
    made = (
        get_visible_assessment(uow, person, reference.assessment)
        if reference.assessment
        else _get_latest_assessment(uow, person, reference.pilot or "")
    )
    if not uow.teams.get(made.pilot.id).may_steer(person):
        raise MoveRefused("Only those who take part in this pilot can have a plan made. Nothing was changed.")
    draft_plan.require_no_plan(uow, made)
    return made


def _start_reassessment(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    team = get_visible_team(uow, click.by.id, reference.pilot or "")
    if not team.may_steer(click.by.id):
        raise MoveRefused("Only those who take part in this pilot can start another interview of it.")
    post_ephemeral(
        uow, click.key, click.source, click.by.id, between.build_restarted_message(start_reassessment(uow, deps, team))
    )


def _get_latest_assessment(uow: UnitOfWork, person: str, pilot_id: str) -> Assessment:
    get_visible_team(uow, person, pilot_id)
    history = uow.assessments.list_for_pilot(pilot_id)
    if not history:
        raise NotFound("This pilot has no assessment yet. It follows when the interview is finished.")
    return history[-1]


def _send_plan_files(
    files: tuple[str, ...], uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference
) -> None:
    """Into the direct messages of whoever asks: nobody else asked for it."""
    drafted = uow.plans.get(reference.plan or "")
    get_visible_team(uow, click.by.id, drafted.pilot.id)
    draft_plan.upload_plan_files(uow, deps, PlanFiles(drafted, files, click.key), Place(person=click.by.id))
    if not click.source.channel.startswith(_DIRECT):
        post_ephemeral(uow, click.key, click.source, click.by.id, between.build_file_sent_message())


def _decline_proposal(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    pilot, source = get_pilot_and_source(uow, reference)
    propose_evidence.decline_evidence(uow, deps, pilot, source)


def get_pilot_and_source(uow: UnitOfWork, reference: Reference) -> tuple[Pilot, MessageSource]:
    """Whoever wrote the message may not see the pilot: its name is all they learn of it."""
    team = uow.teams.get(reference.pilot or "")
    return team.pilot, MessageSource.from_message(reference.channel or "", reference.message or "", reference.thread)


MOVES: Mapping[str, Move] = {
    "interview_skip": partial(_skip_question, "skip"),
    "interview_dont_know": partial(_skip_question, "dont_know"),
    "interview_pause": _pause_interview,
    "interview_resume": _resume_interview,
    "interview_rate": _finish_interview,
    **{f"fit_{score}": partial(_record_summary_feedback, score) for score in (1, 2, 3, 4)},
    "turn_undo": _undo_answer,
    "pilot_again": _start_reassessment,
    "plan_file": partial(_send_plan_files, draft_plan.PRINTED),
    "plan_pdf": partial(_send_plan_files, ("plan.pdf",)),
    "plan_docx": partial(_send_plan_files, ("plan.docx",)),
    "evidence_refuse": _decline_proposal,
    **action_interactions.MOVES,
    **decision_interactions.MOVES,
}
