"""What somebody may do about what is kept: have their words forgotten, have a pilot of theirs deleted."""

from bot.domain.access.permission import require_permission
from bot.domain.access.right import Right
from bot.domain.core.errors import NotFound
from bot.domain.messaging.message import MessageContent
from bot.services.conversation.interview_actions import Click
from bot.services.forgetting.forget_person import list_pilots_of, request_forgetting
from bot.services.forgetting.forget_pilot import request_pilot_deletion
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilot_choice import select_pilot
from bot.services.queries.pilots import get_visible_team
from bot.services.worker.handler import Result
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.privacy import modals
from bot.slack.blocks.privacy.modals import ForgettingScope
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.registry.interaction import Form, Interaction, ModalButton, Press
from bot.slack.views.commands import Asker


async def build_forget_form(context: SlackContext, asker: Asker, name: str) -> MessageContent | View:
    """For somebody's own words; with a name, for that pilot."""
    if name:
        return await context.deps.transactions.run(lambda uow: _build_pilot_warning(uow, asker, name))
    pilots, led = await context.deps.transactions.run(lambda uow: list_pilots_of(uow, asker.person))
    return modals.build_forget_me_modal(ForgettingScope(pilots, led))


def _build_pilot_warning(uow: UnitOfWork, asker: Asker, name: str) -> View:
    team = select_pilot(uow, asker.person, name, asker.channel)
    require_permission(team, asker.person, Right.DELETE_PILOT)
    return modals.build_forget_pilot_modal(team.pilot, len(team.member_ids))


async def _forget_me(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    return Result(lambda uow: request_forgetting(uow, click))


async def _open_pilot_confirmation(context: SlackContext, press: Press) -> View:
    def load(uow: UnitOfWork) -> View:
        team = get_visible_team(uow, press.click.by.id, press.reference.pilot or "")
        require_permission(team, press.click.by.id, Right.DELETE_PILOT)
        return modals.build_confirm_pilot_modal(team.pilot)

    return await context.deps.transactions.run(load)


async def _check_name(context: SlackContext, form: FormSubmission) -> Errors:
    pilot = form.reference.pilot or ""
    team = await context.deps.transactions.run(lambda uow: uow.teams.find_visible(form.person, pilot))
    return {} if team is not None and _is_name(form, team.pilot.name) else {"name": "That is not its name."}


def _is_name(form: FormSubmission, name: str) -> bool:
    return " ".join(form.get_text("name").split()).casefold() == " ".join(name.split()).casefold()


async def _forget_pilot(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    pilot = form.reference.pilot or ""

    def work(uow: UnitOfWork) -> None:
        team = get_visible_team(uow, click.by.id, pilot)
        if not _is_name(form, team.pilot.name):
            raise NotFound("That is not the pilot's name, so nothing was deleted.")
        request_pilot_deletion(uow, click, pilot)

    return Result(work)


INTERACTIONS: tuple[Interaction, ...] = (
    Form("forget_me", Right.FORGET_OWN, _forget_me, saved=modals.build_forgetting_started_modal, in_order=False),
    ModalButton("forget_pilot_open", Right.DELETE_PILOT, _open_pilot_confirmation),
    Form(
        "forget_pilot",
        Right.DELETE_PILOT,
        _forget_pilot,
        ask=_check_name,
        saved=modals.build_pilot_deletion_started_modal,
        in_order=False,
    ),
)
