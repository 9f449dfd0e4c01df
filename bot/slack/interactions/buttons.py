"""Clicks: buttons that change something, each mapped to its use case; worked from the inbox, never in the listener."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.domain.assessment.assessment import Assessment
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess, NotFound
from bot.domain.core.people import Pilot
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Fit, PassKind, Question
from bot.domain.messaging.message_source import Source
from bot.services.actions import draft_plan
from bot.services.conversation import edit_message, interview_actions, propose_evidence
from bot.services.conversation.context import Desk
from bot.services.conversation.interview_actions import Click
from bot.services.conversation.start_reassessment import start_again
from bot.services.messaging.outbox import whisper
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import assessed, opened
from bot.slack.blocks.interview import between
from bot.slack.blocks.kit.references import Reference
from bot.slack.interactions import action_interactions, decision_interactions

_DIRECT = "D"
"""What the ids of direct messages begin with."""
Move = Callable[[UnitOfWork, Desk, Click, Reference], None]


def move(uow: UnitOfWork, desk: Desk, click: Click, action: str, reference: Reference) -> None:
    """What a click changes; where it can't, whoever clicked is told why."""
    found = MOVES.get(action)
    if found is None:
        whisper(uow, click.key, click.source, click.by.id, desk.voice.too_old())
        return
    try:
        found(uow, desk, click, reference)
    except (MoveRefused, InvalidInput) as refusal:
        whisper(uow, click.key, click.source, click.by.id, desk.voice.refused(str(refusal)))


def interview_of(uow: UnitOfWork, click: Click, reference: Reference) -> Interview:
    """The interview that a button names, for those who see the pilot or were asked in. Raises NoAccess."""
    if reference.interview is None:
        raise NoAccess
    interview = uow.interviews.get(reference.interview)
    asked_in = any(person.id == click.by.id for person in interview.people)
    if not asked_in and uow.teams.seen_by(click.by.id, interview.pilot.id) is None:
        raise NoAccess
    return interview


def question_of(interview: Interview, reference: Reference) -> Question:
    question = interview.question(reference.question)
    if question is None:
        raise NotFound("That question isn't asked any more. Nothing was changed.")
    return question


def _let_go(how: PassKind, uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    interview = interview_of(uow, click, reference)
    interview_actions.let_go(uow, desk, click, question_of(interview, reference), how, interview)


def _pause(uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    interview_actions.pause(uow, desk, click, interview_of(uow, click, reference))


def _resume(uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    interview_actions.resume(uow, desk, click, interview_of(uow, click, reference))


def _rate(uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    interview_actions.finish(uow, desk, click, interview_of(uow, click, reference))


def _fit(score: int, uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    fit = Fit.model_validate({"person": click.by.id, "score": score})
    interview_actions.judge(uow, desk, click, interview_of(uow, click, reference), fit)


def _undo(uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    interview = interview_of(uow, click, reference)
    turn = interview.turn(reference.turn or "")
    if turn.speaker != click.by.id:
        speaker = interview.person(turn.speaker)
        whisper(uow, click.key, click.source, click.by.id, desk.voice.only_speaker(speaker))
        return
    edit_message.undo(uow, desk, click, interview, turn)


def to_be_planned(uow: UnitOfWork, person: str, reference: Reference) -> Assessment:
    """The assessment that a plan is asked for. Raises NoAccess, NotFound, and MoveRefused where it has one."""
    made = (
        assessed(uow, person, reference.assessment)
        if reference.assessment
        else _latest(uow, person, reference.pilot or "")
    )
    if not uow.teams.get(made.pilot.id).may_steer(person):
        raise MoveRefused("Only those who take part in this pilot can have a plan made. Nothing was changed.")
    draft_plan.refuse_second(uow, made)
    return made


def _again(uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    team = opened(uow, click.by.id, reference.pilot or "")
    if not team.may_steer(click.by.id):
        raise MoveRefused("Only those who take part in this pilot can start another interview of it.")
    whisper(uow, click.key, click.source, click.by.id, between.started_again(start_again(uow, desk, team)))


def _latest(uow: UnitOfWork, person: str, pilot_id: str) -> Assessment:
    opened(uow, person, pilot_id)
    history = uow.assessments.history_of(pilot_id)
    if not history:
        raise NotFound("This pilot has no assessment yet. It follows when the interview is finished.")
    return history[-1]


def _plan_as(files: tuple[str, ...], uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    """Into the direct messages of whoever asks: nobody else asked for it."""
    drafted = uow.plans.get(reference.plan or "")
    opened(uow, click.by.id, drafted.pilot.id)
    to = {"channel": None, "person": click.by.id, "thread": None}
    draft_plan.upload(uow, desk, draft_plan.Handout(drafted, files, click.key), to)
    if not click.source.channel.startswith(_DIRECT):
        whisper(uow, click.key, click.source, click.by.id, between.file_on_its_way())


def _decline(uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    pilot, source = proposal_of(uow, reference)
    propose_evidence.decline(uow, desk, pilot, source)


def proposal_of(uow: UnitOfWork, reference: Reference) -> tuple[Pilot, Source]:
    """Whoever wrote the message may not see the pilot: its name is all they learn of it."""
    team = uow.teams.get(reference.pilot or "")
    return team.pilot, Source.of(reference.channel or "", reference.message or "", reference.thread)


MOVES: Mapping[str, Move] = {
    "interview_skip": partial(_let_go, "skip"),
    "interview_dont_know": partial(_let_go, "dont_know"),
    "interview_pause": _pause,
    "interview_resume": _resume,
    "interview_rate": _rate,
    **{f"fit_{score}": partial(_fit, score) for score in (1, 2, 3, 4)},
    "turn_undo": _undo,
    "pilot_again": _again,
    "plan_file": partial(_plan_as, draft_plan.PRINTED),
    "plan_pdf": partial(_plan_as, ("plan.pdf",)),
    "plan_docx": partial(_plan_as, ("plan.docx",)),
    "evidence_refuse": _decline,
    **action_interactions.MOVES,
    **decision_interactions.MOVES,
}
