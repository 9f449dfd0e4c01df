"""Telling a lead that the budget for the model is nearly spent, once a period."""

from bot.domain.messaging.message import BotMessage, Place, build_part
from bot.services.budget.budget_warning import BudgetNearlySpent
from bot.services.messaging.message_formatter import NoticeMessageFormatter
from bot.services.messaging.outbox import post_message
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Result


async def tell_budget(voice: NoticeMessageFormatter, near: BudgetNearlySpent) -> Result:
    told = build_part("budget", voice.format_budget_near(near.used, near.period, near.renews))
    posting = BotMessage(id=near.key, place=Place(person=near.lead), parts=(told,), session="active")

    def work(uow: UnitOfWork) -> None:
        post_message(uow, posting)

    return Result(work)
