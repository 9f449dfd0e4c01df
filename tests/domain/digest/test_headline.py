"""A headline may shorten what stands in the digest, and say nothing else."""

import pytest

from bot.domain.digest.headline import explain_refusal
from bot.domain.framework.knowledge import Knowledge
from bot.wording.digest_words import list_digest_facts
from bot.wording.formatter import PlainTextFormatter
from tests.seeded.fixtures import digest_for
from tests.seeded.pilots import LEE
from tests.seeded.telling import Told


@pytest.fixture(scope="module")
def told(seeded: tuple[Told, ...], knowledge: Knowledge) -> tuple[str, ...]:
    return list_digest_facts(digest_for(LEE, seeded, knowledge), knowledge.framework, PlainTextFormatter())


@pytest.mark.parametrize(
    "headline",
    [
        "Approve the gate align of Freight invoice matching.",
        "Approve the gate align: all 6 of its actions are done",
        "Freight invoice matching: ownership 1.5 → 2.0, and 1 new blocker",
        "Freight invoice matching: Paolo Greco has signed; Discharge letters: 27 days overdue",
        "5 of 8 assessed pilots have nobody in operations working the exceptions",
        "Freight invoice matching: IT has not given us the SAP test client",
        "Meter anomalies and Dispatch have not moved for two quarters",
        "Eva Lindt and Ben Carter see escalation differently",
    ],
)
def test_what_only_shortens_the_facts_may_stand(told: tuple[str, ...], headline: str) -> None:
    gap = "5 of 8 assessed pilots have nobody in operations working the exceptions."
    stalled = "2 have not moved for two quarters: Meter anomalies and Dispatch."
    signed = "Freight invoice matching: Paolo Greco has signed for it."
    moved = "Meter anomalies and Dispatch have not moved for two quarters."
    assert explain_refusal(headline, (*told, gap, stalled, signed, moved)) == ""


@pytest.mark.parametrize(
    ("headline", "why"),
    [
        ("", "empty"),
        ("Approve the gate align of Freight invoice matching!", "shouts"),
        ("Shall we approve the gate align?", "shouts"),
        ("word " * 40, "longer"),
        ("Ownership 1.5 → 2.5", "not in the facts: 2.5"),
        ("Freight invoice matching saves 40 clerks", "not in the facts: 40"),
        ("Samira has signed for Freight invoice matching", "not in the facts: Samira"),
        ("Approve the gate align by Christmas", "not in the facts: Christmas"),
        ("See https://example.com", "not in the facts"),
        ("Freight invoice matching is on a very good way", "says more"),
        ("Freight invoice matching is ready for production", "says more"),
        ("IT has given us the SAP test client", "says more"),
        ("8 assessed pilots have nobody in operations working the exceptions", "says more"),
        ("Ownership 2.0 → 1.5", "says more"),
        ("Ownership 2.0", "says more"),
        ("Dispatch: ownership 1.5 → 2.0", "says more"),
        ("Discharge letters: Paolo Greco", "says more"),
        ("Policy answers changed", "says more"),
        ("Freight invoice matching: owner designed → pilot", "says more"),
    ],
)
def test_what_holds_a_number_a_name_or_a_claim_of_its_own_is_refused(
    told: tuple[str, ...], headline: str, why: str
) -> None:
    assert why in explain_refusal(headline, told)
