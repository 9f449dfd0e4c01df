"""A framework that changed under its version is refused by what changed in it, five of them by name."""

import re

import pytest

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.services.assessment.framework_versions import add_earlier_frameworks
from bot.storage.engine.database import WorkspaceTransactions


@pytest.mark.parametrize(("changed", "more"), [(5, ""), (6, " and 1 more")])
async def test_what_changed_is_named_up_to_five_and_the_rest_is_counted(
    acme: WorkspaceTransactions, knowledge: Knowledge, changed: int, more: str
) -> None:
    await add_earlier_frameworks(acme, knowledge)
    framework = knowledge.framework
    told = ", ".join(f"traps.{trap.id} (gone)" for trap in framework.traps[:5])
    less = framework.model_copy(update={"traps": framework.traps[changed:]})
    with pytest.raises(KnowledgeInvalid, match=re.escape(f"other content: {told}{more}. Pilots were rated with that")):
        await add_earlier_frameworks(acme, knowledge.model_copy(update={"framework": less}))
