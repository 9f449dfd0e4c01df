"""Decisions: the buttons, modals and forms by which leaders settle what a digest asks, each mapped to its use case."""

from collections.abc import Callable, Mapping
from functools import partial

from bot.domain.core.errors import InvalidInput, NoAccess
from bot.domain.core.people import Person
from bot.domain.digest.decision import Answer, Decision
from bot.services.conversation.context import Desk
from bot.services.conversation.interview_actions import Click
from bot.services.digest import leader_decisions
from bot.services.digest.leader_decisions import Asked, Settled
from bot.services.ports.core import UnitOfWork, Work
from bot.slack.blocks.digest import digest_modals
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.context import Reception
from bot.slack.inbound.form_payload import Errors, Form
from bot.slack.interactions.action_interactions import unreachable

Move = Callable[[UnitOfWork, Desk, Click, Reference], None]


def asked_of(reference: Reference) -> Asked:
    """Raises NoAccess where the button names no decision."""
    if not (reference.pilot and reference.subject):
        raise NoAccess
    return Asked(reference.pilot, reference.subject, reference.person or "", reference.week or "")


def _settle(answer: Answer, uow: UnitOfWork, desk: Desk, click: Click, reference: Reference) -> None:
    leader_decisions.settle(uow, desk, click, asked_of(reference), Settled(answer))


MOVES: Mapping[str, Move] = {
    "decision_yes": partial(_settle, "yes"),
    "decision_not_me": partial(_settle, "not_me"),
}
"""Buttons that need nothing more to be said."""

_MODALS: Mapping[str, Callable[[Decision, Reference], View]] = {
    "decision_no": digest_modals.not_yet,
    "decision_cleared": digest_modals.cleared,
    "decision_owner": digest_modals.owner,
    "decision_assign": digest_modals.assign,
}
FORMS = frozenset(_MODALS)
"""Callback ids, the same as the buttons'."""


def modal_of(action_id: str, uow: UnitOfWork, person: str, reference: Reference) -> View:
    """The modal behind a button, for those who may settle it. Raises NoAccess and MoveRefused."""
    found = leader_decisions.open_decision(uow, person, asked_of(reference))
    return _MODALS[action_id](found.decision, reference)


def missing_in(form: Form) -> Errors:
    """What can be told from the form alone."""
    if form.callback in {"decision_no", "decision_cleared"} and not form.text("note"):
        return {"note": "Write a line, so that the team knows what to do with it."}
    if form.callback in {"decision_owner", "decision_assign"} and form.one("colleague") is None:
        return {"colleague": "Choose somebody."}
    return {}


async def submitted(at: Reception, form: Form, click: Click) -> Work:
    """What a kept form changes. Raises InvalidInput where the person it names can't be asked."""
    desk, asked = at.desk, asked_of(form.reference)
    if form.callback in {"decision_no", "decision_cleared"}:
        settled = Settled("no" if form.callback == "decision_no" else "yes", form.text("note"))
        return lambda uow: leader_decisions.settle(uow, desk, click, asked, settled)
    person = await _named(at, form)
    act = leader_decisions.name_owner if form.callback == "decision_owner" else leader_decisions.assign
    return lambda uow: act(uow, desk, click, asked, person)


async def _named(at: Reception, form: Form) -> Person:
    member = await at.directory.person(form.one("colleague") or "")
    why = unreachable(member.person.first_name, bot=member.bot, away=member.guest or member.outside)
    if why:
        raise InvalidInput(f"{why} Nothing was changed.")
    return member.person
