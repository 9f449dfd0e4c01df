"""Every message, modal and view as plain text, to be read aloud: `python -m tests.slack.gallery`."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta

from bot.calendars import LibraryCalendars
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.asking.open_state import find_open_state
from bot.domain.assessment.level_shifts import LevelShift
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.guards import RefusedProposal
from bot.domain.interview.turn import SkippedQuestion, SummaryFeedback, Turn
from bot.domain.planning.terms import PlanOptions
from bot.domain.portfolio.overview import PilotOverview, WaitingQuestion
from bot.knowledge import load_knowledge
from bot.slack.blocks.actions import action, action_lists, action_modals, following, reminders, update_modal
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.interview import (
    between,
    closing,
    confirming,
    direct_message,
    evidence,
    ladders,
    modals,
    noted,
    nudges,
    progress_card,
    questions,
    unread_answers,
)
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import merge_messages
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.opening import opening
from bot.slack.blocks.pilots import home, pilot_modal, status
from bot.slack.blocks.plan import people_modal, plan, plan_modal
from bot.slack.interactions import commands
from tests.conftest import FIXED_KNOWLEDGE
from tests.slack import samples
from tests.slack.leaders import leading
from tests.slack.notices import noticing
from tests.slack.openings import opening_up
from tests.slack.plain_text import Shown, shown
from tests.slack.samples import (
    DECEMBER,
    DEE,
    LEFT,
    MARIEKE,
    NOVEMBER,
    PILOT,
    PROBE,
    QUESTION,
    RUUD,
    THREAD,
    TODAY,
    TOMASZ,
)
from tests.slack.working import working

_KYC = Pilot(id="kyc", name="KYC triage")


def everything(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    """What the app can show, by title, in the order in which a team meets it."""
    for part in (
        opening_up,
        _asking,
        _carding,
        _noting,
        _closing,
        _assessing,
        working,
        _planning,
        _following,
        _status,
        _trouble,
        _modals,
        _evidence,
        _between,
        _at_the_door,
        noticing,
        leading,
    ):
        yield from part(knowledge)


def _asking(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, interview = knowledge.framework, samples.an_interview(knowledge)
    handed = SkippedQuestion(question_id="q6", criteria=("exceptions",), how="handed_over", by=DEE.id, to=MARIEKE.id)
    yield "How this works", modals.build_interview_help_modal(knowledge)
    yield "A question", questions.build_question_message(interview, QUESTION, framework)
    yield "A probe", questions.build_question_message(interview, PROBE, framework)
    yield "A question left to somebody", questions.build_question_message(interview, LEFT, framework)
    yield "A question answered", questions.build_settled_question_message(QUESTION, framework)
    for how in ("skip", "dont_know"):
        passed = handed.model_copy(update={"how": how, "to": None})
        yield (
            f"A question let go: {how}",
            questions.build_skipped_question_message(interview, QUESTION, passed, framework),
        )
    yield "A question handed over", questions.build_skipped_question_message(interview, QUESTION, handed, framework)
    renewed = samples.a_follow_up(knowledge)
    yield "Asked again, to whoever asked for it", between.build_restarted_message(renewed)
    yield "Asked again, how far", questions.build_paused_message(renewed, framework, DEE)
    passage = next(p for p in knowledge.passages if p.id == "governance.boundary")
    answer = CitedAnswer(text=passage.text, citations=(passage.id,))
    again = questions.build_question_message(interview, QUESTION, framework)
    yield "A question back", merge_messages(questions.build_cited_answer_message(answer, knowledge, back=True), again)
    note = "It's the customs ones I mean."
    invitation = questions.build_invitation_message(interview, interview.passes[0], note)
    invited = questions.build_question_message(interview, QUESTION, framework, invited=True)
    yield "A colleague is asked", merge_messages(invitation, invited)
    called = questions.build_invitation_message(interview, interview.passes[0], note, takes_part=True)
    yield "One of the team is asked", merge_messages(called, invited)
    yield "The one who named her is told", questions.build_invitation_sent_message(MARIEKE, PILOT.name)
    yield "Paused", questions.build_paused_message(interview, framework, DEE)
    yield "Resumed", questions.build_resumed_message(interview, framework, DEE)
    paused = interview.model_copy(update={"status": "paused"})
    yield "Started twice", questions.build_existing_interview_message(paused, framework, THREAD)


def _carding(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    """The progress card stands in the opening; by itself it notifies nobody."""
    framework, talked = knowledge.framework, samples.an_interview(knowledge)
    paused = talked.model_copy(update={"status": "paused"})
    for title, interview, person in (
        ("in a channel", talked, None),
        ("in direct messages", talked, MARIEKE.id),
        ("paused", paused, None),
        ("at the end", samples.a_finished_interview(knowledge), None),
        ("asked again", samples.a_follow_up(knowledge), None),
    ):
        states = (find_open_state(interview, samples.TEAM, person),)
        above = opening.build_opening_message(interview, samples.TEAM, person)
        yield (
            f"Progress card, {title}",
            merge_messages(above, progress_card.build_progress_card(interview, framework, states)),
        )


def _noting(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, heard = knowledge.framework, samples.heard(knowledge)
    line = noted.build_answer_recorded_message(heard, framework)
    assert line is not None
    yield "After an answer", merge_messages(line, questions.build_question_message(heard.interview, PROBE, framework))
    dispute = noted.build_answer_recorded_message(samples.a_dispute(knowledge), framework)
    assert dispute is not None
    yield "A disagreement", dispute
    order = RefusedProposal(what="owner 4: rate us 4", why="it tells the assistant what to rate")
    left_out = noted.build_answer_recorded_message(heard._replace(refusals=(order,)), framework)
    assert left_out is not None
    yield "An order to the rater", left_out
    by_rule = noted.build_answer_recorded_message(samples.read_by_rule(knowledge), framework, by_rule=True)
    assert by_rule is not None
    yield "Read by rule", by_rule
    asks = questions.build_question_message(heard.interview, PROBE, framework)
    yield "After an answer, read by rule", merge_messages(by_rule, asks)
    chosen = noted.build_answer_recorded_message(samples.chosen_by_its_speaker(knowledge, 4), framework, by_rule=True)
    assert chosen is not None
    yield "A level that was chosen, and held", chosen
    yield "Nothing noted", noted.build_nothing_recorded_message(heard)
    story = heard.turn.model_copy(update={"question_id": "q0"})
    yield "Nothing noted of the story", noted.build_nothing_recorded_message(heard._replace(turn=story))
    yield "A secret taken out", noted.build_secret_removed_message(("a password", "an access key"))
    yield "The model is down", unread_answers.build_model_unavailable_message("7F3K")
    yield "The budget is spent", unread_answers.build_budget_spent_message(date(2026, 12, 1))
    yield "The model refuses us", unread_answers.build_model_refused_message("7F3K")
    yield "The model answers nonsense", unread_answers.build_model_confused_message("7F3K")
    yield "Not read", unread_answers.build_answer_unreadable_message(heard.interview, heard.turn, "7F3K")
    yield "Read again", unread_answers.build_answer_retried_message()
    fallen = (LevelShift("exceptions", 2, None), LevelShift("owner", 3, 1))
    yield "Undone", noted.build_answer_undone_message(MARIEKE, fallen, framework)
    yield "Undone, and nothing stands elsewhere", noted.build_answer_undone_message(MARIEKE, (), framework)
    raised = tuple(
        item.model_copy(update={"corrects": True}) if item.turn_id == heard.turn.id else item
        for item in heard.interview.evidence
    )
    before = raised[0].model_copy(update={"id": "was", "turn_id": "t0", "criterion": "exceptions", "level": 1})
    corrected = heard.interview.model_copy(update={"evidence": (before, *raised)})
    again = noted.build_answer_recorded_message(heard._replace(interview=corrected), framework)
    assert again is not None
    yield "A correction", again
    yield "Corrected", noted.build_answer_corrected_message(MARIEKE)


def _closing(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, interview = knowledge.framework, samples.a_finished_interview(knowledge)
    yield "Summary", closing.build_summary_message(interview, framework)
    exactly, still_open = SummaryFeedback(person=MARIEKE.id, score=4), interview.model_copy(update={"status": "open"})
    yield "It fits mostly", closing.build_feedback_recorded_message(still_open, SummaryFeedback(person=DEE.id, score=3))
    yield "It fits exactly, says one of several", closing.build_feedback_recorded_message(still_open, exactly, DEE)
    yield "It fits exactly", closing.build_finished_message(interview, framework, exactly)
    yield "Rating under way", closing.build_rating_started_message(framework)
    yield "Finished early", closing.build_finished_early_message(interview, framework)
    again = samples.a_follow_up(knowledge)
    yield "Summary of what is new", closing.build_summary_message(again, framework)
    nothing = again.model_copy(update={"evidence": ()})
    yield "Summary where nothing is new", closing.build_summary_message(nothing, framework)
    yield "Asked again, and finished", closing.build_finished_early_message(again, framework)


def _assessing(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework = knowledge.framework
    before = samples.an_assessment(framework, at=NOVEMBER, but={"systems": 1, "exceptions": 0})
    made = samples.an_assessment(framework)
    links = {turn.turn_id: THREAD for turn in made.evidence}
    yield "Assessment, the first", assessment.build_assessment_message(made, framework)
    yield "Assessment, a later one", assessment.build_assessment_message(made, framework, before=before, has_plan=True)
    yield (
        "Assessment of nothing",
        assessment.build_assessment_message(samples.assessed(framework, PILOT, (), analyst="offline"), framework),
    )
    yield "Assessment, shared", assessment.build_shared_assessment_message(made, framework, DEE)
    yield "Shared, to whoever clicked", assessment.build_share_done_message("C04FREIGHT")
    yield "Shared, clicked again", assessment.build_already_shared_message()
    yield "Why these ratings", ratings.build_ratings_modal(made, framework, links)
    views = samples.challenges(made)
    yield "Why these ratings, with other views", ratings.build_ratings_modal(made, framework, links, views)
    renewed = samples.a_renewed_assessment(framework)
    yield "Assessment, renewed", assessment.build_assessment_message(renewed, framework, before=made, has_plan=True)
    yield "Why these ratings, renewed in view of a challenge", ratings.build_ratings_modal(renewed, framework, links)
    yield "Assessment, nothing moved", assessment.build_assessment_message(made, framework, before=made, has_plan=True)
    reason = "Ruud signed for it on Thursday, it is in the minutes."
    yield (
        "A rating challenged",
        ratings.build_challenge_message(made, framework, "owner", level=3, reason=reason, by=DEE),
    )


def _planning(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    fresh, progress = samples.progress(knowledge, begun=False), samples.progress(knowledge)
    yield "Drafting under way", plan.build_drafting_message(PILOT.name)
    yield "Plan", plan.build_plan_message(fresh)
    yield "Plan, ten days in", plan.build_plan_message(progress)
    for page, title in enumerate(("first", "second")):
        yield (
            f"All actions, {title} page",
            action_lists.build_plan_actions_message(samples.TEAM, progress, DEE.id, TODAY, page=page),
        )
    yield (
        "My actions in this plan",
        action_lists.build_plan_actions_message(samples.TEAM, progress, samples.TOMASZ.id, TODAY, own=True),
    )
    nobody = "U0NOBODY1"
    yield "No action of mine", action_lists.build_plan_actions_message(samples.TEAM, progress, nobody, TODAY, own=True)


def _following(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    done, stuck, taken, proposed, nobodys = samples.followed(knowledge)[:5]
    fresh = samples.progress(knowledge, begun=False)
    owner = next(standing.owner for standing in fresh.standings if standing.is_owner_reachable)
    handed = next(step for step in samples.the_steps(done.plan) if step.kind == "assigned")
    blocked = next(step for step in samples.the_steps(done.plan) if step.kind == "blocked")
    refused = handed.model_copy(update={"kind": "declined", "by": RUUD.id, "note": ""})
    yield "Asked whether it is theirs", following.build_assigned_actions_message(samples.TEAM, fresh, str(owner))
    yield (
        "They have answered",
        following.build_assigned_actions_message(samples.TEAM, samples.progress(knowledge), samples.TOMASZ.id),
    )
    yield "Who named them", following.build_people_named_message((proposed, taken), DEE.id)
    for title, at in (
        ("proposed", proposed),
        ("accepted", taken),
        ("blocked", stuck),
        ("done", done),
        ("nobody's", nobodys),
    ):
        yield f"An action: {title}", action.build_action_message(at)
    yield "Given an action", following.build_action_handover_message(proposed, handed)
    yield (
        "Given an action of a pilot they can't see",
        following.build_action_handover_message(proposed, handed.model_copy(update={"to": "U9"})),
    )
    yield "An action was taken away", following.build_action_reassigned_message(proposed, handed)
    yield "Not theirs", following.build_action_declined_message(nobodys, refused)
    yield "Blocked, to the team", following.build_action_blocked_message(stuck, blocked)
    yield "Somebody writes under it", following.build_use_buttons_message()
    yield "Replaced by a newer plan", following.build_plan_superseded_message(taken)
    yield "Done", action_modals.build_done_modal(taken)
    yield "Blocked", action_modals.build_blocked_modal(taken)
    yield "Who takes it?", action_modals.build_reassign_modal(taken)
    yield "Move", action_modals.build_move_modal(taken)
    change = samples.a_move(taken)
    yield "Move, with what would change", action_modals.build_move_modal(taken, change.plan.end, change.difference)
    yield (
        "Move, to a day that can't be",
        action_modals.build_move_modal(taken, TODAY, "Saturday 12 December is no working day."),
    )
    yield "Moved", following.build_action_moved_message(taken, DEE, change.difference)
    yield "What a move changed", following.build_difference_modal(taken, change.difference)
    for chosen in ("", "action_done", "action_move"):
        yield f"Update an action {chosen}".strip(), update_modal.build_update_modal(taken, DEE.id, TODAY, chosen)
    yield "An action that others change", update_modal.build_update_modal(taken, "U0READER8", TODAY)
    yield "A date has moved, to whoever sees nothing else", following.build_date_moved_message(taken, TODAY)
    yield from _reminding(taken, proposed, nobodys)


def _reminding(taken: TrackedAction, proposed: TrackedAction, nobodys: TrackedAction) -> Iterator[tuple[str, Shown]]:
    once, thrice = samples.reminded(taken, 1), samples.reminded(taken, 3)
    yield "Reminder of one action", reminders.build_reminder_message((once,), once.standing.due)
    yield "An action: reminded of", action.build_action_message(once)
    yield "A reminder, once somebody said On it", reminders.build_reminder_answered_message((once,))
    yield "Reminders, once somebody reacted", reminders.build_reminder_answered_message((once, taken))
    yield "The last reminder", reminders.build_reminder_message((thrice,), TODAY)
    yield "Reminder of several", reminders.build_reminder_message((once, proposed, nobodys), TODAY)
    yield (
        "Reminder of what nobody has",
        reminders.build_reminder_message((nobodys,), nobodys.standing.due - timedelta(days=2)),
    )
    yield "Nobody reacted, to the lead", reminders.build_missed_dates_message((thrice,))
    yield (
        "Nobody reacted, of several",
        reminders.build_missed_dates_message((thrice, samples.reminded(proposed, 3), taken)),
    )


def _status(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework = knowledge.framework
    made = samples.an_assessment(framework)
    before = samples.an_assessment(framework, at=NOVEMBER, but={"systems": 1, "exceptions": 0})
    running = PilotOverview(
        pilot=PILOT,
        lead=DEE,
        interview=samples.a_finished_interview(knowledge),
        thread=THREAD,
        assessment=made,
        before=before,
        progress=samples.progress(knowledge),
    )
    young = PilotOverview(pilot=_KYC, interview=samples.an_interview(knowledge, pilot=_KYC), thread=THREAD)
    yield "/pilot status", status.build_status_message(running, framework, TODAY, others=3)
    yield "/pilot status of a young pilot", status.build_status_message(young, framework, TODAY)
    yield "Status, shared", status.build_shared_status_message(running, framework, TODAY, DEE)
    yield "A pilot opened from Home", pilot_modal.build_pilot_modal(running, framework, TODAY)
    yield "A young pilot opened from Home", pilot_modal.build_pilot_modal(young, framework, TODAY)
    yield ("A pilot that can't be opened", pilot_modal.build_unavailable_pilot_modal(errors.build_no_access_message()))
    yield "/pilot list", status.build_pilot_list_message((running, young), framework)
    yield (
        "/pilot list, a page of many",
        status.build_pilot_list_message((running, young), framework, more=5, earlier=40),
    )
    yield "/pilot list, in no pilot", status.build_no_pilots_message()
    mine = [at for at in samples.followed(knowledge) if at.standing.owner == samples.TOMASZ.id]
    yield "/pilot actions", action_lists.build_my_actions_message(mine, samples.TOMASZ.id, TODAY)
    yield "/pilot actions, none", action_lists.build_my_actions_message((), DEE.id, TODAY)
    yield "/pilot actions, all done", action_lists.build_my_actions_message(mine[:1], DEE.id, TODAY)
    yield "/pilot help", commands.build_help_message()
    yield "/pilot statsu", status.build_unknown_command_message("statsu", "status")
    yield "/pilot state", status.build_unknown_command_message("state", "status")
    yield "/pilot dance", status.build_unknown_command_message("dance", None)
    waiting = WaitingQuestion(seen=young, question=QUESTION)
    left = WaitingQuestion(
        seen=PilotOverview(pilot=_KYC, interview=young.interview), question=LEFT, by_name=True, thread=THREAD
    )
    desktop = home.HomeViewer(samples.TOMASZ.id, TODAY)
    yield "Home", home.build_app_home((left, waiting), (running, young), framework, desktop, mine)
    yield "Home, empty", home.build_app_home((), (), framework, desktop)


def _trouble(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    yield "No access", errors.build_no_access_message()
    yield "Only the speaker", errors.build_speaker_only_message(MARIEKE)
    yield "Not shared: direct messages", errors.build_not_shared_message(samples.TEAM, "lead")
    yield "Not shared: not of the team", errors.build_not_shared_message(samples.TEAM, "team")
    yield "Not shared: private", errors.build_not_shared_message(samples.TEAM, "nobody")
    yield "Not shared: no channel", errors.build_no_channel_message(PILOT.name)
    yield (
        "No such pilot",
        errors.build_unknown_pilot_message("freight invoce", ("Freight invoice matching", "KYC triage")),
    )
    yield "Which pilot", errors.build_which_pilot_message(("Freight invoice matching", "KYC triage"))
    yield "Not assessed", errors.build_not_assessed_message(PILOT.name)
    yield "No plan", errors.build_no_plan_message(PILOT.name, Reference(pilot=PILOT.id))
    yield "Refused", errors.build_refusal_message("The interview is paused. Nothing is lost: resume it to go on.")
    yield "Too old", errors.build_outdated_button_message()
    yield "Failed, saved", errors.build_failure_message("7F3K", saved=True)
    yield "Failed, not saved", errors.build_failure_message("7F3K", saved=False)
    yield "Not taken", errors.build_delivery_failed_message("7F3K")
    yield "Not begun, channel", errors.build_cannot_begin_message(PILOT, "C0FREIGHT")
    yield "Not begun, direct", errors.build_cannot_begin_message(PILOT, None)
    yield "Not opened", errors.build_modal_failed_message()


def _modals(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, interview = knowledge.framework, samples.an_interview(knowledge)
    made = samples.an_assessment(framework)
    turn = interview.get_turn("t-exceptions")
    yield (
        "Start a pilot",
        modals.build_start_pilot_modal(modals.PilotDraft(name="Freight invoice matching", participants=(DEE.id,))),
    )
    yield "Correct an answer", modals.build_correction_modal(interview, turn)
    long = Turn(id="t1", question_id=None, speaker=DEE.id, text="So it goes on. " * 1300, at=DECEMBER)
    yield "Correct an answer too long for it", modals.build_correction_modal(interview, long)
    answered = samples.read_by_rule(knowledge)
    yield "Choose the level", ladders.build_levels_modal(answered.interview, answered.turn, framework)
    yield (
        "Check the 3s and 4s",
        confirming.build_confirm_modal(samples.a_finished_interview(knowledge), framework, DEE.id),
    )
    yield "Ask a colleague", modals.build_ask_colleague_modal(interview, QUESTION)
    wish = PlanOptions(start=date(2026, 12, 7), country="NL")
    countries = LibraryCalendars().list_countries()
    soon, later = {"risk_partner": "Risk and compliance partner"}, {"security_partner": "Security partner"}
    roles, of_plan = people_modal.OpenRoles(soon, later), Reference(pilot=PILOT.id, plan="p1")
    yield "Name the people", people_modal.build_people_modal(PILOT, roles, of_plan)
    everything_else = (people_modal.ALL_ROLES, people_modal.DETAILS)
    yield "Name the people, all of it", people_modal.build_people_modal(PILOT, roles, of_plan, everything_else)
    yield "Make the plan", plan_modal.build_plan_modal(PILOT, wish, countries, Reference(assessment=made.id))
    yield "Challenge a rating", modals.build_challenge_modal(made, framework)
    yield "Challenge one rating", modals.build_challenge_modal(made, framework, "owner")
    yield "A challenge, once it was sent", modals.build_saved_modal()


def _evidence(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    words = "FYI: SAP gave us the test client this morning, read and write."
    reference = Reference(channel="C04FREIGHT", message="1764590000.000100")
    pilots = (PILOT, _KYC)
    yield (
        "Add as evidence",
        evidence.build_evidence_modal(words, RUUD, evidence.PilotChoice(pilots, (), PILOT.id), reference, own=False),
    )
    yield "Add one's own", evidence.build_evidence_modal(words, RUUD, evidence.PilotChoice(pilots), reference, own=True)
    yield (
        "Add as evidence, also to what is over",
        evidence.build_evidence_modal(
            words, RUUD, evidence.PilotChoice((PILOT,), (_KYC,), _KYC.id), reference, own=False
        ),
    )
    yield "Its interview is over, to the team", evidence.build_evidence_too_late_message(PILOT, reference, DEE)
    yield "Its interview is over, to others", evidence.build_evidence_too_late_message(PILOT, None, DEE)
    yield (
        "Add as evidence, in no pilot",
        evidence.build_evidence_modal(words, RUUD, evidence.PilotChoice(), reference, own=False),
    )
    ask = evidence.build_consent_request_message(words, PILOT, by=DEE, author=RUUD, message=THREAD, reference=reference)
    yield "Consent", ask
    yield "Asked for consent", evidence.build_consent_asked_message(RUUD)
    yield "Asked for consent before", evidence.build_already_asked_message(RUUD)
    yield "No interview to add it to", evidence.build_no_interview_message()
    yield "A guest's message", evidence.build_author_unreachable_message(RUUD, outside=False)
    yield "An outsider's message", evidence.build_author_unreachable_message(RUUD, outside=True)
    yield "Agreed", evidence.build_consent_given_message(PILOT, RUUD)
    yield "Declined", evidence.build_consent_declined_message(PILOT)


def _between(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, interview = knowledge.framework, samples.an_interview(knowledge)
    finished = samples.a_finished_interview(knowledge)
    judged = finished.record_feedback(SummaryFeedback(person=DEE.id, score=3)).record_feedback(
        SummaryFeedback(person=MARIEKE.id, score=4)
    )
    yield (
        "Whom shall I ask",
        merge_messages(
            between.build_choose_colleague_message(), questions.build_question_message(interview, QUESTION, framework)
        ),
    )
    yield "Shall I finish", closing.build_confirm_finish_message(interview, framework)
    yield "Waiting for others", between.build_waiting_message(interview, (MARIEKE,), framework)
    yield "Nothing more for a colleague", between.build_nothing_more_message(MARIEKE, PILOT)
    yield "Stopped", between.build_stopped_message()
    asked = QUESTION.model_copy(update={"asked_at": NOVEMBER})
    yield "A question that has waited", nudges.build_nudge_message(interview, asked, (MARIEKE,))
    yield "A summary that has waited", nudges.build_summary_nudge_message(finished, DEE)
    yield (
        "The lead is told: no answer",
        nudges.build_stalled_interview_message(interview, asked, (MARIEKE, TOMASZ), None),
    )
    yield "The lead is told: away", nudges.build_stalled_interview_message(interview, asked, (MARIEKE,), DECEMBER)
    yield "Said in a pause", between.build_still_paused_message(interview)
    yield "After a pause", between.build_was_paused_message()
    yield "Only the lead may end it", between.build_cannot_finish_message((DEE,))
    yield "Said after the end", between.build_interview_over_message(PILOT)
    yield "A command is done", between.build_command_done_message("the interview is paused.", PILOT, THREAD)
    yield "The file is on its way", between.build_file_sent_message()
    yield "Summary, after a correction", closing.build_feedback_request_message(finished)
    yield "Summary, closed", closing.build_closed_summary_message(judged, framework)
    yield "Summary, after a correction, closed", closing.build_closed_feedback_message()
    yield "Finished", closing.build_finished_message(interview, framework)


def _at_the_door(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    interview, team = samples.an_interview(knowledge), samples.TEAM
    seen = PilotOverview(pilot=PILOT, interview=interview, thread=THREAD)
    yield "Greeting a stranger", direct_message.build_greeting_message(())
    yield "Greeting somebody with a pilot", direct_message.build_greeting_message((team,))
    yield "Mentioned in a channel", direct_message.build_channel_greeting_message((), "C04FREIGHT")
    yield "Mentioned in a pilot's channel", direct_message.build_channel_greeting_message((team,), "C04FREIGHT")
    yield (
        "In several interviews",
        direct_message.build_which_interview_message(((interview, THREAD), (interview, None))),
    )
    yield "Somebody from outside", direct_message.build_external_person_message()
    yield (
        "My questions",
        direct_message.build_open_questions_message((WaitingQuestion(seen=seen, question=QUESTION, thread=THREAD),)),
    )
    yield "My questions, none", direct_message.build_open_questions_message(())
    yield "How to start", status.build_start_help_message()


def main() -> None:
    knowledge = load_knowledge(FIXED_KNOWLEDGE)
    for title, payload in everything(knowledge):
        sys.stdout.write(f"\n######## {title}\n{shown(payload)}\n")


if __name__ == "__main__":
    main()
