"""What people see of a plan that is worked: the plan itself, its actions, and what they may do about them."""

from datetime import timedelta

import pytest

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import MessageContent
from bot.domain.plan.plan import ProductionPlan
from bot.domain.plan.register import Conflict
from bot.slack.blocks.actions import action, action_lists, following, reminders
from bot.slack.blocks.actions.action import build_action_blocks
from bot.slack.blocks.kit.references import parse_reference
from bot.slack.blocks.plan import plan
from bot.wording.formatter import format_day
from bot.wording.gate_words import format_gate_day
from tests.slack import samples
from tests.slack.plain_text import shown
from tests.slack.samples import DEE, MARIEKE, RUUD, TODAY, TOMASZ


def _ids(message: MessageContent) -> list[str]:
    return [e["action_id"] for block in message.blocks if block["type"] == "actions" for e in block["elements"]]


def test_the_plan_gives_its_length_its_gates_and_what_comes_first(knowledge: Knowledge) -> None:
    progress = samples.progress(knowledge, begun=False)
    text = shown(plan.build_plan_message(progress))
    align, wire = (phase.gate for phase in progress.plan.phases[:2])
    assert (align.due, wire.earliest) == (None, None)
    assert f"{progress.plan.duration_headline}*, from Monday 7 December 2026 to" in text
    assert f"Week {wire.week} · gate *wire*, {format_gate_day(wire, format_day)}: It reads and writes" in text
    assert f"Gates without a day yet: *align* {format_gate_day(align, format_day)}, *govern* not" in text
    assert f"*To live proof.* {progress.plan.horizons.line}\n• Shadow" in text
    assert text.count("\n1. ") == 1
    assert f"to be named, {format_day(progress.standings[0].due)})" in text
    assert "done" not in text[: text.index("*First:*")].replace("done,", "")


def test_the_plan_says_how_far_each_gate_is_and_what_comes_next(knowledge: Knowledge) -> None:
    progress = samples.progress(knowledge)
    text = shown(plan.build_plan_message(progress))
    nobodys = sum(standing.owner is None for standing in progress.standings)
    assert f"1 done, 5 gates. {nobodys} still need a name and 3 wait for a yes." in text
    align = progress.plan.phases[0]
    own = len(progress.list_in_phase(align.id))
    assert f"{format_gate_day(align.gate, format_day)} (1 of {own} done, :warning: 1 blocked)" in text
    dated = align.model_copy(update={"gate": align.gate.model_copy(update={"due": align.end})})
    drafted = progress.plan.model_copy(update={"phases": (dated, *progress.plan.phases[1:])})
    text = shown(plan.build_plan_message(progress.model_copy(update={"plan": drafted})))
    assert f"in dispute. · 1 of {own} done, :warning: 1 blocked" in text
    assert "*Next:*\n3. Find out how often" in text


def test_the_plan_says_where_the_teams_own_dates_stand_against_it(knowledge: Knowledge) -> None:
    progress = samples.progress(knowledge)
    clash = Conflict(
        kind="deadline", said="s", speaker="U1", what="w", sentence="You said “9 March”; not before 1 May."
    )
    for count, more in ((0, False), (4, False), (5, True)):
        known = progress.model_copy(update={"plan": progress.plan.model_copy(update={"conflicts": (clash,) * count})})
        text = shown(plan.build_plan_message(known))
        assert text.count(":warning: You said “9 March”; not before 1 May.") == min(count, 4)
        assert ("… and 1 more clash, in the plan." in text) is more


def test_all_actions_of_a_plan_are_a_table_with_one_menu(knowledge: Knowledge) -> None:
    progress = samples.progress(knowledge)
    whole = action_lists.build_plan_actions_message(samples.TEAM, progress, DEE.id, TODAY)
    [table] = [block for block in whole.blocks if block["type"] == "data_table"]
    assert len(table["rows"]) == len(progress.standings) + 1
    assert _ids(whole) == ["action_update"]
    [menu] = whole.blocks[-1]["elements"]
    assert len(menu["options"]) == len(progress.standings)
    first = parse_reference(menu["options"][0]["value"])
    assert (first.pilot, first.subject, first.page) == (samples.PILOT.id, "plan_all_actions", 0)


@pytest.mark.parametrize(("count", "pages"), [(50, 1), (51, 2)])
def test_beyond_fifty_actions_the_table_is_turned(knowledge: Knowledge, count: int, pages: int) -> None:
    progress = samples.progress(knowledge)
    many = tuple(
        standing.model_copy(update={"action": standing.action.model_copy(update={"id": f"a{number}"})})
        for number, standing in enumerate((progress.standings * 2)[:count])
    )
    plan_of_many = progress.plan.model_copy(update={"actions": tuple(standing.action for standing in many)})
    long = progress.model_copy(update={"plan": plan_of_many, "standings": many})
    first = action_lists.build_plan_actions_message(samples.TEAM, long, DEE.id, TODAY)
    last = action_lists.build_plan_actions_message(samples.TEAM, long, DEE.id, TODAY, page=99)
    assert _ids(first) == ["action_update", *(["plan_all_actions"] if pages > 1 else [])]
    assert _ids(last) == ["action_update", *(["plan_all_actions_back"] if pages > 1 else [])]


def test_my_actions_in_a_plan_are_mine(knowledge: Knowledge) -> None:
    progress = samples.progress(knowledge)
    text = shown(action_lists.build_plan_actions_message(samples.TEAM, progress, TOMASZ.id, TODAY, own=True))
    assert "your actions*, 4 actions, 1 overdue, 1 done" in text
    assert (
        "no action with your name"
        in action_lists.build_plan_actions_message(samples.TEAM, progress, "U0NO1", TODAY, own=True).text
    )


def test_my_actions_come_the_most_urgent_first_and_say_of_which_pilot(knowledge: Knowledge) -> None:
    ours = samples.followed(knowledge)[1:4]
    other = ours[1]._replace(progress=samples.progress(knowledge, pilot=Pilot(id="kyc", name="KYC triage")))
    text = shown(action_lists.build_my_actions_message([*ours, other], TOMASZ.id, TODAY))
    assert "*4 actions of yours, 3 overdue, :warning: 1 blocked*" in text
    assert "_KYC triage_ · " in text
    assert "_Freight" not in shown(action_lists.build_my_actions_message(ours, TOMASZ.id, TODAY))


def test_whoever_may_not_change_an_action_is_shown_no_button_for_it(knowledge: Knowledge) -> None:
    _, _, taken, proposed, nobodys = samples.followed(knowledge)[:5]

    def offered(at: TrackedAction, viewer: str) -> list[str]:
        found = [block for block in build_action_blocks(at, viewer=viewer) if block["type"] == "actions"]
        return [e["action_id"].removeprefix("action_") for block in found for e in block["elements"]]

    everything = ["done", "block", "move", "reassign"]
    assert offered(taken, TOMASZ.id) == offered(taken, DEE.id) == everything
    assert offered(taken, MARIEKE.id) == []
    assert offered(proposed, RUUD.id) == ["accept", "decline"]
    assert offered(proposed, DEE.id) == ["update"]
    assert offered(nobodys, MARIEKE.id) == ["accept"]
    assert offered(nobodys, DEE.id) == ["accept", *everything]
    assert offered(nobodys, "U0READER8") == []


def test_what_everybody_reads_hides_each_button_from_those_it_is_not_for(knowledge: Knowledge) -> None:
    proposed = samples.followed(knowledge)[3]
    seen_by = {
        e["action_id"]: e["visible_to_user_ids"] for e in action.build_action_message(proposed).blocks[-1]["elements"]
    }
    assert seen_by["action_accept"] == seen_by["action_decline"] == [RUUD.id]
    assert seen_by["action_update"] == [DEE.id]


def test_what_is_proposed_to_whoever_reads_it_is_proposed_to_you(knowledge: Knowledge) -> None:
    proposed = samples.followed(knowledge)[3]
    own, others = (action.build_action_blocks(proposed, viewer=person.id) for person in (RUUD, DEE))
    assert "proposed to you, who have not said yes yet" in str(own)
    assert f"proposed to <@{RUUD.id}>, who has not said yes yet" in str(others)


def test_an_action_in_a_message_says_of_which_pilot_it_is(knowledge: Knowledge) -> None:
    at = samples.followed(knowledge)[0]
    assert f"_{at.plan.pilot.name}_ · " in shown(action.build_action_message(at))


def test_a_proof_that_is_no_safe_link_is_shown_and_leads_nowhere(knowledge: Knowledge) -> None:
    done = samples.followed(knowledge)[0]
    assert "“Signed in the steering group” · <https://wiki.acme.com/signed|look at it>" in shown(
        action.build_action_message(done)
    )
    odd = done._replace(standing=done.standing.model_copy(update={"link": "http://wiki <!here>", "note": ""}))
    assert f"says <@{TOMASZ.id}>: http://wiki &lt;!here&gt;" in shown(action.build_action_message(odd))


def test_a_move_says_what_moves_along_and_why(knowledge: Knowledge) -> None:
    taken = samples.followed(knowledge)[2]
    difference = samples.a_move(taken).difference
    line = following.build_action_moved_message(taken, DEE, difference)
    assert len(line.blocks) == 1
    assert "moved along" in shown(line)
    assert "• 3." not in shown(line), "what else changed opens by a click"
    text = shown(following.build_difference_modal(taken, difference))
    assert text.splitlines()[1].startswith("• 3. Find out how often")
    assert f"{format_day(taken.standing.due)} → *{format_day(taken.standing.due + timedelta(days=21))}*\n" in text
    assert ", since it waits for 3\n" in text


def test_a_move_says_which_gates_move_and_of_one_without_a_day_before_when_it_does_not_stand(
    knowledge: Knowledge,
) -> None:
    def told(action_id: str) -> tuple[str, ProductionPlan, ProductionPlan]:
        at = next(at for at in samples.followed(knowledge) if at.action.id == action_id)
        moved = samples.a_move(at)
        return shown(following.build_difference_modal(at, moved.difference)), at.plan, moved.plan

    text, before, after = told("volume_fallback")
    was, now = (next(phase.gate for phase in one.phases if phase.id == "wire") for one in (before, after))
    assert f"gate *wire*: {format_gate_day(was, format_day)} → *{format_gate_day(now, format_day)}*" in text
    text, before, after = told("profit_case")
    was, now = before.phases[0].gate, after.phases[0].gate
    assert was.due is None and now.earliest is not None
    assert f"gate *align*: {format_gate_day(was, format_day)} → *{format_day(now.earliest)}*" in text


def test_a_reminder_names_the_day_as_it_is_that_morning_and_a_way_to_end_it(knowledge: Knowledge) -> None:
    taken = samples.reminded(samples.followed(knowledge)[2], 1)
    due = taken.standing.due
    for today, words in (
        (due - timedelta(days=3), "is due on Wednesday 9 December."),
        (due, "is due today, Wednesday 9 December."),
        (due + timedelta(days=2), "was due on Wednesday 9 December."),
    ):
        assert f"Action 3 of _Freight invoice matching_ {words}" in shown(
            reminders.build_reminder_message((taken,), today)
        )
    assert "Click _On it_" in shown(reminders.build_reminder_message((taken,), due))
    assert "action_seen" in _ids(action.build_action_message(taken))
    assert "action_seen" not in _ids(action.build_action_message(samples.followed(knowledge)[2]))


def test_the_last_reminder_says_so_and_whom_it_goes_to_next(knowledge: Knowledge) -> None:
    taken = samples.reminded(samples.followed(knowledge)[2], 3)
    assert f"the last time that I remind you of this; if nothing happens, I tell <@{DEE.id}>." in shown(
        reminders.build_reminder_message((taken,), TODAY)
    )
    assert f"<@{TOMASZ.id}> has not reacted to 3 reminders." in shown(reminders.build_missed_dates_message((taken,)))


def test_why_somebody_is_named_is_told_until_they_answer(knowledge: Knowledge) -> None:
    drafted = samples.progress(knowledge, begun=False)
    proposed = next(s for s in drafted.standings if s.owner == TOMASZ.id)
    assert action.format_action_owner(proposed) == f"<@{TOMASZ.id}> (by title)"
    for answered in ({"accepted": True}, {"given_by": DEE.id}):
        assert action.format_action_owner(proposed.model_copy(update=answered)) == f"<@{TOMASZ.id}>"
