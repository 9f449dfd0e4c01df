from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.assessment.ownership import OwnerContext, collect_claims, find_owner, update_records
from bot.domain.core.people import Person, Pilot
from bot.domain.framework.framework import Level
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import ClaimSource, Evidence, Fact, OwnerClaim, OwnerStance
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Turn

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
COLM = Person(id="U1", name="Colm Byrne", role="Head of recoveries")
MARTIN = Person(id="U2", name="Martin Sykes", role="Sales director")
KURT = Person(id="U3", name="Aigner, Kurt (EXT)", role="Operations director")
Owner = Callable[..., OwnerClaim | None]


def a_claim(
    person: str, claim: OwnerStance, quote: str = "", by: str = "", turn: int = 1, source: ClaimSource = "said"
) -> OwnerClaim:
    at = NOON + timedelta(hours=turn)
    return OwnerClaim(
        person=person, claim=claim, quote=quote, turn_id=f"t{turn}", speaker=by or person, source=source, at=at
    )


def told(by: Person, text: str, level: Level | None, number: int = 1) -> Evidence:
    """Evidence on the owner, in the words of one turn."""
    return Evidence(
        id=f"t{number}.1",
        criterion="owner",
        level=level,
        quote=text,
        sentence=text,
        turn_id=f"t{number}",
        speaker=by.id,
    )


def an_interview(*evidence: Evidence, owners: tuple[OwnerClaim, ...] = (), facts: tuple[Fact, ...] = ()) -> Interview:
    turns = tuple(
        Turn(id=f"t{n}", question_id=None, speaker=COLM.id, text="", at=NOON + timedelta(hours=n)) for n in (1, 2, 3)
    )
    pilot = Pilot(id="p1", name="Recoveries")
    people = (COLM, MARTIN, KURT)
    return Interview(id="i1", pilot=pilot, people=people, turns=turns, evidence=evidence, owners=owners, facts=facts)


@pytest.fixture
def claims_of(shipped_knowledge: Knowledge) -> Callable[..., tuple[OwnerClaim, ...]]:
    context = OwnerContext(words=shipped_knowledge.person_words, rule=shipped_knowledge.framework.acceptance)

    def collect(interview: Interview, *records: OwnerClaim) -> tuple[OwnerClaim, ...]:
        return collect_claims(interview, context, records)

    return collect


@pytest.fixture
def owner_of(claims_of: Callable[..., tuple[OwnerClaim, ...]]) -> Owner:
    return lambda interview, *records: find_owner(claims_of(interview, *records))


def stance(claim: OwnerClaim | None) -> tuple[str, str] | None:
    return (claim.person, claim.claim) if claim else None


@pytest.mark.parametrize(
    "text",
    [
        "Mine. Recoveries is my budget and my bonus. Accepted it in writing to the COO in August.",
        "Lo acepté yo, con nombre y apellido.",
        "Das habe ich im August unterschrieben.",
        "C'est moi qui l'ai signé en août.",
        "L'ho firmato io ad agosto.",
        "Quem assinou fui eu.",
        "Dat heb ik in augustus getekend.",
        "Podpisałem to ja, w sierpniu.",
        "私が八月に署名しました。",
        "我八月签了字。",
    ],
)
def test_whoever_says_in_their_language_that_they_accepted_is_the_owner(owner_of: Owner, text: str) -> None:
    assert stance(owner_of(an_interview(told(COLM, text, 3)))) == (COLM.id, "accepted")


@pytest.mark.parametrize(("level", "expected"), [(1, None), (2, (COLM.id, "proposed")), (3, (COLM.id, "accepted"))])
def test_words_of_a_leader_who_accepted_make_their_speaker_the_owner_and_of_a_sponsor_whom_to_ask(
    owner_of: Owner, level: Level, expected: tuple[str, str] | None
) -> None:
    assert stance(owner_of(an_interview(told(COLM, "I look after it.", level)))) == expected


@pytest.mark.parametrize(
    "text",
    [
        "No, I'm not the one who answers for it.",
        "Das bin ich nicht.",
        "Yo no soy el responsable.",
        "Ce n'est pas moi.",
        "不是我。",
    ],
)
@pytest.mark.parametrize(("level", "refuses"), [(None, True), (1, True), (2, False)])
def test_whoever_says_not_me_has_refused(owner_of: Owner, text: str, level: Level | None, refuses: bool) -> None:
    found = owner_of(an_interview(told(MARTIN, text, level)))
    assert stance(found) == ((MARTIN.id, "refused") if refuses else None)


def test_whoever_is_named_for_it_is_asked_and_has_accepted_where_an_act_is_told(owner_of: Owner) -> None:
    named = told(COLM, "Herr Aigner carries it.", 3)
    signed = told(COLM, "Herr Aigner signed for it in March.", 3)
    assert stance(owner_of(an_interview(named))) == (KURT.id, "proposed")
    assert stance(owner_of(an_interview(signed))) == (KURT.id, "accepted")


def test_where_the_speaker_and_another_stand_in_one_sentence_nobody_is_taken_for_the_owner(owner_of: Owner) -> None:
    assert owner_of(an_interview(told(COLM, "I saw Kurt Aigner sign it.", 3))) is None


def test_what_an_analyst_heard_goes_before_what_the_evidence_tells(owner_of: Owner) -> None:
    heard = OwnerClaim(person="Kurt Aigner", claim="proposed", quote="Kurt's.", turn_id="t1", speaker=COLM.id)
    found = owner_of(an_interview(told(COLM, "It is mine, I think.", 3), owners=(heard,)))
    assert found is not None
    assert (found.person, found.name, found.at) == (KURT.id, "Kurt Aigner", NOON + timedelta(hours=1))


@pytest.mark.parametrize("named", ["Our risk people", "the lawyers", "someone in IT", "Legal"])
def test_a_group_is_no_owner(owner_of: Owner, named: str) -> None:
    assert owner_of(an_interview(owners=(a_claim(named, "proposed", named, COLM.id),))) is None


def test_a_role_that_one_of_them_has_is_that_person(owner_of: Owner) -> None:
    found = owner_of(an_interview(owners=(a_claim("the operations director", "proposed", by=COLM.id),)))
    assert stance(found) == (KURT.id, "proposed")


def test_a_copied_pronoun_is_the_speaker(owner_of: Owner) -> None:
    assert stance(owner_of(an_interview(owners=(a_claim("yo", "accepted", by=COLM.id),)))) == (COLM.id, "accepted")


def test_somebody_who_takes_no_part_is_one_person_under_two_names(
    claims_of: Callable[..., tuple[OwnerClaim, ...]],
) -> None:
    fact = Fact(kind="person", name="Bisi Okafor", quote="q", turn_id="t1", speaker=COLM.id)
    heard = (a_claim("Ms Okafor", "proposed", by=COLM.id), a_claim("Bisi Okafor", "proposed", by=MARTIN.id, turn=2))
    claims = claims_of(an_interview(owners=heard, facts=(fact,)))
    assert {(claim.person, claim.name) for claim in claims} == {("Bisi Okafor", "Bisi Okafor")}


def test_a_yes_that_others_tell_is_a_proposal_unless_an_act_shows_it(owner_of: Owner) -> None:
    loose = a_claim("Kurt Aigner", "accepted", "Kurt Aigner is fine with it.", COLM.id)
    act = a_claim("Kurt Aigner", "accepted", "It stands in the minutes that Kurt Aigner takes it.", COLM.id)
    assert stance(owner_of(an_interview(owners=(loose,)))) == (KURT.id, "proposed")
    assert stance(owner_of(an_interview(owners=(act,)))) == (KURT.id, "accepted")


def test_whom_the_form_names_is_proposed_until_they_accept_by_word_or_click(owner_of: Owner) -> None:
    form = a_claim("U9", "proposed", by=COLM.id, turn=0, source="form")
    click = a_claim("U9", "accepted", turn=5, source="click")
    assert stance(owner_of(an_interview(), form)) == ("U9", "proposed")
    assert stance(owner_of(an_interview(), form, click)) == ("U9", "accepted")


def test_whom_somebody_named_goes_before_whom_the_form_names(owner_of: Owner) -> None:
    form = a_claim("U9", "proposed", by=COLM.id, turn=0, source="form")
    named = a_claim("Kurt Aigner", "proposed", by=COLM.id)
    assert stance(owner_of(an_interview(owners=(named,)), form)) == (KURT.id, "proposed")


def test_whoever_refused_is_not_proposed_by_others_or_by_the_form() -> None:
    refused = a_claim("U2", "refused", turn=1)
    for later in (
        a_claim("U2", "proposed", by="U1", turn=2),
        a_claim("U2", "accepted", "He signed it.", "U1", turn=2),
        a_claim("U2", "proposed", by="U1", turn=2, source="form"),
        a_claim("U2", "proposed", turn=2),
    ):
        assert stance(find_owner((refused, later))) == ("U2", "refused")


def test_the_latest_word_of_ones_own_counts() -> None:
    refused, accepted = a_claim("U2", "refused", turn=1), a_claim("U2", "accepted", turn=2)
    again = a_claim("U2", "refused", turn=3, source="click")
    assert stance(find_owner((refused, accepted))) == ("U2", "accepted")
    assert stance(find_owner((refused, accepted, again))) == ("U2", "refused")


def test_what_others_say_against_a_yes_of_ones_own_changes_nothing() -> None:
    assert stance(find_owner((a_claim("U2", "accepted"), a_claim("U2", "refused", by="U1", turn=2)))) == (
        "U2",
        "accepted",
    )


def test_whoever_accepted_goes_before_whoever_is_proposed_and_that_before_who_refused() -> None:
    refused, proposed = a_claim("U2", "refused", turn=3), a_claim("U3", "proposed", by="U1", turn=2)
    accepted = a_claim("U1", "accepted", turn=1)
    assert stance(find_owner((accepted, proposed, refused))) == ("U1", "accepted")
    assert stance(find_owner((proposed, refused))) == ("U3", "proposed")
    assert find_owner(()) is None


def test_a_click_after_the_assessment_takes_its_place_among_the_claims() -> None:
    said, form = a_claim("U3", "proposed", by="U1", turn=2), a_claim("U9", "proposed", by="U1", turn=0, source="form")
    click = a_claim("U9", "accepted", turn=5, source="click")
    assert update_records((form, said), (form, click)) == (form, said, click)


def test_whoever_begins_with_somebody_else_is_no_sponsor(owner_of: Owner) -> None:
    assert owner_of(an_interview(told(COLM, "He is keen, joins the call every other week and pushes us.", 2))) is None
