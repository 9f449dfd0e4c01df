"""Personal data stays here, and what the model says of its stand-ins comes back as what people wrote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.framework.knowledge import Knowledge
from bot.llm.masking import KINDS, PersonalDataMasker
from tests.domain.talk import asked, said
from tests.llm.matter import a_conversation
from tests.llm.replies import a_mapping, a_reading, analyst_at
from tests.support.model_server import ModelServer

PERSONAL = [
    ("email", "dana.reyes+ops@acme.co.uk"),
    ("phone", "+31 20 123 4567"),
    ("phone", "+1 (212) 555-0142"),
    ("iban", "DE89 3704 0044 0532 0130 00"),
    ("iban", "GB82WEST12345698765432"),
    ("card", "4111 1111 1111 1111"),
    ("card", "5500-0000-0000-0004"),
    ("id", "44051401359"),
    ("id", "RSSMRA85T10A562S"),
    ("id", "12345678Z"),
    ("id", "078-05-1121"),
    ("health", "diabetes"),
    ("health", "F32.1"),
    ("health", "schwanger"),
]
ORDINARY = [
    "11 400 invoices a month, 98.7 % matched, EUR 2.3m, by 12 January 2027",
    "Order 4500012345, delivery 0080012345, INV-2024-000123, ticket SNOW-INC0012345",
    "Marta Ruiz, head of payables, owns it since 3 March 2026",
    "at 14:30 on 2026-11-30, from 10.0.0.4, version 2.14.3, S/4HANA",
    "12 people in Venlo, 3 in Ghent, 40 a day",
]


@pytest.fixture(scope="module")
def masker() -> PersonalDataMasker:
    return PersonalDataMasker(KINDS)


@pytest.mark.parametrize(("kind", "value"), PERSONAL)
def test_personal_data_is_masked_by_its_kind_and_restored(masker: PersonalDataMasker, kind: str, value: str) -> None:
    masked = masker.mask(f"# Its message\n> We write {value} there, and {value} again.")
    assert masked.text == f"# Its message\n> We write [{kind} 1] there, and [{kind} 1] again."
    assert masked.restore(f'{{"quote": "We write [{kind} 1] there"}}') == f'{{"quote": "We write {value} there"}}'


@pytest.mark.parametrize("text", ORDINARY)
def test_names_and_ordinary_numbers_go_as_they_are(masker: PersonalDataMasker, text: str) -> None:
    assert masker.mask(f"> {text}") == (f"> {text}", {})


def test_a_number_with_only_a_check_digit_counts_beside_a_word_for_it(masker: PersonalDataMasker) -> None:
    assert masker.mask("> BSN 111222333").text == "> BSN [id 1]"
    assert masker.mask("> Order 111222333").text == "> Order 111222333"


def test_what_people_did_not_write_is_not_touched(masker: PersonalDataMasker) -> None:
    assert masker.mask("write to help@acme.com").text == "write to help@acme.com"


def test_a_stand_in_that_somebody_wrote_themselves_is_not_taken_for_ours(masker: PersonalDataMasker) -> None:
    masked = masker.mask("> [email 1] stands for a@acme.com")
    assert masked.text == "> [email 1] stands for [email 2]"
    assert masked.restore(masked.text) == "> [email 1] stands for a@acme.com"


def test_only_the_kinds_that_were_asked_for_are_masked() -> None:
    assert PersonalDataMasker(["email"]).mask("> a@acme.com, +31 20 123 4567").text == "> [email 1], +31 20 123 4567"


@given(st.lists(st.sampled_from([*ORDINARY, *(value for _, value in PERSONAL)]), max_size=6).map(", ".join))
def test_whatever_is_masked_comes_back_to_the_letter(masker: PersonalDataMasker, text: str) -> None:
    masked = masker.mask(f"> {text}")
    assert masked.restore(masked.text) == f"> {text}"


async def test_a_model_that_never_saw_it_quotes_it_word_for_word(knowledge: Knowledge) -> None:
    words = 'Refunds go to DE89 3704 0044 0532 0130 00, "checked" by dana@acme.com.'
    interview = said(asked(a_conversation(), "owner"), words)
    heard = a_mapping(a_reading("owner", 1, 'Refunds go to [iban 1], "checked" by [email 1].'))
    with ModelServer([heard]) as server:
        analyst = analyst_at(server, knowledge, mask=KINDS)
        mapping = (await analyst.map_answer(interview, interview.turns[-1], ())).value
    assert mapping.readings[0].quotes == (words,)
    sent = server.requests[0].user
    assert "[iban 1]" in sent
    assert "DE89" not in sent and "dana@acme.com" not in sent


async def test_what_is_wrong_with_a_reply_is_told_without_it_too(knowledge: Knowledge) -> None:
    interview = said(asked(a_conversation(), "owner"), "Write to dana@acme.com about refunds.")
    wrong, right = (a_mapping(a_reading("owner", 1, quote)) for quote in ("Call [email 1] at once.", "[email 1]"))
    with ModelServer([wrong, right]) as server:
        await analyst_at(server, knowledge, mask=KINDS).map_answer(interview, interview.turns[-1], ())
    assert len(server.requests) == 2
    assert "dana@acme.com" not in repr(server.requests[1])
