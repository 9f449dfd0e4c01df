"""How many of a thing a message shows before it counts the rest: at the number, and one more."""

from collections.abc import Callable, Sequence

import pytest

from bot.domain.actions.progress import Progress
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.message import MessageContent
from bot.domain.portfolio.overview import PilotOverview, WaitingQuestion
from bot.slack.blocks.actions.action_lists import build_my_actions_message
from bot.slack.blocks.actions.rescheduled import format_plan_difference
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.assessment.changes import format_level_changes
from bot.slack.blocks.interview.direct_message import build_channel_greeting_message, build_greeting_message
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import (
    build_button,
    build_buttons,
    build_context,
    build_home_view,
    build_message,
    build_section,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots import home, overview, status
from bot.slack.blocks.plan.plan import build_plan_message
from tests.slack import samples
from tests.slack.plain_text import shown
from tests.slack.samples import NOVEMBER, PILOT, QUESTION, TODAY, TOMASZ

DESK = home.HomeViewer(TOMASZ.id, TODAY)


def pilots(many: int) -> list[PilotOverview]:
    return [PilotOverview(pilot=Pilot(id=f"p{n}", name=f"Pilot {n}")) for n in range(many)]


@pytest.mark.parametrize(("many", "more"), [(10, ""), (11, "and 1 more question")])
def test_home_shows_ten_questions(knowledge: Knowledge, many: int, more: str) -> None:
    waiting = [WaitingQuestion(seen=seen, question=QUESTION) for seen in pilots(many)]
    text = shown(home.build_app_home(waiting, (), knowledge.framework, DESK))
    assert text.count("What happens to an invoice") == 10
    assert ("more question" in text) == bool(more) and more in text


@pytest.mark.parametrize(("many", "pages"), [(20, 1), (21, 2)])
def test_home_shows_twenty_pilots(knowledge: Knowledge, many: int, pages: int) -> None:
    text = shown(home.build_app_home((), pilots(many), knowledge.framework, DESK))
    assert text.count("*Pilot ") == 20
    assert ("*21 pilots* · 1 to 20 of 21" in text) == ("[More]" in text) == (pages == 2)
    assert "[Earlier]" not in text


@pytest.mark.parametrize(("many", "more"), [(8, ""), (9, "and 1 more action, later: `/pilot actions`")])
def test_home_shows_eight_actions(knowledge: Knowledge, many: int, more: str) -> None:
    actions = samples.followed(knowledge)[2:3] * many
    text = shown(home.build_app_home((), (), knowledge.framework, DESK, actions))
    assert text.count("Done when: ") == 8
    assert ("more action" in text) == bool(more) and more in text


@pytest.mark.parametrize(("many", "pages"), [(20, 1), (21, 2)])
def test_a_list_shows_twenty_pilots(knowledge: Knowledge, many: int, pages: int) -> None:
    text = shown(status.build_pilot_list_message(pilots(many), knowledge.framework))
    assert text.count("*Pilot ") == 20
    assert ("*21 pilots you may see* · 1 to 20 of 21" in text) == ("[More]" in text) == (pages == 2)
    assert "[Earlier]" not in text


def test_a_page_in_between_leads_both_ways(knowledge: Knowledge) -> None:
    message = status.build_pilot_list_message(pilots(20), knowledge.framework, more=5, earlier=40)
    view = home.build_app_home((), pilots(20), knowledge.framework, DESK._replace(more=5, earlier=40))
    for text in (shown(message), shown(view)):
        assert "41 to 60 of 65" in text and "[Earlier]" in text and "[More]" in text


@pytest.mark.parametrize(("many", "more"), [(3, False), (4, True)])
def test_three_that_are_blocked_are_told(knowledge: Knowledge, many: int, more: bool) -> None:
    plan = samples.progress(knowledge).plan
    stuck = [
        step.model_copy(update={"id": f"s{n}", "action_id": plan.actions[n].id})
        for n in range(many)
        for step in samples.the_steps(plan)
        if step.kind == "blocked"
    ]
    text = overview.format_plan_problems(Progress.from_steps(plan, stuck), TODAY)
    assert (text.count("IT has not given us"), "; and 1 more" in text) == (3, more)


@pytest.mark.parametrize(("many", "more"), [(5, False), (6, True)])
def test_five_levels_that_moved_are_told(knowledge: Knowledge, many: int, more: bool) -> None:
    made = samples.an_assessment(knowledge.framework)
    moved = [c for c in samples.SAID if c != "owner"][:many]
    before = samples.an_assessment(knowledge.framework, at=NOVEMBER, but=dict.fromkeys(moved, 0))
    text = format_level_changes(before, made, knowledge.framework)
    assert (text.count(" → "), "and 1 more, under _Why these ratings_" in text) == (5, more)


@pytest.mark.parametrize(("many", "last"), [(4, "_Volume_"), (5, "2 more")])
def test_up_to_four_new_criteria_are_named_and_of_more_the_first_three(
    knowledge: Knowledge, many: int, last: str
) -> None:
    made = samples.an_assessment(knowledge.framework)
    text = format_level_changes(made.model_copy(update={"ratings": made.ratings[many:]}), made, knowledge.framework)
    assert text.endswith(f"_Systems_, _Data_, _Daily work_ and {last}")


@pytest.mark.parametrize(("many", "more"), [(3, False), (4, True)])
def test_three_gaps_stand_on_the_card(knowledge: Knowledge, many: int, more: bool) -> None:
    gone = list(samples.SAID)[:many]
    but = {c: 0 if c in gone else 3 for c in samples.SAID}
    evidence = [e for e in samples.an_assessment(knowledge.framework, but=but).evidence if not e.disputes]
    known = {e.criterion for e in evidence}
    others = [
        evidence[0].model_copy(update={"id": c, "criterion": c, "level": 3})
        for c in knowledge.framework.criterion_ids
        if c not in known
    ]
    made = samples.assessed(knowledge.framework, PILOT, (*evidence, *others))
    text = shown(assessment.build_assessment_message(made, knowledge.framework))
    assert ("3. " in text, "4. " in text, "and 1 more" in text) == (True, False, more)


@pytest.mark.parametrize(("many", "more"), [(3, False), (4, True)])
def test_a_rating_shows_three_quotes_and_three_challenges(knowledge: Knowledge, many: int, more: bool) -> None:
    plain = samples.an_assessment(knowledge.framework).evidence[0]
    said = tuple(plain.model_copy(update={"id": f"e{n}", "sentence": f"Said {n}."}) for n in range(many))
    made = samples.assessed(knowledge.framework, PILOT, said)
    view = samples.challenges(made)[0]
    views = [
        view.model_copy(update={"id": f"c{n}", "criterion": plain.criterion, "reason": f"Seen {n}."})
        for n in range(many)
    ]
    text = shown(ratings.build_ratings_modal(made, knowledge.framework, {}, views))
    assert (text.count("Said "), "and 1 more quote" in text) == (3, more)
    assert (text.count("Seen "), "1 earlier challenge, then:" in text) == (3, more)
    assert "Said 0." in text, "the most telling"
    assert f"Seen {many - 1}." in text, "the newest"


def test_a_plan_shows_the_next_three_actions_and_twelve_gates(knowledge: Knowledge) -> None:
    progress = samples.progress(knowledge, begun=False)
    assert shown(build_plan_message(progress)).count("\n3. ") == 1
    assert "\n4. " not in shown(build_plan_message(progress))
    dated = next(phase for phase in progress.plan.phases if phase.gate.due)
    outlined = next(phase for phase in progress.plan.phases if not phase.gate.due)
    for phase in (dated, outlined):
        for many in (12, 13):
            longer = progress.plan.model_copy(update={"phases": (phase,) * many})
            assert shown(build_plan_message(Progress.from_steps(longer, ()))).count(f"*{phase.gate.name}*") == 12


@pytest.mark.parametrize(("many", "more"), [(12, False), (13, True)])
def test_twelve_actions_that_move_are_told(knowledge: Knowledge, many: int, more: bool) -> None:
    at = samples.followed(knowledge)[3]
    told = samples.a_move(at).difference
    lines = format_plan_difference(at, told.model_copy(update={"actions": told.actions[:1] * many}))
    assert (sum(at.action.title in line for line in lines), "and 1 more action" in lines) == (12, more)


@pytest.mark.parametrize(("many", "pages"), [(8, 1), (9, 2)])
def test_a_page_holds_eight_actions(knowledge: Knowledge, many: int, pages: int) -> None:
    text = shown(build_my_actions_message(samples.followed(knowledge)[2:3] * many, TOMASZ.id, TODAY))
    assert text.count("Done when: ") == 8
    assert (f"1 to 8 of {many}" in text) == (pages == 2)


Names = Callable[[Sequence[str]], MessageContent]


def _greeting(names: Sequence[str]) -> MessageContent:
    return build_greeting_message([samples.TEAM.model_copy(update={"pilot": Pilot(id=n, name=n)}) for n in names])


def _channel_greeting(names: Sequence[str]) -> MessageContent:
    teams = [samples.TEAM.model_copy(update={"pilot": Pilot(id=n, name=n)}) for n in names]
    return build_channel_greeting_message(teams, "C04FREIGHT")


@pytest.mark.parametrize("build", [errors.build_which_pilot_message, _greeting, _channel_greeting])
@pytest.mark.parametrize(("many", "last"), [(5, "Alpha4"), (6, "2 more")])
def test_up_to_five_pilots_are_named_and_of_more_the_first_four(build: Names, many: int, last: str) -> None:
    text = build([f"Alpha{n}" for n in range(many)]).text
    assert "Alpha3" in text
    assert [one for one in ("Alpha4", "1 more", "2 more") if one in text] == [last]


# --- what Slack takes ---------------------------------------------------------------------------------


def test_a_message_has_fifty_blocks_and_a_view_a_hundred() -> None:
    sections = [build_section(f"x{n}") for n in range(101)]
    assert build_message("x", *sections[:50]).blocks == tuple(sections[:50])
    more = build_message("x", *sections[:51]).blocks
    assert (len(more), more[-1], more[-3]) == (50, sections[50], sections[47])
    assert "There is more than fits here." in shown(build_message("x", *sections[:51]))
    assert build_home_view(*sections[:100])["blocks"] == sections[:100]
    assert len(build_home_view(*sections)["blocks"]) == 100


def test_a_context_has_ten_texts_and_a_row_twenty_five_buttons_seen_by_ten() -> None:
    for many in (10, 11):
        assert len(build_context(*(f"x{n}" for n in range(many)))["elements"]) == 10
    for many in (25, 26):
        row = build_buttons(*(build_button("Go", f"a{n}", Reference()) for n in range(many)))
        assert row is not None and len(row["elements"]) == 25
    for many in (10, 11):
        button = build_button("Go", "a", Reference(), only_for=tuple(f"U000000{n:02}" for n in range(many)))
        assert button is not None and len(button["visible_to_user_ids"]) == 10
