"""Digest: what one leader was told in one week, from the decision they owe to what stands still; kept as it was."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.digest.decision import Decision, DecisionKind
from bot.domain.digest.digest_input import DigestInput, DigestPeriod
from bot.domain.digest.pending_decisions import list_owed_decisions, sort_decisions
from bot.domain.digest.pilot_week import PilotWeek, StuckItem, UpcomingItem
from bot.domain.digest.pilot_week_builder import build_pilot_week
from bot.domain.digest.settings import count_days_late
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.pilot_history import PilotHistory
from bot.domain.portfolio.portfolio import FEWEST_PILOTS, Portfolio, compute_portfolio


class Digest(Value):
    """In the order in which it is read. Moments are in the leader's time zone."""

    leader: str
    name: str = ""
    """The leader's, where a pilot knows it."""
    week: str
    """The ISO week in which it was due."""
    due: datetime
    since: datetime
    until: datetime
    """When it was written: it holds what happened after `since` and not after `until`."""
    channel: str | None = None
    """Where it went; None: to the leader's direct messages."""
    decisions: tuple[Decision, ...] = ()
    """What the leader owes: the first is asked for, the rest is counted."""
    pilots: tuple[PilotWeek, ...] = ()
    """Those in which something moved first, the most moved before the others; then by name."""
    portfolio: Portfolio | None = None
    """None for fewer than three pilots."""
    sent: bool = True
    """False: nothing changed, and the leader wants to hear of changes only."""

    @property
    def id(self) -> str:
        """Of its message, too: one a leader and week."""
        return f"digest:{self.leader}:{self.week}"

    @property
    def decision_addressee(self) -> Person | None:
        """Whom its decisions wait for, where others read it too; None: whoever reads it."""
        return Person(id=self.leader, name=self.name or self.leader) if self.channel else None

    @property
    def first_decision(self) -> Decision | None:
        return self.decisions[0] if self.decisions else None

    @property
    def remaining_decision_counts(self) -> tuple[tuple[DecisionKind, int], ...]:
        """How many of each kind wait behind the first."""
        return tuple(Counter(decision.kind for decision in self.decisions[1:]).items())

    @property
    def changed_pilots(self) -> tuple[PilotWeek, ...]:
        return tuple(week for week in self.pilots if not week.is_quiet)

    @property
    def unchanged_pilots(self) -> tuple[PilotWeek, ...]:
        return tuple(week for week in self.pilots if week.is_quiet)

    @property
    def is_quiet(self) -> bool:
        """Nothing moved and nothing is owed: a line says it."""
        return not self.changed_pilots and not self.decisions

    @property
    def days_late(self) -> int | None:
        return count_days_late(self.due, self.until)

    @property
    def longest_stuck(self) -> tuple[PilotWeek, StuckItem] | None:
        stuck = [(week, item) for week in self.pilots for item in week.stuck]
        return min(stuck, key=lambda pair: pair[1].since, default=None)

    @property
    def next_gate(self) -> tuple[PilotWeek, UpcomingItem] | None:
        gates = [(week, week.next_gate) for week in self.pilots if week.next_gate is not None]
        return min(gates, key=lambda pair: pair[1].due, default=None)


class DigestEdition(Value):
    """For whom, where and when a digest is written."""

    leader: str
    week: str
    due: datetime
    since: datetime
    until: datetime
    channel: str | None = None


class DigestEntry(NamedTuple):
    """What one pilot brings to a digest; what it was written from can be let go of."""

    week: PilotWeek
    owed: tuple[Decision, ...]
    history: PilotHistory
    leader_name: str | None
    """As the pilot knows the leader."""


def build_entry(occasion: DigestEdition, dossier: DigestInput, knowledge: Knowledge) -> DigestEntry:
    """`dossier`: of a pilot that everybody who will read it may see, as it stood at the end of the period."""
    framework, period = knowledge.framework, DigestPeriod(occasion.since, occasion.until)
    return DigestEntry(
        week=build_pilot_week(dossier, period, framework),
        owed=list_owed_decisions(occasion.leader, [dossier], occasion.until, framework.acceptance, framework.stages),
        history=dossier.pilot_history,
        leader_name=next((one.name for one in dossier.team.people if one.id == occasion.leader), None),
    )


def compose_digest(occasion: DigestEdition, entries: Sequence[DigestEntry], knowledge: Knowledge) -> Digest:
    """`entries`: one a pilot, in whatever order."""
    by_name = sorted(entries, key=lambda entry: entry.history.sort_key)
    tracks = [entry.history for entry in by_name]
    owed = [decision for entry in by_name for decision in entry.owed]
    return Digest(
        **occasion.model_dump(),
        name=next((entry.leader_name for entry in by_name if entry.leader_name is not None), ""),
        decisions=sort_decisions(owed, occasion.until.date()),
        pilots=tuple(sorted((entry.week for entry in by_name), key=_pilot_sort_key)),
        portfolio=compute_portfolio(tracks, occasion.until, knowledge) if len(tracks) >= FEWEST_PILOTS else None,
    )


def _pilot_sort_key(week: PilotWeek) -> tuple[bool, int, int]:
    stage, moved = week.change_weight
    return week.is_quiet, -stage, -moved
