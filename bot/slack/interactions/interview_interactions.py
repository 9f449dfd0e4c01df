"""What people do in an interview besides talking: skip, leave a question to somebody, correct, undo, judge, end."""

from collections.abc import Callable
from functools import partial

from bot.domain.access.right import Right
from bot.domain.assessment.rating import list_high_standings
from bot.domain.audit.act import ActDetail
from bot.domain.audit.daily_limit import ASK_COLLEAGUE, ASKED_COLLEAGUES
from bot.domain.core.errors import MoveRefused, NoAccess, NotFound
from bot.domain.interview.interview import Interview
from bot.domain.interview.level_choice import list_choosable_criteria
from bot.domain.interview.turn import Question, SkipKind, SummaryFeedback, Turn
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation import edit_message, interview_actions, put_off_reading
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.delegate_question import require_unsettled
from bot.services.conversation.edit_message import MessageEdit
from bot.services.conversation.interview_actions import ChosenLevels, Click, Delegation, confirm_levels
from bot.services.forgetting.withdraw_turn import correct_turn, withdraw_turn
from bot.services.interview.interviewing import load_interview
from bot.services.messaging.outbox import post_ephemeral
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result
from bot.slack.blocks.interview import confirming, ladders, modals
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots.pilot_modal import build_unavailable_pilot_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors, attach_origin
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.interactions.people_interactions import (
    NOT_A_PERSON,
    check_colleague_chosen,
    describe_departed,
    get_chosen_member,
)
from bot.slack.registry.interaction import Button, Form, Interaction, ModalButton, Press, Run, apply_move


def _get_interview(uow: UnitOfWork, person: str, reference: Reference) -> Interview:
    """The interview that a button names, for those who see the pilot or were asked in. Raises NoAccess."""
    if reference.interview is None:
        raise NoAccess
    interview = uow.interviews.get(reference.interview)
    asked_in = any(known.id == person for known in interview.people)
    if not asked_in and uow.teams.find_visible(person, interview.pilot.id) is None:
        raise NoAccess
    return interview


def _get_question(interview: Interview, reference: Reference) -> Question:
    question = interview.find_question(reference.question)
    if question is None:
        raise NotFound("That question isn't asked any more. Nothing was changed.")
    return question


# --- buttons ----------------------------------------------------------------------------------------


def _act(act: Callable[[UnitOfWork, ConversationContext, Click, Interview], None]) -> Run:
    return apply_move(lambda uow, deps, click, ref: act(uow, deps, click, _get_interview(uow, click.by.id, ref)))


def _skip(how: SkipKind, uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    interview = _get_interview(uow, click.by.id, reference)
    interview_actions.skip_question(uow, deps, click, _get_question(interview, reference), how, interview)


def _judge_summary(score: int, uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    fit = SummaryFeedback.model_validate({"person": click.by.id, "score": score})
    interview_actions.submit_feedback(uow, deps, click, _get_interview(uow, click.by.id, reference), fit)


def _undo_answer(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> ActDetail | None:
    interview = _get_interview(uow, click.by.id, reference)
    turn = interview.get_turn(reference.turn or "")
    if turn.speaker != click.by.id:
        told = deps.formatter.format_only_speaker_allowed(interview.get_person(turn.speaker))
        post_ephemeral(uow, click.key, click.source, click.by.id, told)
        return ActDetail(refused=True)
    withdraw_turn(uow, deps, interview, turn, lambda: edit_message.undo_answer(uow, deps, click, interview, turn))
    return None


def _retry_answer(uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference) -> None:
    interview = _get_interview(uow, click.by.id, reference)
    put_off_reading.retry_answer(uow, deps, click, interview, interview.get_turn(reference.turn or ""))


async def _open_help(context: SlackContext, press: Press) -> View:
    return modals.build_interview_help_modal(context.deps.knowledge)


async def _open_colleague_form(context: SlackContext, press: Press) -> View:
    def work(uow: UnitOfWork) -> View:
        interview = _get_interview(uow, press.click.by.id, press.reference)
        question = _get_question(interview, press.reference)
        require_unsettled(interview, question)
        return modals.build_ask_colleague_modal(interview, question)

    return attach_origin(await context.deps.transactions.run(work), press.click.source, press.reference)


async def _open_correction_form(context: SlackContext, press: Press) -> View:
    def work(uow: UnitOfWork) -> View:
        interview = _get_interview(uow, press.click.by.id, press.reference)
        turn = interview.get_turn(press.reference.turn or "")
        if turn.speaker != press.click.by.id:
            return build_unavailable_pilot_modal(errors.build_speaker_only_message(interview.get_person(turn.speaker)))
        if turn.state == "retracted":
            raise MoveRefused("That answer was taken back. Write a new one instead.")
        return modals.build_correction_modal(interview, turn)

    return attach_origin(await context.deps.transactions.run(work), press.click.source, press.reference)


async def _open_level_form(context: SlackContext, press: Press) -> View:
    def work(uow: UnitOfWork) -> View:
        interview = _get_interview(uow, press.click.by.id, press.reference)
        turn = interview.get_turn(press.reference.turn or "")
        if turn.speaker != press.click.by.id:
            return build_unavailable_pilot_modal(errors.build_speaker_only_message(interview.get_person(turn.speaker)))
        if interview.status == "closed" or not list_choosable_criteria(interview, turn):
            raise MoveRefused("That answer can't be settled any more. Nothing was changed.")
        return ladders.build_levels_modal(interview, turn, context.deps.knowledge.framework)

    return attach_origin(await context.deps.transactions.run(work), press.click.source, press.reference)


# --- forms ------------------------------------------------------------------------------------------


def _check_colleague(form: FormSubmission) -> Errors:
    if form.find_value("colleague") == form.person:
        return {"colleague": "That is you. Choose somebody else."}
    return check_colleague_chosen(form)


async def _check_colleague_reads_here(context: SlackContext, form: FormSubmission) -> Errors:
    """A guest can answer in a channel's thread, where we need not write to them."""
    member = await get_chosen_member(context, form)
    if member.bot:
        return {"colleague": NOT_A_PERSON}
    if member.left:
        return {"colleague": describe_departed(member)}
    channel = form.reference.channel
    if not (member.guest or member.outside) or channel is None:
        return {}
    if member.person.id in await context.directory.list_channel_members(channel):
        return {}
    name = member.person.first_name
    return {"colleague": f"{name} is a guest, and Slack doesn't let guests talk to apps. Ask them yourself."}


async def _ask_colleague(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    colleague = (await get_chosen_member(context, form)).person

    def work(uow: UnitOfWork) -> None:
        interview = _get_interview(uow, click.by.id, form.reference)
        naming = Delegation(_get_question(interview, form.reference), colleague, form.get_text("note"))
        interview_actions.delegate_question(uow, context.deps, click, interview, naming)

    return Result(work)


def _check_correction(form: FormSubmission) -> Errors:
    if modals.join_corrected_text(form.values):
        return {}
    return {"answer_0": "Write the new words, or close this and use Undo to take the answer back."}


async def _correct_answer(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    deps = context.deps
    interview = await load_interview(deps.transactions, form.reference.interview or "")
    turn = interview.get_turn(form.reference.turn or "")
    if turn.speaker != click.by.id:
        raise NoAccess
    threads = await deps.transactions.run(lambda uow: uow.threads.list_for_interview(interview.id))
    here = _get_thread_root(turn, click)
    thread = next((thread for thread in threads if (thread.channel, thread.ts) == here), threads[0])
    return await correct_turn(deps, thread, turn, MessageEdit(modals.join_corrected_text(form.values), click.key))


def _get_thread_root(turn: Turn, click: Click) -> tuple[str, str]:
    source = MessageSource.from_key(turn.source) or click.source
    return source.channel, source.root_ts


def _check_level_chosen(form: FormSubmission) -> Errors:
    if ladders.parse_level_choices(form.values):
        return {}
    first = next((name for name in form.values if name.startswith("level_")), "level")
    return {first: "Choose the step that holds, or close this: then the level stays as it was read."}


async def _choose_levels(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    def work(uow: UnitOfWork) -> None:
        interview = _get_interview(uow, click.by.id, form.reference)
        turn = interview.get_turn(form.reference.turn or "")
        if turn.speaker != click.by.id:
            raise NoAccess
        chosen = ChosenLevels(turn, ladders.parse_level_choices(form.values))
        interview_actions.choose_levels(uow, context.deps, click, interview, chosen)

    return Result(work)


async def _open_confirm_form(context: SlackContext, press: Press) -> View:
    framework = context.deps.knowledge.framework

    def work(uow: UnitOfWork) -> View:
        interview = _get_interview(uow, press.click.by.id, press.reference)
        if interview.status == "closed" or not list_high_standings(framework, interview.evidence):
            raise MoveRefused("There is no 3 or 4 to check any more. Nothing was changed.")
        return confirming.build_confirm_modal(interview, framework, press.click.by.id)

    return attach_origin(await context.deps.transactions.run(work), press.click.source, press.reference)


def _check_something_said(form: FormSubmission) -> Errors:
    if confirming.parse_level_checks(form.values):
        return {}
    first = next((name for name in form.values if name.startswith("confirm_")), "shows")
    return {first: "Choose at least one, or close this: then everything stays as it is."}


async def _confirm_levels(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    def work(uow: UnitOfWork) -> None:
        interview = _get_interview(uow, click.by.id, form.reference)
        confirm_levels(uow, context.deps, click, interview, confirming.parse_level_checks(form.values))

    return Result(work)


INTERACTIONS: tuple[Interaction, ...] = (
    ModalButton("interview_how", Right.LOOK_AROUND, _open_help),
    Button("interview_skip", Right.LET_GO, apply_move(partial(_skip, "skip"))),
    Button("interview_dont_know", Right.LET_GO, apply_move(partial(_skip, "dont_know"))),
    ModalButton("interview_ask_colleague", Right.LET_GO, _open_colleague_form),
    Form(
        ASK_COLLEAGUE,
        Right.LET_GO,
        _ask_colleague,
        _check_colleague,
        _check_colleague_reads_here,
        limit=ASKED_COLLEAGUES,
    ),
    Button("interview_pause", Right.PAUSE, _act(interview_actions.pause_and_announce)),
    Button("interview_resume", Right.RESUME, _act(interview_actions.resume_and_ask)),
    Button("interview_rate", Right.FINISH, _act(interview_actions.finish_early)),
    *(
        Button(f"fit_{score}", Right.JUDGE_SUMMARY, apply_move(partial(_judge_summary, score)))
        for score in (1, 2, 3, 4)
    ),
    Button("turn_retry", Right.ANSWER, apply_move(_retry_answer)),
    Button("turn_undo", Right.CORRECT, apply_move(_undo_answer)),
    ModalButton("turn_correct", Right.CORRECT, _open_correction_form),
    Form("correct_turn", Right.CORRECT, _correct_answer, _check_correction),
    ModalButton("turn_levels", Right.CORRECT, _open_level_form),
    Form("choose_levels", Right.CORRECT, _choose_levels, _check_level_chosen),
    ModalButton("interview_confirm", Right.CONFIRM, _open_confirm_form),
    Form("confirm_levels", Right.CONFIRM, _confirm_levels, _check_something_said),
)
