"""People whom forms name: whether they can be written to; and the form that names the people of a plan."""

from bot.domain.access.right import Right
from bot.domain.core.errors import InvalidInput, MoveRefused, NoAccess
from bot.domain.core.people import Person
from bot.domain.replanning.named_people import NamedPerson, list_role_names
from bot.services.actions.name_people import PlanRef, list_nobodys_actions, load_open_roles, name_people
from bot.services.conversation.context import Member
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots.pilot_modal import build_unavailable_pilot_modal
from bot.slack.blocks.plan.people_modal import (
    MORE,
    NAME,
    PERSON,
    SHARE,
    OpenRoles,
    build_people_field,
    build_people_modal,
)
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors, attach_origin, require_field
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.registry.interaction import Choice, Form, Interaction, ModalButton, Press

NOT_A_PERSON = "That is an app. Choose a person."
_WHOLE = 100


def _get_plan_ref(reference: Reference) -> PlanRef:
    """Raises NoAccess where the button names no plan."""
    if not (reference.pilot and reference.plan):
        raise NoAccess
    return PlanRef(reference.pilot, reference.plan)


async def _open_people_form(context: SlackContext, press: Press) -> View:
    view = await _build_people_form(context, press.click.by.id, press.reference, "")
    return attach_origin(view, press.click.source, press.reference)


async def _build_people_form(context: SlackContext, person: str, reference: Reference, wanted: str) -> View:
    """With what was ticked shown too. Raises NoAccess and MoveRefused."""

    def work(uow: UnitOfWork) -> View:
        team, progress = load_open_roles(uow, person, _get_plan_ref(reference))
        actions = list_nobodys_actions(progress)
        committed, outlined = (
            list_role_names(action for action in actions if action.is_committed is dated) for dated in (True, False)
        )
        return build_people_modal(team.pilot, OpenRoles(committed, outlined), reference, wanted.split())

    return await context.deps.transactions.run(work)


async def _show_more_people(context: SlackContext, person: str, reference: Reference, wanted: str) -> View:
    try:
        return await _build_people_form(context, person, reference, wanted)
    except MoveRefused as refusal:
        return build_unavailable_pilot_modal(context.deps.formatter.format_refusal(str(refusal)))


def _list_roles(form: FormSubmission) -> tuple[str, ...]:
    prefix = build_people_field(PERSON, "")
    return tuple(field.removeprefix(prefix) for field in form.values if field.startswith(prefix))


def _check_something_named(form: FormSubmission) -> Errors:
    """A role takes a person or a name, and one of all fields is filled in."""
    roles = _list_roles(form)
    both = [
        role
        for role in roles
        if form.find_value(build_people_field(PERSON, role)) and form.get_text(build_people_field(NAME, role))
    ]
    if both:
        return {build_people_field(NAME, role): "Choose somebody or write a name, not both." for role in both}
    filled = any(form.find_value(build_people_field(kind, role)) for role in roles for kind in (PERSON, NAME, SHARE))
    return {} if filled or not roles else {build_people_field(PERSON, roles[0]): "Name somebody, or close the form."}


async def _check_reachable(context: SlackContext, form: FormSubmission) -> Errors:
    found: Errors = {}
    for role in _list_roles(form):
        field = build_people_field(PERSON, role)
        if chosen := form.find_value(field):
            why = describe_unreachable(await context.directory.refresh_member(chosen))
            found |= {field: why} if why else {}
    return found


async def _name_people(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    named = tuple([await _read_role(context, form, role) for role in _list_roles(form)])
    asked = _get_plan_ref(form.reference)
    return Result(lambda uow: name_people(uow, context.deps, click, asked, named))


async def _read_role(context: SlackContext, form: FormSubmission, role: str) -> NamedPerson:
    share = form.find_value(build_people_field(SHARE, role))
    name = " ".join(context.deps.redactor.redact(form.get_text(build_people_field(NAME, role))).text.split())
    person = Person(id=name, name=name) if name else None
    if chosen := form.find_value(build_people_field(PERSON, role)):
        person = (await context.directory.get_member(chosen)).person
    return NamedPerson(role=role, person=person, share=int(share) / _WHOLE if share else None)


INTERACTIONS: tuple[Interaction, ...] = (
    ModalButton("plan_people", Right.NAME_PEOPLE, _open_people_form),
    Choice(MORE, Right.NAME_PEOPLE, _show_more_people),
    Form("plan_people", Right.NAME_PEOPLE, _name_people, _check_something_named, _check_reachable),
)


check_colleague_chosen = require_field("colleague", "Choose somebody.")


async def check_colleague_reachable(context: SlackContext, form: FormSubmission) -> Errors:
    why = describe_unreachable(await get_chosen_member(context, form))
    return {"colleague": why} if why else {}


async def get_chosen_colleague(context: SlackContext, form: FormSubmission) -> Person:
    """Raises InvalidInput where they can't be written to."""
    member = await get_chosen_member(context, form)
    if why := describe_unreachable(member):
        raise InvalidInput(f"{why} Nothing was changed.")
    return member.person


async def get_chosen_member(context: SlackContext, form: FormSubmission) -> Member:
    return await context.directory.refresh_member(form.find_value("colleague") or "")


def describe_departed(member: Member) -> str:
    return f"{member.person.first_name} has left this workspace: nothing reaches them. Choose somebody else."


def describe_unreachable(member: Member) -> str:
    """Empty where they can be written to."""
    if member.bot:
        return NOT_A_PERSON
    if member.left:
        return describe_departed(member)
    if member.guest or member.outside:
        name = member.person.first_name
        return f"{name} is a guest here, and Slack doesn't let guests talk to apps. Choose somebody else."
    return ""
