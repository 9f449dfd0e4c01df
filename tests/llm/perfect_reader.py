"""A perfect reader of a recorded team: its gold for every reading, and everything else that a real model would write.

Not the levels are what it is for, which can't be wrong, but the calls and their length: it gives whole sentences as
quotes, facts, a probe where nothing can be read, the next question in fitting words, two sentences a rating, and every
action, risk and sentence of a plan in other words. It fills whatever form it is asked for, an older one too.
"""

import json
import re
from pathlib import Path
from typing import Any

import yaml

from bot.domain.core.people import Person
from bot.domain.quotation.quotation import find_quote, widen_to_sentences
from bot.knowledge import load_knowledge
from bot.llm.offline.facts import FactFinder
from tests.conftest import ROOT
from tests.domain.talk import an_interview, said
from tests.support.model_server import Reply, Request
from tests.support.once import load_shipped_cues

_MESSAGE = re.compile(r"^# The message[^\n]*\n.*?^Text:\n(?P<said>(?:>[^\n]*\n?)+)", re.M | re.S)
_ASKED = re.compile(r"^It asks about: (?P<criteria>.+)$", re.M)
_COMING = re.compile(
    r"^# The question that may come next\n(?:`(?P<key>\S+)` \([^)\n]*\): )?(?P<text>(?!None:).+)$", re.M
)
_RATED = re.compile(r"^## `(\w+)`.*$", re.M)
_EVIDENCE = re.compile(r"^(\S+) \(turn ", re.M)
_ACTION = re.compile(
    r"^## (?P<id>\S+): `[^\n]*\n.*?"
    r"^Title: (?P<title>[^\n]+)\nDeliverable: (?P<deliverable>[^\n]+)\nExit criterion: (?P<exit>[^\n]+)$",
    re.M | re.S,
)
_RISK = re.compile(r"^## Risk (?P<id>.+)\nTitle: (?P<title>.+)\nWhy: (?P<why>.+)$", re.M)
_SUMMARY = re.compile(r"^Write one\. The original wording:\n(?P<told>(?:> .+\n)+)", re.M)
_REASONING = "The parts of the step are met by these words; for the next one nothing is said of how it is measured."
_THERE = "The results are keyed in by hand by the clerks."
_LACKS = "Nothing writes the results back into the system that they are needed in."
_PROBE = "When did that last happen, and what did the person who had it on their desk do then?"
_FLAGS = {"in_passing": False, "corrects": False, "disputes": False, "contradicts": None}


class PerfectReader:
    """`answered`: what it returned, in the order of the requests."""

    def __init__(self, team: Path) -> None:
        recorded = yaml.safe_load(team.read_text(encoding="utf-8"))
        self._levels: dict[str, int | None] = recorded["gold"]["levels"]
        self._quotes: dict[str, list[str]] = recorded["gold"].get("quotes") or {}
        self._people = tuple(Person.model_validate(person) for person in recorded["people"])
        self._framework = load_knowledge(ROOT / "knowledge").framework
        self._finder = FactFinder(load_shipped_cues(), self._framework)
        self._probed: set[str] = set()
        self.answered: list[str] = []

    def reply(self, request: Request) -> Reply:
        schema = request.body["response_format"]["json_schema"]["schema"]
        fields = schema["properties"]
        told: dict[str, Any] = {}
        if "readings" in fields:
            told = self._map(request.user)
        elif "ratings" in fields:
            told = self._rate(request.user)
        elif "actions" in fields:
            told = self._word_plan(request.user)
        filled = {key: _fill(rule, schema, told.get(key)) for key, rule in fields.items()}
        self.answered.append(json.dumps(filled, ensure_ascii=False, separators=(",", ":")))
        return filled

    def _map(self, asked: str) -> dict[str, Any]:
        found = _MESSAGE.search(asked)
        text = re.sub(r"^> ?", "", found["said"], flags=re.M).strip() if found else ""
        readings = [self._read(c, level, text) for c, level in self._levels.items() if level is not None]
        told = [reading for reading in readings if reading["quotes"]]
        coming = _COMING.findall(asked)
        return {
            "intent": "dont_know" if text.casefold().startswith("i don't know") else "answer",
            "readings": told,
            "facts": self._find_facts(text, [reading["criterion"] for reading in told]),
            "probes": self._probe(asked, [reading["criterion"] for reading in told]),
            "wordings": [{"key": key, "text": text} for key, text in coming],
            "wording": coming[0][1] if coming else None,
            "language": "en",
        }

    def _read(self, criterion: str, level: int | None, text: str) -> dict[str, Any]:
        spans = [span for quote in self._quotes.get(criterion, []) if (span := find_quote(quote, text))]
        whole = dict.fromkeys(widen_to_sentences(span, text).extract_from(text) for span in spans)
        return {"criterion": criterion, "level": level, "quotes": list(whole), "reasoning": _REASONING, **_FLAGS}

    def _find_facts(self, text: str, about: list[str]) -> list[dict[str, Any]]:
        """As the rules find them: the gold holds none."""
        talk = an_interview().model_copy(update={"people": self._people})
        talk = said(talk, text, by=self._people[0])
        found = self._finder.find_facts(talk.turns[-1], talk, about)
        return [{**fact.model_dump(include={"kind", "name", "quote", "details"}), "adds_to": None} for fact in found]

    def _probe(self, asked: str, read: list[str]) -> list[dict[str, Any]]:
        """Where the question was about one thing that can be told, and nothing was told of it."""
        found = _ASKED.search(asked)
        about = found["criteria"].split(", ") if found else []
        open_ones = [c for c in about if self._levels.get(c) is not None and c not in read]
        if read or not open_ones or open_ones[0] in self._probed:
            return []
        self._probed.add(open_ones[0])
        return [{"criterion": open_ones[0], "text": _PROBE}]

    def _rate(self, asked: str) -> dict[str, Any]:
        parts = _RATED.split(asked)
        return {
            "ratings": [
                {
                    "criterion": criterion,
                    "level": self._levels.get(criterion),
                    "evidence_ids": _EVIDENCE.findall(body),
                    "reasoning": _REASONING,
                    "there": _THERE,
                    "lacks": _LACKS,
                    "unmet": "",
                    "citations": [f"{self._framework.get_pillar_of_criterion(criterion).id}.{criterion}"],
                }
                for criterion, body in zip(parts[1::2], parts[2::2], strict=True)
            ]
        }

    def _word_plan(self, asked: str) -> dict[str, Any]:
        """Each text gets one name of the team's, as a model does that finds something fitting nearly everywhere."""
        name = self._people[0].name
        told = _SUMMARY.search(asked)
        return {
            "summary": [line.removeprefix("> ") for line in told["told"].splitlines()] if told else [],
            "actions": [_word_action(action.groupdict(), name) for action in _ACTION.finditer(asked)],
            "risks": [_word_risk(risk.groupdict()) for risk in _RISK.finditer(asked)],
        }


def _word_action(own: dict[str, str], name: str) -> dict[str, Any]:
    """Two names, of which one is wanted twice; as texts, and as edits of them."""
    term = {"term": name, "said_in": "t1", "as_said": ""}
    texts = {key: f"{own[key]}, with {name}" for key in ("title", "deliverable", "exit")}
    edits = [_edit(own["title"], name), _edit(own["exit"], name)]
    return {"action_id": own["id"], **texts, "terms": [term, term], "id": own["id"], "edits": edits}


def _word_risk(own: dict[str, str]) -> dict[str, Any]:
    return {"risk_id": own["id"], **own, "edits": [_edit(own["why"], "this team")]}


def _edit(text: str, name: str) -> dict[str, Any]:
    old = " ".join(text.split()[-3:])
    return {"old": old, "new": f"{old}, with {name}", "said_in": "t1", "as_said": ""}


def _fill(rule: dict[str, Any], schema: dict[str, Any], told: Any = None) -> Any:
    """What was told, or the least that the rule allows."""
    if "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].rsplit("/", 1)[-1]]
    if rule.get("type") == "array":
        return [_fill(rule["items"], schema, item) for item in told or []]
    if rule.get("type") == "object":
        return {key: _fill(inner, schema, (told or {}).get(key)) for key, inner in rule["properties"].items()}
    if told is not None or "anyOf" in rule:
        return told
    return rule["enum"][0] if "enum" in rule else {"string": "", "boolean": False}.get(rule.get("type", ""), 0)
