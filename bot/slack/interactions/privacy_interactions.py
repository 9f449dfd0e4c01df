"""What somebody may do about what is kept of them: have it forgotten."""

from bot.domain.access.right import Right
from bot.domain.messaging.message import MessageContent
from bot.services.conversation.interview_actions import Click
from bot.services.forgetting.forget_person import list_pilots_of, request_forgetting
from bot.services.worker.handler import Result
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.privacy.modals import ForgettingScope, build_forget_me_modal, build_forgetting_started_modal
from bot.slack.context import SlackContext
from bot.slack.inbound.slack_events import FormSubmission
from bot.slack.interactions.registry import Form, Interaction


async def build_forget_form(context: SlackContext, person: str, name: str) -> MessageContent | View:
    """For somebody's own words."""
    pilots, led = await context.deps.transactions.run(lambda uow: list_pilots_of(uow, person))
    return build_forget_me_modal(ForgettingScope(pilots, led))


async def _forget_me(context: SlackContext, form: FormSubmission, click: Click) -> Result:
    return Result(lambda uow: request_forgetting(uow, click))


INTERACTIONS: tuple[Interaction, ...] = (
    Form("forget_me", Right.FORGET_OWN, _forget_me, saved=build_forgetting_started_modal, in_order=False),
)
