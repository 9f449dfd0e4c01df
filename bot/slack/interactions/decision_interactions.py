"""How leaders settle what a digest asks of them."""

from collections.abc import Callable
from functools import partial

from bot.domain.access.right import Right
from bot.domain.core.errors import NoAccess
from bot.domain.core.people import Person
from bot.domain.digest.decision import Decision, DecisionChoice
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.digest import leader_decisions
from bot.services.digest.leader_decisions import DecisionAnswer, DecisionRef
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result
from bot.slack.blocks.digest import digest_modals
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import attach_origin, require_field
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.interactions.people_interactions import (
    check_colleague_chosen,
    check_colleague_reachable,
    get_chosen_colleague,
)
from bot.slack.registry.interaction import Button, Form, Interaction, ModalButton, Opening, Press

Settle = Callable[[UnitOfWork, ConversationContext, Click, DecisionRef, Person], None]


def _get_decision_ref(reference: Reference) -> DecisionRef:
    """Raises NoAccess where the button names no decision."""
    if not (reference.pilot and reference.subject):
        raise NoAccess
    return DecisionRef(reference.pilot, reference.subject, reference.person or "", reference.week or "")


async def _settle_decision(answer: DecisionChoice, context: SlackContext, press: Press) -> Result:
    asked = _get_decision_ref(press.reference)
    settled = DecisionAnswer(answer, tz=(await context.directory.get_member(press.click.by.id)).tz)
    return Result(lambda uow: leader_decisions.settle_decision(uow, context.deps, press.click, asked, settled))


def _open(build: Callable[[Decision, Reference], View]) -> Opening:
    """For those who may settle it. Raises NoAccess and MoveRefused."""

    async def open_modal(context: SlackContext, press: Press) -> View:
        asked, person = _get_decision_ref(press.reference), press.click.by.id
        found = await context.deps.transactions.run(
            lambda uow: leader_decisions.get_open_decision(uow, person, asked).decision
        )
        return attach_origin(build(found, press.reference), press.click.source, press.reference)

    return open_modal


_check_note = require_field("note", "Write a line, so that the team knows what to do with it.")


async def _answer(answer: DecisionChoice, context: SlackContext, form: FormSubmission, click: Click) -> Result:
    asked, settled = _get_decision_ref(form.reference), DecisionAnswer(answer, form.get_text("note"))
    return Result(lambda uow: leader_decisions.settle_decision(uow, context.deps, click, asked, settled))


async def _name_person(settle: Settle, context: SlackContext, form: FormSubmission, click: Click) -> Result:
    asked, person = _get_decision_ref(form.reference), await get_chosen_colleague(context, form)
    return Result(lambda uow: settle(uow, context.deps, click, asked, person))


_NAME_OWNER = partial(_name_person, leader_decisions.name_owner)
_ASSIGN = partial(_name_person, leader_decisions.assign_action)

_CHECKS = (check_colleague_chosen, check_colleague_reachable)

INTERACTIONS: tuple[Interaction, ...] = (
    Button("decision_yes", Right.DECIDE, partial(_settle_decision, "yes"), "decided"),
    Button("decision_not_me", Right.DECIDE, partial(_settle_decision, "not_me"), "decided"),
    ModalButton("decision_no", Right.DECIDE, _open(digest_modals.build_refusal_modal)),
    ModalButton("decision_cleared", Right.DECIDE, _open(digest_modals.build_unblock_modal)),
    ModalButton("decision_owner", Right.DECIDE, _open(digest_modals.build_owner_modal)),
    ModalButton("decision_assign", Right.DECIDE, _open(digest_modals.build_assign_modal)),
    Form("decision_no", Right.DECIDE, partial(_answer, "no"), _check_note, effect="decided"),
    Form("decision_cleared", Right.DECIDE, partial(_answer, "yes"), _check_note, effect="decided"),
    Form(
        "decision_owner", Right.DECIDE, _NAME_OWNER, check_colleague_chosen, check_colleague_reachable, effect="decided"
    ),
    Form("decision_assign", Right.DECIDE, _ASSIGN, *_CHECKS, effect="decided"),
)
