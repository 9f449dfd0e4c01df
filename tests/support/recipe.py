"""The recipe of CONTRIBUTING.md, carried out on a copy of knowledge/: a criterion, a trap, and a stage's rule."""

import shutil
from pathlib import Path
from typing import Any

import yaml

from tests.conftest import ROOT

CRITERION, TRAP = "security_review", "unreviewed"
_STEPS = (("look", "align"), ("begin", "govern"), ("close", "govern"), ("rhythm", "hand_over"))
_WHY = "Security that is asked at the end has to say no."
_PASSAGES = """
## governance.security_review
Title: Security review
Keywords: security, security review, penetration test, findings
Source: Flightplan framework notes, 2026

Somebody who did not build it looks for ways to break it, and what they find is closed or accepted by name.

## trap.unreviewed
Title: Trap: unreviewed
Keywords: trap, unreviewed
Source: Flightplan framework notes, 2026

It holds accounts on live systems, and nobody from security has looked at it.

## trap.hype
Title: Trap: hype
Keywords: trap, hype
Source: Flightplan framework notes, 2026

It is talked of more than it is used.
"""


def copy_knowledge(directory: Path) -> Path:
    """A whole knowledge/ that stays as it is whatever ships, so that a criterion more turns nothing red here."""
    copy = Path(shutil.copytree(ROOT / "tests/fixtures/knowledge", directory / "knowledge"))
    shutil.copy(ROOT / "knowledge" / "cues.yaml", copy)
    return copy


def carry_out_recipe(knowledge: Path) -> None:
    """Everything that the recipe names, file by file."""
    _edit(knowledge / "framework.yaml", _add_to_framework)
    _edit(knowledge / "guide.yaml", _add_questions)
    _edit(knowledge / "practices.yaml", _add_practices)
    _edit(knowledge / "shared_remedies.yaml", _add_remedy)
    passages = knowledge / "passages.md"
    passages.write_text(passages.read_text(encoding="utf-8") + _PASSAGES, encoding="utf-8")


def _edit(path: Path, change: Any) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


def _add_to_framework(content: dict[str, Any]) -> None:
    content["version"] += ".1"
    governance = next(pillar for pillar in content["pillars"] if pillar["id"] == "governance")
    ladder = [
        "Nobody has looked.",
        "The builders looked.",
        "Security has begun.",
        "Security is through.",
        "Each change.",
    ]
    governance["criteria"].append(
        {"id": CRITERION, "name": "Security review", "asks": "Who has reviewed it for security?", "ladder": ladder}
    )
    rule = [{"criterion": CRITERION, "levels": [0, 1]}]
    content["traps"].append({"id": TRAP, "name": "Unreviewed", "means": "Nobody looked at it.", "shown_at": rule})
    content["traps"].append({"id": "hype", "name": "Hype", "means": "It is talked of more than used."})
    next(stage for stage in content["stages"] if stage["id"] == "pilot")["weakest_pillar_at_least"] = 1.25


def _add_questions(content: dict[str, Any]) -> None:
    question = "Who has reviewed it for security, and what became of what they found?"
    probes = ["Who from security looked at it last, on what date, and which finding is still open?"]
    content["topics"].append({"id": "break_in", "criteria": [CRITERION], "question": question, "why": _WHY})
    passage = f"governance.{CRITERION}"
    content["criteria"][CRITERION] = {"question": question, "probes": probes, "why": _WHY, "passage": passage}


def _add_practices(content: dict[str, Any]) -> None:
    common = {"criterion": CRITERION, "deliverable": "A note", "role": "security_partner", "effort_days": 2}
    for level, (name, phase) in enumerate(_STEPS):
        step = {"id": f"{CRITERION}_{name}", "title": f"Review: {name}", "exit": "Security has confirmed it in writing"}
        content["practices"].append(common | step | {"from_level": level, "to_level": level + 1, "phase": phase})
    unknown = {"id": f"{CRITERION}_unknown", "title": "Ask security", "exit": "It is rated"}
    content["practices"].append(common | unknown | {"phase": "align", "settles": "unknown"})


def _add_remedy(content: dict[str, Any]) -> None:
    lack, decision = "were never looked at by security", "one security review for all of them"
    content["remedies"].append({"criterion": CRITERION, "lack": lack, "decision": decision})
