"""Track: one pilot as a portfolio follows it: since when, what for, and how it stood each time it was assessed."""

from datetime import datetime, timedelta

from bot.domain.core.model import Value
from bot.domain.core.people import Pilot
from bot.domain.framework.framework import Framework
from bot.domain.reassessment.snapshot import Snapshot, find_latest_snapshot, has_improved

TWO_QUARTERS = timedelta(weeks=26)


class PilotHistory(Value):
    pilot: Pilot
    purpose: str = ""
    owner: str = ""
    """Name of the leader from operations who answers for it; empty where nobody is named."""
    started_at: datetime
    history: tuple[Snapshot, ...] = ()
    """Oldest first."""

    @property
    def sort_key(self) -> tuple[str, str]:
        """By name, as people look for it."""
        return self.pilot.name.casefold(), self.pilot.id

    def find_snapshot_at(self, moment: datetime) -> Snapshot | None:
        return find_latest_snapshot(self.history, moment)

    def get_last_improvement(self, moment: datetime) -> datetime:
        """When something last became better or better known, as far as one could see at that moment."""
        last, before = self.started_at, None
        for made in self.history:
            if made.made_at > moment:
                break
            if before is None or has_improved(before.levels, made.levels):
                last = made.made_at
            before = made
        return last

    def find_stalled_since(self, moment: datetime, framework: Framework) -> datetime | None:
        """Since when nothing has risen, where that is two quarters or more. What is in production has arrived."""
        now = self.find_snapshot_at(moment)
        if now is not None and now.stage == framework.stages[-1].id:
            return None
        last = self.get_last_improvement(moment)
        return last if moment - last >= TWO_QUARTERS else None
