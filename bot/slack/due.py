"""Due: what falls due by itself, with nobody asking for it just then: digests, reminders, and what lies unanswered."""

from datetime import date

from bot.domain.event import Claim
from bot.domain.nudging import Nudge
from bot.services import digesting, nudging, reminding
from bot.services.ports import UnitOfWork
from bot.services.working import Done, Handler, Hold
from bot.slack import leading
from bot.slack.reception import Reception


class Due:
    def __init__(self, reception: Reception) -> None:
        self._at = reception

    def by_kind(self) -> dict[str, Handler]:
        return {digesting.KIND: self._digest, nudging.KIND: self._nudge, "remind": self._remind}

    async def begin(self) -> None:
        """At every start: every leader has a digest coming."""
        now = self._at.desk.clock.now()

        def work(uow: UnitOfWork) -> None:
            digesting.ensure(uow, now)

        await self._at.desk.transactions.run(work)

    async def _digest(self, claim: Claim, hold: Hold) -> Done:
        return await digesting.digest(leading.desk_of(self._at), claim.event)

    async def _remind(self, claim: Claim, hold: Hold) -> Done:
        body = claim.event.body
        return await reminding.remind(self._at.desk, body["to"], date.fromisoformat(body["day"]))

    async def _nudge(self, claim: Claim, hold: Hold) -> Done:
        return await nudging.nudge(self._at.desk, Nudge.model_validate(claim.event.body))
