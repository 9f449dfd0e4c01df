"""What is told without a model: which entries, in which order, how many; and that the record doesn't tell."""

from collections.abc import Iterable
from typing import Any

import pytest

from bot.domain.core.people import Person, Pilot
from bot.domain.framework.inquiry_words import InquiryWords
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.answer import RecordAnswer
from bot.domain.inquiry.answer_by_rule import Asked, answer_by_rule, focus_inquiry
from bot.domain.inquiry.entries.record_builder import LEADS
from bot.domain.inquiry.reading import read_inquiry
from bot.domain.inquiry.record import Record, RecordEntry
from bot.domain.inquiry.retrieval import MOST_GIVEN, select_entries

FREIGHT, CARRIER = Pilot(id="freight", name="Freight invoices"), Pilot(id="carrier", name="Carrier check")
DANA = Person(id="U0DANA", name="Dana Reyes")
PAOLO = Person(id="U0PAOLO", name="Paolo Greco")


@pytest.fixture(scope="module")
def words(shipped_knowledge: Knowledge) -> InquiryWords:
    return shipped_knowledge.inquiry_words


def entry(kind: str, text: str, pilot: Pilot | None = FREIGHT, **fields: Any) -> RecordEntry:
    return RecordEntry.model_validate({"id": "", "kind": kind, "text": text, "pilot": pilot, **fields})


def a_record(entries: Iterable[RecordEntry], *pilots: Pilot) -> Record:
    numbered = tuple(one.model_copy(update={"id": f"e{n}"}) for n, one in enumerate(entries))
    return Record(pilots=pilots or (FREIGHT,), people=(DANA, PAOLO), entries=numbered)


def focused(words: InquiryWords, text: str, record: Record, usual: str = "") -> Asked:
    return focus_inquiry(read_inquiry(text, words), record, DANA.id, usual)


def answered(words: InquiryWords, text: str, record: Record, usual: str = "") -> RecordAnswer:
    return answer_by_rule(focused(words, text, record, usual))


def told(answer: RecordAnswer) -> list[str]:
    return [one.text for claim in answer.claims for one in claim.entries]


def test_six_things_are_told_and_no_seventh(words: InquiryWords) -> None:
    said = [entry("quote", f"We said it, number {n}.", who=PAOLO) for n in range(7)]
    assert len(told(answered(words, "What did Paolo say?", a_record(said[:6])))) == 6
    assert len(told(answered(words, "What did Paolo say?", a_record(said)))) == 6


def test_ten_pilots_stand_side_by_side_and_no_eleventh(words: InquiryWords) -> None:
    pilots = [Pilot(id=f"p{n}", name=f"Number {n}") for n in range(11)]
    stages = [entry("stage", f"{pilot.name} is a pilot.", pilot) for pilot in pilots]
    assert len(answered(words, "compare my pilots", a_record(stages[:10], *pilots[:10])).claims) == 10
    assert len(answered(words, "compare my pilots", a_record(stages, *pilots)).claims) == 10


def test_what_half_of_a_question_is_on_record_is_told_and_less_is_not(words: InquiryWords) -> None:
    both = [entry("quote", "The budget is there."), entry("quote", "The licence is there.")]
    assert told(answered(words, "Is there a budget or a licence?", a_record(both))) == [one.text for one in both]
    (only,) = both[:1]
    answer = answered(words, "Is there a budget or a licence?", a_record([only, entry("quote", "So it is.")]))
    assert not answer.is_told and [one.text for one in answer.nearest] == [only.text]


def test_two_things_are_nearest_and_who_leads_is_named_where_one_pilot_is_meant(words: InquiryWords) -> None:
    near = [entry("quote", f"The budget {name} is there.") for name in ("once", "twice", "thrice")]
    lead = entry("role", "Paolo Greco leads it.", who=PAOLO, weight=LEADS)
    rest = [entry("quote", f"Something else, number {n}.") for n in range(9)]
    answer = answered(words, "Is the budget for penguins?", a_record([*near, lead, *rest]))
    assert len(answer.nearest) == 2 and answer.ask == (PAOLO,)
    assert len(answered(words, "Is the budget for penguins?", a_record([near[0], lead, *rest])).nearest) == 1
    asked_of_two = answered(words, "Are there penguins?", a_record([lead], FREIGHT, CARRIER))
    assert asked_of_two.ask == ()


def test_ones_own_actions_come_first_then_those_that_nobody_has(words: InquiryWords) -> None:
    own = entry("action", "Action 3.", who=DANA, weight=3)
    free, other = entry("action", "Action 2.", weight=2), entry("action", "Action 1.", who=PAOLO, weight=1)
    later = entry("action", "Action 4.", who=DANA, is_open=False)
    question = "What should I do first?"
    assert told(answered(words, question, a_record([other, free, later, own]))) == ["Action 3."]
    assert told(answered(words, question, a_record([other, free, later]))) == ["Action 2."]
    assert told(answered(words, question, a_record([other, later]))) == ["Action 1."]


def test_an_action_that_was_handed_to_somebody_who_sees_nothing_else_is_theirs_to_hear_of(words: InquiryWords) -> None:
    handed = entry("action", "Action 8 of Freight invoices: the test client.", who=DANA)
    assert told(answered(words, "What should I do first?", a_record([handed], CARRIER))) == [handed.text]
    assert told(answered(words, "Where is the test client?", a_record([handed], CARRIER))) == [handed.text]


@pytest.mark.parametrize("asked", ["What holds Freight matching back?", "What holds Freight back, and penguins?"])
def test_a_part_of_a_name_beside_words_that_are_on_no_record_names_no_pilot(asked: str, words: InquiryWords) -> None:
    record = a_record([entry("pillar", "Ownership is weak.", pillar="ownership")], FREIGHT, CARRIER)
    assert not answered(words, asked, record).is_told
    assert told(answered(words, "What holds Freight back?", record)) == ["Ownership is weak."]


def test_where_none_is_named_the_usual_pilot_is_meant(words: InquiryWords) -> None:
    stages = [entry("stage", "Freight is a pilot."), entry("stage", "Carrier is in the lab.", CARRIER)]
    record = a_record(stages, FREIGHT, CARRIER)
    assert told(answered(words, "where do we stand?", record, usual="carrier")) == ["Carrier is in the lab."]
    assert told(answered(words, "where do we stand with Freight invoices?", record, usual="carrier")) == [
        "Freight is a pilot."
    ]


def test_a_passage_answers_how_we_rate_by_one_keyword_and_all_else_by_two(words: InquiryWords) -> None:
    one = entry("passage", "Levels. There are five.", None, keywords=("level 3",))
    assert told(answered(words, "what does level 3 mean?", a_record([one]))) == [one.text]
    seen = entry("passage", "Who sees it. It is seen by colleagues.", None, keywords=("seen",))
    assert not answered(words, "Is it seen by colleagues?", a_record([seen])).is_told
    by = seen.model_copy(update={"keywords": ("seen by",)})
    assert told(answered(words, "Is it seen by colleagues?", a_record([by]))) == [by.text]
    assert not answered(words, "Is it seen by penguins?", a_record([by])).is_told


def test_a_model_is_given_forty_entries_at_most(words: InquiryWords) -> None:
    many = [entry("quote", f"The exceptions, number {n}.", criterion="exceptions") for n in range(MOST_GIVEN + 1)]
    asked = focused(words, "What about the exceptions?", a_record(many))
    given = [len(select_entries(asked, RecordAnswer(kind="search")).entries), MOST_GIVEN]
    assert given == [40, 40]
    fewer = focused(words, "What about the exceptions?", a_record(many[:3]))
    assert len(select_entries(fewer, RecordAnswer(kind="search")).entries) == 3


def test_what_holds_back_a_pilot_that_was_not_rated_is_that_its_interview_is_under_way(words: InquiryWords) -> None:
    entries = [entry("stage", "Freight has not been rated yet."), entry("interview", "4 of 15 criteria known.")]
    answer = answered(words, "what holds Freight back?", a_record(entries, FREIGHT))
    assert told(answer) == ["Freight has not been rated yet.", "4 of 15 criteria known."]


def test_whoever_has_nothing_to_begin_with_is_told_what_they_were_asked_to_take_on(words: InquiryWords) -> None:
    proposed = entry("action", "Action 6 of it (proposed to Dana; due Monday).", who=DANA, is_open=False)
    done = entry("action", "Action 2 of it (Dana; done on Friday).", who=DANA, is_open=False)
    nobodys = entry("action", "Action 3 of it (nobody yet).")
    question = "What should I do first?"
    assert told(answered(words, question, a_record([done, proposed, nobodys]))) == [proposed.text]
    assert told(answered(words, question, a_record([done, nobodys]))) == [nobodys.text]


def test_a_model_is_given_what_comes_near_of_the_words_of_whoever_is_named(words: InquiryWords) -> None:
    near = [entry("quote", f"{who.first_name}: there's no list.", who=who) for who in (PAOLO, DANA)]
    rest = [entry("quote", f"Something else, number {n}.", who=PAOLO) for n in range(9)]
    asked = focused(words, "What did Paolo say about the list for penguins?", a_record([*near, *rest]))
    answer = answer_by_rule(asked)
    assert not answer.is_told
    assert [one.text for one in select_entries(asked, answer).entries] == [near[0].text]


@pytest.mark.parametrize(
    ("asked", "criterion"),
    [("What did Paolo say about the money?", "profit"), ("Did Paolo say how accurate it is?", "predictability")],
)
def test_everyday_words_for_a_criterion_find_what_was_said_of_it(
    words: InquiryWords, asked: str, criterion: str
) -> None:
    said = entry("quote", "640,000 pounds a year.", who=PAOLO, criterion=criterion)
    other = entry("quote", "It reads SAP.", who=PAOLO, criterion="systems")
    assert told(answered(words, asked, a_record([said, other]))) == [said.text]
