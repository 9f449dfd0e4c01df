"""A rating is challenged: kept beside it, once, by those who may see it."""

from functools import partial

import pytest

from bot.domain.core.errors import InvalidInput, NoAccess
from bot.services.assessment.challenging import ChallengeRequest, RecordedChallenge, record_challenge
from bot.services.ports.core import UnitOfWork
from bot.storage.engine.database import Database, WorkspaceTransactions
from tests.support.builders import MONDAY, an_assessment
from tests.support.fakes import FakeRedactor
from tests.support.teams import MARTA, READER, STRANGER, a_team, an_open_interview, store

OBJECTION = ChallengeRequest(
    key="V1", assessment_id="a1", criterion="data", level=3, reason="It is clean.", by=MARTA.id, at=MONDAY
)


@pytest.fixture
async def rated(acme: WorkspaceTransactions) -> WorkspaceTransactions:
    await acme.run(_rated)
    return acme


def _rated(uow: UnitOfWork) -> None:
    store(uow, a_team(), an_open_interview())
    uow.assessments.add(an_assessment(of="freightmatch-i1"))


async def challenged(workspace: WorkspaceTransactions, objection: ChallengeRequest = OBJECTION) -> RecordedChallenge:
    return await workspace.run(partial(record_challenge, objection=objection, redactor=FakeRedactor()))


async def kept(workspace: WorkspaceTransactions) -> list[str]:
    return [item.reason for item in await workspace.run(lambda uow: uow.challenges.list_for_assessment("a1"))]


async def test_a_challenge_is_kept_with_who_when_what_and_why(rated: WorkspaceTransactions) -> None:
    done = await challenged(rated)
    (item,) = await rated.run(lambda uow: uow.challenges.list_for_assessment("a1"))
    assert item == done.challenge
    assert (item.by, item.at, item.criterion, item.level, item.reason) == (MARTA.id, MONDAY, "data", 3, "It is clean.")
    assert item.pilot_id == "freightmatch"
    assert done.first


async def test_the_rating_itself_stands(rated: WorkspaceTransactions) -> None:
    before = await rated.run(lambda uow: uow.assessments.list_for_pilot("freightmatch"))
    await challenged(rated)
    assert await rated.run(lambda uow: uow.assessments.list_for_pilot("freightmatch")) == before


async def test_the_same_submission_counts_once(rated: WorkspaceTransactions) -> None:
    first, again = await challenged(rated), await challenged(rated)
    assert (first.first, again.first) == (True, False)
    assert again.challenge == first.challenge
    assert await kept(rated) == ["It is clean."]


async def test_the_next_submission_is_added_and_the_first_stays(rated: WorkspaceTransactions) -> None:
    await challenged(rated)
    await challenged(rated, OBJECTION._replace(key="V2", reason="Still clean.", level=None))
    assert await kept(rated) == ["It is clean.", "Still clean."]


async def test_whoever_may_see_the_pilot_may_challenge(rated: WorkspaceTransactions) -> None:
    assert (await challenged(rated, OBJECTION._replace(by=READER))).challenge.by == READER


@pytest.mark.parametrize("level", [None, 0, 4])
async def test_any_level_can_be_claimed_and_that_nobody_can_know(
    rated: WorkspaceTransactions, level: int | None
) -> None:
    assert (await challenged(rated, OBJECTION._replace(level=level))).challenge.level == level


@pytest.mark.parametrize("objection", [OBJECTION._replace(by=STRANGER), OBJECTION._replace(assessment_id="a9")])
async def test_a_stranger_and_an_unknown_assessment_are_refused_alike(
    rated: WorkspaceTransactions, objection: ChallengeRequest
) -> None:
    with pytest.raises(NoAccess, match="or it is gone"):
        await challenged(rated, objection)
    assert await kept(rated) == []


async def test_an_assessment_of_another_workspace_is_not_there(
    database: Database, rated: WorkspaceTransactions
) -> None:
    other = database.in_workspace("other")
    with pytest.raises(NoAccess):
        await challenged(other)
    await other.run(lambda uow: store(uow, a_team()))
    with pytest.raises(NoAccess):
        await challenged(other)
    assert await kept(rated) == []


@pytest.mark.parametrize(
    "nonsense",
    [{"criterion": "weather"}, {"criterion": ""}, {"level": 5}, {"level": -1}, {"reason": " \n"}, {"reason": "\u200b"}],
)
async def test_what_makes_no_sense_is_refused(rated: WorkspaceTransactions, nonsense: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        await challenged(rated, ChallengeRequest(**(OBJECTION._asdict() | nonsense)))
    assert await kept(rated) == []


async def test_a_secret_in_the_reason_is_never_stored(rated: WorkspaceTransactions) -> None:
    done = await challenged(rated, OBJECTION._replace(reason="Look yourself: hunter2"))
    assert done.redacted == ("a password",)
    assert await kept(rated) == ["Look yourself: [redacted: password]"]
