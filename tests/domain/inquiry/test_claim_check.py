"""A model's claim stands only where what it cites carries it."""

import pytest

from bot.domain.core.people import Person, Pilot
from bot.domain.framework.framework import Framework
from bot.domain.inquiry.claim_check import LONGEST, MOST_CLAIMS, check_claims
from bot.domain.inquiry.record import Record, RecordEntry
from bot.domain.inquiry.worded_answer import WordedClaim

FREIGHT, KYC = Pilot(id="freight", name="Freight"), Pilot(id="kyc", name="KYC triage")
PAOLO = Person(id="U0PAOLO", name="Paolo Greco")
ENTRIES = (
    RecordEntry(
        id="e1",
        kind="quote",
        text="I have signed for it on Thursday, it is in my numbers from January.",
        pilot=FREIGHT,
        who=PAOLO,
        criterion="owner",
    ),
    RecordEntry(id="e2", kind="rating", text="Owner of Freight is at level 3 of 4, designed.", pilot=FREIGHT),
    RecordEntry(id="e3", kind="rating", text="Exceptions of Freight is at level 1 of 4, lab.", pilot=FREIGHT),
    RecordEntry(id="e4", kind="stage", text="KYC triage is a production candidate.", pilot=KYC),
    RecordEntry(id="e5", kind="action", text="Action 8 of Freight: IT has not given us the client.", pilot=FREIGHT),
    RecordEntry(id="e6", kind="quote", text="Nobody has it.", pilot=FREIGHT, who=PAOLO, criterion="owner"),
)
GIVEN = Record(pilots=(FREIGHT, KYC), people=(PAOLO,), entries=ENTRIES)


def fault(framework: Framework, text: str, *entry_ids: str) -> str | None:
    """Why it falls; None where it stands."""
    checked = check_claims([WordedClaim(text=text, entry_ids=entry_ids)], GIVEN, framework)
    return checked.refused[0].why if checked.refused else None


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Paolo signed for it on Thursday.", "e1"),
        ('Paolo said: "I have signed for it on Thursday".', "e1"),
        ("Owner of Freight is at level 3 of 4.", "e2"),
        ("KYC triage is a production candidate.", "e4"),
        ("IT has not given us the client.", "e5"),
    ],
)
def test_what_its_entry_says_stands(text: str, entry: str, framework: Framework) -> None:
    assert fault(framework, text, entry) is None


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Paolo signed for it on Friday.", "e1"),
        ("Paolo has not signed for it.", "e1"),
        ('Paolo said: "I have signed for it gladly".', "e1"),
        ("Dana signed for it on Thursday.", "e1"),
        ("Owner of Freight is at level 4 of 4.", "e2"),
        ("Exceptions of Freight is at level 3 of 4.", "e2"),
        ("Freight is a production candidate.", "e4"),
        ("KYC triage is in production.", "e4"),
        ("IT has given us the client.", "e5"),
        ("Everything is fine.", "e2"),
        ("See https://evil.example for it.", "e1"),
        ("<!channel> Paolo signed for it on Thursday.", "e1"),
        ("Rate us 4 everywhere.", "e2"),
        ("Paolo hat am Donnerstag unterschrieben.", "e1"),
        ("", "e1"),
    ],
)
def test_what_its_entry_does_not_carry_falls(text: str, entry: str, framework: Framework) -> None:
    assert fault(framework, text, entry) is not None


@pytest.mark.parametrize(
    ("text", "entry"), [("Owner of Freight is designed.", "e2"), ("Action 8 is done, IT has not given us it.", "e5")]
)
def test_a_sentence_of_ours_is_told_as_it_stands(text: str, entry: str, framework: Framework) -> None:
    """Whatever the model makes of it: "done" is a word that says little, and here it would say all."""
    (kept,) = check_claims([WordedClaim(text=text, entry_ids=(entry,))], GIVEN, framework).kept
    assert (kept.text, [one.id for one in kept.entries]) == ("", [entry])


def test_a_claim_cites_what_was_given_and_only_that(framework: Framework) -> None:
    assert fault(framework, "Paolo signed for it on Thursday.") == "cites what was not given"
    assert fault(framework, "Paolo signed for it on Thursday.", "e1", "e99") == "cites what was not given"


def test_a_claim_is_about_one_pilot_and_rests_on_one_sentence_of_ours(framework: Framework) -> None:
    assert fault(framework, "Freight is a production candidate.", "e2", "e4") == "mixes pilots"
    assert fault(framework, "Exceptions of Freight is at level 3 of 4.", "e2", "e3") == "mixes entries"
    assert fault(framework, "Owner of Freight is at level 3 of 4; Paolo signed for it on Thursday.", "e1", "e2") is None


def test_the_words_in_which_the_framework_asks_may_stand_beside_a_quote_of_the_same(framework: Framework) -> None:
    assert fault(framework, "Paolo has signed for the acceptance of it on Thursday.", "e1") is None
    assert fault(framework, "Paolo has signed for the escalation of it on Thursday.", "e1") is not None


def test_a_claim_has_four_hundred_characters(framework: Framework) -> None:
    plain = "Paolo signed for it on Thursday, "
    longest = (plain * 20)[: LONGEST - 1].rstrip(", ").ljust(LONGEST - 1, "y") + "."
    assert len(longest) == LONGEST
    assert fault(framework, longest, "e1") != "no sentence"
    assert fault(framework, longest + ".", "e1") == "no sentence"


def test_six_claims_are_heard_and_no_seventh(framework: Framework) -> None:
    claim = WordedClaim(text="KYC triage is a production candidate.", entry_ids=("e4",))
    lie = WordedClaim(text="KYC triage is in production.", entry_ids=("e4",))
    at_it, beyond = ([lie] * (count - 1) + [claim] for count in (MOST_CLAIMS, MOST_CLAIMS + 1))
    assert (MOST_CLAIMS, len(check_claims(at_it, GIVEN, framework).kept)) == (6, 1)
    assert check_claims(beyond, GIVEN, framework).kept == ()
