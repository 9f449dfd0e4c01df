"""Where the app is installed, how that ends, and whose events are worked: on both kinds of database."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy import text

from bot.domain.access.installation import BotToken, WorkspaceInstallation
from bot.domain.core.errors import NoToken
from bot.domain.messaging.event import Event
from bot.storage.engine.database import Database, utc_now
from bot.storage.installations.installations import SqlInstallations
from bot.storage.installations.tokens import SqlBotTokens, reencrypt_tokens
from tests.storage.nouns import claim_one

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
OLD, NEW = Fernet(Fernet.generate_key()), Fernet(Fernet.generate_key())
TOKEN = BotToken("xoxe.xoxb-1-secret", "xoxe-1-secret", MONDAY + timedelta(hours=12))


def an_installation(workspace_id: str = "T0ACME", **fields: object) -> WorkspaceInstallation:
    return WorkspaceInstallation.model_validate({"workspace_id": workspace_id, "installed_at": MONDAY, **fields})


@pytest.fixture
def cipher() -> MultiFernet:
    return MultiFernet([OLD])


@pytest.fixture
def known(database: Database, cipher: MultiFernet) -> SqlInstallations:
    return SqlInstallations(database.run, cipher)


@pytest.fixture
def tokens(database: Database, cipher: MultiFernet) -> SqlBotTokens:
    return SqlBotTokens(database.run, cipher)


async def test_what_was_saved_is_found_with_its_token(known: SqlInstallations, tokens: SqlBotTokens) -> None:
    acme = an_installation(team="Acme", url="https://acme.slack.com/", client_id="1.2", bot_user_id="U1", bot_id="B1")
    await known.save(acme, TOKEN)
    assert await known.find("T0ACME") == acme
    assert await tokens.load("T0ACME") == TOKEN
    assert await known.find("T0OTHER") is None and await tokens.load("T0OTHER") is None


async def test_no_token_stands_in_the_database_as_it_is(known: SqlInstallations, database: Database) -> None:
    await known.save(an_installation(), TOKEN)
    rows = await database.run(lambda tx: tx.connection.execute(text("SELECT * FROM bot_tokens")).all())
    assert "secret" not in str(rows) and len(rows) == 1


async def test_saving_again_keeps_the_token_unless_there_is_another(
    known: SqlInstallations, tokens: SqlBotTokens
) -> None:
    await known.save(an_installation(), TOKEN)
    await known.save(an_installation(team="Acme Ltd"))
    assert await tokens.load("T0ACME") == TOKEN
    await known.save(an_installation(), BotToken("xoxb-2"))
    assert await tokens.load("T0ACME") == BotToken("xoxb-2")


async def test_an_end_takes_the_token_and_is_told_once(known: SqlInstallations, tokens: SqlBotTokens) -> None:
    for workspace in ("T0ACME", "T0OTHER"):
        await known.save(an_installation(workspace), TOKEN)
    friday = MONDAY + timedelta(days=4)
    assert [one.workspace_id for one in await known.end("T0ACME", friday)] == ["T0ACME"]
    assert await known.end("T0ACME", friday) == ()
    assert [(one.workspace_id, one.ended_at) for one in await known.list_all()] == [
        ("T0ACME", friday),
        ("T0OTHER", None),
    ]
    assert await tokens.load("T0ACME") is None and await tokens.load("T0OTHER") == TOKEN


async def test_an_end_that_is_older_than_the_installation_is_none_of_its(known: SqlInstallations) -> None:
    await known.save(an_installation())
    assert await known.end("T0ACME", MONDAY - timedelta(seconds=1)) == ()
    assert len(await known.end("T0ACME", MONDAY)) == 1


async def test_an_organisations_end_is_that_of_all_its_workspaces(known: SqlInstallations) -> None:
    await known.save(an_installation("E0ORG", enterprise_id="E0ORG"), TOKEN)
    await known.save(an_installation("T0ACME", enterprise_id="E0ORG"))
    await known.save(an_installation("T0OTHER"))
    ended = await known.end("E0ORG", MONDAY)
    assert {one.workspace_id for one in ended} == {"E0ORG", "T0ACME"}


async def test_workers_take_nothing_of_where_it_has_ended_and_go_on_where_it_is_installed_again(
    database: Database, known: SqlInstallations
) -> None:
    await known.save(an_installation(client_id="1.2"))
    event = Event(id="e1", lane="inbox", line="l", kind="note", body={})
    await database.in_workspace("T0ACME").run(lambda uow: uow.events.add(event))
    await known.end("T0ACME", utc_now())
    queues = (database.operator_queue, database.get_workspace_queue("T0ACME"), database.get_app_queue("1.2"))
    assert [await claim_one(queue, "w", "inbox", 5.0) for queue in queues] == [None, None, None]
    await known.save(an_installation(client_id="1.2"))
    assert await claim_one(database.get_app_queue("1.2"), "w", "inbox", 5.0) is not None


async def test_an_apps_workers_take_the_events_of_its_workspaces_alone(
    database: Database, known: SqlInstallations
) -> None:
    for workspace, client in (("T0ACME", "1.2"), ("T0OTHER", "1.2"), ("T0PLAIN", "")):
        await known.save(an_installation(workspace, client_id=client))
    for workspace in ("T0ACME", "T0OTHER", "T0PLAIN", "local"):
        event = Event(id="e1", lane="inbox", line="l", kind="note", body={})
        await database.in_workspace(workspace).run(lambda uow, event=event: uow.events.add(event))  # type: ignore[misc]
    queue = database.get_app_queue("1.2")
    claims = [await claim_one(queue, "w", "inbox", 5.0) for _ in range(3)]
    assert [one and one.workspace_id for one in claims] == ["T0ACME", "T0OTHER", None]


async def test_only_one_gets_a_token_refreshed_at_a_time(known: SqlInstallations, tokens: SqlBotTokens) -> None:
    await known.save(an_installation(), TOKEN)
    assert await tokens.lease_refresh("T0ACME", 60)
    assert not await tokens.lease_refresh("T0ACME", 60)
    fresh = BotToken("xoxb-3", "xoxe-3", MONDAY)
    await tokens.replace("T0ACME", fresh)
    assert await tokens.load("T0ACME") == fresh
    assert await tokens.lease_refresh("T0ACME", 0)
    assert await tokens.lease_refresh("T0ACME", 60)  # whoever had it is dead
    await tokens.end_lease("T0ACME")
    assert await tokens.lease_refresh("T0ACME", 60)
    assert not await tokens.lease_refresh("T0OTHER", 60)


async def test_a_token_that_was_refreshed_after_the_end_is_not_kept(
    known: SqlInstallations, tokens: SqlBotTokens
) -> None:
    await known.save(an_installation(), TOKEN)
    await known.end("T0ACME", MONDAY)
    await tokens.replace("T0ACME", TOKEN)
    assert await tokens.load("T0ACME") is None


async def test_a_new_key_comes_first_opens_what_the_old_one_closed_and_stands_alone_after_the_rotation(
    database: Database, known: SqlInstallations
) -> None:
    await known.save(an_installation(), TOKEN)
    await known.save(an_installation("T0OTHER"), BotToken("xoxb-2"))
    both, new = MultiFernet([NEW, OLD]), MultiFernet([NEW])
    with pytest.raises(NoToken, match="T0ACME"):
        await SqlBotTokens(database.run, new).load("T0ACME")
    with pytest.raises(NoToken):
        await database.run(lambda tx: reencrypt_tokens(tx, new))
    assert await SqlBotTokens(database.run, both).load("T0ACME") == TOKEN
    assert await database.run(lambda tx: reencrypt_tokens(tx, both)) == 2
    assert await SqlBotTokens(database.run, new).load("T0ACME") == TOKEN
    assert await SqlBotTokens(database.run, new).load("T0OTHER") == BotToken("xoxb-2")
