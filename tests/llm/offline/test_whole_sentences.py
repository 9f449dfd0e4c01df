"""By rule, too, a sentence is read whole: what denies or doubts it, struck words, words quoted from others."""

import pytest

from bot.domain.framework.knowledge import Knowledge
from bot.llm.offline import OfflineAnalyst
from tests.llm.offline.talk import ANNA, TOM, Talk


@pytest.fixture
def talk(analyst: OfflineAnalyst, knowledge: Knowledge) -> Talk:
    return Talk(analyst, knowledge.framework)


OWNED = "the P&L is mine and I signed the acceptance in March"
STAFFED = "there is a staffed queue with a runbook, answered within four hours"
LOGGED = "every decision is kept in a log with the model version for seven years"


@pytest.mark.parametrize(("criterion", "claim"), [("owner", OWNED), ("exceptions", STAFFED), ("audit", LOGGED)])
def test_the_claims_by_themselves_say_that_something_is_there(talk: Talk, criterion: str, claim: str) -> None:
    talk.ask(criterion).say(f"{claim.capitalize()}.")
    assert (talk.levels[criterion] or 0) >= 2


@pytest.mark.parametrize(("criterion", "claim"), [("owner", OWNED), ("exceptions", STAFFED), ("audit", LOGGED)])
@pytest.mark.parametrize(
    "frame",
    [
        "It is false that {}.",
        "It's simply not true that {}.",
        "It is a myth that {}.",
        "I doubt {}.",
        "We seriously doubt that {}.",
        "Most of us doubt, to be honest, that {}.",
        "Supposedly {}.",
        "Is it so that {}? No.",
        "So {}? Never.",
        "So {}? I doubt it.",
        "Well, {}. Not true.",
        "Sure, {}. Just kidding.",
        "~So {}.~ That was the plan.",
        "> So {}.\nThat's what the slides say.",
    ],
)
def test_a_claim_that_is_denied_doubted_struck_or_quoted_never_says_that_something_is_there(
    talk: Talk, criterion: str, claim: str, frame: str
) -> None:
    talk.ask(criterion).say(frame.format(claim))
    assert (talk.levels.get(criterion) or 0) < 2


@pytest.mark.parametrize(
    ("criterion", "text"),
    [
        ("owner", "The owner has yet to accept the P&L in writing."),
        ("owner", "Nobody from operations, as far as I know, has accepted the P&L for it."),
        ("owner", "The owner accepted the P&L in writing? No."),
        ("exceptions", "It is false that the runbook is staffed and tested."),
        ("exceptions", "I doubt the runbook is staffed and tested."),
    ],
)
def test_a_cue_inside_a_denial_is_no_claim(talk: Talk, criterion: str, text: str) -> None:
    talk.ask(criterion).say(text)
    assert (talk.levels.get(criterion) or 0) < 2


def test_a_doubt_ends_where_another_statement_begins(talk: Talk) -> None:
    talk.ask("owner").say(f"I doubt anybody else wants it, but {OWNED}.")
    assert talk.levels == {"owner": 3}


def test_a_sentence_with_struck_words_is_read_without_them_and_quoted_with_them(talk: Talk) -> None:
    talk.ask("owner").say("The P&L is ~not~ mine and I signed the acceptance in March.")
    assert talk.levels == {"owner": 3}
    assert [item.quote for item in talk.interview.evidence] == [
        "The P&L is ~not~ mine and I signed the acceptance in March."
    ]


def test_what_is_quoted_from_others_is_no_evidence_of_whoever_quotes_it(talk: Talk) -> None:
    talk.ask("owner").say(f"> {OWNED.capitalize()}.\nSays Tom. He is wrong.", by=ANNA)
    assert talk.interview.evidence == ()


@pytest.mark.parametrize("denial", ["Says Tom. He is wrong.", "Tom is wrong.", "That's not true."])
def test_who_quotes_somebody_known_and_denies_it_disputes_it_and_claims_nothing(talk: Talk, denial: str) -> None:
    talk.ask("owner").say(f"{OWNED.capitalize()}.", by=TOM)
    talk.say(f"> {OWNED.capitalize()}.\n{denial}", by=ANNA, unasked=True)
    denied = [item for item in talk.interview.evidence if item.speaker == ANNA.id]
    assert {(item.level, item.disputes) for item in denied} == {(None, True)}
    assert all(item.quote in denial for item in denied)
    assert talk.disputed == {"owner"}


def test_who_quotes_a_denial_of_somebody_else_denies_nothing(talk: Talk) -> None:
    talk.ask("owner").say(f"{OWNED.capitalize()}.", by=TOM)
    talk.say(f"> That's not true, {OWNED}.\nDid anybody see this?", by=ANNA, unasked=True)
    assert talk.disputed == set()
