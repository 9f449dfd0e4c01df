from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.quotation.quotation import find_quote
from bot.knowledge import load_knowledge
from bot.llm.offline import OfflineAnalyst
from tests.conftest import FIXED_KNOWLEDGE
from tests.llm.offline.talk import ANNA, TOM, Talk
from tests.support.once import load_shipped_cues


@pytest.fixture
def talk(analyst: OfflineAnalyst, knowledge: Knowledge) -> Talk:
    return Talk(analyst, knowledge.framework)


@pytest.mark.parametrize(
    ("criterion", "text", "level"),
    [
        ("systems", "It isn't connected to anything.", 0),
        ("systems", "Somebody exports a CSV and pastes the result back by hand.", 1),
        ("systems", "It reads from SAP over the API, but it's read-only, nothing gets written back.", 2),
        ("data", "We made up twenty examples ourselves.", 0),
        ("data", "An intern cleaned the extract first and took the duplicates out.", 1),
        ("workflow_fit", "They log in to a separate portal and paste the text over.", 1),
        ("volume", "I start each run myself and watch it, maybe 20 a day.", 1),
        ("owner", "There is no owner. Nobody wants it.", 0),
        ("owner", "It belongs to the innovation lab, they pay for it.", 1),
        ("owner", "The P&L is mine and I signed the acceptance in March.", 3),
        ("decisions", "Nobody has ever asked that.", 0),
        ("decisions", "A clerk checks every single result before it goes out.", 2),
        ("exceptions", "They go nowhere. The customer finds out when he calls.", 0),
        ("adoption", "Five volunteers who like gadgets.", 1),
        ("boundary", "There are no limits, it answers anything.", 0),
        ("boundary", "Under 80% confidence it hands over. Nobody has tested that.", 2),
        ("escalation", "There is no way to reach a person.", 0),
        ("escalation", "They text me or whoever is around.", 1),
        ("proportionality", "The same check for every decision, big or small.", 1),
        ("audit", "Nothing is kept.", 0),
        ("audit", "Console logs on my laptop, I grep them.", 1),
        ("throughput", "It's much faster, saves a lot of time.", 1),
        ("throughput", "12 minutes down to 4 per case.", 2),
        ("profit", "We spent €40k on the pilot, that is all we know.", 1),
        ("predictability", "91% correct on our test set of 300.", 2),
        ("predictability", "Nobody has looked at that.", 0),
    ],
)
def test_a_plain_answer_gets_the_level_of_its_ladder_step(talk: Talk, criterion: str, text: str, level: int) -> None:
    talk.ask(criterion).say(text)
    assert talk.levels == {criterion: level}


@pytest.mark.parametrize(
    "text", ["We do not write back to SAP.", "It reads SAP over the API. We don't write anything back to SAP."]
)
def test_a_denied_write_back_is_never_read_as_write_back(talk: Talk, text: str) -> None:
    talk.ask("systems").say(text)
    assert (talk.levels.get("systems") or 0) < 3


@pytest.mark.parametrize("text", ["We have people for that.", "Sure.", "Ownership is a journey!", "It depends."])
def test_a_vague_answer_is_no_evidence_and_asks_for_more(talk: Talk, text: str) -> None:
    mapping = talk.ask("exceptions").say(text)
    assert mapping.readings == ()
    assert [probe.criterion for probe in mapping.probes] == ["exceptions"]


def test_a_hope_raises_nothing(talk: Talk) -> None:
    talk.ask("systems").say("The roadmap has full two-way API integration live in production, we'd love to see that.")
    assert (talk.levels.get("systems") or 0) < 3


def test_what_a_seller_says_of_other_customers_is_no_evidence(talk: Talk) -> None:
    mapping = talk.ask("volume").say("Across our customer base we handle two million cases a day, live since 2019.")
    assert mapping.readings == ()


def test_a_correction_replaces_what_the_same_person_said(talk: Talk) -> None:
    talk.ask("systems").say("Guidewire over its REST API, it reads and writes back, tested in UAT.")
    talk.say("Correction: nothing gets written back to Guidewire, the API is read-only for us.", unasked=True)
    assert talk.levels == {"systems": 2}


def test_a_denial_by_a_colleague_is_an_open_dispute_rated_by_the_weaker_claim(talk: Talk) -> None:
    talk.ask("systems").say("Guidewire over its REST API, it reads and writes back, tested in UAT.")
    talk.say("With respect, Anna, that's not true. I paste the results into Guidewire by hand.", by=TOM)
    assert (talk.levels, talk.disputed) == ({"systems": 1}, {"systems"})


def test_a_reply_to_two_criteria_is_read_for_the_one_it_is_about(talk: Talk) -> None:
    talk.ask("systems", "data")
    talk.say("A cleaned extract, the duplicates were taken out first.")
    talk.say("It is not connected to any system.")
    assert talk.levels == {"data": 1, "systems": 0}


def test_what_is_said_twice_of_a_criterion_is_read_together(talk: Talk) -> None:
    talk.ask("owner").say("The P&L of claims is mine.", by=ANNA)
    talk.ask("owner").say("I accepted it in writing in March.", by=ANNA)
    assert talk.levels == {"owner": 3}


@given(st.text(max_size=300))
def test_no_text_breaks_it_and_every_quote_stands_in_the_turn(text: str) -> None:
    mapping = _talk_without_fixtures().ask("systems", "data").say(text or "-")
    assert all(find_quote(quote, text) for reading in mapping.readings for quote in reading.quotes)


@given(st.sampled_from(["SAP", "Epic", "the ledger"]), st.sampled_from(["do not", "don't", "never", "cannot"]))
def test_a_negation_never_raises(system: str, negation: str) -> None:
    talk = _talk_without_fixtures()
    talk.ask("systems").say(f"We {negation} write back to {system}, over the API we only read, live since March.")
    assert (talk.levels.get("systems") or 0) < 3


@cache
def _loaded() -> tuple[OfflineAnalyst, Framework]:
    knowledge = load_knowledge(FIXED_KNOWLEDGE)
    return OfflineAnalyst(knowledge, load_shipped_cues()), knowledge.framework


def _talk_without_fixtures() -> Talk:
    """For hypothesis, which prints every argument of a test that fails."""
    return Talk(*_loaded())
