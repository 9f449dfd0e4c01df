"""What a process remembers of what it read is never older than the database, and nothing of what was forgotten."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, update

from bot.domain.interview.interview import Interview
from bot.domain.messaging.message import BotMessage, MessagePart
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database
from bot.storage.session.transaction import Transaction
from bot.storage.tables import interviews, postings, turns
from tests.storage.nouns import a_posting
from tests.support.builders import a_rich_interview


def _get(uow: UnitOfWork) -> Interview:
    return uow.interviews.get("i1")


def _find(uow: UnitOfWork) -> BotMessage | None:
    return uow.messages.find("i1:q1")


def _count_queries(database: Database) -> Callable[[], int]:
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *told: asked.append(str(told[2])))
    return lambda: sum(statement.startswith("SELECT") and "set_config" not in statement for statement in asked)


async def test_an_interview_that_nobody_changed_is_not_read_again(database: Database) -> None:
    acme = database.in_workspace("acme")
    await acme.run(lambda uow: uow.interviews.add(a_rich_interview()))
    count = _count_queries(database)
    assert await acme.run(_get) == a_rich_interview()
    assert count() == 1


async def test_what_another_process_changed_is_read(database: Database) -> None:
    acme = database.in_workspace("acme")
    await acme.run(lambda uow: uow.interviews.add(a_rich_interview()))
    await acme.run(lambda uow: uow.messages.add(a_posting(parts=(MessagePart(key="q", text="Who owns it?"),))))
    await acme.run(_get)
    await acme.run(_find)

    def write_past_it(tx: Transaction) -> None:
        tx.connection.execute(update(turns).values(text="said elsewhere"))
        tx.connection.execute(update(interviews).values(version=interviews.c.version + 1))
        tx.connection.execute(update(postings).values(parts=[{"key": "q", "text": "Who?", "blocks": []}]))

    await database.run_in("acme", write_past_it)
    assert {turn.text for turn in (await acme.run(_get)).turns} == {"said elsewhere"}
    found = await acme.run(_find)
    assert found is not None
    assert [part.text for part in found.parts] == ["Who?"]


async def test_what_was_rolled_back_is_not_remembered(database: Database) -> None:
    acme = database.in_workspace("acme")
    await acme.run(lambda uow: uow.interviews.add(a_rich_interview()))

    def save_and_fail(uow: UnitOfWork) -> None:
        uow.interviews.save(_get(uow).resume().retract_turn("t1"))
        uow.messages.add(a_posting())
        _get(uow)
        _find(uow)
        raise LookupError

    with pytest.raises(LookupError):
        await acme.run(save_and_fail)
    await acme.run(lambda uow: uow.interviews.save(_get(uow).resume().close()))
    closed = await acme.run(_get)
    assert closed.status == "closed"
    assert closed.turns == a_rich_interview().turns
    assert await acme.run(_find) is None


async def test_what_another_workspace_has_under_the_same_id_is_its_own(database: Database) -> None:
    acme, other = database.in_workspace("acme"), database.in_workspace("other")
    await acme.run(lambda uow: uow.interviews.add(a_rich_interview()))
    await acme.run(lambda uow: uow.messages.add(a_posting()))
    await other.run(lambda uow: uow.interviews.add(a_rich_interview().resume()))
    assert (await acme.run(_get)).status == a_rich_interview().status
    assert (await other.run(_get)).status == "open"
    assert await other.run(_find) is None


async def test_after_a_forgetting_everything_is_read_anew(database: Database) -> None:
    acme = database.in_workspace("acme")
    await acme.run(lambda uow: uow.interviews.add(a_rich_interview()))
    await acme.run(lambda uow: uow.withdrawals.leave_no_trace())
    count = _count_queries(database)
    await acme.run(_get)
    assert count() > 1


async def test_messages_listed_in_a_transaction_show_what_it_writes_itself(database: Database) -> None:
    acme = database.in_workspace("acme")
    part = MessagePart(key="q", text="Who owns it?")

    def work(uow: UnitOfWork) -> list[tuple[str, str]]:
        uow.interviews.add(a_rich_interview())
        uow.messages.add(a_posting(interview_id="i1", parts=(part,)))
        uow.messages.list_for_interview("i1")
        uow.messages.add(a_posting("i1:q2", interview_id="i1", parts=(part,)))
        found = _find(uow)
        assert found is not None
        uow.messages.save(found.replace_part(part.model_copy(update={"text": "Who answers for it?"})))
        return [(one.id, one.parts[0].text) for one in uow.messages.list_for_interview("i1")]

    shown = await acme.run(work)
    assert shown == [("i1:q1", "Who answers for it?"), ("i1:q2", "Who owns it?")]
    assert shown == await acme.run(lambda uow: [(m.id, m.parts[0].text) for m in uow.messages.list_for_interview("i1")])
