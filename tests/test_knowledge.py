"""knowledge/ loads whole, and whatever is broken in it is named with file and key."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.domain.asking.questioning import is_fit_to_ask
from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.knowledge import load_knowledge

REAL = Path(__file__).parent.parent / "knowledge"
Data = dict[str, Any]

CRITERIA = (
    *("systems", "data", "workflow_fit", "volume"),
    *("owner", "decisions", "exceptions", "adoption"),
    *("boundary", "escalation", "proportionality", "audit"),
    *("throughput", "profit", "predictability"),
)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(REAL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REAL, tmp_path / "knowledge"))


def entry(items: list[Data], item_id: str) -> Data:
    return next(item for item in items if item["id"] == item_id)


def complaint(directory: Path) -> str:
    with pytest.raises(KnowledgeInvalid) as refusal:
        load_knowledge(directory)
    return str(refusal.value)


def complaint_after(directory: Path, file: str, damage: Callable[[Data], object]) -> str:
    path = directory / file
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    damage(data)
    path.write_text(yaml.dump(data, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    return complaint(directory)


def complaint_replacing(directory: Path, file: str, old: str, new: str) -> str:
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return complaint(directory)


class TestWhatShips:
    def test_holds_the_criteria_in_the_framework_s_order(self, knowledge: Knowledge) -> None:
        assert knowledge.framework.criterion_ids == CRITERIA
        assert tuple(guide.criterion for guide in knowledge.guide.criteria) == CRITERIA

    def test_gates_the_stage_by_the_three_pillars_and_not_by_the_value_case(self, knowledge: Knowledge) -> None:
        gating = [pillar.id for pillar in knowledge.framework.gating_pillars]
        assert gating == ["integration", "ownership", "governance"]

    def test_has_the_four_stages_with_the_framework_s_thresholds(self, knowledge: Knowledge) -> None:
        stages = knowledge.framework.stages
        assert [(s.id, s.weakest_pillar_at_least, s.every_gate_criterion_at_least) for s in stages] == [
            ("lab", 0.0, None),
            ("pilot", 1.5, None),
            ("candidate", 2.5, 2),
            ("production", 3.5, 3),
        ]

    def test_has_all_eight_traps(self, knowledge: Knowledge) -> None:
        assert [trap.id for trap in knowledge.framework.traps] == [
            *("clean_data", "standalone_tab", "orphaned", "efficiency_only"),
            *("all_or_nothing", "no_exception_path", "happy_path_demo", "success_theatre"),
        ]

    def test_plans_five_phases_each_ending_with_three_to_eight_things_to_check(self, knowledge: Knowledge) -> None:
        phases = knowledge.framework.phases
        assert [(phase.id, phase.weeks) for phase in phases] == [
            *(("align", (1, 2)), ("wire", (2, 6)), ("govern", (3, 7)), ("prove", (6, 10)), ("hand_over", (9, 12)))
        ]
        assert all(3 <= len(phase.gate.criteria) <= 8 for phase in phases)

    def test_looks_at_every_criterion_of_the_stage_at_some_gate(self, knowledge: Knowledge) -> None:
        gates = [phase.gate for phase in knowledge.framework.phases]
        looked_at = {known for gate in gates for criterion in gate.criteria for known in criterion.criteria}
        assert looked_at >= {criterion.id for criterion in knowledge.framework.gating_criteria}
        assert all(gate.stop_when and gate.approvers for gate in gates)

    def test_asks_about_every_criterion_once_in_topics_of_one_or_two(self, knowledge: Knowledge) -> None:
        topics = knowledge.guide.topics
        assert sorted(c for topic in topics for c in topic.criteria) == sorted(CRITERIA)
        assert all(len(topic.criteria) in (1, 2) for topic in topics)

    def test_asks_topics_in_one_question_of_at_most_45_words(self, knowledge: Knowledge) -> None:
        for topic in knowledge.guide.topics:
            assert topic.question.count("?") == 1, topic.id
            assert len(topic.question.split()) <= 45, topic.id

    def test_asks_a_criterion_alone_in_one_question_of_at_most_35_words(self, knowledge: Knowledge) -> None:
        for guide in knowledge.guide.criteria:
            assert guide.question.count("?") == 1, guide.criterion
            assert len(guide.question.split()) <= 35, guide.criterion

    def test_has_one_or_two_probes_a_criterion_each_fit_to_ask(self, knowledge: Knowledge) -> None:
        for guide in knowledge.guide.criteria:
            assert len(guide.probes) in (1, 2), guide.criterion
            assert all(is_fit_to_ask(probe) for probe in guide.probes), guide.criterion

    def test_asks_no_probe_that_leans_on_an_answer_nobody_gave(self, knowledge: Knowledge) -> None:
        # The first probe is also asked of people whose answer held nothing on that criterion.
        for guide in knowledge.guide.criteria:
            assert not re.search(
                r"\b(?:that|those) (?:person|rule|figure|number|limit)s?\b|\bfor that\b", guide.probes[0]
            )

    def test_asks_in_words_that_nobody_has_to_look_up(self, knowledge: Knowledge) -> None:
        guide = knowledge.guide
        asked = [topic.question for topic in guide.topics]
        asked += [text for each in guide.criteria for text in (each.question, *each.probes)]
        jargon = r"judg?ement boundary|judgment boundary|proportional|\bSLA\b|\bP&L\b|service level|escalat|governance"
        assert not re.search(jargon, " ".join(asked), re.IGNORECASE)

    def test_asks_nothing_that_yes_or_no_would_answer(self, knowledge: Knowledge) -> None:
        guide = knowledge.guide
        asked = [topic.question for topic in guide.topics]
        asked += [text for each in guide.criteria for text in (each.question, *each.probes)]
        openers = re.compile(r"\b(?:who|whose|what|which|where|when|how|at what|by name|on which)\b", re.IGNORECASE)
        for question in asked:
            last_sentence = re.split(r"(?<=[.!])\s+", question)[-1]
            assert openers.search(last_sentence), question
            assert not re.search(r"\bdo you have\b|\bisn't\b|\bdon't you\b", question, re.IGNORECASE), question

    def test_cites_for_each_criterion_the_passage_that_explains_it(self, knowledge: Knowledge) -> None:
        for guide in knowledge.guide.criteria:
            pillar = knowledge.framework.get_pillar_of_criterion(guide.criterion)
            assert guide.passage == f"{pillar.id}.{guide.criterion}"

    def test_explains_itself_in_at_least_thirty_short_passages(self, knowledge: Knowledge) -> None:
        assert len(knowledge.passages) >= 30
        for passage in knowledge.passages:
            assert 40 <= len(passage.text.split()) <= 90, passage.id

    def test_attributes_each_passage_to_the_article_or_to_our_own_notes(self, knowledge: Knowledge) -> None:
        title = knowledge.framework.source.title
        sources = {f"{title}, 20 March 2026", "Flightplan framework notes, 2026"}
        for passage in knowledge.passages:
            assert set(passage.source.split("; ")) <= sources, passage.id

    def test_speaks_without_exclamation_marks(self) -> None:
        for file in ("framework.yaml", "guide.yaml", "passages.md"):
            text = (REAL / file).read_text(encoding="utf-8").replace("<!--", "")
            assert "!" not in text, file


class TestAFileAsAnEditorLeavesIt:
    @pytest.mark.parametrize("before", ["\ufeff", ""])
    def test_is_read_with_a_mark_at_its_head_and_blanks_in_its_empty_lines(self, copy: Path, before: str) -> None:
        for file in ("framework.yaml", "guide.yaml", "practices.yaml", "passages.md"):
            text = (copy / file).read_text(encoding="utf-8")
            told = text.replace("\n\n", "\n \t\n") if file == "passages.md" else text
            (copy / file).write_text(before + told, encoding="utf-8")
        assert load_knowledge(copy) == load_knowledge(REAL)


class TestAFileThatCannotBeRead:
    @pytest.mark.parametrize("file", ["framework.yaml", "guide.yaml", "practices.yaml", "passages.md"])
    def test_is_named_when_it_is_missing(self, copy: Path, file: str) -> None:
        (copy / file).unlink()
        assert f"knowledge/{file}: cannot be read" in complaint(copy)

    def test_is_named_when_it_is_not_text(self, copy: Path) -> None:
        (copy / "passages.md").write_bytes(b"\xff\xfe\x00")
        assert "knowledge/passages.md: cannot be read" in complaint(copy)

    def test_is_named_with_the_line_when_it_is_not_yaml(self, copy: Path) -> None:
        (copy / "guide.yaml").write_text("opening: {text: a\ntopics: [", encoding="utf-8")
        assert "knowledge/guide.yaml: line 2: " in complaint(copy)

    def test_is_named_when_a_date_in_it_is_in_no_calendar(self, copy: Path) -> None:
        said = complaint_replacing(copy, "framework.yaml", "2026-03-20", "2026-02-31")
        assert "knowledge/framework.yaml: is not YAML: day is out of range" in said

    def test_is_named_when_it_is_empty(self, copy: Path) -> None:
        (copy / "framework.yaml").write_text("", encoding="utf-8")
        assert "knowledge/framework.yaml: is not a mapping" in complaint(copy)

    def test_is_named_when_a_key_stands_twice(self, copy: Path) -> None:
        said = complaint_replacing(copy, "guide.yaml", "  data:\n    question:", "  systems:\n    question:")
        assert re.search(r'knowledge/guide\.yaml: line \d+: the key "systems" stands twice', said)

    def test_does_not_hide_what_is_wrong_in_the_others(self, copy: Path) -> None:
        (copy / "framework.yaml").write_text("", encoding="utf-8")
        (copy / "passages.md").unlink()
        said = complaint(copy)
        assert "knowledge/framework.yaml: " in said
        assert "knowledge/passages.md: " in said


class TestADamagedFramework:
    def test_names_the_criterion_whose_ladder_lacks_a_step(self, copy: Path) -> None:
        said = complaint_after(
            copy, "framework.yaml", lambda d: entry(d["pillars"][0]["criteria"], "data")["ladder"].pop()
        )
        assert "knowledge/framework.yaml: pillars.integration.criteria.data.ladder: " in said

    def test_names_a_step_left_empty(self, copy: Path) -> None:
        def damage(data: Data) -> None:
            data["pillars"][2]["criteria"][3]["ladder"][1] = " "

        said = complaint_after(copy, "framework.yaml", damage)
        assert "knowledge/framework.yaml: pillars.governance.criteria.audit.ladder.1: is empty" in said

    def test_names_a_field_that_is_missing_or_misspelt(self, copy: Path) -> None:
        said = complaint_after(copy, "framework.yaml", lambda d: d["traps"][0].update(meanz=d["traps"][0].pop("means")))
        assert "knowledge/framework.yaml: traps.clean_data.means: Field required" in said
        assert "knowledge/framework.yaml: traps.clean_data.meanz: " in said

    def test_names_an_id_that_stands_twice(self, copy: Path) -> None:
        said = complaint_after(copy, "framework.yaml", lambda d: d["traps"].append(d["traps"][0]))
        assert "knowledge/framework.yaml: traps.clean_data: the id stands 2 times" in said

    def test_names_a_criterion_that_two_pillars_claim(self, copy: Path) -> None:
        def damage(data: Data) -> None:
            data["pillars"][1]["criteria"].append(data["pillars"][0]["criteria"][0])

        said = complaint_after(copy, "framework.yaml", damage)
        assert "knowledge/framework.yaml: pillars.criteria.systems: the id stands 2 times" in said

    def test_names_levels_out_of_order(self, copy: Path) -> None:
        said = complaint_after(copy, "framework.yaml", lambda d: d["levels"].reverse())
        assert "knowledge/framework.yaml: levels: must be 0, 1, 2, 3 and 4" in said

    def test_names_a_pillar_without_criteria(self, copy: Path) -> None:
        said = complaint_after(copy, "framework.yaml", lambda d: d["pillars"][3]["criteria"].clear())
        assert "knowledge/framework.yaml: pillars.value.criteria: has no criterion" in said

    def test_refuses_a_framework_in_which_no_pillar_gates(self, copy: Path) -> None:
        said = complaint_after(
            copy, "framework.yaml", lambda d: [pillar.update(gates_stage=False) for pillar in d["pillars"]]
        )
        assert "knowledge/framework.yaml: pillars: none of them gates the stage" in said

    def test_names_a_stage_that_asks_less_than_the_one_before(self, copy: Path) -> None:
        said = complaint_after(
            copy, "framework.yaml", lambda d: entry(d["stages"], "candidate").update(weakest_pillar_at_least=1.0)
        )
        assert 'knowledge/framework.yaml: stages.candidate: asks less than "pilot"' in said

    def test_refuses_a_first_stage_that_some_pilots_would_miss(self, copy: Path) -> None:
        said = complaint_after(copy, "framework.yaml", lambda d: d["stages"].pop(0))
        assert "knowledge/framework.yaml: stages: the first must hold for every pilot" in said

    @pytest.mark.parametrize("field", ["shown_at", "remark_counts_at"])
    def test_names_a_trap_whose_rule_speaks_of_no_criterion_or_no_level(self, copy: Path, field: str) -> None:
        def damage(data: Data) -> None:
            entry(data["traps"], "orphaned")[field] = [{"criterion": "luck", "levels": []}]

        said = complaint_after(copy, "framework.yaml", damage)
        assert f'knowledge/framework.yaml: traps.orphaned.{field}: no criterion "luck"' in said
        assert f"knowledge/framework.yaml: traps.orphaned.{field}: names no level" in said

    def test_names_a_kind_of_rule_that_there_is_not_and_a_level_beyond_the_ladder(self, copy: Path) -> None:
        def damage(data: Data) -> None:
            entry(data["traps"], "orphaned")["shown_when"] = [{"criterion": "owner", "levels": [1]}]
            entry(data["traps"], "clean_data")["shown_at"][0]["levels"] = [5]

        said = complaint_after(copy, "framework.yaml", damage)
        assert "knowledge/framework.yaml: traps.orphaned.shown_when: Extra inputs are not permitted" in said
        assert "knowledge/framework.yaml: traps.clean_data.shown_at.data.levels.0: " in said

    def test_names_a_stage_that_aims_nowhere_or_back(self, copy: Path) -> None:
        def damage(data: Data) -> None:
            entry(data["stages"], "pilot").pop("target_stage")
            entry(data["stages"], "candidate")["target_stage"] = "lab"

        said = complaint_after(copy, "framework.yaml", damage)
        assert 'knowledge/framework.yaml: stages.pilot.target_stage: no stage ""' in said
        assert "knowledge/framework.yaml: stages.candidate.target_stage: stands before it" in said

    def test_names_an_acceptance_that_rests_on_nothing(self, copy: Path) -> None:
        rule = {"criterion": "luck", "level": 3, "practice": "a_handshake"}
        said = complaint_after(copy, "framework.yaml", lambda d: d.update(acceptance=rule))
        assert 'knowledge/framework.yaml: acceptance.criterion: no criterion "luck"' in said
        assert 'knowledge/framework.yaml: acceptance.practice: no practice "a_handshake"' in said

    def test_names_a_phase_that_ends_before_it_starts(self, copy: Path) -> None:
        said = complaint_after(copy, "framework.yaml", lambda d: d["phases"][1].update(weeks=[6, 2]))
        assert "knowledge/framework.yaml: phases.wire.weeks: " in said

    def test_names_a_gate_with_nothing_to_check(self, copy: Path) -> None:
        said = complaint_after(copy, "framework.yaml", lambda d: d["phases"][0]["gate"]["criteria"].clear())
        assert "knowledge/framework.yaml: phases.align.gate.criteria: has no criterion" in said


class TestADamagedGuide:
    def test_names_the_passage_that_is_not_there(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["criteria"]["systems"].update(passage="x.y"))
        assert 'knowledge/guide.yaml: criteria.systems.passage: no passage "x.y"' in said

    def test_names_a_criterion_that_is_missing(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["criteria"].pop("audit"))
        assert "knowledge/guide.yaml: criteria.audit: is missing" in said

    def test_names_a_criterion_that_the_framework_does_not_have(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["criteria"].update(luck=d["criteria"]["audit"]))
        assert "knowledge/guide.yaml: criteria.luck: no such criterion" in said

    def test_names_a_field_that_a_criterion_lacks(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["criteria"]["owner"].pop("why"))
        assert "knowledge/guide.yaml: criteria.owner.why: Field required" in said

    def test_names_a_criterion_without_probes(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["criteria"]["owner"].update(probes=[]))
        assert "knowledge/guide.yaml: criteria.owner.probes: has no probe" in said

    def test_names_a_topic_about_an_unknown_criterion(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["topics"][0]["criteria"].append("luck"))
        assert 'knowledge/guide.yaml: topics.one_case.criteria: no criterion "luck"' in said

    def test_names_a_criterion_that_two_topics_ask(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["topics"][1]["criteria"].append("data"))
        assert 'knowledge/guide.yaml: topics.working_day.criteria: "data" is asked by topics.one_case already' in said

    def test_names_a_criterion_that_no_topic_asks(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["topics"][0]["criteria"].remove("data"))
        assert 'knowledge/guide.yaml: topics: none asks about "data"' in said

    def test_names_a_topic_that_stands_twice(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["topics"].append(d["topics"][0]))
        assert "knowledge/guide.yaml: topics.one_case: the id stands 2 times" in said

    def test_names_a_topic_about_nothing(self, copy: Path) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["topics"][0].update(criteria=[]))
        assert "knowledge/guide.yaml: topics.one_case.criteria: brings out no criterion" in said

    @pytest.mark.parametrize(
        "question", ["Who? And when?", "Tell me about it.", "You own it, right?", "a " * 45 + "a?"]
    )
    def test_names_a_question_that_is_not_fit_to_ask(self, copy: Path, question: str) -> None:
        said = complaint_after(copy, "guide.yaml", lambda d: d["criteria"]["volume"]["probes"].append(question))
        assert "knowledge/guide.yaml: criteria.volume.probes.2: is not one short, open question" in said


class TestDamagedPassages:
    def test_name_the_subject_nobody_explains(self, copy: Path) -> None:
        said = complaint_replacing(copy, "passages.md", "## trap.orphaned", "## trap.lonely")
        assert "knowledge/passages.md: trap.orphaned: is missing" in said
        assert "knowledge/passages.md: trap.lonely: explains nothing that the framework has" in said

    def test_name_an_id_that_stands_twice(self, copy: Path) -> None:
        said = complaint_replacing(copy, "passages.md", "## levels.unknown", "## levels.scale")
        assert "knowledge/passages.md: levels.scale: the id stands 2 times" in said

    def test_name_a_passage_without_a_source(self, copy: Path) -> None:
        said = complaint_replacing(copy, "passages.md", "Source: ", "Sauce: ")
        assert "knowledge/passages.md: overview.proof_of_production.source: Field required" in said
        assert "knowledge/passages.md: overview.proof_of_production.sauce: " in said

    def test_name_a_passage_without_text(self, copy: Path) -> None:
        path = copy / "passages.md"
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.rindex("\n\n")] + "\n\n", encoding="utf-8")
        last = re.findall(r"^## (\S+)", text, re.MULTILINE)[-1]
        assert f"knowledge/passages.md: {last}.text: is empty" in complaint(copy)


class TestDamagedPractices:
    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("criterion", "luck", 'no criterion "luck"'),
            ("role", "wizard", 'no role "wizard"'),
            ("phase", "someday", 'no phase "someday"'),
            ("requires", ["nothing"], 'no practice "nothing"'),
            ("absorbed_by", "nothing", 'no practice "nothing"'),
            ("effort_days", 0, "must be more than 0"),
            ("to_level", 3, "must be one above from_level"),
        ],
    )
    def test_name_practice_and_field(self, copy: Path, field: str, value: object, said: str) -> None:
        complained = complaint_after(
            copy, "practices.yaml", lambda d: entry(d["practices"], "systems_map").update({field: value})
        )
        assert f"knowledge/practices.yaml: practices.systems_map.{field}: {said}" in complained

    def test_name_what_a_gate_refers_to(self, copy: Path) -> None:
        def damage(data: Data) -> None:
            data["phases"][0]["gate"]["criteria"][0] = {"text": "It holds.", "criteria": ["luck"]}
            data["phases"][1]["gate"]["approvers"] = ["wizard"]

        said = complaint_after(copy, "framework.yaml", damage)
        assert 'knowledge/framework.yaml: phases.align.gate.criteria: no criterion "luck"' in said
        assert 'knowledge/framework.yaml: phases.wire.gate.approvers: no role "wizard"' in said

    @pytest.mark.parametrize(
        ("field", "value", "said"), [("role", "wizard", 'no role "wizard"'), ("phase", "luck", 'no phase "luck"')]
    )
    def test_name_what_the_question_to_the_owner_refers_to(
        self, copy: Path, field: str, value: object, said: str
    ) -> None:
        complained = complaint_after(copy, "practices.yaml", lambda d: d["owner_question"].update({field: value}))
        assert f"knowledge/practices.yaml: practices.owner_question.{field}: {said}" in complained

    def test_name_an_unknown_pillar(self, copy: Path) -> None:
        said = complaint_after(
            copy, "practices.yaml", lambda d: entry(d["practices"], "value_disagreement").update(pillar="luck")
        )
        assert 'knowledge/practices.yaml: practices.value_disagreement.pillar: no pillar "luck"' in said

    def test_name_an_id_that_stands_twice(self, copy: Path) -> None:
        def damage(data: Data) -> None:
            data["practices"].append(data["practices"][0])
            data["roles"].append(data["roles"][0])

        said = complaint_after(copy, "practices.yaml", damage)
        assert "knowledge/practices.yaml: practices.systems_map: the id stands 2 times" in said
        assert "knowledge/practices.yaml: roles.operational_owner: the id stands 2 times" in said

    def test_name_a_step_that_no_practice_closes(self, copy: Path) -> None:
        said = complaint_after(
            copy, "practices.yaml", lambda d: d["practices"].remove(entry(d["practices"], "systems_go_live"))
        )
        assert 'knowledge/practices.yaml: practices: none closes the step 3 to 4 of "systems"' in said

    def test_name_an_unknown_that_no_practice_settles(self, copy: Path) -> None:
        said = complaint_after(
            copy, "practices.yaml", lambda d: d["practices"].remove(entry(d["practices"], "audit_unknown"))
        )
        assert 'knowledge/practices.yaml: practices: none finds out what is unknown of "audit"' in said

    def test_name_a_disagreement_that_no_practice_settles(self, copy: Path) -> None:
        said = complaint_after(
            copy, "practices.yaml", lambda d: d["practices"].remove(entry(d["practices"], "value_disagreement"))
        )
        assert 'knowledge/practices.yaml: practices: none settles a disagreement of "profit"' in said

    def test_name_a_practice_that_neither_closes_a_step_nor_settles_anything(self, copy: Path) -> None:
        said = complaint_after(
            copy, "practices.yaml", lambda d: entry(d["practices"], "systems_map").update(from_level=None)
        )
        assert "knowledge/practices.yaml: practices.systems_map: needs criterion, from_level and to_level" in said

    def test_name_a_settling_practice_that_also_claims_a_step(self, copy: Path) -> None:
        said = complaint_after(
            copy, "practices.yaml", lambda d: entry(d["practices"], "audit_unknown").update(from_level=0)
        )
        assert "knowledge/practices.yaml: practices.audit_unknown: settles unknown, so it has no from_level" in said

    def test_name_the_whole_circle_of_practices_that_wait_for_each_other(self, copy: Path) -> None:
        said = complaint_after(
            copy,
            "practices.yaml",
            lambda d: entry(d["practices"], "systems_map").update(requires=["systems_live_read"]),
        )
        circles = (
            "systems_map.requires: goes in a circle: systems_map → systems_live_read → systems_map",
            "systems_live_read.requires: goes in a circle: systems_live_read → systems_map → systems_live_read",
        )
        assert any(f"knowledge/practices.yaml: practices.{circle}" in said for circle in circles)

    def test_name_a_circle_that_only_absorbing_closes(self, copy: Path) -> None:
        def damage(data: Data) -> None:
            entry(data["practices"], "systems_access")["requires"] = ["systems_live_read"]
            entry(data["practices"], "systems_live_read")["requires"] = ["systems_map"]

        said = complaint_after(copy, "practices.yaml", damage)
        assert "requires: goes in a circle: " in said
        assert "systems_access → systems_live_read" in said

    def test_name_practices_that_absorb_each_other(self, copy: Path) -> None:
        said = complaint_after(
            copy, "practices.yaml", lambda d: entry(d["practices"], "systems_access").update(absorbed_by="systems_map")
        )
        assert ".absorbed_by: goes in a circle: " in said

    def test_name_a_criterion_that_nothing_lifts_or_that_is_lifted_twice(self, copy: Path) -> None:
        said = complaint_after(copy, "shared_remedies.yaml", lambda d: d["remedies"][0].update(criterion="data"))
        assert "knowledge/shared_remedies.yaml: remedies.data: the id stands 2 times" in said
        assert 'knowledge/shared_remedies.yaml: remedies: none says what lifts "systems"' in said

    def test_name_a_lift_of_no_criterion_and_one_that_does_not_go_on_a_sentence(self, copy: Path) -> None:
        def damage(data: Data) -> None:
            data["remedies"][0]["criterion"] = "charm"
            data["remedies"][1]["decision"] = "Buy a platform."

        said = complaint_after(copy, "shared_remedies.yaml", damage)
        assert "knowledge/shared_remedies.yaml: remedies.charm: no such criterion" in said
        assert "knowledge/shared_remedies.yaml: remedies.data.decision: must go on a sentence" in said
