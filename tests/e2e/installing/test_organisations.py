"""An app that is installed in a whole organisation: each workspace is served by itself, with the one token."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest
from slack_bolt.response import BoltResponse

from bot.clock import SYSTEM_CLOCK
from bot.domain.access.installation import WorkspaceInstallation
from bot.domain.framework.knowledge import Knowledge
from bot.slack.installation_events import InstallationEvents
from bot.slack.workspace_addressees import InstalledAddressees
from bot.slack.workspace_registry import WorkspaceRegistry
from bot.slack.workspace_service import WorkspaceService
from bot.storage.engine.database import Database
from bot.storage.installations.installations import SqlInstallations
from tests.e2e.installing.installed import installable
from tests.slack_stub import SlackServer
from tests.slack_stub.authorization import authorizing

ORG = {"enterprise_id": "E0ORG", "is_enterprise_install": True}
LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass
class Part:
    """What would serve a workspace."""

    installation: WorkspaceInstallation


async def _build(installed: WorkspaceInstallation) -> WorkspaceService:
    return cast(WorkspaceService, Part(installed))


class Front:
    def __init__(self, database: Database) -> None:
        self.known = SqlInstallations(database.run)
        registry = WorkspaceRegistry(self.known, _build, lambda one: one.client_id == "1.2", SYSTEM_CLOCK)
        self._find = InstalledAddressees(registry).find
        self._end = InstallationEvents(self.known, registry, timedelta(days=30))

    async def install(self, workspace: str, enterprise: str = "", at: datetime = LONG_AGO) -> None:
        told = {"workspace_id": workspace, "enterprise_id": enterprise, "client_id": "1.2", "app_id": "A1"}
        await self.known.save(WorkspaceInstallation.model_validate({**told, "bot_user_id": "U1", "installed_at": at}))

    async def serve(self, body: dict[str, Any]) -> str | None:
        """The workspace that it is for, and whose token it is served with."""
        found = await self._find(body)
        if isinstance(found, BoltResponse):
            assert found.status == 200
            return None
        return f"{found.installation.workspace_id} by {found.installation.token_owner}"

    async def tell(self, kind: str, at: datetime, **event: Any) -> bool:
        told = {"type": "event_callback", "event": {"type": kind, **event}, "event_time": int(at.timestamp())}
        return await self._end({**told, "team_id": "T1", "enterprise_id": "E0ORG", "authorizations": [ORG]})


@pytest.fixture
async def front(database_url: str) -> AsyncIterator[Front]:
    with Database(database_url) as database:
        yield Front(database)


def an_event(team: str | None, **authorization: Any) -> dict[str, Any]:
    return {"type": "event_callback", "team_id": team, "authorizations": [authorization], "event": {"type": "message"}}


async def test_each_workspace_is_served_by_itself_with_the_organisations_token(front: Front) -> None:
    await front.install("E0ORG", "E0ORG")
    assert await front.serve(an_event("T1", team_id="T9", **ORG)) == "T1 by E0ORG"
    assert await front.serve(an_event("T2", team_id=None, **ORG)) == "T2 by E0ORG"
    click = {"type": "block_actions", "team": None, "enterprise": {"id": "E0ORG"}, "is_enterprise_install": True}
    assert await front.serve({**click, "user": {"id": "U1", "team_id": "T3"}}) == "T3 by E0ORG"
    command = {"command": "/pilot", "team_id": "T4", "enterprise_id": "E0ORG", "is_enterprise_install": "true"}
    assert await front.serve(command) == "T4 by E0ORG"
    assert await front.serve(an_event("T5", team_id="T5", enterprise_id="E0ORG", is_enterprise_install=False)) is None
    assert await front.serve(an_event("T6", enterprise_id="E0ELSE", is_enterprise_install=True)) is None


async def test_a_channel_that_two_workspaces_share_is_heard_for_the_one_that_it_came_through(front: Front) -> None:
    for workspace in ("T1", "T2"):
        await front.install(workspace)
    shared = an_event("T2", team_id="T1", enterprise_id=None, is_enterprise_install=False)
    assert await front.serve({**shared, "context_team_id": "T1"}) == "T1 by T1"
    click = {"type": "block_actions", "team": {"id": "T2"}, "user": {"id": "U1", "team_id": "T1"}}
    assert await front.serve(click) == "T2 by T2"


async def test_a_workspace_that_was_taken_out_is_not_served_until_it_is_given_back(front: Front) -> None:
    await front.install("E0ORG", "E0ORG")
    for team in ("T1", "T2"):
        await front.serve(an_event(team, **ORG))
    assert await front.tell("team_access_revoked", datetime.now(UTC), team_ids=["T1"])
    assert await front.serve(an_event("T1", **ORG)) is None
    assert await front.serve(an_event("T2", **ORG)) == "T2 by E0ORG"
    assert await front.tell("team_access_granted", datetime.now(UTC), team_ids=["T1"])
    assert await front.serve(an_event("T1", **ORG)) == "T1 by E0ORG"


async def test_uninstalled_from_the_organisation_it_is_gone_from_all_of_it_until_it_is_installed_again(
    front: Front,
) -> None:
    await front.install("E0ORG", "E0ORG")
    await front.install("T8")
    for team in ("T1", "T2"):
        await front.serve(an_event(team, **ORG))
    assert await front.tell("app_uninstalled", datetime.now(UTC))
    assert {one.workspace_id for one in await front.known.list_all() if one.is_open} == {"T8"}
    assert await front.serve(an_event("T1", **ORG)) is None
    await front.install("E0ORG", "E0ORG", datetime.now(UTC) + timedelta(seconds=5))
    assert await front.serve(an_event("T1", **ORG)) == "T1 by E0ORG"


async def test_an_end_that_slack_tells_of_late_does_not_end_what_was_installed_since(front: Front) -> None:
    await front.install("T1", at=datetime.now(UTC))
    assert await front.tell("app_uninstalled", LONG_AGO)
    assert await front.serve(an_event("T1", team_id="T1")) == "T1 by T1"


async def test_revoked_tokens_of_people_end_nothing(front: Front) -> None:
    await front.install("T1")
    assert not await front.tell("tokens_revoked", datetime.now(UTC), tokens={"oauth": ["U2"]})
    assert await front.serve(an_event("T1", team_id="T1")) == "T1 by T1"


async def test_what_slack_grants_for_an_organisation_is_kept_by_its_id(
    slack: SlackServer, knowledge: Knowledge, sqlite_url: str
) -> None:
    async with (
        authorizing(slack, enterprise="E0ORG") as authorization,
        installable(authorization, knowledge, sqlite_url) as app,
    ):
        assert (await app.install(slack)).status == 200
        (kept,) = await app.installations.list_all()
        assert (kept.workspace_id, kept.token_owner, kept.team) == ("E0ORG", "E0ORG", "Org")
        assert await app.oauth.tokens.load("E0ORG") is not None
