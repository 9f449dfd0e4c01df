"""Due: what falls due by itself, with nobody asking for it just then: digests, reminders, and what lies unanswered."""

from datetime import date

from bot.domain.interview.nudge_rules import Nudge
from bot.domain.messaging.event import Claim
from bot.services.actions import reminders
from bot.services.conversation import nudge
from bot.services.digest import weekly_digest
from bot.services.messaging import digest_schedule
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Done, Handler, Hold
from bot.slack.context import Reception
from bot.slack.interactions import leader_interactions


class Due:
    def __init__(self, reception: Reception) -> None:
        self._at = reception

    def by_kind(self) -> dict[str, Handler]:
        return {digest_schedule.KIND: self._digest, nudge.KIND: self._nudge, "remind": self._remind}

    async def begin(self) -> None:
        """At every start: every leader has a digest coming."""
        now = self._at.desk.clock.now()

        def work(uow: UnitOfWork) -> None:
            digest_schedule.ensure(uow, now)

        await self._at.desk.transactions.run(work)

    async def _digest(self, claim: Claim, hold: Hold) -> Done:
        return await weekly_digest.digest(leader_interactions.desk_of(self._at), claim.event)

    async def _remind(self, claim: Claim, hold: Hold) -> Done:
        body = claim.event.body
        return await reminders.remind(self._at.desk, body["to"], date.fromisoformat(body["day"]))

    async def _nudge(self, claim: Claim, hold: Hold) -> Done:
        return await nudge.nudge(self._at.desk, Nudge.model_validate(claim.event.body))
