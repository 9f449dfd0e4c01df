"""Versions: what was made with an earlier version of the framework stays readable with that version."""

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.versions import complete_rules, find_changes
from bot.services.ports.core import Transactions, UnitOfWork

_MOST_NAMED = 5


async def add_earlier_frameworks(transactions: Transactions, knowledge: Knowledge) -> Knowledge:
    """Keeps the framework in force, and brings along those that were in force here before.

    Raises KnowledgeInvalid where the same version was in force here with other content.
    """
    framework = knowledge.framework

    def work(uow: UnitOfWork) -> tuple[Framework, ...]:
        kept = uow.frameworks.list_all()
        for same in (known for known in kept if known.version == framework.version):
            _refuse_changes(same, framework)
        uow.frameworks.save(framework)
        return kept

    kept = await transactions.run(work)
    earlier = tuple(complete_rules(known, framework) for known in kept if known.version != framework.version)
    return knowledge.model_copy(update={"framework": framework.model_copy(update={"earlier": earlier})})


def _refuse_changes(before: Framework, now: Framework) -> None:
    changes = list(find_changes(before, now))
    if changes:
        more = f" and {len(changes) - _MOST_NAMED} more" if len(changes) > _MOST_NAMED else ""
        raise KnowledgeInvalid(
            f"framework.yaml: version: {now.version} was in force here with other content: "
            f"{', '.join(changes[:_MOST_NAMED])}{more}. Pilots were rated with that: give the changed framework a new "
            "version, and what was made before stays readable with its own."
        )
