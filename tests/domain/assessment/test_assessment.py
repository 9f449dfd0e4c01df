import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.assessment.assessment import (
    compute_pillar_readiness,
    detect_traps,
    determine_stage,
    list_weakest_pillars,
)
from bot.domain.assessment.rating import Rating
from bot.domain.framework.framework import Trap
from bot.domain.interview.evidence import Signal
from bot.knowledge import load_knowledge
from tests.conftest import FIXED_KNOWLEDGE
from tests.support.builders import an_assessment

FRAMEWORK = load_knowledge(FIXED_KNOWLEDGE).framework
GATES = [criterion.id for pillar in FRAMEWORK.gating_pillars for criterion in pillar.criteria]
STAGES = [stage.id for stage in FRAMEWORK.stages]
MAYBE = st.one_of(st.none(), st.integers(0, 4))
ANY_LEVELS = st.fixed_dictionaries(dict.fromkeys(FRAMEWORK.criterion_ids, MAYBE))


def all_at(level: int, **others: int | None) -> dict[str, int | None]:
    return dict.fromkeys(FRAMEWORK.criterion_ids, level) | others


@pytest.mark.parametrize(
    ("levels", "stage"),
    [
        (all_at(1), "lab"),
        (all_at(2), "pilot"),
        (all_at(3), "candidate"),
        (all_at(4), "production"),
        (all_at(4, owner=0, decisions=0, exceptions=0, adoption=4), "lab"),
        (all_at(3, audit=1), "pilot"),
        (all_at(3, audit=None), "pilot"),
        (all_at(4, audit=2), "candidate"),
        (all_at(3, throughput=0, profit=None, predictability=0), "candidate"),
        ({}, "lab"),
    ],
)
def test_the_stage_follows_the_rule(levels: dict[str, int | None], stage: str) -> None:
    assert determine_stage(FRAMEWORK, levels) == stage


@given(ANY_LEVELS)
def test_the_weakest_pillar_decides(levels: dict[str, int | None]) -> None:
    lowest = min(compute_pillar_readiness(pillar, levels).mean for pillar in FRAMEWORK.gating_pillars)
    floor = next(rule for rule in FRAMEWORK.stages if rule.id == determine_stage(FRAMEWORK, levels))
    assert lowest >= floor.weakest_pillar_at_least
    assert all(
        compute_pillar_readiness(pillar, levels).mean == lowest for pillar in list_weakest_pillars(FRAMEWORK, levels)
    )


@given(ANY_LEVELS, st.sampled_from(GATES))
def test_learning_more_never_lowers_the_stage(levels: dict[str, int | None], criterion: str) -> None:
    before = STAGES.index(determine_stage(FRAMEWORK, levels))
    now = levels[criterion]
    better = levels | {criterion: 4 if now is None else min(4, now + 1)}
    assert STAGES.index(determine_stage(FRAMEWORK, better)) >= before


@given(ANY_LEVELS)
def test_an_unknown_counts_as_nothing_in_the_mean_and_shows_in_the_count(levels: dict[str, int | None]) -> None:
    for pillar in FRAMEWORK.pillars:
        readiness = compute_pillar_readiness(pillar, levels)
        known = [levels[c.id] for c in pillar.criteria if levels[c.id] is not None]
        assert readiness.known == len(known)
        assert readiness.mean * readiness.of == pytest.approx(sum(level or 0 for level in known))


def test_a_pillar_that_was_not_rated_is_known_nowhere() -> None:
    nothing = an_assessment().get_pillar_readiness("charisma")
    assert (nothing.mean, nothing.known, nothing.of) == (0.0, 0, 0)


def rated(**levels: int) -> tuple[Rating, ...]:
    return tuple(
        Rating(criterion=c, level=levels.get(c), evidence_ids=(f"e-{c}",) if c in levels else ())
        for c in FRAMEWORK.criterion_ids
    )


def signal(trap: str) -> Signal:
    return Signal(trap=trap, quote="q", sentence="the whole sentence", turn_id="t1", speaker="U1")


def test_levels_show_traps_with_the_evidence_they_rest_on() -> None:
    found = {
        t.trap: t.evidence_ids for t in detect_traps(FRAMEWORK, rated(owner=1, escalation=0, data=1, volume=2), ())
    }
    assert found == {"clean_data": ("e-data",), "orphaned": ("e-owner",), "no_exception_path": ("e-escalation",)}


@pytest.mark.parametrize(
    ("trap", "criterion", "shown_at"),
    [
        ("clean_data", "data", (0, 1)),
        ("standalone_tab", "workflow_fit", (1,)),
        ("orphaned", "owner", (1,)),
        ("all_or_nothing", "proportionality", (0, 1)),
        ("no_exception_path", "exceptions", (0,)),
        ("no_exception_path", "escalation", (0,)),
        ("happy_path_demo", "volume", (0, 1)),
        ("happy_path_demo", "workflow_fit", (0,)),
    ],
)
def test_a_trap_shows_at_its_levels_and_not_one_above_or_below(
    trap: str, criterion: str, shown_at: tuple[int, ...]
) -> None:
    found = {level: detect_traps(FRAMEWORK, rated(**{criterion: level}), ()) for level in range(5)}
    shown = {level: next((one for one in traps if one.trap == trap), None) for level, traps in found.items()}
    assert tuple(level for level, one in shown.items() if one) == shown_at
    assert all(one.evidence_ids == (f"e-{criterion}",) for one in shown.values() if one)


@pytest.mark.parametrize(
    ("trap", "criterion", "counts_at"),
    [
        ("efficiency_only", "throughput", (None, 1, 2)),
        ("success_theatre", "adoption", (None, 0, 1)),
        ("success_theatre", "predictability", (None, 0, 1, 2)),
        ("success_theatre", "throughput", (None, 0, 1, 2)),
        ("happy_path_demo", "volume", (None, 0, 1)),
        ("clean_data", "data", (None, 0, 1)),
        ("orphaned", "owner", (None, 1)),
    ],
)
def test_what_was_said_shows_a_trap_until_the_level_speaks_against_it(
    trap: str, criterion: str, counts_at: tuple[int | None, ...]
) -> None:
    def shows(level: int | None) -> bool:
        levels = {} if level is None else {criterion: level}
        return trap in [found.trap for found in detect_traps(FRAMEWORK, rated(**levels), (signal(trap),))]

    assert tuple(level for level in (None, *range(5)) if shows(level)) == counts_at


def test_a_demonstration_is_quoted_beside_the_level_that_shows_it() -> None:
    (trap,) = detect_traps(FRAMEWORK, rated(volume=1), (signal("happy_path_demo"),))
    assert (trap.quote, trap.evidence_ids) == ("the whole sentence", ("e-volume",))


def test_praise_is_theatre_only_where_hardly_anybody_uses_it() -> None:
    praise = (signal("success_theatre"),)
    assert [t.trap for t in detect_traps(FRAMEWORK, rated(adoption=1), praise)] == ["success_theatre"]
    assert detect_traps(FRAMEWORK, rated(adoption=3), praise) == ()


def test_a_trap_without_a_level_is_shown_by_what_people_say() -> None:
    hype = Trap(id="hype", name="Hype", means="It is talked of more than used.")
    framework = FRAMEWORK.model_copy(update={"traps": (*FRAMEWORK.traps, hype)})
    assert [t.trap for t in detect_traps(framework, rated(owner=2), (signal("hype"),))] == ["hype"]


def test_a_remark_counts_for_nothing_where_the_levels_speak_against_it() -> None:
    remark = (signal("no_exception_path"),)
    assert [t.trap for t in detect_traps(FRAMEWORK, rated(owner=2), remark)] == ["no_exception_path"]
    assert detect_traps(FRAMEWORK, rated(escalation=3), remark) == ()


def test_minutes_saved_are_a_trap_only_without_a_target_for_capacity() -> None:
    minutes = (signal("efficiency_only"),)
    assert [t.trap for t in detect_traps(FRAMEWORK, rated(throughput=2), minutes)] == ["efficiency_only"]
    assert detect_traps(FRAMEWORK, rated(throughput=0), minutes) == (), "nobody measures anything: there is no minute"
    assert detect_traps(FRAMEWORK, rated(throughput=3), minutes) == ()


def test_a_signal_keeps_its_whole_sentence() -> None:
    [trap] = detect_traps(FRAMEWORK, rated(throughput=1), (signal("efficiency_only"),))
    assert trap.quote == "the whole sentence"
