from pathlib import Path

import pytest
import yaml

from bot.domain.core.errors import KnowledgeInvalid
from bot.domain.framework.knowledge import Knowledge
from bot.llm.offline import Cues, load_cues
from tests.llm.offline.conftest import ROOT

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
REAL = yaml.load((ROOT / "knowledge" / "cues.yaml").read_text(encoding="utf-8"), LOADER)


def test_there_are_cues_for_every_criterion_of_the_framework(cues: Cues, knowledge: Knowledge) -> None:
    assert set(cues.criteria) == set(knowledge.framework.criterion_ids)


def test_every_ladder_reaches_every_level(cues: Cues) -> None:
    for criterion in cues.criteria.values():
        assert {row.level for row in criterion.ladder} == {0, 1, 2, 3, 4}


def test_signals_are_traps_of_the_framework(cues: Cues, knowledge: Knowledge) -> None:
    assert set(cues.signals) <= {trap.id for trap in knowledge.framework.traps}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeInvalid, match=r"cues\.yaml: cannot be read"):
        load_cues(tmp_path)


def test_broken_yaml_is_named(tmp_path: Path) -> None:
    (tmp_path / "cues.yaml").write_text("terms: [", encoding="utf-8")
    with pytest.raises(KnowledgeInvalid, match=r"cues\.yaml: is not YAML"):
        load_cues(tmp_path)


@pytest.mark.parametrize(
    ("key", "change"),
    [
        (r"criteria\.data\.ladder\[0\]: there is no facet nonsense", {"ladder": [{"level": 4, "when": ["nonsense"]}]}),
        (r"criteria\.data\.topic: there is no term <nowhere>", {"topic": ["<nowhere>"]}),
        (r"criteria\.data\.topic: is no regular expression", {"topic": ["(unclosed"]}),
        (r"criteria\.data\.ladder\.0\.level", {"ladder": [{"level": 7, "when": ["live"]}]}),
        (r"criteria\.data\.facets\.empty: has neither", {"facets": {"empty": {}}, "ladder": []}),
    ],
)
def test_a_mistake_is_named_with_its_key(tmp_path: Path, key: str, change: dict[str, object]) -> None:
    data = {**REAL["criteria"]["data"], **change}
    if not data["ladder"]:
        data["ladder"] = [{"level": 0, "when": ["absence"]}]
    content = {**REAL, "criteria": {"data": data}}
    (tmp_path / "cues.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    with pytest.raises(KnowledgeInvalid, match=key):
        load_cues(tmp_path)
