"""Due: what falls due by itself, with nobody asking for it just then: digests, reminders, and what lies unanswered."""

from bot.domain.interview.nudge_rules import Nudge
from bot.domain.messaging.event import Claim
from bot.services.actions import reminders
from bot.services.conversation import nudge
from bot.services.digest import weekly_digest
from bot.services.messaging import digest_schedule
from bot.services.messaging.digest_schedule import ScheduledDigest
from bot.services.messaging.inbox_events import ReminderDue
from bot.services.ports.core import UnitOfWork
from bot.services.worker.handler import Handler, Lease, Result, bind_handler
from bot.slack.context import SlackContext
from bot.slack.interactions import leader_interactions


class ScheduledEventHandlers:
    def __init__(self, context: SlackContext) -> None:
        self._context = context

    def bind_handlers(self) -> tuple[tuple[str, Handler], ...]:
        return (
            bind_handler(ScheduledDigest, self._handle_digest_due),
            bind_handler(Nudge, self._handle_nudge_due),
            bind_handler(ReminderDue, self._handle_reminder_due),
        )

    async def schedule_leader_digests(self) -> None:
        """At every start: every leader has a digest coming."""
        now = self._context.deps.clock.now()

        def work(uow: UnitOfWork) -> None:
            digest_schedule.schedule_all_digests(uow, now)

        await self._context.deps.transactions.run(work)

    async def _handle_digest_due(self, asked: ScheduledDigest, claim: Claim, lease: Lease) -> Result:
        return await weekly_digest.send_due_digest(leader_interactions.build_digest_deps(self._context), asked)

    async def _handle_reminder_due(self, asked: ReminderDue, claim: Claim, lease: Lease) -> Result:
        return await reminders.send_due_reminder(self._context.deps, asked.to, asked.day)

    async def _handle_nudge_due(self, asked: Nudge, claim: Claim, lease: Lease) -> Result:
        return await nudge.send_due_nudge(self._context.deps, asked)
