"""Every message, modal and view as plain text, to be read aloud: `python -m tests.slack.gallery`."""

import sys
from collections.abc import Iterator
from datetime import date

from bot.calendars import LibraryCalendars
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.turn import Turn
from bot.domain.planning.terms import PlanOptions
from bot.domain.portfolio.overview import PilotOverview, WaitingQuestion
from bot.knowledge import load_knowledge
from bot.slack.blocks.actions import action_lists
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.interview import confirming, direct_message, ladders, modals
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots import home, pilot_modal, status
from bot.slack.blocks.plan import people_modal, plan_modal
from bot.slack.interactions import commands
from tests.conftest import FIXED_KNOWLEDGE
from tests.slack import samples
from tests.slack.interviewing import between_questions, interviewing
from tests.slack.leaders import leading
from tests.slack.notices import noticing
from tests.slack.openings import opening_up
from tests.slack.plain_text import Shown, shown
from tests.slack.planned import planning
from tests.slack.samples import DECEMBER, DEE, LEFT, MARIEKE, NOVEMBER, PILOT, QUESTION, THREAD, TODAY
from tests.slack.working import working

_KYC = Pilot(id="kyc", name="KYC triage")


def everything(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    """What the app can show, by title, in the order in which a team meets it."""
    for part in (
        opening_up,
        interviewing,
        _assessing,
        working,
        planning,
        _status,
        _trouble,
        _modals,
        between_questions,
        _at_the_door,
        noticing,
        leading,
    ):
        yield from part(knowledge)


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
