"""The digest as a leader reads it: the decision first, then what moved, then what stands still."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.core.people import Person
from bot.domain.digest.pilot_week import PilotWeek
from bot.domain.framework.knowledge import Knowledge
from bot.wording.formatter import PlainTextFormatter
from bot.wording.leaders.digest_words import render_digest_paragraphs, render_stage
from tests.seeded.fixtures import digest_for
from tests.seeded.pilots import ANA, KIM, LEE, PAOLO
from tests.seeded.story import NOW
from tests.seeded.telling import Told
from tests.support.teams import a_team


def read_by(
    leader: Person, seeded: Sequence[Told], knowledge: Knowledge, *, until: datetime = NOW, **occasion: object
) -> tuple[str, ...]:
    return render_digest_paragraphs(
        digest_for(leader, seeded, knowledge, until=until, **occasion), knowledge.framework, PlainTextFormatter()
    )


def only(seeded: Sequence[Told], *names: str) -> tuple[Told, ...]:
    return tuple(one for one in seeded if one.team.pilot.name in names)


# --- a week with news --------------------------------------------------------------------------------


def test_the_one_decision_comes_first_and_the_others_are_counted(
    seeded: tuple[Told, ...], knowledge: Knowledge
) -> None:
    asked, *proofs, others = read_by(LEE, seeded, knowledge)[0].splitlines()
    assert asked == (
        "One decision waits for you: approve the gate align of Warranty claims. It was due Friday 23 October, and all "
        "5 of its actions are done."
    )
    assert proofs[0] == (
        "• A named operational leader with the profit and loss has accepted the workflow in writing: “in the team "
        "folder”"
    )
    assert others == (
        "9 more wait behind it: 1 gate to approve, 4 owners to settle, 1 action to unblock and 3 pilots with actions "
        "that nobody has."
    )


def test_then_each_pilot_that_moved_with_the_words_it_rests_on(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    head, moved, stuck, ahead = read_by(LEE, seeded, knowledge)[1].splitlines()
    assert head == "Freight invoice matching · pilot"
    assert moved == (
        "Moved: ownership 1.5 → 2.0; owner pilot → designed (“I have signed for it on Thursday, it is in my numbers "
        "from January.”, Paolo Greco); exceptions lab → pilot (“Two people from operations take some of them, without "
        "any clock on it.”, Dana Reyes); 2 actions done; 1 new blocker"
    )
    assert stuck == (
        "Stuck: “Build reading and writing back on every system, and rehearse undoing a write” (Ivo Hladik), blocked 5 "
        "days: “IT has not given us the SAP test client”"
    )
    assert ahead.startswith("Next week: “List every mess in the real data")
    assert ahead.endswith("(Friday 6 November)")


def test_the_most_moved_comes_first_and_two_views_of_a_thing_are_news(
    seeded: tuple[Told, ...], knowledge: Knowledge
) -> None:
    paragraphs = read_by(LEE, seeded, knowledge)
    assert [p.split(" · ")[0] for p in paragraphs[1:4]] == [
        "Freight invoice matching",
        "Discharge letters",
        "Warranty claims",
    ]
    assert "Moved: Eva Lindt and Ben Carter see escalation differently; 2 actions done" in paragraphs[2]
    assert "Next week: gate align (Friday 6 November); " in paragraphs[2]
    assert "24 days overdue, and 1 more" in paragraphs[2]


def test_where_nothing_moved_a_line_says_so(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    assert read_by(LEE, seeded, knowledge)[4].splitlines() == [
        "Policy answers: nothing changed; the interview has waited 9 days for an answer of Noor Khan.",
        "Carrier invoice check, Contract review, Dispatch, KYC triage and Meter anomalies: nothing changed.",
    ]


def test_last_come_all_pilots_together(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    last = read_by(LEE, seeded, knowledge)[-1].splitlines()
    assert last[0].startswith("9 pilots: 4 lab, 2 pilot, 2 candidate, 1 not rated yet.")
    assert "One decision would lift them together: " in last[1]
    assert last[2].endswith("Stop or staff them?")
    assert len(read_by(LEE, seeded, knowledge)) == 6


def test_whoever_leads_two_pilots_reads_of_no_portfolio(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    paragraphs = read_by(ANA, seeded, knowledge)
    assert paragraphs[0].startswith("One decision waits for you: approve the gate align of Warranty claims.")
    assert len(paragraphs) == 3


# --- other weeks -------------------------------------------------------------------------------------


def test_a_quiet_week_is_one_line(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    assert read_by(KIM, seeded, knowledge) == (
        "Nothing changed in your 2 pilots. Next gate: align, Friday 18 December (KYC triage).",
    )


def test_a_quiet_week_says_what_is_stuck_the_longest(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    silent = only(seeded, "Policy answers")
    assert read_by(LEE, silent, knowledge) == (
        "Nothing changed in your pilot. Stuck the longest: Policy answers, the interview has waited 9 days for an "
        "answer of Noor Khan.",
    )


def test_an_earlier_week_tells_what_was_news_then(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    text = "\n".join(read_by(LEE, seeded, knowledge, until=NOW - timedelta(weeks=2)))
    assert "Contract review · lab, was pilot\nMoved: integration 2.0 → 1.3; data pilot → lab (“It runs on an" in text
    assert "Warranty claims · candidate, was pilot" in text
    assert "Policy answers" not in text
    assert "I have signed" not in text


def test_a_pilot_assessed_for_the_first_time_and_one_just_begun_say_so(
    seeded: tuple[Told, ...], knowledge: Knowledge
) -> None:
    second_week = "\n".join(read_by(LEE, seeded, knowledge, until=NOW - timedelta(weeks=6)))
    assert "Carrier invoice check · lab, rated for the first time" in second_week
    seventh_week = "\n".join(read_by(LEE, seeded, knowledge, until=NOW - timedelta(weeks=1)))
    assert "Policy answers · begun this week" in seventh_week


@pytest.mark.parametrize(
    ("week", "told"),
    [
        ({"assessed": True}, "can't be rated yet"),
        ({"assessed": True, "started": True}, "can't be rated yet"),
        ({"assessed": True, "stage_before": "pilot"}, "can't be rated as it is known now, was pilot"),
        ({}, "not assessed yet"),
    ],
)
def test_no_stage_is_named_where_too_little_is_known(week: dict[str, Any], told: str, knowledge: Knowledge) -> None:
    assert render_stage(PilotWeek(pilot=a_team().pilot, **week), knowledge.framework) == told


def test_a_new_plan_is_news(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    paragraphs = read_by(KIM, seeded, knowledge, until=NOW - timedelta(weeks=1))
    assert paragraphs[1].startswith("KYC triage · candidate\nMoved: a new plan, ")


def test_a_pilot_that_fell_back_asks_whether_it_goes_on(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    asked = read_by(KIM, seeded, knowledge, until=NOW - timedelta(weeks=1))[0]
    assert asked == (
        "One decision waits for you: say whether Contract review goes on. It fell from pilot to lab, as the assessment "
        "of Tuesday 13 October found."
    )


def test_what_is_late_says_so_and_tells_all_that_happened_since(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    due = NOW - timedelta(weeks=2)
    late = read_by(KIM, seeded, knowledge, due=due, since=due - timedelta(weeks=1))
    assert late[0] == (
        "This digest was due Monday 19 October and comes 14 days late. It tells what happened since Monday 12 October."
    )
    assert "KYC triage · candidate\nMoved: a new plan" in "\n".join(late)


def test_days_are_those_of_the_leader(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    """Where it is Tuesday already, what is blocked is blocked a day longer."""
    auckland = NOW.astimezone(ZoneInfo("Pacific/Auckland"))
    assert "blocked 6 days" in "\n".join(read_by(LEE, seeded, knowledge, until=auckland))


def test_in_a_channel_it_is_said_whom_the_decision_waits_for(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    first = read_by(LEE, seeded, knowledge, channel="C0PORT")[0]
    assert first.startswith("One decision waits for Lee Wong: approve the gate align")
    assert read_by(KIM, seeded, knowledge, channel="C0PORT")[0].startswith("Nothing changed in 2 pilots.")


def test_nothing_is_told_of_no_pilot(knowledge: Knowledge) -> None:
    assert read_by(PAOLO, (), knowledge) == ("There is no pilot of yours that I could tell you about.",)


def test_many_pilots_stay_one_message(seeded: tuple[Told, ...], knowledge: Knowledge) -> None:
    """Of two hundred a leader reads the five that moved most, how many more did, and what all of them share."""
    crowd = tuple(_renamed(one, number) for number in range(22) for one in seeded)
    paragraphs = read_by(LEE, crowd, knowledge)
    assert len(paragraphs) == 9
    assert "Something moved in 61 more: " in paragraphs[6]
    assert "\n".join(paragraphs).count("nothing changed") < 40
    assert sum(map(len, paragraphs)) < 9000


def _renamed(one: Told, number: int) -> Told:
    pilot = one.team.pilot.model_copy(
        update={"id": f"{one.team.pilot.id}-{number}", "name": f"{one.team.pilot.name} {number}"}
    )
    return Told(one.team.model_copy(update={"pilot": pilot}), one.interviews, one.assessments, one.plans, one.steps)
