"""What a team sees while it is interviewed."""

from datetime import timedelta
from typing import Any

from bot.domain.assessment.review import CitedAnswer
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.answer_mapping import Intent
from bot.domain.interview.turn import SkippedQuestion, SummaryFeedback
from bot.domain.messaging.message import MessageContent
from bot.services.conversation.interview_actions import LevelCheck
from bot.slack.blocks.interview import closing, confirming, ladders, noted, progress_card, questions, unread_answers
from bot.slack.blocks.kit.elements import MENU
from bot.slack.blocks.kit.references import Reference, parse_reference
from bot.slack.blocks.opening import opening
from tests.slack import samples
from tests.slack.plain_text import shown
from tests.slack.samples import DEE, LEFT, MARIEKE, PILOT, PROBE, QUESTION, TOMASZ


def _buttons(message: MessageContent) -> dict[str, dict[str, Any]]:
    """By what pressing it runs; the entries of a menu as the buttons that they stand for."""
    found = [e for block in message.blocks if block["type"] == "actions" for e in block["elements"]]
    folded = {
        entry["value"]: {**entry, "value": menu["action_id"].removeprefix(MENU)}
        for menu in found
        for entry in menu.get("options", ())
    }
    return {element["action_id"]: element for element in found if "options" not in element} | folded


def test_the_bot_says_that_it_is_an_ai_before_the_first_question(knowledge: Knowledge) -> None:
    text = shown(opening.build_opening_message(samples.an_interview(knowledge), samples.TEAM, None))
    assert "an AI assistant" in text
    assert "I quote you" in text


def test_only_a_shared_thread_invites_everybody_in_it_to_answer(knowledge: Knowledge) -> None:
    interview = samples.an_interview(knowledge)
    assert "Anyone in this thread can answer" in shown(opening.build_opening_message(interview, samples.TEAM, None))
    assert "Anyone" not in shown(opening.build_opening_message(interview, samples.TEAM, DEE.id))


def test_a_question_says_how_far_we_are_and_why_it_is_asked(knowledge: Knowledge) -> None:
    message = questions.build_question_message(samples.an_interview(knowledge), QUESTION, knowledge.framework)
    assert "Question 2 of about 10 · Exceptions\n  ~ Why I ask: The cases it can't do" in shown(message)


def test_the_opening_question_can_be_put_off_and_explained_and_needs_no_skip(knowledge: Knowledge) -> None:
    interview = samples.an_interview(knowledge)
    message = questions.build_question_message(interview, interview.questions[0], knowledge.framework)
    assert list(_buttons(message)) == ["interview_pause", "interview_how"]
    assert "known" not in shown(message)


def test_every_way_out_of_a_question_knows_which_question_it_is(knowledge: Knowledge) -> None:
    buttons = _buttons(questions.build_question_message(samples.an_interview(knowledge), QUESTION, knowledge.framework))
    assert list(buttons) == [
        "interview_dont_know",
        "interview_ask_colleague",
        "interview_skip",
        "interview_pause",
        "interview_how",
    ]
    about = {parse_reference(element["value"]).model_copy() for element in buttons.values()}
    assert about == {Reference(interview="freightmatch-i1", question="q6")}


def test_a_probe_says_that_it_is_asked_once(knowledge: Knowledge) -> None:
    text = shown(questions.build_question_message(samples.an_interview(knowledge), PROBE, knowledge.framework))
    assert "One follow-up, so that I have it right · Exceptions\n  ~ Why I ask" in text


def test_a_question_left_to_somebody_names_who_left_it(knowledge: Knowledge) -> None:
    text = shown(questions.build_question_message(samples.an_interview(knowledge), LEFT, knowledge.framework))
    assert f"<@{DEE.id}> left this one to <@{MARIEKE.id}>" in text


def test_a_question_that_was_let_go_keeps_its_words_and_says_who_and_how(knowledge: Knowledge) -> None:
    passed = SkippedQuestion(question_id="q6", criteria=("exceptions",), how="skip", by=DEE.id)
    message = questions.build_skipped_question_message(
        samples.an_interview(knowledge), QUESTION, passed, knowledge.framework
    )
    assert QUESTION.text in shown(message)
    assert f"<@{DEE.id}> skipped it" in shown(message)
    assert not _buttons(message)


def test_an_answer_to_a_question_back_names_its_source_and_asks_again(knowledge: Knowledge) -> None:
    answer = CitedAnswer(text="Where it must stop.", citations=("governance.boundary", "made.up"))
    text = shown(questions.build_cited_answer_message(answer, knowledge, back=True))
    assert "From the framework: _Judgment boundary_" in text
    assert "made.up" not in text
    assert text.endswith("Back to my question:")
    assert "my question" not in shown(questions.build_cited_answer_message(answer, knowledge, back=False))


def test_a_colleague_learns_who_asks_what_for_and_that_it_is_an_ai(knowledge: Knowledge) -> None:
    interview = samples.an_interview(knowledge)
    text = shown(questions.build_invitation_message(interview, interview.passes[0]))
    assert f"<@{MARIEKE.id}>, <@{DEE.id}> thinks you can answer this" in text
    assert "AI assistant" in text
    assert PILOT.name in text
    assert "quoted with your name" in text


def test_one_of_the_team_is_not_introduced_to_it_again(knowledge: Knowledge) -> None:
    interview = samples.an_interview(knowledge)
    text = shown(questions.build_invitation_message(interview, interview.passes[0], "The odd ones.", takes_part=True))
    assert f"<@{MARIEKE.id}>, <@{DEE.id}> thinks you can answer this." in text
    assert "The odd ones." in text
    assert "AI assistant" not in text
    assert "Nothing else is shared" not in text


def test_a_colleague_who_was_asked_in_has_nothing_to_pause_and_learns_nothing_of_the_rest(knowledge: Knowledge) -> None:
    message = questions.build_question_message(
        samples.an_interview(knowledge), QUESTION, knowledge.framework, invited=True
    )
    assert list(_buttons(message)) == ["interview_dont_know", "interview_ask_colleague", "interview_how"]
    assert "known" not in shown(message)
    assert "Why I ask" in shown(message)


def test_an_answer_is_noted_with_its_criterion_its_bar_its_words_and_its_speaker(knowledge: Knowledge) -> None:
    message = noted.build_answer_recorded_message(samples.heard(knowledge), knowledge.framework)
    assert message is not None
    assert message.blocks[0]["elements"][0]["text"] == (
        "Noted under *Exceptions* `▰▰▱▱`: “The not-ok's land with whoever of the four is free.” (Marieke)"
    )


def test_in_direct_messages_nobody_need_be_told_whose_words_they_are(knowledge: Knowledge) -> None:
    message = noted.build_answer_recorded_message(samples.heard(knowledge), knowledge.framework, shared=False)
    assert message is not None
    assert shown(message).split("\n")[1].endswith("whoever of the four is free.”")


def test_only_the_speaker_is_offered_to_correct_and_undo(knowledge: Knowledge) -> None:
    message = noted.build_answer_recorded_message(samples.heard(knowledge), knowledge.framework)
    assert message is not None
    buttons = _buttons(message)
    assert {name: element["visible_to_user_ids"] for name, element in buttons.items()} == {
        "turn_correct": [MARIEKE.id],
        "turn_undo": [MARIEKE.id],
    }
    assert parse_reference(buttons["turn_undo"]["value"]).turn == "t-exceptions"


def test_one_quote_for_two_criteria_is_shown_once(knowledge: Knowledge) -> None:
    heard = samples.heard(knowledge)
    second = heard.interview.evidence[-1].model_copy(update={"id": "x", "criterion": "adoption", "level": 1})
    both = heard.interview.model_copy(update={"evidence": (*heard.interview.evidence, second)})
    message = noted.build_answer_recorded_message(heard._replace(interview=both), knowledge.framework)
    assert message is not None
    assert "Noted under *Exceptions* `▰▰▱▱` and *Adoption* `▰▱▱▱`: “The not-ok's" in shown(message)
    assert shown(message).count("“") == 1
    assert message.text == "Noted under Exceptions and Adoption."


def test_nothing_is_said_where_nothing_was_heard(knowledge: Knowledge) -> None:
    heard = samples.heard(knowledge)
    silent = heard._replace(turn=heard.turn.model_copy(update={"id": "t-other"}))
    assert noted.build_answer_recorded_message(silent, knowledge.framework) is None


def test_without_a_model_the_step_that_was_read_is_told_and_its_speaker_may_choose_another(
    knowledge: Knowledge,
) -> None:
    heard = samples.read_by_rule(knowledge)
    message = noted.build_answer_recorded_message(heard, knowledge.framework, by_rule=True)
    assert message is not None
    text, ladder = shown(message), knowledge.framework.get_criterion("exceptions").ladder
    assert f"*Exceptions* `▰▰▱▱` 2: {ladder[2]}" in text
    assert "I could read no step from that by rule. Choose the one that holds." in text
    assert "Read by rule" in text
    buttons = _buttons(message)
    assert list(buttons) == ["turn_levels", "turn_correct", "turn_undo"]
    assert buttons["turn_levels"]["visible_to_user_ids"] == [MARIEKE.id]


def test_a_level_that_was_chosen_says_by_whom_and_a_high_one_is_held_until_something_shows_it(
    knowledge: Knowledge,
) -> None:
    for level, shows, told in (
        (1, "", "(chosen by Marieke)"),
        (4, "", "(Marieke chose 4; held at 2 until a name, a number, a date or a document shows it)"),
        (4, "The queue report of March.", "(chosen by Marieke)"),
    ):
        heard = samples.chosen_by_its_speaker(knowledge, level, shows)
        message = noted.build_answer_recorded_message(heard, knowledge.framework, by_rule=True)
        assert message is not None
        assert told in shown(message)


def test_the_form_shows_the_five_steps_and_what_was_read_is_chosen_already(knowledge: Knowledge) -> None:
    heard = samples.read_by_rule(knowledge)
    view = ladders.build_levels_modal(heard.interview, heard.turn, knowledge.framework)
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert list(fields) == ["level_exceptions", "shows_exceptions", "level_escalation", "shows_escalation"]
    assert [option["value"] for option in fields["level_exceptions"]["options"]] == ["0", "1", "2", "3", "4"]
    assert fields["level_exceptions"]["initial_option"]["value"] == "2"
    assert "initial_option" not in fields["level_escalation"]
    assert all(step in shown(view) for step in knowledge.framework.get_criterion("escalation").ladder)


def test_what_shows_a_level_stands_in_the_form_again_unless_it_is_too_long_for_it(knowledge: Knowledge) -> None:
    for length, again in ((ladders.SHOWS, True), (ladders.SHOWS + 1, False)):
        heard = samples.chosen_by_its_speaker(knowledge, 3, "n" * length)
        view = ladders.build_levels_modal(heard.interview, heard.turn, knowledge.framework)
        fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        assert ("initial_value" in fields["shows_exceptions"]) is again


def test_both_sides_of_a_disagreement_are_shown_and_none_is_right(knowledge: Knowledge) -> None:
    message = noted.build_answer_recorded_message(samples.a_dispute(knowledge), knowledge.framework)
    assert message is not None
    text = shown(message)
    assert ":left_right_arrow: Two of you see *Owner* differently, and I'm keeping both." in text
    assert f"<@{DEE.id}>: “It's agreed, ops owns it from June.”" in text
    assert f"<@{MARIEKE.id}>: “When I asked who takes it in January" in text


def test_when_the_model_is_down_people_learn_that_nothing_is_lost() -> None:
    text = unread_answers.build_model_unavailable_message("7F3K").text
    assert "saved" in text
    assert "no need to repeat" in text
    assert "(ref 7F3K)" in text


def test_the_summary_has_a_line_a_criterion_and_says_what_the_bars_mean(knowledge: Knowledge) -> None:
    message = closing.build_summary_message(samples.a_finished_interview(knowledge), knowledge.framework)
    pillars = [b["text"]["text"] for b in message.blocks[1:5]]
    assert [text.split("*")[1] for text in pillars] == ["Integration", "Ownership", "Governance", "Value case"]
    assert sum(text.count("\n") for text in pillars) == len(knowledge.framework.criteria)
    assert "`░░░░` Decisions: not asked yet" in pillars[1]
    assert "`▱▱▱▱` absent · " in shown(message)


def test_the_summary_is_still_to_be_read_once_the_interview_is_over(knowledge: Knowledge) -> None:
    judged = samples.a_finished_interview(knowledge).record_feedback(SummaryFeedback(person=DEE.id, score=4))
    before, after = (
        show(judged, knowledge.framework)
        for show in (closing.build_summary_message, closing.build_closed_summary_message)
    )
    assert before.blocks[1:5] == after.blocks[1:5]
    assert not _buttons(after)
    assert f"<@{DEE.id}> says it fits exactly." in shown(after)


def test_the_fit_has_four_buttons(knowledge: Knowledge) -> None:
    message = closing.build_summary_message(samples.a_finished_interview(knowledge), knowledge.framework)
    assert {name: element["text"]["text"] for name, element in _buttons(message).items()} == {
        "interview_confirm": "Check the 3s and 4s",
        "fit_1": "1 not at all",
        "fit_2": "2 partly",
        "fit_3": "3 mostly",
        "fit_4": "4 exactly",
    }


def test_the_summary_lists_the_3s_and_4s_with_whose_word_they_rest_on(knowledge: Knowledge) -> None:
    interview = samples.a_finished_interview(knowledge)
    told = "`▰▰▰▱` Judgment boundary: said by Tomasz, not confirmed by anybody else"
    assert told in shown(closing.build_summary_message(interview, knowledge.framework))
    over = closing.build_closed_summary_message(interview, knowledge.framework)
    assert told in shown(over)
    assert "interview_confirm" not in _buttons(over)
    low = tuple(item for item in interview.evidence if (item.level or 0) < 3)
    none = closing.build_summary_message(interview.model_copy(update={"evidence": low}), knowledge.framework)
    assert "interview_confirm" not in _buttons(none)


def test_3s_and_4s_that_rest_on_the_same_word_share_a_line(knowledge: Knowledge) -> None:
    interview = samples.a_finished_interview(knowledge)
    (high,) = [item for item in interview.evidence if (item.level or 0) >= 3]
    more = high.model_copy(update={"id": "e-audit", "criterion": "audit"})
    both = interview.model_copy(update={"evidence": (*interview.evidence, more)})
    told = "`▰▰▰▱` Judgment boundary and Audit trail: said by Tomasz, not confirmed by anybody else"
    assert told in shown(closing.build_summary_message(both, knowledge.framework))


def test_the_form_lets_others_confirm_and_their_speaker_only_lower(knowledge: Knowledge) -> None:
    interview = samples.a_finished_interview(knowledge)
    offered = {}
    for person in (DEE, TOMASZ):
        view = confirming.build_confirm_modal(interview, knowledge.framework, person.id)
        fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        assert list(fields) == ["confirm_boundary", "shows"]
        offered[person.id] = [option["value"] for option in fields["confirm_boundary"]["options"]]
    assert offered == {DEE.id: ["confirm", "2", "1", "0"], TOMASZ.id: ["2", "1", "0"]}
    filled = {"confirm_boundary": "confirm", "confirm_owner": "0", "confirm_data": None, "shows": "The log of May"}
    assert confirming.parse_level_checks(filled) == (
        LevelCheck("boundary", None, "The log of May"),
        LevelCheck("owner", 0, "The log of May"),
    )


def test_the_form_says_you_to_whoever_said_it_and_shows_the_first_of_their_words(knowledge: Knowledge) -> None:
    interview = samples.a_finished_interview(knowledge)
    (high,) = [item for item in interview.evidence if (item.level or 0) >= 3]
    also = high.model_copy(update={"id": f"{high.id}b", "sentence": "Nobody has looked at it since."})
    both = interview.model_copy(update={"evidence": (*interview.evidence, also)})
    own, others = (
        str(confirming.build_confirm_modal(both, knowledge.framework, person.id)) for person in (TOMASZ, DEE)
    )
    assert "Judgment boundary: said by you, not confirmed" in own
    assert "Judgment boundary: said by Tomasz, not confirmed" in others
    assert high.sentence[:20] in own
    assert also.sentence not in own


def test_a_3_that_somebody_contradicts_says_who_and_not_that_nobody_confirmed_it(knowledge: Knowledge) -> None:
    heard = samples.a_dispute(knowledge)
    lines = str(confirming.build_high_level_blocks(heard.interview, knowledge.framework))
    assert "Owner: said by Dee, seen differently by Marieke" in lines


def test_what_its_speaker_corrected_since_is_told_without_its_words(knowledge: Knowledge) -> None:
    heard = samples.heard(knowledge)
    (was, *_) = [item for item in heard.interview.evidence if item.turn_id == heard.turn.id]
    now = was.model_copy(update={"id": "later.1", "turn_id": "t-later", "corrects": True, "level": 1})
    after = heard.interview.model_copy(update={"evidence": (*heard.interview.evidence, now)})
    receipt = noted.build_answer_recorded_message(heard._replace(interview=after), knowledge.framework)
    assert receipt is not None
    text = shown(receipt)
    assert "Marieke has corrected since what stood here under *Exceptions*; it no longer counts." in text
    assert was.sentence not in text
    assert "▰" not in text


def test_an_answer_that_was_edited_says_so_where_it_is_noted_anew(knowledge: Knowledge) -> None:
    heard = samples.heard(knowledge)
    edited = heard._replace(turn=heard.turn.model_copy(update={"revision": 1}))
    for shared, told in ((True, "Marieke's earlier answer, as it reads now:"), (False, "Your earlier answer, as it")):
        receipt = noted.build_answer_recorded_message(edited, knowledge.framework, shared=shared)
        assert receipt is not None
        assert told in shown(receipt)


def test_a_late_answer_names_what_it_answers_and_what_the_open_question_is_about(knowledge: Knowledge) -> None:
    heard = samples.heard(knowledge)
    before = QUESTION.model_copy(update={"id": "q8", "criteria": ("exceptions", "escalation")})
    last = QUESTION.model_copy(update={"id": "q9", "key": "probe:escalation", "criteria": ("escalation",)})
    turns = tuple(
        turn.model_copy(update={"question_id": before.id}) if turn.id == heard.turn.id else turn
        for turn in heard.interview.turns
    )
    asked = (*heard.interview.questions, before, last)
    after = heard.interview.model_copy(update={"questions": asked, "turns": turns})
    late = heard._replace(interview=after, turn=heard.turn.model_copy(update={"question_id": last.id}))
    receipt = noted.build_answer_recorded_message(late, knowledge.framework)
    assert receipt is not None
    told = (
        "That answers what I asked before, about *Exceptions*, and counts there. My last question, about *Escalation*,"
    )
    assert told in shown(receipt)


def test_whoever_answers_what_they_were_asked_by_name_reads_what_everybody_was_asked(knowledge: Knowledge) -> None:
    heard = samples.heard(knowledge)
    own = QUESTION.model_copy(update={"id": "q8", "key": "left:exceptions:x", "to": heard.turn.speaker})
    common = QUESTION.model_copy(update={"id": "q9", "key": "criterion:audit", "criteria": ("audit",)})
    turn = heard.turn.model_copy(update={"question_id": own.id})
    turns = tuple(turn if known.id == turn.id else known for known in heard.interview.turns)
    asked = (*heard.interview.questions, own, common)
    after = heard.interview.model_copy(update={"questions": asked, "turns": turns})
    said = heard._replace(interview=after, turn=turn)
    for shared, told in ((True, "My last question, about *Audit trail*, stays open."), (False, "")):
        receipt = noted.build_answer_recorded_message(said, knowledge.framework, shared=shared)
        assert receipt is not None
        assert told in shown(receipt)
        assert ("stays open" in shown(receipt)) == shared
    later = common.model_copy(update={"asked_at": turn.at + timedelta(seconds=1)})
    after = after.model_copy(update={"questions": (*heard.interview.questions, own, later)})
    receipt = noted.build_answer_recorded_message(said._replace(interview=after), knowledge.framework)
    assert receipt is not None
    assert "stays open" not in shown(receipt)


def test_in_direct_messages_nobody_is_told_who_they_are(knowledge: Knowledge) -> None:
    heard = samples.heard(knowledge)
    alone = noted.build_answer_recorded_message(heard, knowledge.framework, shared=False)
    assert alone is not None
    assert f"<@{heard.turn.speaker}>" not in shown(alone)
    assert "I've kept that," in shown(noted.build_nothing_recorded_message(heard, shared=False))


def test_only_answers_are_counted_as_answers_on_the_card(knowledge: Knowledge) -> None:
    heard = samples.heard(knowledge).interview

    def told(intent: Intent) -> str:
        answered = {"state": "mapped", "intent": "answer"}
        turns = [turn.model_copy(update={**answered, "source": f"C1:{turn.id}"}) for turn in heard.turns]
        paused = turns[-1].model_copy(update={"id": "t-pause", "source": "C1:9.9", "intent": intent})
        talk = heard.model_copy(update={"turns": (*turns, paused)})
        return next(
            line
            for line in shown(progress_card.build_progress_card(talk, knowledge.framework, ())).splitlines()
            if "Answers: " in line
        )

    assert told("pause") == told("ask_colleague") != told("answer")
