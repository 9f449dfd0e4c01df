"""Versions: what was made with an earlier version of the framework stays readable with that version."""

from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.services.ports.core import Transactions, UnitOfWork


async def add_earlier_frameworks(transactions: Transactions, knowledge: Knowledge) -> Knowledge:
    """Keeps the framework in force, and brings along those that were in force here before."""
    framework = knowledge.framework

    def work(uow: UnitOfWork) -> tuple[Framework, ...]:
        uow.frameworks.save(framework)
        return uow.frameworks.list_all()

    kept = await transactions.run(work)
    earlier = tuple(known for known in kept if known.version != framework.version)
    return knowledge.model_copy(update={"framework": framework.model_copy(update={"earlier": earlier})})
