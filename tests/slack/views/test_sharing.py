"""What is shared where, by whom."""

import pytest

from bot.domain.core.errors import NoAccess
from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.services.queries.pilots import QueryDependencies
from bot.slack.views.sharing import ShareBuilder
from bot.storage.engine.database import WorkspaceTransactions
from tests.slack.limits import problems_of
from tests.slack.pilots import ELSEWHERE, FREIGHT, KYC, READER, STRANGER, by, with_kyc
from tests.slack.plain_text import shown
from tests.slack.samples import DEE, MARIEKE, PILOT, TOMASZ


async def test_a_status_is_shared_in_the_channel_it_was_asked_in(deps: QueryDependencies, freight: Team) -> None:
    done = await ShareBuilder(deps).build_status_share(PILOT.id, by(READER, FREIGHT))
    assert done.channel == FREIGHT
    assert problems_of(done.post) == []
    assert "Shared by <@U0READER8>" in shown(done.post)
    assert "more pilot" not in shown(done.post)


async def test_an_assessment_is_shared_with_the_trend_it_had(deps: QueryDependencies, freight: Team) -> None:
    done = await ShareBuilder(deps).build_assessment_share("freightmatch-i1-a1", by(DEE.id, ELSEWHERE))
    assert done.channel == ELSEWHERE
    assert "*Integration* 1.5 → 1.75" in shown(done.post)
    first = await ShareBuilder(deps).build_assessment_share("first", by(DEE.id, FREIGHT))
    assert "→" not in shown(first.post)


async def test_from_direct_messages_it_goes_to_the_pilots_channel(deps: QueryDependencies, freight: Team) -> None:
    assert (await ShareBuilder(deps).build_status_share(PILOT.id, by(MARIEKE.id))).channel == FREIGHT


async def test_whoever_only_reads_the_channel_does_not_carry_it_elsewhere(
    deps: QueryDependencies, freight: Team
) -> None:
    for done in (
        await ShareBuilder(deps).build_status_share(PILOT.id, by(READER, ELSEWHERE)),
        await ShareBuilder(deps).build_assessment_share("freightmatch-i1-a1", by(READER, ELSEWHERE)),
    ):
        assert done.channel is None
        assert "Only its team shows it to other channels." in shown(done.post)


async def test_what_was_said_in_direct_messages_is_shared_by_its_lead_alone(
    deps: QueryDependencies, acme: WorkspaceTransactions, knowledge: Knowledge
) -> None:
    await with_kyc(acme, knowledge)
    sharing = ShareBuilder(deps)
    assert (await sharing.build_status_share(KYC.id, by(DEE.id, FREIGHT))).channel == FREIGHT
    refused = await sharing.build_status_share(KYC.id, by(TOMASZ.id, FREIGHT))
    assert refused.channel is None
    assert f"only its lead, <@{DEE.id}>" in shown(refused.post)
    nowhere = await sharing.build_status_share(KYC.id, by(DEE.id))
    assert nowhere.channel is None
    assert "has no channel of its own" in shown(nowhere.post)


async def test_a_stranger_shares_nothing(deps: QueryDependencies, freight: Team) -> None:
    for pilot_id in (PILOT.id, "gone"):
        with pytest.raises(NoAccess):
            await ShareBuilder(deps).build_status_share(pilot_id, by(STRANGER, FREIGHT))
    with pytest.raises(NoAccess):
        await ShareBuilder(deps).build_assessment_share("freightmatch-i1-a1", by(STRANGER, FREIGHT))
