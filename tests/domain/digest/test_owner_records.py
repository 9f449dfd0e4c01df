from datetime import UTC, datetime, timedelta

from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Team
from bot.domain.digest.decision import DecisionChoice, DecisionOutcome
from bot.domain.digest.owner_records import build_owner_records
from bot.wording.owner_words import describe_claim_record

STARTED = datetime(2026, 11, 2, 12, tzinfo=UTC)
EVE = Person(id="U9", name="Eve Adams")
TEAM = Team(
    pilot=Pilot(id="p1", name="Recoveries"), lead="U1", owner="U9", leaders=("U5",), people=(EVE,), created_at=STARTED
)


def a_click(answer: DecisionChoice, by: str = "U9", subject: str = "ownership:U9") -> DecisionOutcome:
    at = STARTED + timedelta(days=31)
    return DecisionOutcome(id="c", pilot_id="p1", kind="ownership", subject=subject, answer=answer, by=by, at=at)


def stances(team: Team, *rulings: DecisionOutcome) -> list[tuple[str, str, str]]:
    return [(one.person, one.claim, one.source) for one in build_owner_records(team, rulings)]


def test_whom_the_form_names_is_proposed_and_whoever_clicked_has_answered() -> None:
    assert stances(TEAM) == [("U9", "proposed", "form")]
    assert stances(TEAM, a_click("yes")) == [("U9", "proposed", "form"), ("U9", "accepted", "click")]
    assert stances(TEAM.model_copy(update={"owner": None}), a_click("not_me")) == [("U9", "refused", "click")]


def test_a_leader_who_names_themselves_has_accepted_and_one_who_names_another_has_not() -> None:
    asked = a_click("yes", by="U5", subject="ownership")
    assert stances(TEAM.model_copy(update={"owner": "U5"}), asked) == [
        ("U5", "proposed", "form"),
        ("U5", "accepted", "click"),
    ]
    assert stances(TEAM, asked) == [("U9", "proposed", "form")]


def test_a_not_yet_and_a_not_mine_to_name_tell_nothing_of_the_person() -> None:
    no_owner = TEAM.model_copy(update={"owner": None})
    assert stances(no_owner, a_click("no"), a_click("not_me", by="U5", subject="ownership")) == []


def test_what_was_clicked_says_where_and_when_in_place_of_a_quote() -> None:
    form, click = build_owner_records(TEAM, (a_click("yes"),))
    assert describe_claim_record(click) == "accepted in Slack on Thursday 3 December 2026"
    assert describe_claim_record(form) == "named as operational leader when the pilot was started"
    assert (click.name, form.name) == ("Eve Adams", "Eve Adams")
