"""What people do about long work, and about what comes of it."""

from typing import cast, get_args

from bot.domain.access.right import Right
from bot.domain.core.errors import InvalidInput, NoAccess
from bot.domain.inquiry.answer import WordedBy
from bot.domain.work.output_feedback import FeedbackValue, OutputKind
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import get_visible_team
from bot.services.work.give_feedback import JudgedOutput, explain_feedback, give_feedback
from bot.services.work.stopped_work import resume_rating
from bot.services.worker.handler import Result
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.work.feedback import build_why_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import require_field
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.registry.interaction import Button, Form, Interaction, ModalButton, Press, apply_move

_BY_MODEL = "model"


def _resume_rating(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    if reference.interview is None:
        raise NoAccess
    interview = uow.interviews.get(reference.interview)
    get_visible_team(uow, click.by.id, interview.pilot.id)
    resume_rating(uow, deps, click, interview)


def _give_feedback(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    value, _, about = (reference.subject or "").partition(":")
    if value not in get_args(FeedbackValue):
        raise InvalidInput("That button is one I no longer understand. Nothing was kept.")
    output = _parse_output(about, reference, click)
    give_feedback(uow, deps, click, output, cast("FeedbackValue", value))


def _parse_output(about: str, reference: Reference, click: Click) -> JudgedOutput:
    """An answer to a free question is known by where it stands. Raises InvalidInput."""
    kind, _, subject = about.partition(":")
    if kind not in get_args(OutputKind):
        raise InvalidInput("That button is one I no longer understand. Nothing was kept.")
    if kind == "answer" and subject in get_args(WordedBy):
        return JudgedOutput("answer", click.source.source_key, by_model=subject == _BY_MODEL)
    return JudgedOutput(cast("OutputKind", kind), subject, reference.interview)


async def _open_why(context: SlackContext, press: Press) -> View:
    return build_why_modal(press.reference)


async def _explain_feedback(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    def work(uow: UnitOfWork) -> None:
        output = _parse_output(form.reference.subject or "", form.reference, click)
        explain_feedback(uow, context.deps, click, output, form.get_text("why"))

    return Result(work)


INTERACTIONS: tuple[Interaction, ...] = (
    Button("rating_resume", Right.HAVE_RATED, apply_move(_resume_rating)),
    Button("output_feedback", Right.JUDGE_OUTPUT, apply_move(_give_feedback)),
    ModalButton("feedback_why", Right.LOOK_AROUND, _open_why),
    Form(
        "feedback_why",
        Right.EXPLAIN_JUDGEMENT,
        _explain_feedback,
        require_field("why", "Say it in a few words, or cancel."),
    ),
)
