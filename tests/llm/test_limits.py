"""How much of what is known a call is told, and how much of what comes back is taken: at each limit and beyond it."""

import pytest

from bot.domain.core.errors import UnusableOutput
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.interview import Interview
from bot.llm.fencing import to_verbatim_parts
from tests.domain.talk import an_interview, asked, read, said, some_evidence
from tests.llm.matter import a_plan, an_assessment
from tests.llm.replies import a_mapping, a_reading, analyst_at
from tests.llm.test_analyst import tailored, user_message_of
from tests.support.model_server import ModelServer


@pytest.mark.parametrize(("actions", "calls"), [(30, 1), (31, 2), (60, 2), (61, 3)])
async def test_a_call_words_thirty_actions(knowledge: Knowledge, actions: int, calls: int) -> None:
    with ModelServer(tailored) as server:
        await analyst_at(server, knowledge).tailor_plan(a_plan(actions), an_assessment(knowledge), an_interview())
    assert len(server.requests) == calls


@pytest.mark.parametrize(("wrong", "told"), [(5, 5), (6, 5)])
async def test_a_model_is_told_of_five_of_its_mistakes(knowledge: Knowledge, wrong: int, told: int) -> None:
    interview = said(an_interview(), "words")
    reply = a_mapping(*(a_reading("systems", 7, "words") for _ in range(wrong)))
    with ModelServer([reply, a_mapping()]) as server:
        await analyst_at(server, knowledge).map_answer(interview, interview.turns[-1], ())
    assert server.requests[1].last.count(".level: ") == told


async def test_of_what_made_an_answer_unusable_two_hundred_letters_are_kept(knowledge: Knowledge) -> None:
    interview = said(an_interview(), "words")
    reply = a_mapping(*(a_reading("systems", 7, "words") for _ in range(5)))
    with ModelServer([reply, reply]) as server, pytest.raises(UnusableOutput) as failed:
        await analyst_at(server, knowledge).map_answer(interview, interview.turns[-1], ())
    assert [len(call.outcome) for call in failed.value.calls[:2]] == [200, 200]


@pytest.mark.parametrize(("length", "told"), [(900, 900), (901, 900)])
async def test_of_how_it_was_first_described_nine_hundred_letters_are_told_again(
    knowledge: Knowledge, length: int, told: int
) -> None:
    story = f"{'x' * (length - 1)}y"
    later = said(asked(said(an_interview(), story), "owner"), "Nobody.")
    message = (await user_message_of(later, knowledge)).user
    assert f"> {story[:told]}\n" in message


def heard_of(criterion: str, times: int) -> Interview:
    """So many sentences about one criterion, before a question about the owner."""
    told = an_interview()
    for number in range(times):
        sentence = {"sentence": f"Sentence {number}.", "quote": f"Sentence {number}."}
        told = read(said(told, f"Sentence {number}."), some_evidence(criterion, 2).model_copy(update=sentence))
    return said(asked(told, "owner"), "So much for that.")


@pytest.mark.parametrize(("criterion", "most"), [("systems", 4), ("owner", 12)])
@pytest.mark.parametrize("beyond", [0, 1])
async def test_the_last_four_sentences_of_a_criterion_are_told_and_twelve_of_what_is_asked_about(
    knowledge: Knowledge, criterion: str, most: int, beyond: int
) -> None:
    message = (await user_message_of(heard_of(criterion, most + beyond), knowledge)).user
    assert message.count("> Dana: Sentence ") == most
    assert f"> Dana: Sentence {beyond}." in message


@pytest.mark.parametrize(
    ("quote", "parts"),
    [("we read it ... pasted by hand", ("we read it", "pasted by hand")), ("we read it ... by hand", None)],
)
def test_a_piece_of_a_quote_has_three_words(quote: str, parts: tuple[str, ...] | None) -> None:
    text = "There we read it over the interface, what comes out is pasted by hand."
    assert to_verbatim_parts(quote, text) == (parts or (quote,))
