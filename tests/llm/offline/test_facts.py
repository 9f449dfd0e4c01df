import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.llm.offline import OfflineAnalyst
from tests.llm.offline.talk import Talk


@pytest.fixture
def talk(analyst: OfflineAnalyst, knowledge: Knowledge) -> Talk:
    return Talk(analyst, knowledge.framework)


def _facts(interview: Interview) -> set[tuple[str, str]]:
    return {(fact.kind, fact.name) for fact in interview.facts}


def test_systems_are_named_with_their_direction(talk: Talk) -> None:
    talk.ask("systems").say("Guidewire yes, we read it over REST. SAP no, it isn't connected.")
    directions = {fact.name: fact.find_detail("direction") for fact in talk.interview.facts}
    assert directions == {"Guidewire": "reads", "SAP": "none"}


def test_people_and_the_pilot_are_no_systems(talk: Talk) -> None:
    talk.ask("systems").say("Tom exports the list from Guidewire, ClaimMate reads it and Anna pastes it back in March.")
    assert _facts(talk.interview) == {("system", "Guidewire")}


def test_a_person_is_named_with_a_role(talk: Talk) -> None:
    talk.ask("owner").say("Our sponsor is Ruud Bakker (director operations), he is keen and joins every call.")
    assert [(fact.name, fact.find_detail("role")) for fact in talk.interview.facts] == [
        ("Ruud Bakker", "director operations")
    ]


def test_a_limit_is_kept_with_its_kind_of_decision(talk: Talk) -> None:
    talk.ask("boundary").say("Glass damage: it may pay up to 1,500 euro. Personal injury: never.")
    limits = {fact.name: fact.find_detail("boundary") for fact in talk.interview.facts}
    assert limits == {"Glass damage": "it may pay up to 1,500 euro", "Personal injury": "never"}


def test_nothing_named_is_nothing_noted(talk: Talk) -> None:
    talk.ask("systems").say("It isn't connected to anything, just a chat window.")
    assert talk.interview.facts == ()
