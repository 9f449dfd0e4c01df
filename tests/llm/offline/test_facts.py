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


@pytest.mark.parametrize(
    ("text", "kind", "until", "day"),
    [
        ("There is no money after 31 December 2029.", "deadline", "after 31 December 2029", "2029-12-31"),
        ("It is forbidden until the works council has agreed.", "ban", "until the works council has agreed", None),
        ("The roll-out is on 20 January for 48 handlers.", "deadline", "on 20 January", "2027-01-20"),
        ("There's a change freeze until 6 January.", "freeze", "until 6 January", "2027-01-06"),
    ],
)
def test_what_binds_the_plan_in_time_is_kept(
    talk: Talk, text: str, kind: str, until: str | None, day: str | None
) -> None:
    talk.ask("workflow_fit").say(text)
    (limit,) = [fact for fact in talk.interview.facts if fact.kind == "constraint"]
    assert [limit.find_detail(key) for key in ("kind", "until", "day")] == [kind, until, day]


@pytest.mark.parametrize("text", ["The roll-out was a mess.", "We hope for a go-live on 20 January."])
def test_a_story_or_a_hope_binds_nothing(talk: Talk, text: str) -> None:
    talk.ask("workflow_fit").say(text)
    assert not [fact for fact in talk.interview.facts if fact.kind == "constraint"]
