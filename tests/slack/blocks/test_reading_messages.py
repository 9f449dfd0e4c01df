"""What people see of assessment, plan, status and Home."""

from datetime import date
from typing import Any

from bot.domain.assessment.assessment import FoundTrap
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.overview import PilotOverview, WaitingQuestion
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import MENU
from bot.slack.blocks.pilots import home, status
from bot.slack.blocks.pilots.pilot_modal import build_pilot_modal
from bot.wording.formatter import format_day
from bot.wording.gate_words import format_gate_day
from tests.slack import samples
from tests.slack.plain_text import shown
from tests.slack.samples import DEE, MARIEKE, NOVEMBER, PILOT, QUESTION, RUUD, THREAD, TODAY, TOMASZ
from tests.slack_stub.state.records import pressable

DESK = home.HomeViewer(TOMASZ.id, TODAY)


def _ids(message: MessageContent) -> list[str]:
    """What can be pressed; the entries of a menu as the buttons that they stand for."""
    return [found for found in pressable(list(message.blocks)) if not found.startswith(MENU)]


def _charts(message: MessageContent) -> list[dict[str, Any]]:
    return [block for block in message.blocks if block["type"] == "data_visualization"]


def test_the_first_line_of_the_card_is_the_verdict(knowledge: Knowledge) -> None:
    message = assessment.build_assessment_message(samples.an_assessment(knowledge.framework), knowledge.framework)
    assert (
        message.blocks[0]["text"]["text"] == "*Freight invoice matching is still in the lab.* Held back by *ownership*."
    )


def test_the_card_is_read_in_ten_seconds(knowledge: Knowledge) -> None:
    message = assessment.build_assessment_message(samples.an_assessment(knowledge.framework), knowledge.framework)
    words = [word for b in message.blocks if b["type"] == "section" for word in b["text"]["text"].split()]
    assert len(words) < 110


def test_the_card_says_what_is_disputed_unknown_and_who_read_it(knowledge: Knowledge) -> None:
    text = shown(assessment.build_assessment_message(samples.an_assessment(knowledge.framework), knowledge.framework))
    assert ":left_right_arrow: 1 open disagreement · 3 nobody could say · traps: _orphaned_" in text
    assert "Read by gpt-5.2. AI-generated" in text


def test_a_card_without_a_model_says_so(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework).model_copy(update={"analyst": "offline"})
    assert "no language model was used" in shown(assessment.build_assessment_message(made, knowledge.framework))


def test_an_unknown_pillar_is_shaded_and_never_drawn_as_nought(knowledge: Knowledge) -> None:
    nothing = samples.assessed(knowledge.framework, PILOT, ())
    message = assessment.build_assessment_message(nothing, knowledge.framework)
    assert "`░░░░` *Integration* unknown · 0 of 4 known" in shown(message)
    assert "can't be rated yet" in shown(message)
    assert not _charts(message)


def test_the_chart_says_what_the_text_says(knowledge: Knowledge) -> None:
    message = assessment.build_assessment_message(samples.an_assessment(knowledge.framework), knowledge.framework)
    (chart,) = _charts(message)
    points = {point["label"]: point["value"] for point in chart["chart"]["series"][0]["data"]}
    assert points == {"Integration": 1.75, "Ownership": 1.0, "Governance": 1.5}
    assert "Integration 1.75 of 4, Ownership 1.0 of 4, Governance 1.5 of 4" in message.text


def test_a_later_card_shows_what_moved(knowledge: Knowledge) -> None:
    before = samples.an_assessment(knowledge.framework, at=NOVEMBER, but={"systems": 1})
    message = assessment.build_assessment_message(
        samples.an_assessment(knowledge.framework), knowledge.framework, before=before
    )
    assert "*Integration* 1.5 → 1.75" in shown(message)
    assert [series["name"] for series in _charts(message)[0]["chart"]["series"]] == ["2 November 2026", "Now"]


def test_the_card_offers_a_plan_only_while_there_is_none(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    assert _ids(assessment.build_assessment_message(made, knowledge.framework)) == [
        "assessment_why",
        "plan_make",
        "assessment_challenge",
        "assessment_share",
        "output_feedback",
    ]
    assert "plan_make" not in _ids(assessment.build_assessment_message(made, knowledge.framework, has_plan=True))


def test_a_shared_card_can_only_be_asked_why(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    message = assessment.build_shared_assessment_message(made, knowledge.framework, DEE)
    assert _ids(message) == ["assessment_why"]
    assert f"Shared by <@{DEE.id}> · assessed on Friday 4 December 2026" in shown(message)


def test_every_rating_shows_its_level_its_words_and_the_next_step(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    text = shown(ratings.build_ratings_modal(made, knowledge.framework, {"t-exceptions": THREAD}))
    assert "*Exceptions* `▰▰▱▱` 2, pilot\n“" in text
    assert "Operations handle some of them" not in text, "nobody said that"
    assert "Rated at 2 because not all of this was said: “There is a staffed queue" in text
    assert f"whoever of the four is free.” <@{MARIEKE.id}> · <{THREAD}|see the message>" in text
    assert "*Audit trail* `░░░░` unknown" in text


def test_a_disputed_rating_shows_everybodys_words(knowledge: Knowledge) -> None:
    text = shown(ratings.build_ratings_modal(samples.an_assessment(knowledge.framework), knowledge.framework, {}))
    assert "Seen differently" in text
    assert f"<@{DEE.id}>" in text
    assert f"<@{MARIEKE.id}>" in text
    assert "see the message" not in text


def test_a_challenge_keeps_who_what_and_why(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    reason = "*signed* <!here>"
    text = shown(ratings.build_challenge_message(made, knowledge.framework, "owner", level=3, reason=reason, by=DEE))
    assert f"<@{DEE.id}> challenges *Owner*: rated `▰▱▱▱` 1, lab, in their view `▰▰▰▱` 3, designed" in text
    assert "“∗signed∗ &lt;!here&gt;”" in text


def _running(knowledge: Knowledge) -> PilotOverview:
    made = samples.an_assessment(knowledge.framework)
    return PilotOverview(
        pilot=PILOT,
        lead=DEE,
        interview=samples.a_finished_interview(knowledge),
        assessment=made,
        before=samples.an_assessment(knowledge.framework, at=NOVEMBER, but={"systems": 1}),
        progress=samples.progress(knowledge),
    )


def test_status_says_where_a_pilot_stands_what_moved_and_what_is_next(knowledge: Knowledge) -> None:
    seen = _running(knowledge)
    drafted = samples.progress(knowledge).plan
    text = shown(status.build_status_message(seen, knowledge.framework, TODAY, others=3))
    assert "*Freight invoice matching* · lab, still" not in text
    assert f"*Freight invoice matching* · still lab, as on Monday 2 November · week 2 of {drafted.weeks}" in text
    assert "Since Monday 2 November: integration 1.5 → 1.75" in text
    gate = drafted.phases[0].gate
    assert gate.due is None
    assert f"Next gate: *align*, {format_gate_day(gate, format_day)}: {gate.ends_with}" in text
    assert "3 more pilots you may see: `/pilot list`" in text


def test_status_says_what_is_done_blocked_and_overdue(knowledge: Knowledge) -> None:
    seen, drafted = _running(knowledge), samples.progress(knowledge).plan
    text = shown(status.build_status_message(seen, knowledge.framework, TODAY))
    assert f"week 2 of {drafted.weeks} · 1 of {len(drafted.actions)} actions done" in text
    assert f"for 6 days (<@{MARIEKE.id}>): “IT has not given us the SAP test client.”" in text
    assert ":warning: 2 actions overdue, the oldest since Wednesday 9 December" in text


def test_status_before_and_after_the_plan_says_so(knowledge: Knowledge) -> None:
    seen = _running(knowledge)
    assert "plan starts Monday 7 December 2026" in shown(
        status.build_status_message(seen, knowledge.framework, date(2026, 12, 1))
    )
    assert "plan ended" in shown(status.build_status_message(seen, knowledge.framework, date(2027, 12, 1)))


def test_challenges_stand_beside_their_rating_with_who_when_and_why(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    text = shown(ratings.build_ratings_modal(made, knowledge.framework, {}, samples.challenges(made)))
    owner = text[text.index("*Owner*") : text.index("*Decisions*")]
    assert f"<@{DEE.id}> challenged this on Friday 4 December 2026: in their view `▰▰▰▱` 3, designed. “Ruud" in owner
    assert f"<@{RUUD.id}> challenged this on Friday 4 December 2026: in their view `░░░░` unknown. “I signed" in owner
    assert text.count("challenged this") == 2


def test_of_many_challenges_the_newest_are_shown_and_the_others_counted(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    first = samples.challenges(made)[0]
    many = [first.model_copy(update={"id": f"c{n}", "reason": f"For reason {n}."}) for n in range(5)]
    text = shown(ratings.build_ratings_modal(made, knowledge.framework, {}, many))
    assert "2 earlier challenges, then:" in text
    assert [f"For reason {n}." in text for n in range(5)] == [False, False, True, True, True]


def test_a_shared_status_says_who_showed_it_and_leaves_nothing_to_click(knowledge: Knowledge) -> None:
    message = status.build_shared_status_message(_running(knowledge), knowledge.framework, TODAY, DEE)
    assert _ids(message) == []
    assert f"Shared by <@{DEE.id}> · as of Wednesday 16 December 2026" in shown(message)


def test_a_pilot_opened_from_home_is_read_without_charts_and_ways_to_post(knowledge: Knowledge) -> None:
    view = build_pilot_modal(_running(knowledge), knowledge.framework, TODAY)
    buttons = [e["action_id"] for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]
    assert buttons == ["assessment_why", "plan_brief", "pilot_again"]
    assert {block["type"] for block in view["blocks"]} == {"section", "context", "divider", "actions"}
    assert "*Ownership*" in shown(view)


def test_whoever_may_not_see_a_pilot_learns_nothing_of_it() -> None:
    assert PILOT.name not in errors.build_no_access_message().text
    assert "Secret" not in errors.build_unknown_pilot_message("Secre", ("Freight",)).text


def test_home_shows_open_questions_before_pilots(knowledge: Knowledge) -> None:
    young = PilotOverview(pilot=PILOT, interview=samples.an_interview(knowledge))
    waiting = WaitingQuestion(seen=young, question=QUESTION, thread=THREAD)
    text = shown(home.build_app_home((waiting,), (_running(knowledge),), knowledge.framework, DESK))
    assert text.index("*1 question for you*") < text.index("*1 pilot*")
    assert "[Answer]" in text
    assert "Integration `▰▰▱▱`" in text
    assert "Next: Find out how often people get it wrong" in text


def test_home_shows_my_actions_between_my_questions_and_my_pilots(knowledge: Knowledge) -> None:
    waiting = WaitingQuestion(seen=_running(knowledge), question=QUESTION, thread=THREAD)
    theirs = [at for at in samples.followed(knowledge) if at.standing.owner == TOMASZ.id]
    text = shown(home.build_app_home((waiting,), (_running(knowledge),), knowledge.framework, DESK, theirs))
    places = [text.index(head) for head in ("*1 question", "*My actions: 3, 1 overdue*", "*1 pilot*")]
    assert places == sorted(places)
    assert "[Done] [Blocked] [Move] [Reassign]" in text


def test_a_question_left_by_a_colleague_tells_nothing_else_of_the_pilot(knowledge: Knowledge) -> None:
    left = PilotOverview(pilot=PILOT, interview=samples.an_interview(knowledge, status="paused"))
    text = shown(
        home.build_app_home(
            (WaitingQuestion(seen=left, question=QUESTION, by_name=True, thread=THREAD),), (), knowledge.framework, DESK
        )
    )
    assert f"“{PILOT.name}” · left to you by a colleague   [Answer]" in text
    assert "known" not in text


def test_home_says_which_action_comes_next(knowledge: Knowledge) -> None:
    text = shown(home.build_app_home((), (_running(knowledge),), knowledge.framework, DESK))
    assert "Next: Find out how often people get it wrong" in text


def test_an_empty_home_says_what_this_is_and_how_to_begin(knowledge: Knowledge) -> None:
    text = shown(home.build_app_home((), (), knowledge.framework, DESK))
    assert "AI assistant" in text
    assert "[Start a pilot]" in text


def test_who_confirmed_a_claim_is_said_once_however_many_sentences_carry_it(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    (high,) = [item for item in made.evidence if item.criterion == "boundary"]
    also = high.model_copy(update={"id": f"{high.id}b", "sentence": "It asks above 5,000 euros."})
    rated = made.get_rating("boundary")
    both = rated.model_copy(update={"evidence_ids": (high.id, also.id)})
    ratings_now = tuple(both if rating is rated else rating for rating in made.ratings)
    after = made.model_copy(update={"evidence": (*made.evidence, also), "ratings": ratings_now})
    one, two = (
        shown(ratings.build_ratings_modal(one, knowledge.framework, {})).count("not confirmed by anybody else")
        for one in (made, after)
    )
    assert one == two > 0


def test_the_remark_that_shows_a_trap_has_its_speaker_where_it_is_evidence(knowledge: Knowledge) -> None:
    made = samples.an_assessment(knowledge.framework)
    said = made.evidence[0]
    found = FoundTrap(trap="efficiency_only", quote=said.sentence)
    text = shown(ratings.build_ratings_modal(made.model_copy(update={"traps": (found,)}), knowledge.framework, {}))
    told = text[text.index("Trap: efficiency only") :]
    assert f"<@{said.speaker}>" in told
    assert "Somebody said" not in told
