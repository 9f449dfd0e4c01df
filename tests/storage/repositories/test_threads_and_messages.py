"""Threads, postings and challenges: said once, found again, changed where they may be."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.core.errors import StorageFailed
from bot.domain.core.team import Thread
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.storage.nouns import IN_CHANNEL, IN_DMS, WORDS, a_challenge, a_posting
from tests.support.builders import MONDAY, an_assessment, an_interview


@pytest.fixture
async def talk(acme: WorkspaceTransactions) -> WorkspaceTransactions:
    """A workspace in which an interview was held and assessed."""
    await acme.run(_an_assessed_interview)
    return acme


@pytest.fixture
async def file_talk(file_acme: WorkspaceTransactions) -> WorkspaceTransactions:
    await file_acme.run(_an_assessed_interview)
    return file_acme


def _an_assessed_interview(uow: UnitOfWork) -> None:
    uow.interviews.add(an_interview())
    uow.assessments.add(an_assessment())


async def test_an_interview_is_found_by_any_of_its_threads(talk: WorkspaceTransactions) -> None:
    for thread in (IN_DMS, IN_CHANNEL, IN_DMS):
        await talk.run(lambda uow, thread=thread: uow.threads.add(thread))  # type: ignore[misc]
    assert await talk.run(lambda uow: uow.threads.find_at("D1", "2.000200")) == IN_DMS
    assert await talk.run(lambda uow: uow.threads.find_at("C1", "2.000200")) is None
    assert await talk.run(lambda uow: uow.threads.list_for_interview("i1")) == (IN_DMS, IN_CHANNEL)


async def test_a_thread_belongs_to_an_interview_that_exists(talk: WorkspaceTransactions) -> None:
    with pytest.raises(StorageFailed, match=r"(?i)foreign key"):
        await talk.run(lambda uow: uow.threads.add(Thread(channel="C1", ts="3.1", interview_id="i9")))


async def test_a_posting_comes_back_as_it_was_stored(talk: WorkspaceTransactions) -> None:
    assert await talk.run(lambda uow: uow.messages.add(a_posting()))
    assert await talk.run(lambda uow: uow.messages.find("i1:q1")) == a_posting()
    assert await talk.run(lambda uow: uow.messages.find("i1:q2")) is None


async def test_the_same_thing_is_said_once(talk: WorkspaceTransactions) -> None:
    assert await talk.run(lambda uow: uow.messages.add(a_posting()))
    assert not await talk.run(lambda uow: uow.messages.add(a_posting(title="Other")))
    assert await talk.run(lambda uow: uow.messages.find("i1:q1")) == a_posting()


async def test_what_belongs_to_no_interview_is_found_by_where_it_stands(talk: WorkspaceTransactions) -> None:
    apart = a_posting("reminder", interview_id=None, channel="D1", ts="5.1")
    for posting in (apart, a_posting(channel="C1", ts="5.2")):
        await talk.run(lambda uow, posting=posting: uow.messages.add(posting))  # type: ignore[misc]
    assert await talk.run(lambda uow: uow.messages.find_standalone_at("D1", "5.1")) == apart
    for channel, ts in (("C1", "5.2"), ("D1", "5.2"), ("C1", "5.1")):
        found = await talk.run(lambda uow, at=(channel, ts): uow.messages.find_standalone_at(*at))  # type: ignore[misc]
        assert found is None


async def test_a_posting_that_stands_or_says_something_new_is_saved(talk: WorkspaceTransactions) -> None:
    await talk.run(lambda uow: uow.messages.add(a_posting()))
    changed = (
        a_posting().mark_posted("C1", "1.000300").replace_part(WORDS.model_copy(update={"text": "It writes SAP."}))
    )
    await talk.run(lambda uow: uow.messages.save(changed))
    assert await talk.run(lambda uow: uow.messages.find("i1:q1")) == changed
    assert changed.revision == 1


async def test_postings_of_an_interview_come_oldest_first(talk: WorkspaceTransactions) -> None:
    postings = [a_posting("b"), a_posting("a"), a_posting("c", interview_id=None), a_posting("d", interview_id="i2")]
    for posting in postings:
        await talk.run(lambda uow, posting=posting: uow.messages.add(posting))  # type: ignore[misc]
    assert await talk.run(lambda uow: uow.messages.list_for_interview("i1")) == tuple(postings[:2])


async def test_replaced_words_of_a_posting_are_in_no_file_of_the_database(
    file_talk: WorkspaceTransactions, file: Path, file_database: Database
) -> None:
    secret = WORDS.model_copy(update={"text": "short and secret"})
    await file_talk.run(lambda uow: uow.messages.add(a_posting(parts=(secret,))))
    assert b"and secret" in _bytes_around(file)
    await file_talk.run(lambda uow: uow.messages.save(a_posting(parts=(secret,)).replace_part(WORDS)))
    await _look_for_work(file_database)
    assert b"and secret" not in _bytes_around(file)


async def test_words_of_somebody_who_has_not_agreed_are_gone_once_they_stand(
    file_talk: WorkspaceTransactions, file: Path, file_database: Database
) -> None:
    posting = a_posting(parts=(WORDS.model_copy(update={"text": "short and secret"}),), forget=True)
    await file_talk.run(lambda uow: uow.messages.add(posting))
    await file_talk.run(lambda uow: uow.messages.save(posting.mark_posted("C1", "1.2")))
    await _look_for_work(file_database)
    assert b"and secret" not in _bytes_around(file)


async def _look_for_work(database: Database) -> None:
    """As a worker does at least each second; when it finds none, traces are cleared."""
    assert await database.operator_queue.claim_events("w1", "outbox", 60.0) == ()


def _bytes_around(file: Path) -> bytes:
    return b"".join(path.read_bytes() for path in file.parent.iterdir())


async def test_challenges_come_oldest_first_and_each_is_kept_once(talk: WorkspaceTransactions) -> None:
    late, early = a_challenge("c1", at=MONDAY + timedelta(hours=1)), a_challenge("c2", level=None)
    assert await talk.run(lambda uow: uow.challenges.add(late))
    assert await talk.run(lambda uow: uow.challenges.add(early))
    assert not await talk.run(lambda uow: uow.challenges.add(late.model_copy(update={"level": 1})))
    assert await talk.run(lambda uow: uow.challenges.list_for_assessment("a1")) == (early, late)
    assert await talk.run(lambda uow: uow.challenges.list_for_assessment("a2")) == ()


async def test_talk_stays_within_its_workspace(database: Database, talk: WorkspaceTransactions) -> None:
    def everything(uow: UnitOfWork) -> tuple[object, ...]:
        found = (uow.threads.find_at("C1", "1.000100"), uow.messages.find("i1:q1"))
        return (
            *found,
            *uow.threads.list_for_interview("i1"),
            *uow.messages.list_for_interview("i1"),
            *uow.challenges.list_for_assessment("a1"),
        )

    def add(uow: UnitOfWork) -> None:
        uow.threads.add(IN_CHANNEL)
        uow.messages.add(a_posting())
        uow.challenges.add(a_challenge())

    other = database.in_workspace("other")
    await talk.run(add)
    assert await other.run(everything) == (None, None)
    await other.run(lambda uow: uow.messages.save(a_posting(title="theirs")))
    await other.run(_an_assessed_interview)
    await other.run(add)
    await other.run(lambda uow: uow.messages.save(a_posting(title="theirs")))
    assert await talk.run(lambda uow: uow.messages.find("i1:q1")) == a_posting()
