"""Decisions: the buttons, modals and forms by which leaders settle what a digest asks, each mapped to its use case."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.domain.core.errors import InvalidInput, NoAccess
from bot.domain.core.people import Person
from bot.domain.digest.decision import Decision, DecisionChoice
from bot.services.conversation.context import ConversationContext
from bot.services.conversation.interview_actions import Click
from bot.services.digest import leader_decisions
from bot.services.digest.leader_decisions import DecisionAnswer, DecisionRef
from bot.services.ports.core import TransactionWork, UnitOfWork
from bot.slack.blocks.digest import digest_modals
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.interactions.action_interactions import describe_unreachable

Move = Callable[[UnitOfWork, ConversationContext, Click, Reference], None]


def get_decision_ref(reference: Reference) -> DecisionRef:
    """Raises NoAccess where the button names no decision."""
    if not (reference.pilot and reference.subject):
        raise NoAccess
    return DecisionRef(reference.pilot, reference.subject, reference.person or "", reference.week or "")


def _settle_decision(
    answer: DecisionChoice, uow: UnitOfWork, deps: ConversationContext, click: Click, reference: Reference
) -> None:
    leader_decisions.settle_decision(uow, deps, click, get_decision_ref(reference), DecisionAnswer(answer))


MOVES: Mapping[str, Move] = {
    "decision_yes": partial(_settle_decision, "yes"),
    "decision_not_me": partial(_settle_decision, "not_me"),
}
"""Buttons that need nothing more to be said."""

_MODALS: Mapping[str, Callable[[Decision, Reference], View]] = {
    "decision_no": digest_modals.build_gate_refusal_modal,
    "decision_cleared": digest_modals.build_unblock_modal,
    "decision_owner": digest_modals.build_owner_modal,
    "decision_assign": digest_modals.build_assign_modal,
}
FORMS = frozenset(_MODALS)
"""Callback ids, the same as the buttons'."""


def build_decision_modal(action_id: str, uow: UnitOfWork, person: str, reference: Reference) -> View:
    """The modal behind a button, for those who may settle it. Raises NoAccess and MoveRefused."""
    found = leader_decisions.get_open_decision(uow, person, get_decision_ref(reference))
    return _MODALS[action_id](found.decision, reference)


def find_decision_errors(form: FormSubmission) -> Errors:
    """What can be told from the form alone."""
    if form.callback in {"decision_no", "decision_cleared"} and not form.get_text("note"):
        return {"note": "Write a line, so that the team knows what to do with it."}
    if form.callback in {"decision_owner", "decision_assign"} and form.find_value("colleague") is None:
        return {"colleague": "Choose somebody."}
    return {}


async def prepare_decision_change(context: SlackContext, form: FormSubmission, click: Click) -> TransactionWork:
    """What a kept form changes. Raises InvalidInput where the person it names can't be asked."""
    deps, asked = context.deps, get_decision_ref(form.reference)
    if form.callback in {"decision_no", "decision_cleared"}:
        settled = DecisionAnswer("no" if form.callback == "decision_no" else "yes", form.get_text("note"))
        return lambda uow: leader_decisions.settle_decision(uow, deps, click, asked, settled)
    person = await _get_chosen_person(context, form)
    act = leader_decisions.name_owner if form.callback == "decision_owner" else leader_decisions.assign_action
    return lambda uow: act(uow, deps, click, asked, person)


async def _get_chosen_person(context: SlackContext, form: FormSubmission) -> Person:
    member = await context.directory.get_member(form.find_value("colleague") or "")
    why = describe_unreachable(member.person.first_name, bot=member.bot, away=member.guest or member.outside)
    if why:
        raise InvalidInput(f"{why} Nothing was changed.")
    return member.person
