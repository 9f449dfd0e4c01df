"""What people read is read from a real SQLite file, in which a pilot was assessed, planned and challenged."""

from functools import partial

import pytest

from bot.domain.knowledge import Knowledge
from bot.domain.team import Team
from bot.services.viewing import Viewing
from bot.storage.database import WorkspaceTransactions
from tests.slack.pilots import LINKS, store_freight
from tests.slack.samples import TEAM
from tests.storage.conftest import acme, database, file

__all__ = ["acme", "database", "file"]


@pytest.fixture
def desk(acme: WorkspaceTransactions, knowledge: Knowledge) -> Viewing:
    return Viewing(acme, knowledge, LINKS)


@pytest.fixture
async def freight(acme: WorkspaceTransactions, knowledge: Knowledge) -> Team:
    await acme.run(partial(store_freight, knowledge=knowledge))
    return TEAM
