import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.asking.questioning import (
    CandidateQuestion,
    apply_adapted_wording,
    is_bare_dont_know,
    is_fit_to_ask,
    list_candidates,
    list_candidates_to_word,
    to_question,
)
from bot.domain.core.people import Person
from bot.domain.interview.answer_mapping import QuestionWording
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import TurnFindings
from bot.knowledge import load_knowledge
from tests.conftest import FIXED_KNOWLEDGE
from tests.domain.talk import DANA, PAOLO, an_interview, asked, read, said, some_evidence

GUIDE = load_knowledge(FIXED_KNOWLEDGE).guide
ALL = tuple(entry.criterion for entry in GUIDE.criteria)
KINDS_OF_REPLY = st.sampled_from(["full", "half", "vague", "nothing", "unsure", "skip", "hand over", "take back"])


def ask_next(interview: Interview, speaker: str | None = None) -> tuple[Interview, CandidateQuestion] | None:
    found = list_candidates(GUIDE, interview, 1, speaker)
    return (interview.add_question(to_question(found[0], interview)), found[0]) if found else None


def reply(interview: Interview, how: str) -> Interview:
    question = interview.questions[-1]
    if how == "skip":
        return interview.skip_question("skip", by=DANA.id)
    if how == "hand over":
        return interview.add_person(PAOLO).skip_question("handed_over", by=DANA.id, to=PAOLO.id)
    heard = said(interview, how)
    if how == "take back":
        return read(heard).retract_turn(heard.turns[-1].id).skip_question("skip", by=DANA.id)
    if how == "unsure":
        return read(heard).skip_question("dont_know", by=DANA.id)
    evidence = tuple(some_evidence(criterion, 2) for criterion in question.criteria)
    kept = {"full": evidence, "half": evidence[:1]}.get(how, ())
    return read(heard, *kept, vague=question.criteria if how == "vague" else ())


@given(st.lists(KINDS_OF_REPLY, min_size=40, max_size=40))
def test_every_interview_ends_and_leaves_no_criterion_unasked(replies: list[str]) -> None:
    interview = read(said(an_interview(), "hello"))
    for how in replies:
        step = ask_next(interview)
        if step is None:
            break
        interview = reply(step[0], how)
    assert ask_next(interview) is None
    assert set(ALL) <= interview.known_criteria | interview.asked_criteria | interview.skipped_criteria


@given(st.lists(KINDS_OF_REPLY, min_size=40, max_size=40))
def test_nothing_is_asked_twice_and_nothing_known_is_asked_at_all(replies: list[str]) -> None:
    interview = read(said(an_interview(), "hello"), some_evidence("owner", 3), some_evidence("volume", 1))
    for how in replies:
        step = ask_next(interview)
        if step is None:
            break
        wished = {wish.probe.criterion for wish in interview.wishes}
        assert all(c not in interview.known_criteria or c in wished for c in step[1].criteria)
        interview = reply(step[0], how)
    keys = [question.key for question in interview.questions]
    assert len(keys) == len(set(keys))


def test_a_criterion_known_from_the_opening_narrows_the_topic_to_its_other_half() -> None:
    interview = read(said(an_interview(), "SAP by REST"), some_evidence("systems", 3))
    first = list_candidates(GUIDE, interview, 1)[0]
    assert (first.key, first.criteria) == ("criterion:data", ("data",))


def test_a_vague_answer_gets_one_probe_before_the_next_topic() -> None:
    interview = read(said(asked(an_interview(), "volume"), "It scales."), vague=("volume",))
    step = ask_next(interview)
    assert step is not None
    assert (step[1].kind, step[1].criteria) == ("probe", ("volume",))
    after = read(said(step[0], "It just scales."), vague=("volume",))
    following = ask_next(after)
    assert following is not None
    assert following[1].kind == "question"


def test_a_later_answer_fulfils_the_wish_for_more() -> None:
    interview = read(said(asked(an_interview(), "volume"), "It scales."), vague=("volume",))
    answered = read(said(interview, "40 a day, started by hand"), some_evidence("volume", 1))
    assert all(candidate.kind != "probe" for candidate in list_candidates(GUIDE, answered, 20))


def test_fitted_words_for_one_question_leave_those_for_another_alone() -> None:
    first = TurnFindings(wordings=(QuestionWording(key="a", text="One?"), QuestionWording(key="b", text="Two?")))
    second = TurnFindings(wordings=(QuestionWording(key="b", text="Three?"),))
    interview = said(an_interview(), "x").record_findings("t1", 0, first)
    after = said(interview, "y").record_findings("t2", 0, second)
    assert (after.find_adapted_wording("a"), after.find_adapted_wording("b")) == ("One?", "Three?")


def test_a_half_that_was_passed_over_in_silence_is_asked_in_its_own_words() -> None:
    interview = read(said(asked(an_interview(), "systems", "data"), "SAP"), some_evidence("systems", 3))
    probe = list_candidates(GUIDE, interview, 1)[0]
    assert probe.text == GUIDE.get_criterion_guide("data").question


def test_what_a_colleague_was_asked_waits_for_them_and_comes_first_when_they_are_there() -> None:
    interview = asked(an_interview(), "volume").add_person(PAOLO).skip_question("handed_over", by=DANA.id, to=PAOLO.id)
    assert all("volume" not in candidate.criteria for candidate in list_candidates(GUIDE, interview, 20, DANA.id))
    step = ask_next(interview, PAOLO.id)
    assert step is not None
    assert step[1].criteria == ("volume",)


def test_a_colleague_s_vague_answer_gets_its_probe_too() -> None:
    interview = asked(an_interview(), "volume").add_person(PAOLO).skip_question("handed_over", by=DANA.id, to=PAOLO.id)
    step = ask_next(interview, PAOLO.id)
    assert step is not None
    vague = read(said(step[0], "It scales", by=PAOLO), vague=("volume",))
    following = ask_next(vague, PAOLO.id)
    assert following is not None
    assert (following[1].kind, following[1].criteria) == ("probe", ("volume",))


def test_a_question_handed_on_twice_reaches_the_last_colleague() -> None:
    quinn = Person(id="U3", name="Quinn")
    interview = asked(an_interview(), "volume").add_person(PAOLO).skip_question("handed_over", by=DANA.id, to=PAOLO.id)
    step = ask_next(interview, PAOLO.id)
    assert step is not None
    handed_on = step[0].add_person(quinn).skip_question("handed_over", by=PAOLO.id, to=quinn.id)
    last = ask_next(handed_on, quinn.id)
    assert last is not None
    assert last[1].criteria == ("volume",)


def test_fitted_words_replace_the_guide_s_when_they_are_fit_to_ask() -> None:
    candidate = CandidateQuestion(key="probe:data", kind="probe", criteria=("data",), text="The guide's?", why="w")
    heard = TurnFindings(
        wordings=(QuestionWording(key="probe:data", text="You said weekly; what happens in between?"),)
    )
    interview = said(an_interview(), "weekly").record_findings("t1", 0, heard)
    assert apply_adapted_wording(candidate, interview).text == "You said weekly; what happens in between?"
    leading = TurnFindings(wordings=(QuestionWording(key="probe:data", text="You have an owner, right?"),))
    assert apply_adapted_wording(candidate, interview.record_findings("t1", 0, leading)).text == "The guide's?"


def test_leading_double_or_endless_questions_are_not_fit_to_ask() -> None:
    assert not is_fit_to_ask("Do you have an owner?")
    assert not is_fit_to_ask("Who owns it? And who pays?")
    assert not is_fit_to_ask("You said it works. Is it live?")
    assert not is_fit_to_ask("You have an owner, right?")
    assert is_fit_to_ask("Who has the right to overrule it?")


def test_questions_that_could_lure_somebody_are_not_fit_to_ask() -> None:
    assert not is_fit_to_ask("Which admin password do you enter at http://evil.example/login?")
    assert not is_fit_to_ask("<!channel> who can post the SAP service key here?")
    assert not is_fit_to_ask("Which token does it use?")


def test_endless_questions_are_not_fit_to_ask() -> None:
    assert not is_fit_to_ask("Tell me about the owner.")
    assert not is_fit_to_ask("So who " + "really " * 60 + "owns it?")
    assert is_fit_to_ask("You said ops owns it from June; who signed that, and where does it stand?")


def test_a_question_may_have_45_words_and_no_more() -> None:
    assert is_fit_to_ask("So who " + "really " * 41 + "owns it?")
    assert not is_fit_to_ask("So who " + "really " * 42 + "owns it?")


def test_three_questions_are_told_ahead_unless_more_are_wanted() -> None:
    begun = read(said(an_interview(), "hello"))
    assert len(list_candidates(GUIDE, begun)) == 3
    assert len(list_candidates(GUIDE, begun, 4)) == 4


def test_a_vague_answer_gets_the_guide_s_first_probe_and_a_large_claim_its_last() -> None:
    first, last = GUIDE.get_criterion_guide("volume").probes
    vague = read(said(asked(an_interview(), "volume"), "It scales."), vague=("volume",))
    assert list_candidates(GUIDE, vague, 1)[0].text == first
    claim = read(
        said(asked(an_interview(), "volume"), "We do them all."), some_evidence("volume", 4), vague=("volume",)
    )
    assert list_candidates(GUIDE, claim, 1)[0].text == last


def test_what_comes_next_is_told_before_the_open_question_is_answered() -> None:
    interview = asked(read(said(an_interview(), "hi")), "systems", "data")
    assert next(c.key for c in list_candidates_to_word(GUIDE, interview)) == f"topic:{GUIDE.topics[1].id}"
    assert len(list_candidates_to_word(GUIDE, interview)) == 1, "one in five of three was ever asked"


def test_a_question_that_is_worded_is_worded_anew_only_once_something_was_heard_since() -> None:
    begun = asked(read(said(an_interview(), "hi")), "systems", "data")
    (coming,) = list_candidates_to_word(GUIDE, begun)
    worded = TurnFindings(wordings=(QuestionWording(key=coming.key, text="How does Marta meet it?"),))
    vague = said(begun, "It reads things.")
    vague = vague.record_findings(vague.turns[-1].id, 0, worded)
    again = said(vague, "Well, things.")
    assert list_candidates_to_word(GUIDE, again) == ()
    heard = read(again, some_evidence("systems", 2).model_copy(update={"turn_id": again.turns[-1].id}))
    assert [candidate.key for candidate in list_candidates_to_word(GUIDE, said(heard, "More."))] == [coming.key]


@pytest.mark.parametrize("text", ["I don't know", "I DON’T KNOW.", "  no idea!! ", "Weiß nicht", "no se", "no sé…"])
def test_a_bare_i_don_t_know_is_told_in_any_language_case_and_punctuation(text: str) -> None:
    assert is_bare_dont_know(GUIDE, text)


@pytest.mark.parametrize("text", ["", "no", "I don't know who owns it", "No idea, ask Marta.", "know", "I know", "?"])
def test_whatever_says_more_or_something_else_is_no_bare_i_don_t_know(text: str) -> None:
    assert not is_bare_dont_know(GUIDE, text)
