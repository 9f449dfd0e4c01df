"""Whether a colleague whom a form names can be written to."""

from bot.domain.core.errors import InvalidInput
from bot.domain.core.people import Person
from bot.services.conversation.context import Member
from bot.slack.context import SlackContext
from bot.slack.inbound.form_payload import Errors, require_field
from bot.slack.inbound.slack_events import FormSubmission

NOT_A_PERSON = "That is an app. Choose a person."


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
    return await context.directory.get_member(form.find_value("colleague") or "")


def describe_unreachable(member: Member) -> str:
    """Empty where they can be written to."""
    if member.bot:
        return NOT_A_PERSON
    if member.guest or member.outside:
        name = member.person.first_name
        return f"{name} is a guest here, and Slack doesn't let guests talk to apps. Choose somebody else."
    return ""
