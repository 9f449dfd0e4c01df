"""A portfolio of nine pilots over eight weeks: where each stands, what moved, what stands still, what they all lack."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.core.people import Pilot
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.portfolio.pilot_history import PilotHistory
from bot.domain.portfolio.portfolio import Portfolio, PortfolioRow, compute_portfolio, list_shared_gaps
from bot.domain.reassessment.snapshot import Snapshot
from bot.wording.formatter import PlainTextFormatter
from bot.wording.leaders.portfolio_words import render_pilot_sentence
from tests.domain.plans import all_at, some_levels
from tests.seeded.fixtures import track_of
from tests.seeded.story import NOW
from tests.seeded.telling import Told


def names(pilots: tuple[Pilot, ...]) -> list[str]:
    return [pilot.name for pilot in pilots]


def a_snapshot(levels: dict[str, int | None], weeks_ago: float = 1, stage: str = "lab") -> Snapshot:
    made_at = NOW - timedelta(weeks=weeks_ago)
    return Snapshot(assessment_id=f"a-{weeks_ago}", interview_id="i1", made_at=made_at, stage=stage, levels=levels)


def a_track(*history: Snapshot, name: str = "FreightMatch") -> PilotHistory:
    started = min((one.made_at for one in history), default=NOW) - timedelta(days=2)
    return PilotHistory(pilot=Pilot(id=name.lower(), name=name), started_at=started, history=history)


# --- the seeded nine ---------------------------------------------------------------------------------


def test_the_heatmap_has_the_most_mature_first_and_who_was_not_assessed_last(seeded_portfolio: Portfolio) -> None:
    rows = [(row.pilot.name, row.stage) for row in seeded_portfolio.rows]
    assert rows[:2] == [("KYC triage", "candidate"), ("Warranty claims", "candidate")]
    assert rows[-1] == ("Policy answers", None)
    assert len(rows) == 9


def test_the_pilots_are_counted_by_stage(seeded_portfolio: Portfolio) -> None:
    counted = [(count.stage, count.pilots) for count in seeded_portfolio.stages]
    assert counted == [("lab", 4), ("pilot", 2), ("candidate", 2), (None, 1)]


def test_a_pilot_of_which_too_much_was_not_asked_has_no_stage_and_moved_from_none(knowledge: Knowledge) -> None:
    levels: dict[str, int | None] = dict.fromkeys(knowledge.framework.criterion_ids, 1)
    early = a_snapshot(levels, weeks_ago=3).model_copy(update={"rated": False})
    found = compute_portfolio([a_track(early)], NOW, knowledge)
    assert [(row.stage, row.levels) for row in found.rows] == [(None, levels)]
    assert [(count.stage, count.pilots) for count in found.stages] == [(None, 1)]
    sentence = render_pilot_sentence(found.rows[0], knowledge.framework, PlainTextFormatter())
    assert sentence.startswith("FreightMatch can't be rated yet, since too much of it was not asked;")
    later = compute_portfolio([a_track(early, a_snapshot(levels, stage="pilot"))], NOW, knowledge)
    assert [row.stage for row in later.rows] == ["pilot"]
    assert later.moved_up == later.moved_back == ()


def test_what_moved_in_eight_weeks_is_told_by_direction(seeded_portfolio: Portfolio) -> None:
    up = [(move.pilot.name, move.before, move.now) for move in seeded_portfolio.moved_up]
    assert up == [("Freight invoice matching", "lab", "pilot"), ("Warranty claims", "pilot", "candidate")]
    (back,) = seeded_portfolio.moved_back
    assert (back.pilot.name, back.before, back.now) == ("Contract review", "pilot", "lab")


@pytest.mark.parametrize(
    ("stages", "move"),
    [
        (("lab", "pilot"), ("lab", "pilot")),
        (("lab", "pilot", "lab"), ("pilot", "lab")),
        (("lab", "lab"), None),
        (("pilot",), None),
    ],
)
def test_a_stage_that_changed_since_is_told_also_of_a_pilot_that_is_younger(
    knowledge: Knowledge, stages: tuple[str, ...], move: tuple[str, str] | None
) -> None:
    levels: dict[str, int | None] = dict.fromkeys(knowledge.framework.criterion_ids, 1)
    history = [a_snapshot(levels, weeks_ago=6 - n, stage=stage) for n, stage in enumerate(stages)]
    found = compute_portfolio([a_track(*history)], NOW, knowledge)
    moved = [(one.before, one.now) for one in (*found.moved_up, *found.moved_back)]
    assert moved == ([move] if move else [])
    assert names(found.younger) == ["FreightMatch"]


def test_a_row_names_the_owner_and_what_holds_the_pilot_back(knowledge: Knowledge) -> None:
    levels: dict[str, int | None] = dict.fromkeys(knowledge.framework.criterion_ids, 4)
    held = a_track(a_snapshot({**levels, "exceptions": 1, "owner": None})).model_copy(update={"owner": "Ruud"})
    (row,) = compute_portfolio([held], NOW, knowledge).rows
    assert (row.owner, row.blocker) == ("Ruud", "owner")
    (proven,) = compute_portfolio([a_track(a_snapshot(levels, stage="production"))], NOW, knowledge).rows
    assert proven.blocker is None


def test_what_has_not_moved_for_two_quarters_is_named_with_since_when(seeded_portfolio: Portfolio) -> None:
    """Dispatch was assessed again in September and found just as before: that is no move."""
    stalled = [(item.pilot.name, item.since) for item in seeded_portfolio.stalled]
    assert stalled == [("Meter anomalies", date(2026, 2, 17)), ("Dispatch", date(2026, 3, 31))]


def test_what_most_lack_comes_with_the_one_decision_that_would_lift_them(seeded_portfolio: Portfolio) -> None:
    gap = next(gap for gap in seeded_portfolio.shared if gap.criterion == "exceptions")
    weak = ["Discharge letters", "Contract review", "Carrier invoice check", "Dispatch", "Meter anomalies"]
    assert (names(gap.weak), gap.of) == (weak, 8)
    assert gap.lack == "have nobody in operations working the exceptions"
    assert gap.decision.startswith("a shared exception desk")


def test_what_most_have_is_no_shared_gap(seeded_portfolio: Portfolio) -> None:
    shared = {gap.criterion for gap in seeded_portfolio.shared}
    assert "systems" not in shared
    assert "owner" not in shared


def test_pilots_at_one_problem_look_alike_and_no_others_do(seeded_portfolio: Portfolio) -> None:
    (group,) = seeded_portfolio.alike
    assert names(group.pilots) == ["Carrier invoice check", "Freight invoice matching"]
    assert (group.words, group.systems) == (("carrier", "invoices"), ("SAP",))


def test_the_history_tells_the_stages_week_by_week(seeded_portfolio: Portfolio) -> None:
    weeks = {then.day: {count.stage: count.pilots for count in then.stages} for then in seeded_portfolio.weeks}
    assert len(weeks) == 9
    assert weeks[date(2026, 9, 7)] == {"lab": 3, "pilot": 2, "candidate": 1}
    assert weeks[date(2026, 10, 12)] == {"lab": 3, "pilot": 4, "candidate": 1}
    assert weeks[date(2026, 11, 2)] == {"lab": 4, "pilot": 2, "candidate": 2, None: 1}


def test_an_earlier_moment_knows_nothing_of_what_came_later(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    then = compute_portfolio([track_of(pilot) for pilot in seeded], NOW - timedelta(weeks=4), knowledge)
    assert [move.pilot.name for move in then.moved_back] == []
    assert "Policy answers" not in [row.pilot.name for row in then.rows]
    assert next(row.stage for row in then.rows if row.pilot.name == "Contract review") == "pilot"


# --- the rules ---------------------------------------------------------------------------------------


def test_what_is_in_production_may_stand_still(framework: Framework) -> None:
    old = a_snapshot(all_at(4), 40, "production")
    assert a_track(old).find_stalled_since(NOW, framework) is None
    assert a_track(old.model_copy(update={"stage": "candidate"})).find_stalled_since(NOW, framework) == old.made_at


def test_a_pilot_that_was_begun_long_ago_and_never_assessed_stands_still(framework: Framework) -> None:
    forgotten = a_track().model_copy(update={"started_at": NOW - timedelta(weeks=26)})
    assert forgotten.find_stalled_since(NOW, framework) == forgotten.started_at
    fresh = forgotten.model_copy(update={"started_at": NOW - timedelta(weeks=26) + timedelta(seconds=1)})
    assert fresh.find_stalled_since(NOW, framework) is None


def test_what_was_found_at_the_very_moment_is_known_and_what_came_after_is_not() -> None:
    history = a_track(a_snapshot(all_at(1), 9), a_snapshot(all_at(2), 2))
    found = history.history[-1].made_at
    assert history.get_last_improvement(found) == found
    assert history.get_last_improvement(found - timedelta(seconds=1)) == history.history[0].made_at


def test_what_moved_within_eight_weeks_moved_and_what_had_moved_by_then_did_not(knowledge: Knowledge) -> None:
    def moves(moved: Snapshot) -> int:
        track = a_track(a_snapshot(all_at(1), 20), moved)
        return len(compute_portfolio([track], NOW, knowledge).moved_up)

    eight_weeks_ago = a_snapshot(all_at(2), 8, "pilot")
    later = eight_weeks_ago.model_copy(update={"made_at": eight_weeks_ago.made_at + timedelta(seconds=1)})
    assert (moves(eight_weeks_ago), moves(later)) == (0, 1)


def test_to_fall_is_not_to_move_on(framework: Framework) -> None:
    fell = a_track(a_snapshot(all_at(2), 40, "pilot"), a_snapshot(all_at(2, data=1), 2, "pilot"))
    assert fell.find_stalled_since(NOW, framework) == NOW - timedelta(weeks=40)
    learnt = a_track(a_snapshot(all_at(2, data=None), 40, "pilot"), a_snapshot(all_at(2, data=0), 2, "pilot"))
    assert learnt.find_stalled_since(NOW, framework) is None


def test_a_gap_is_shared_by_more_than_half_and_what_nobody_could_say_is_told_apart(knowledge: Knowledge) -> None:
    levels = (all_at(3, data=1), all_at(3, data=0), all_at(3, data=None), all_at(3))
    rows = [
        PortfolioRow(pilot=Pilot(id=f"p{n}", name=f"P{n}"), stage="lab", levels=own) for n, own in enumerate(levels)
    ]
    (gap,) = list_shared_gaps(rows, knowledge.remedies, knowledge.framework)
    assert (gap.criterion, names(gap.weak), names(gap.unknown), gap.of) == ("data", ["P0", "P1"], ["P2"], 4)
    assert list_shared_gaps(rows[1:], knowledge.remedies, knowledge.framework)[0].weak == (rows[1].pilot,)
    assert list_shared_gaps((*rows, *rows[3:]), knowledge.remedies, knowledge.framework)[0].of == 5
    assert list_shared_gaps((*rows, *rows[3:], *rows[3:]), knowledge.remedies, knowledge.framework) == ()


def test_where_nobody_could_say_anywhere_there_is_nothing_to_decide_yet(knowledge: Knowledge) -> None:
    rows = [PortfolioRow(pilot=Pilot(id=f"p{n}", name=f"P{n}"), stage="lab", levels=all_at(None)) for n in range(3)]
    assert list_shared_gaps(rows, knowledge.remedies, knowledge.framework) == ()


def test_two_pilots_share_no_gap_yet(knowledge: Knowledge) -> None:
    rows = [PortfolioRow(pilot=Pilot(id=f"p{n}", name=f"P{n}"), stage="lab", levels=all_at(0)) for n in range(2)]
    assert list_shared_gaps(rows, knowledge.remedies, knowledge.framework) == ()


@given(st.lists(some_levels(), max_size=5))
def test_every_pilot_stands_in_the_heatmap_and_is_counted_once(
    knowledge: Knowledge, levels: list[dict[str, int | None]]
) -> None:
    tracks = [a_track(a_snapshot(own), name=f"Pilot {n}") for n, own in enumerate(levels)]
    portfolio = compute_portfolio(tracks, NOW, knowledge)
    assert sorted(row.pilot.name for row in portfolio.rows) == sorted(track.pilot.name for track in tracks)
    assert sum(count.pilots for count in portfolio.stages) == len(tracks)
    for gap in portfolio.shared:
        assert 2 * len({*gap.weak, *gap.unknown}) > gap.of == len(tracks)
