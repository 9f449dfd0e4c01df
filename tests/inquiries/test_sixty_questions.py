"""Sixty free questions, by search and with models that lie: every claim linked, nothing leaked, nothing made up."""

import asyncio
from collections import Counter

import pytest

from bot.domain.framework.knowledge import Knowledge
from tests.inquiries.asking import Heard, ask_all, list_hidden, list_visible, load_questions, load_seen, open_workspace
from tests.inquiries.liars import a_copier, fails_in_every_way, lies_in_every_way, list_strange
from tests.inquiries.workspace import tell_pilots
from tests.llm.replies import analyst_at
from tests.seeded.telling import Told
from tests.support.model_server import ModelServer, Script

QUESTIONS = load_questions()


@pytest.fixture(scope="module")
def pilots(shipped_knowledge: Knowledge) -> tuple[Told, ...]:
    return tell_pilots(shipped_knowledge)


@pytest.fixture(scope="module")
def by_search(pilots: tuple[Told, ...], shipped_knowledge: Knowledge) -> list[Heard]:
    return asyncio.run(ask_all(pilots, shipped_knowledge, QUESTIONS))


def test_there_are_sixty_twenty_of_whom_may_not_see_and_ten_that_nobody_can_answer() -> None:
    assert Counter(one.kind for one in QUESTIONS) == {"answered": 30, "hidden": 20, "untold": 10}


def test_by_search_what_the_record_tells_is_told_and_what_it_does_not_is_not(by_search: list[Heard]) -> None:
    assert [str(one.asked) for one in by_search if not one.cites_what_is_expected] == []
    assert [str(one.asked) for one in by_search if one.asked.kind == "untold" and one.answer.is_told] == []
    assert [str(one.asked) for one in by_search if one.answer.worded_by != "search"] == []


def test_every_claim_links_to_what_it_rests_on(by_search: list[Heard]) -> None:
    for one in by_search:
        assert all(claim.entries for claim in one.answer.claims)
        for entry in (entry for claim in one.answer.claims for entry in claim.entries):
            assert entry.passage or (entry.address and entry.address.replace("&", "&amp;") in one.shown), entry.text


async def test_whoever_may_not_see_a_pilot_is_answered_as_if_there_were_none(
    by_search: list[Heard], pilots: tuple[Told, ...], shipped_knowledge: Knowledge
) -> None:
    for one in by_search:
        alone = list_visible(pilots, one.asked.by)
        if one.asked.kind == "hidden":
            (there,) = await ask_all(alone, shipped_knowledge, [one.asked])
            assert there.shown == one.shown, str(one.asked)
        assert [name for name in list_hidden(one.asked, pilots) if name in one.shown] == [], str(one.asked)


async def test_what_is_cited_is_of_what_the_asker_may_see(
    by_search: list[Heard], pilots: tuple[Told, ...], shipped_knowledge: Knowledge
) -> None:
    async with open_workspace(pilots, shipped_knowledge) as deps:
        seen = {one.asked.by.id: await load_seen(deps, one.asked.by) for one in by_search}
    for one in by_search:
        assert set(one.cited) <= {entry.text for entry in seen[one.asked.by.id].entries}


@pytest.mark.parametrize("liar", [lies_in_every_way(), fails_in_every_way()], ids=["lies", "fails"])
async def test_a_model_that_lies_or_fails_makes_nothing_up_and_learns_of_nothing_hidden(
    liar: Script, pilots: tuple[Told, ...], shipped_knowledge: Knowledge
) -> None:
    with ModelServer(liar) as server:
        heard = await ask_all(pilots, shipped_knowledge, QUESTIONS, analyst_at(server, shipped_knowledge), server)
    for one in heard:
        assert [claim.text for claim in one.answer.claims if claim.text] == [], "every one of them was a lie"
        assert list_strange(one, pilots) == [], str(one.asked)
        assert one.cites_what_is_expected or one.answer.kind == "search", "what the rules know is told in their place"
        given = [request.user.partition("# What the person wrote")[0] for request in one.requests]
        assert [name for name in list_hidden(one.asked, pilots) for text in given if name in text] == []
        assert list_visible(pilots, one.asked.by) or not given


async def test_a_model_that_copies_is_heard_in_one_call_a_question_and_given_nothing_where_nothing_is_near(
    pilots: tuple[Told, ...], shipped_knowledge: Knowledge
) -> None:
    with ModelServer(a_copier) as server:
        heard = await ask_all(pilots, shipped_knowledge, QUESTIONS, analyst_at(server, shipped_knowledge), server)
    worded = [one for one in heard if one.answer.worded_by == "model"]
    assert len(worded) >= 25
    assert {len(one.requests) for one in worded} == {1}
    assert [str(one.asked) for one in worded if one.asked.kind == "untold"] == []
    for claim in (claim for one in worded for claim in one.answer.claims):
        assert bool(claim.text) == (claim.entries[0].kind == "quote")
        assert all(claim.text[:60] in entry.text for entry in claim.entries)
