"""Portfolio: all pilots that somebody may see, side by side, at one moment."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from math import inf

from bot.domain.assessment.assessment import compute_pillar_readiness
from bot.domain.core.model import Value
from bot.domain.core.people import Pilot
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.framework.shared_remedy import SharedRemedies
from bot.domain.portfolio.pilot_history import PilotHistory
from bot.domain.portfolio.similar_pilots import PilotDescription, SimilarPilots, group_similar_pilots
from bot.domain.reassessment.snapshot import Snapshot

FEWEST_PILOTS = 3
"""What is fewer is no portfolio: there is nothing to compare."""
WEEKS = 8
"""How far back its history goes."""
_WEAK = (0, 1)


class PortfolioRow(Value):
    """A line of the heatmap. `stage` and `levels` are None where the pilot was not assessed yet, the stage also where
    too little was asked."""

    pilot: Pilot
    owner: str = ""
    stage: str | None = None
    levels: dict[str, int | None] | None = None
    blocker: str | None = None
    """The criterion that holds it back most: the lowest of the weakest pillar; None where all is proven."""


class StageCount(Value):
    stage: str | None
    """None: not rated yet."""
    pilots: int


class WeeklyStages(Value):
    """How the pilots stood at the end of a week."""

    day: date
    stages: tuple[StageCount, ...]


class StageMove(Value):
    pilot: Pilot
    before: str
    now: str


class StalledPilot(Value):
    pilot: Pilot
    since: date


class SharedGap(Value):
    """A criterion that most pilots lack, and the one decision that would lift them together."""

    criterion: str
    weak: tuple[Pilot, ...]
    """At level 0 or 1."""
    unknown: tuple[Pilot, ...]
    """Where nobody could say."""
    of: int
    """How many pilots are assessed."""
    lack: str
    decision: str


class Portfolio(Value):
    at: datetime
    since: datetime
    """What moved is told from then on."""
    rows: tuple[PortfolioRow, ...]
    """The most mature first, within a stage the strongest first."""
    stages: tuple[StageCount, ...]
    """From the least to the most mature, those that have any; what is not assessed comes last."""
    weeks: tuple[WeeklyStages, ...]
    """Oldest first; the last one is now."""
    younger: tuple[Pilot, ...] = ()
    """Those begun after `since`: of them it is known what moved since they were assessed first."""
    moved_up: tuple[StageMove, ...] = ()
    moved_back: tuple[StageMove, ...] = ()
    stalled: tuple[StalledPilot, ...] = ()
    """Nothing rose for two quarters; the longest first."""
    shared: tuple[SharedGap, ...] = ()
    """What most pilots lack comes first; of equals, what holds the stage back."""
    alike: tuple[SimilarPilots, ...] = ()


def compute_portfolio(tracks: Sequence[PilotHistory], at: datetime, knowledge: Knowledge) -> Portfolio:
    """As it stood at `at`, with dates as a calendar in its time zone shows them; pilots begun later are left out."""
    framework = knowledge.framework
    known = [track for track in tracks if track.started_at <= at]
    since = at - timedelta(weeks=WEEKS)
    rows = _build_rows(known, at, framework)
    moves = [move for track in known if (move := _find_stage_move(track, since, at)) is not None]

    def up(move: StageMove) -> bool:
        return framework.get_stage_rank(move.now) > framework.get_stage_rank(move.before)

    return Portfolio(
        at=at,
        since=since,
        rows=rows,
        stages=_count_stages(known, at, framework),
        weeks=tuple(
            _build_weekly_stages(known, at - timedelta(weeks=back), framework) for back in reversed(range(WEEKS + 1))
        ),
        younger=tuple(track.pilot for track in known if track.started_at > since),
        moved_up=tuple(move for move in moves if up(move)),
        moved_back=tuple(move for move in moves if not up(move)),
        stalled=_list_stalled_pilots(known, at, framework),
        shared=list_shared_gaps(rows, knowledge.remedies, framework),
        alike=group_similar_pilots([_build_description(track, at) for track in known]),
    )


def list_shared_gaps(
    rows: Sequence[PortfolioRow], remedies: SharedRemedies, framework: Framework
) -> tuple[SharedGap, ...]:
    """The criteria that more than half of the assessed pilots lack: at level 0 or 1, or nobody could say."""
    assessed = [row for row in rows if row.levels is not None]
    if len(assessed) < FEWEST_PILOTS:
        return ()
    found = [_build_shared_gap(criterion, assessed, remedies) for criterion in framework.criterion_ids]
    shared = [gap for gap in found if 2 * (len(gap.weak) + len(gap.unknown)) > len(assessed) and gap.weak]
    gating = {criterion.id for criterion in framework.gating_criteria}
    return tuple(sorted(shared, key=lambda gap: (-len(gap.weak), gap.criterion not in gating, -len(gap.unknown))))


def _build_shared_gap(criterion: str, assessed: Sequence[PortfolioRow], remedies: SharedRemedies) -> SharedGap:
    def at(fits: Callable[[int | None], bool]) -> tuple[Pilot, ...]:
        return tuple(row.pilot for row in assessed if fits((row.levels or {}).get(criterion)))

    remedy = remedies.get_remedy(criterion)
    return SharedGap(
        criterion=criterion,
        weak=at(lambda level: level in _WEAK),
        unknown=at(lambda level: level is None),
        of=len(assessed),
        lack=remedy.lack,
        decision=remedy.decision,
    )


def _build_rows(tracks: Sequence[PilotHistory], at: datetime, framework: Framework) -> tuple[PortfolioRow, ...]:
    def place(track: PilotHistory) -> tuple[float, float, str]:
        made = track.find_snapshot_at(at)
        if made is None:
            return inf, inf, track.pilot.name.casefold()
        return -framework.get_stage_rank(made.stage), -_sum_readiness(made, framework), track.pilot.name.casefold()

    return tuple(_build_row(track, at, framework) for track in sorted(tracks, key=place))


def _build_row(track: PilotHistory, at: datetime, framework: Framework) -> PortfolioRow:
    made = track.find_snapshot_at(at)
    plain = PortfolioRow(pilot=track.pilot, owner=track.owner)
    if made is None:
        return plain
    blocker = find_blocker(made.levels, framework)
    return plain.model_copy(update={"stage": _get_stage(made), "levels": made.levels, "blocker": blocker})


def _get_stage(made: Snapshot | None) -> str | None:
    return made.known_stage if made is not None else None


def find_blocker(levels: Mapping[str, int | None], framework: Framework) -> str | None:
    """What is unknown counts as 0; of equals, the first in the framework's order."""
    open_ones = [c for c in framework.gating_criteria if levels.get(c.id) != framework.levels[-1].level]
    if not open_ones:
        return None
    weakest = min(framework.gating_pillars, key=lambda pillar: compute_pillar_readiness(pillar, levels).mean)
    ids = {criterion.id for criterion in open_ones}
    own = [criterion for criterion in weakest.criteria if criterion.id in ids] or open_ones
    return min(own, key=lambda criterion: levels.get(criterion.id) or 0).id


def _sum_readiness(made: Snapshot, framework: Framework) -> float:
    return sum(compute_pillar_readiness(pillar, made.levels).mean for pillar in framework.gating_pillars)


def _count_stages(tracks: Sequence[PilotHistory], at: datetime, framework: Framework) -> tuple[StageCount, ...]:
    standing = [track.find_snapshot_at(at) for track in tracks]
    counted = Counter(_get_stage(made) for made in standing)
    order: list[str | None] = [*(stage.id for stage in framework.stages), None]
    return tuple(StageCount(stage=stage, pilots=counted[stage]) for stage in order if counted[stage])


def _build_weekly_stages(tracks: Sequence[PilotHistory], moment: datetime, framework: Framework) -> WeeklyStages:
    begun = [track for track in tracks if track.started_at <= moment]
    return WeeklyStages(day=moment.date(), stages=_count_stages(begun, moment, framework))


def _find_stage_move(track: PilotHistory, since: datetime, at: datetime) -> StageMove | None:
    """From the stage at the beginning to that of now; of a pilot first assessed since, from its first one. Where it
    came back to where it was, its last move."""
    before, now = track.find_snapshot_at(since), track.find_snapshot_at(at)
    within = [made for made in track.history if since < made.made_at <= at]
    stages = [stage for made in (before, *within) if (stage := _get_stage(made)) is not None]
    current = _get_stage(now)
    if current is None or len(set(stages)) < 2:
        return None
    last = next(stage for stage in reversed(stages) if stage != current)
    return StageMove(pilot=track.pilot, before=stages[0] if stages[0] != current else last, now=current)


def _list_stalled_pilots(
    tracks: Sequence[PilotHistory], at: datetime, framework: Framework
) -> tuple[StalledPilot, ...]:
    found = [(since, track) for track in tracks if (since := track.find_stalled_since(at, framework)) is not None]
    longest_first = sorted(found, key=lambda item: item[0])
    return tuple(
        StalledPilot(pilot=track.pilot, since=since.astimezone(at.tzinfo).date()) for since, track in longest_first
    )


def _build_description(track: PilotHistory, at: datetime) -> PilotDescription:
    made = track.find_snapshot_at(at)
    return PilotDescription(track.pilot, track.purpose, made.systems if made else ())
