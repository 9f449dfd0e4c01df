"""Talk costs no question: each is asked once, and probed at most once, however much is said in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asking.questioning import MOST_OF_PRAISE, list_candidates, to_question
from bot.domain.interview.answer_mapping import ProposedProbe
from bot.domain.interview.evidence import Signal
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import MOST_WORDS_AROUND_A_SECRET, TurnFindings, is_only_praise, is_talk
from bot.knowledge import load_knowledge
from tests.conftest import ROOT
from tests.support.builders import DANA, a_fact, a_question, a_turn, an_interview, some_evidence

KNOWLEDGE = load_knowledge(ROOT / "knowledge")
TALK = (
    "yes",
    "Ok, thanks!",
    "https://wiki.example/page",
    "<https://wiki.example/page>",
    "[redacted: password]",
    "By the way, who is in the office on Thursday?",
    "Who is in the office on Thursday? And who is on Friday?",
    "Übrigens, am Freitag ist zu.",
    "Who is here today?",
    "👍 :tada:",
    "はい。",
)


@pytest.mark.parametrize("said", TALK)
def test_assent_addresses_asides_and_mere_questions_answer_nothing(said: str) -> None:
    assert is_talk(said)


@pytest.mark.parametrize(
    "said",
    [
        "Yes, Marta does.",
        "No, nobody.",
        "Is there a review? No, none.",
        "See https://wiki.example: SAP.",
        "Nobody",
        "40",
    ],
)
def test_the_shortest_answer_is_one(said: str) -> None:
    assert not is_talk(said)


def test_a_secret_and_a_few_words_around_it_are_talk() -> None:
    for words, talk in ((MOST_WORDS_AROUND_A_SECRET, True), (MOST_WORDS_AROUND_A_SECRET + 1, False)):
        assert is_talk("word " * words + "[redacted: password]") is talk


def asked(*criteria: tuple[str, ...]) -> Interview:
    """A question about each of these, one after the other; the last one is open."""
    questions = tuple(a_question(f"q{n}", criteria=about) for n, about in enumerate(criteria, start=1))
    return an_interview(questions=questions, turns=(a_turn(question_id=questions[-1].id),))


def read(interview: Interview, heard: TurnFindings) -> Interview:
    """Whatever was said last is taken for an answer."""
    turn = interview.turns[-1]
    return interview.record_findings(turn.id, 0, heard, interview.classify_reply(turn.id, heard, "answer"))


def test_talk_leaves_the_question_open_and_wishes_for_nothing() -> None:
    open_one = asked(("data",))
    said = a_turn(text="yes", question_id="q1")
    heard = TurnFindings(probes=(ProposedProbe(criterion="data"),))
    after = read(open_one.model_copy(update={"turns": (said,)}), heard)
    assert after.is_awaiting_reply
    assert (after.get_turn(said.id).intent, after.wishes) == ("other", ())


def test_a_short_word_of_which_something_was_read_is_an_answer() -> None:
    said = a_turn(text="No.", question_id="q1")
    heard = TurnFindings(evidence=(some_evidence(criterion="data", quote="No.", level=0),))
    after = read(asked(("data",)).model_copy(update={"turns": (said,)}), heard)
    assert not after.is_awaiting_reply


def test_what_is_read_of_an_earlier_question_alone_counts_for_that_and_leaves_the_open_one_open() -> None:
    after = asked(("systems",), ("data",)).record_findings("t1", 0, TurnFindings(evidence=(some_evidence(),)))
    assert after.get_turn("t1").question_id == "q1"
    assert [question.id for question in after.pending_questions] == ["q2"]


@pytest.mark.parametrize(
    "heard",
    [
        TurnFindings(evidence=(some_evidence(), some_evidence("t1.2", criterion="data"))),
        TurnFindings(evidence=(some_evidence(),), probes=(ProposedProbe(criterion="data"),)),
        TurnFindings(evidence=(some_evidence(criterion="owner"),)),
    ],
)
def test_what_touches_the_open_question_or_one_that_was_never_asked_is_no_late_answer(heard: TurnFindings) -> None:
    after = asked(("systems",), ("data",)).record_findings("t1", 0, heard)
    assert after.get_turn("t1").question_id == "q2"
    assert not after.pending_questions


def test_a_late_answer_of_which_nothing_was_read_counts_where_it_belongs_too() -> None:
    after = asked(("systems",), ("data",)).record_findings("t1", 0, TurnFindings(about=("systems",)))
    assert after.get_turn("t1").question_id == "q1"


# --- the opening --------------------------------------------------------------------------------------


def opened(text: str, heard: TurnFindings | None = None) -> Interview:
    empty = an_interview()
    question = to_question(list_candidates(KNOWLEDGE.guide, empty)[0], empty)
    turn = a_turn(text=text, question_id=question.id)
    return empty.add_question(question).add_turn(turn).record_findings(turn.id, 0, heard or TurnFindings())


def next_key(interview: Interview) -> str:
    return list_candidates(KNOWLEDGE.guide, interview, 1)[0].key


def test_an_opening_that_only_praises_is_followed_up_once() -> None:
    praised = opened("It works pretty well, everybody likes it")
    assert next_key(praised) == "probe:opening"
    probe = to_question(list_candidates(KNOWLEDGE.guide, praised, 1)[0], praised)
    again = a_turn("t2", "It really works.", question_id=probe.id)
    told = praised.add_question(probe).add_turn(again).record_findings("t2", 0, TurnFindings())
    assert next_key(told).startswith("topic:")


def test_an_opening_that_tells_anything_is_not() -> None:
    assert not is_only_praise("It checks invoices.")
    assert next_key(opened("It checks invoices.")).startswith("topic:")
    noted = TurnFindings(facts=(a_fact(),))
    assert next_key(opened("It works pretty well", noted)).startswith("topic:")


def test_short_praise_in_any_language_is_followed_up_where_a_signal_was_heard() -> None:
    for length, key in ((MOST_OF_PRAISE, "probe:opening"), (MOST_OF_PRAISE + 1, "topic:")):
        text = "Läuft".ljust(length, "!")
        signal = Signal(trap="success_theatre", quote="Läuft", sentence=text, turn_id="t1", speaker=DANA.id)
        assert next_key(opened(text, TurnFindings(signals=(signal,)))).startswith(key)


# --- all of an interview ------------------------------------------------------------------------------

_MOVES = st.lists(st.sampled_from(["answer", "vague", *TALK]), max_size=80)


@given(_MOVES)
def test_every_criterion_is_asked_once_and_probed_at_most_once_whatever_is_said_in_between(moves: list[str]) -> None:
    """Once they have talked enough, they answer."""
    interview = opened("It checks invoices.")
    for number, move in enumerate([*moves, *["answer"] * 60], start=2):
        if not interview.is_awaiting_reply:
            due = list_candidates(KNOWLEDGE.guide, interview, 1)
            if not due:
                break
            interview = interview.add_question(to_question(due[0], interview))
        interview = _say(interview, f"t{number}", move)
    plain = [c for question in interview.questions if question.kind == "question" for c in question.criteria]
    probes = [c for question in interview.questions if question.kind == "probe" for c in question.criteria]
    assert sorted(plain) == sorted(KNOWLEDGE.framework.criterion_ids)
    assert len(probes) == len(set(probes))
    assert interview.known_criteria | set(probes) == set(KNOWLEDGE.framework.criterion_ids)


def _say(interview: Interview, turn_id: str, move: str) -> Interview:
    question = interview.open_question
    assert question is not None
    turn = a_turn(turn_id, "It reads SAP" if move in {"answer", "vague"} else move, question_id=question.id)
    evidence = tuple(
        some_evidence(f"{turn_id}.{n}", turn_id=turn_id, criterion=c) for n, c in enumerate(question.criteria)
    )
    probes = tuple(ProposedProbe(criterion=c) for c in question.criteria)
    heard = {"answer": TurnFindings(evidence=evidence)}.get(move, TurnFindings(probes=probes))
    return read(interview.add_turn(turn), heard)
