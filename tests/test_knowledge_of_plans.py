"""What plans are made of beside practices: numbers with their places, and the strand that nobody mentions."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.knowledge import load_knowledge
from tests.test_knowledge import Data, complaint_after, copy, entry

__all__ = ["copy"]


def _practice(practice_id: str, **change: object) -> Callable[[Data], object]:
    return lambda data: entry(data["practices"], practice_id).update(change)


def _number(number_id: str, **change: object) -> Callable[[Data], object]:
    return lambda data: entry(data["numbers"], number_id).update(change)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_practice("audit_rollback", numbers=[]), 'audit_rollback.numbers: "agreed" speaks of a number that is not'),
        (_practice("owner_holder", exit="It is over the target"), 'owner_holder.numbers: "target" speaks of a number'),
        (_practice("owner_holder", exit="It is in the limit"), 'owner_holder.numbers: "limit" speaks of a number'),
        (_practice("owner_holder", numbers=["luck"]), 'owner_holder.numbers: no number "luck"'),
        (_practice("owner_holder", numbers=["peak_volume"]), 'none of the phrases of "peak_volume" stands there'),
        (_practice("audit_rollback", numbers=["rollback_time", "alarm_time", "data_delay"]), 'of "data_delay" stands'),
        (_number("peak_volume", role="wizard"), 'numbers.peak_volume.role: no role "wizard"'),
        (_number("peak_volume", metric="luck"), 'numbers.peak_volume.metric: no metric "luck"'),
        (lambda d: d["numbers"].append({**d["numbers"][0], "id": "x"}), "numbers.x: no exit and no gate speaks of it"),
        (lambda d: d["numbers"].append(d["numbers"][0]), "numbers.target_volume: the id stands 2 times"),
    ],
)
def test_a_number_without_its_place_and_a_place_without_its_number_are_named(
    copy: Path, damage: Callable[[Data], object], said: str
) -> None:
    assert said in complaint_after(copy, "practices.yaml", damage)


def test_a_gate_is_held_to_the_same(copy: Path) -> None:
    def forget(data: Data) -> None:
        entry(data["phases"], "prove")["gate"]["numbers"] = []

    said = complaint_after(copy, "framework.yaml", forget)
    assert 'framework.yaml: phases.prove.gate.numbers: "agreed" speaks of a number that is not among them' in said


def test_what_somebody_agreed_to_is_no_number(copy: Path) -> None:
    practice = _practice("owner_holder", exit="The rule was agreed to by risk")
    assert "owner_holder" not in complaint_after(copy, "practices.yaml", lambda d: (practice(d), d["numbers"].pop()))


def test_a_library_from_before_numbers_were_kept_is_read_as_it_was(fixed: Path) -> None:
    assert load_knowledge(fixed).practices.numbers == ()


@pytest.fixture
def fixed() -> Path:
    return Path(__file__).parent / "fixtures" / "knowledge"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"role": "wizard"}, 'items.law_class.role: no role "wizard"'),
        ({"phase": "heaven"}, 'items.law_class.phase: no phase "heaven"'),
        ({"exit": "It is under the agreed figure"}, "items.law_class.exit: speaks of a number to agree"),
        ({"effort_days": {"low": 1, "medium": 1}}, "items.law_class.effort_days: must be more than 0"),
        ({"effort_days": {"low": 2, "medium": 1, "high": 1}}, "items.law_class.effort_days: must not fall"),
        ({"needed_from": "high"}, "items.law_class.relief: stands where a lower tier needs less, and only there"),
        ({"relief": "Not needed."}, "items.law_class.relief: stands where a lower tier needs less, and only there"),
        ({"id": "steering_rhythm"}, "items.steering_rhythm: the id stands 2 times"),
    ],
)
def test_what_is_wrong_in_the_strand_is_named(copy: Path, change: Data, said: str) -> None:
    assert said in complaint_after(copy, "strand.yaml", lambda data: entry(data["items"], "law_class").update(change))


def test_a_directory_from_before_the_strand_has_none(copy: Path) -> None:
    (copy / "strand.yaml").unlink()
    assert load_knowledge(copy).strand.items == ()


def test_what_a_stage_or_a_trap_means_claims_nothing_of_the_pilot_that_nobody_may_have_said(
    shipped_knowledge: Knowledge,
) -> None:
    framework = shipped_knowledge.framework
    told = [*(stage.means for stage in framework.stages), *(trap.means for trap in framework.traps)]
    assert [
        means
        for means in told
        if re.match(r"(?:it|its|they|their|people|the (?:AI|team|results|pilot))\b", means, re.I)
    ] == []
    assert [stage.id for stage in framework.stages if "pillar" not in stage.means] == []


def test_an_exit_that_counts_weeks_has_the_time_for_them(shipped_knowledge: Knowledge) -> None:
    library = shipped_knowledge.practices.practices
    weeks, days = (
        [practice for practice in library if re.search(words, practice.exit)]
        for words in (r"\bweeks?\b", r"\bagreed (?:number of |live )?days\b")
    )
    assert weeks and days
    assert [practice.id for practice in weeks if practice.elapsed_days < 10] == []
    assert [practice.id for practice in days if practice.elapsed_days < 5] == []
