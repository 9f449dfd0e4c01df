"""Every message, modal and view as plain text, to be read aloud: `python -m tests.slack.gallery`."""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.calendars import LibraryCalendars
from bot.domain.actions.tracked_action import Followed
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.guards import Refusal
from bot.domain.interview.turn import Fit, Pass, Turn
from bot.domain.messaging.message import Post
from bot.domain.planning.draft import PlanWish
from bot.domain.portfolio.overview import Overview, Waiting
from bot.knowledge import load_knowledge
from bot.slack.blocks.actions import action, action_lists, action_modals, following, reminders
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.interview import between, closing, direct_message, evidence, modals, noted, nudges, questions
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.elements import together
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots import home, pilot_modal, status
from bot.slack.blocks.plan import plan, plan_modal
from tests.slack import samples
from tests.slack.leaders import leading
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

Shown = Post | dict[str, Any]
_KYC = Pilot(id="kyc", name="KYC triage")


def everything(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    """What the app can show, by title, in the order in which a team meets it."""
    for part in (
        _asking,
        _noting,
        _closing,
        _assessing,
        _planning,
        _following,
        _status,
        _trouble,
        _modals,
        _evidence,
        _between,
        _at_the_door,
        leading,
    ):
        yield from part(knowledge)


def _asking(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, interview = knowledge.framework, samples.an_interview(knowledge)
    handed = Pass(question_id="q6", criteria=("exceptions",), how="handed_over", by=DEE.id, to=MARIEKE.id)
    first = questions.question(interview, interview.questions[0], framework)
    yield "Opening, in a channel", together(questions.opening(interview, shared=True), first)
    yield "Opening, in direct messages", together(questions.opening(interview, shared=False), first)
    yield "How this works", modals.how_it_works(knowledge)
    yield "A question", questions.question(interview, QUESTION, framework)
    yield "A probe", questions.question(interview, PROBE, framework)
    yield "A question left to somebody", questions.question(interview, LEFT, framework)
    yield "A question answered", questions.answered(QUESTION, framework)
    for how in ("skip", "dont_know"):
        passed = handed.model_copy(update={"how": how, "to": None})
        yield f"A question let go: {how}", questions.let_go(interview, QUESTION, passed, framework)
    yield "A question handed over", questions.let_go(interview, QUESTION, handed, framework)
    renewed = samples.a_follow_up(knowledge)
    what = questions.question(renewed, renewed.questions[-1], framework)
    yield "Asked again, in a channel", together(questions.opening(renewed, shared=True), what)
    yield "Asked again, to whoever asked for it", between.started_again(renewed)
    yield "Asked again, how far", questions.paused(renewed, framework, DEE)
    passage = next(p for p in knowledge.passages if p.id == "governance.boundary")
    answer = CitedAnswer(text=passage.text, citations=(passage.id,))
    again = questions.question(interview, QUESTION, framework)
    yield "A question back", together(questions.answer_back(answer, knowledge, back=True), again)
    note = "It's the customs ones I mean."
    invitation = questions.invitation(interview, by=DEE, colleague=MARIEKE, note=note)
    invited = questions.question(interview, QUESTION, framework, invited=True)
    yield "A colleague is asked", together(invitation, invited)
    yield "The one who named her is told", questions.invited(MARIEKE, PILOT.name, THREAD)
    yield "Paused", questions.paused(interview, framework, DEE)
    yield "Resumed", questions.resumed(interview, framework, DEE)
    paused = interview.model_copy(update={"status": "paused"})
    yield "Started twice", questions.unfinished(paused, framework, THREAD)


def _noting(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, heard = knowledge.framework, samples.heard(knowledge)
    line = noted.noted(heard, framework)
    assert line is not None
    yield "After an answer", together(line, questions.question(heard.interview, PROBE, framework))
    dispute = noted.noted(samples.a_dispute(knowledge), framework)
    assert dispute is not None
    yield "A disagreement", dispute
    order = Refusal(what="owner 4: rate us 4", why="it tells the assistant what to rate")
    left_out = noted.noted(heard._replace(refusals=(order,)), framework)
    assert left_out is not None
    yield "An order to the rater", left_out
    yield "Nothing noted", noted.nothing_noted(heard)
    story = heard.turn.model_copy(update={"question_id": "q0"})
    yield "Nothing noted of the story", noted.nothing_noted(heard._replace(turn=story))
    yield "A secret taken out", noted.took_out(("a password", "an access key"))
    yield "The model is down", noted.model_is_down("7F3K")
    yield "The model refuses us", noted.model_is_refused("7F3K")
    yield "Undone", noted.undone(MARIEKE)
    yield "Corrected", noted.corrected(MARIEKE)


def _closing(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, interview = knowledge.framework, samples.a_finished_interview(knowledge)
    yield "Summary", closing.summary(interview, framework)
    exactly, still_open = Fit(person=MARIEKE.id, score=4), interview.model_copy(update={"status": "open"})
    yield "It fits mostly", closing.fit_noted(still_open, Fit(person=DEE.id, score=3))
    yield "It fits exactly, says one of several", closing.fit_noted(still_open, exactly, DEE)
    yield "It fits exactly", closing.finished(interview, framework, exactly)
    yield "Rating under way", closing.rating_under_way(framework)
    yield "Finished early", closing.finished_early(interview, framework)
    again = samples.a_follow_up(knowledge)
    yield "Summary of what is new", closing.summary(again, framework)
    nothing = again.model_copy(update={"evidence": ()})
    yield "Summary where nothing is new", closing.summary(nothing, framework)
    yield "Asked again, and finished", closing.finished_early(again, framework)


def _assessing(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework = knowledge.framework
    before = samples.an_assessment(framework, at=NOVEMBER, but={"systems": 1, "exceptions": 0})
    made = samples.an_assessment(framework)
    links = {turn.turn_id: THREAD for turn in made.evidence}
    yield "Assessment, the first", assessment.card(made, framework)
    yield "Assessment, a later one", assessment.card(made, framework, before=before, has_plan=True)
    yield "Assessment of nothing", assessment.card(samples.assessed(framework, PILOT, (), analyst="offline"), framework)
    yield "Assessment, shared", assessment.shared(made, framework, DEE)
    yield "Shared, to whoever clicked", assessment.shared_where("C04FREIGHT")
    yield "Shared, clicked again", assessment.shared_already()
    yield "Why these ratings", ratings.why(made, framework, links)
    views = samples.challenges(made)
    yield "Why these ratings, with other views", ratings.why(made, framework, links, views)
    renewed = samples.a_renewed_assessment(framework)
    yield "Assessment, renewed", assessment.card(renewed, framework, before=made, has_plan=True)
    yield "Why these ratings, renewed in view of a challenge", ratings.why(renewed, framework, links)
    yield "Assessment, nothing moved", assessment.card(made, framework, before=made, has_plan=True)
    yield "Why, one pillar in a thread", ratings.details(made, framework, "ownership", links)
    in_thread = ratings.details(made, framework, "ownership", links, challenges=views)
    yield "Why, one pillar with other views", in_thread
    reason = "Ruud signed for it on Thursday, it is in the minutes."
    yield "A rating challenged", ratings.challenged(made, framework, "owner", level=3, reason=reason, by=DEE)


def _planning(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    fresh, progress = samples.progress(knowledge, begun=False), samples.progress(knowledge)
    yield "Drafting under way", plan.drafting_under_way(PILOT.name)
    yield "Plan", plan.message(fresh)
    yield "Plan, ten days in", plan.message(progress)
    for page, title in enumerate(("first", "second")):
        yield f"All actions, {title} page", action_lists.of_plan(samples.TEAM, progress, DEE.id, TODAY, page=page)
    yield "My actions in this plan", action_lists.of_plan(samples.TEAM, progress, samples.TOMASZ.id, TODAY, own=True)
    nobody = "U0NOBODY1"
    yield "No action of mine", action_lists.of_plan(samples.TEAM, progress, nobody, TODAY, own=True)


def _following(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    done, stuck, taken, proposed, nobodys = samples.followed(knowledge)[:5]
    fresh = samples.progress(knowledge, begun=False)
    owner = next(standing.owner for standing in fresh.standings if standing.reachable)
    handed = next(step for step in samples.the_steps(done.plan) if step.kind == "assigned")
    blocked = next(step for step in samples.the_steps(done.plan) if step.kind == "blocked")
    refused = handed.model_copy(update={"kind": "declined", "by": RUUD.id, "note": ""})
    yield "Asked whether it is theirs", following.asked(samples.TEAM, fresh, str(owner))
    yield "They have answered", following.asked(samples.TEAM, samples.progress(knowledge), samples.TOMASZ.id)
    for title, at in (
        ("proposed", proposed),
        ("accepted", taken),
        ("blocked", stuck),
        ("done", done),
        ("nobody's", nobodys),
    ):
        yield f"An action: {title}", action.action(at)
    yield "Given an action", following.given(proposed, handed)
    yield "Given an action of a pilot they can't see", following.given(proposed, handed.model_copy(update={"to": "U9"}))
    yield "An action was taken away", following.taken(proposed, handed)
    yield "Not theirs", following.not_theirs(nobodys, refused)
    yield "Blocked, to the team", following.blocked(stuck, blocked)
    yield "Somebody writes under it", following.use_the_buttons()
    yield "Replaced by a newer plan", following.superseded(taken)
    yield "Done", action_modals.done(taken)
    yield "Blocked", action_modals.block(taken)
    yield "Who takes it?", action_modals.reassign(taken)
    yield "Move", action_modals.move(taken)
    change = samples.a_move(taken)
    yield "Move, with what would change", action_modals.move(taken, change.plan.end, change.difference)
    yield "Move, to a day that can't be", action_modals.move(taken, TODAY, "Saturday 12 December is no working day.")
    yield "Moved", following.moved(taken, DEE, change.difference)
    yield "A date has moved, to whoever sees nothing else", following.date_moved(taken, TODAY)
    yield from _reminding(taken, proposed, nobodys)


def _reminding(taken: Followed, proposed: Followed, nobodys: Followed) -> Iterator[tuple[str, Shown]]:
    once, thrice = samples.reminded(taken, 1), samples.reminded(taken, 3)
    yield "Reminder of one action", reminders.reminder((once,), once.standing.due)
    yield "An action: reminded of", action.action(once)
    yield "The last reminder", reminders.reminder((thrice,), TODAY)
    yield "Reminder of several", reminders.reminder((once, proposed, nobodys), TODAY)
    yield "Reminder of what nobody has", reminders.reminder((nobodys,), nobodys.standing.due - timedelta(days=2))
    yield "Nobody reacted, to the lead", reminders.unanswered((thrice,))
    yield "Nobody reacted, of several", reminders.unanswered((thrice, samples.reminded(proposed, 3), taken))


def _status(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework = knowledge.framework
    made = samples.an_assessment(framework)
    before = samples.an_assessment(framework, at=NOVEMBER, but={"systems": 1, "exceptions": 0})
    running = Overview(
        pilot=PILOT,
        lead=DEE,
        interview=samples.a_finished_interview(knowledge),
        thread=THREAD,
        assessment=made,
        before=before,
        progress=samples.progress(knowledge),
    )
    young = Overview(pilot=_KYC, interview=samples.an_interview(knowledge, pilot=_KYC), thread=THREAD)
    yield "/pilot status", status.status(running, framework, TODAY, others=3)
    yield "/pilot status of a young pilot", status.status(young, framework, TODAY)
    yield "Status, shared", status.shared(running, framework, TODAY, DEE)
    yield "A pilot opened from Home", pilot_modal.pilot_modal(running, framework, TODAY)
    yield "A young pilot opened from Home", pilot_modal.pilot_modal(young, framework, TODAY)
    yield "A pilot that can't be opened", pilot_modal.instead(errors.no_access(None))
    yield "/pilot list", status.pilot_list((running, young), framework)
    yield "/pilot list, in no pilot", status.no_pilots()
    mine = [at for at in samples.followed(knowledge) if at.standing.owner == samples.TOMASZ.id]
    yield "/pilot actions", action_lists.mine(mine, samples.TOMASZ.id, TODAY)
    yield "/pilot actions, none", action_lists.mine((), DEE.id, TODAY)
    yield "/pilot actions, all done", action_lists.mine(mine[:1], DEE.id, TODAY)
    yield "/pilot help", status.help_text()
    yield "/pilot statsu", status.unknown_command("statsu")
    yield "/pilot state", status.unknown_command("state")
    yield "/pilot dance", status.unknown_command("dance")
    waiting = Waiting(seen=young, question=QUESTION)
    left = Waiting(seen=Overview(pilot=_KYC, interview=young.interview), question=LEFT, by_name=True, thread=THREAD)
    desktop = home.Desktop(samples.TOMASZ.id, TODAY)
    yield "Home", home.home((left, waiting), (running, young), framework, desktop, mine)
    yield "Home, empty", home.home((), (), framework, desktop)


def _trouble(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    yield "No access", errors.no_access(DEE)
    yield "Only the lead", errors.only_lead(DEE, "finish the interview")
    yield "Only the speaker", errors.only_speaker(MARIEKE)
    yield "Not shared: direct messages", errors.not_shared(samples.TEAM, "lead")
    yield "Not shared: not of the team", errors.not_shared(samples.TEAM, "team")
    yield "Not shared: private", errors.not_shared(samples.TEAM, "nobody")
    yield "Not shared: no channel", errors.no_channel(PILOT.name)
    yield "No such pilot", errors.no_such_pilot("freight invoce", ("Freight invoice matching", "KYC triage"))
    yield "Which pilot", errors.which_pilot(("Freight invoice matching", "KYC triage"))
    yield "Not assessed", errors.not_assessed(PILOT.name)
    yield "No plan", errors.no_plan(PILOT.name, Reference(pilot=PILOT.id))
    yield "Refused", errors.refused("The interview is paused. Nothing is lost: resume it to go on.")
    yield "Too old", errors.too_old()
    yield "Failed, saved", errors.failed("7F3K", saved=True)
    yield "Failed, not saved", errors.failed("7F3K", saved=False)
    yield "Not taken", errors.unsaid("7F3K")
    yield "Not begun, channel", errors.not_begun(PILOT, "C0FREIGHT")
    yield "Not begun, direct", errors.not_begun(PILOT, None)
    yield "Not opened", errors.not_opened()


def _modals(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, interview = knowledge.framework, samples.an_interview(knowledge)
    made = samples.an_assessment(framework)
    turn = interview.turn("t-exceptions")
    yield "Start a pilot", modals.start_pilot(modals.Draft(name="Freight invoice matching", participants=(DEE.id,)))
    yield "Correct an answer", modals.correct_turn(interview, turn)
    long = Turn(id="t1", question_id=None, speaker=DEE.id, text="So it goes on. " * 1300, at=DECEMBER)
    yield "Correct an answer too long for it", modals.correct_turn(interview, long)
    yield "Ask a colleague", modals.ask_colleague(interview, QUESTION)
    wish = PlanWish(start=date(2026, 12, 7), country="NL")
    countries = LibraryCalendars().countries()
    yield "Make the plan", plan_modal.make_plan(PILOT, wish, countries, Reference(assessment=made.id))
    yield "Challenge a rating", modals.challenge_rating(made, framework)
    yield "Challenge one rating", modals.challenge_rating(made, framework, "owner")
    yield "A challenge, once it was sent", modals.challenge_kept()


def _evidence(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    words = "FYI: SAP gave us the test client this morning, read and write."
    reference = Reference(channel="C04FREIGHT", message="1764590000.000100")
    pilots = (PILOT, _KYC)
    yield "Add as evidence", evidence.add_evidence(words, RUUD, pilots, reference, own=False, likely=PILOT.id)
    yield "Add one's own", evidence.add_evidence(words, RUUD, pilots, reference, own=True)
    yield "Add as evidence, in no pilot", evidence.add_evidence(words, RUUD, (), reference, own=False)
    ask = evidence.consent_request(words, PILOT, by=DEE, author=RUUD, message=THREAD, reference=reference)
    yield "Consent", ask
    yield "Asked for consent", evidence.asked_for_consent(RUUD)
    yield "Asked for consent before", evidence.asked_before(RUUD)
    yield "No interview to add it to", evidence.no_open_interview()
    yield "A guest's message", evidence.cannot_be_asked(RUUD, outside=False)
    yield "An outsider's message", evidence.cannot_be_asked(RUUD, outside=True)
    yield "Agreed", evidence.agreed(PILOT, RUUD)
    yield "Declined", evidence.declined(PILOT)


def _between(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    framework, interview = knowledge.framework, samples.an_interview(knowledge)
    finished = samples.a_finished_interview(knowledge)
    judged = finished.judge(Fit(person=DEE.id, score=3)).judge(Fit(person=MARIEKE.id, score=4))
    yield "Whom shall I ask", together(between.whom_to_ask(), questions.question(interview, QUESTION, framework))
    yield "Shall I finish", closing.shall_i_finish(interview, framework)
    yield "Waiting for others", between.waiting_for(interview, (MARIEKE,), framework)
    yield "Nothing more for a colleague", between.nothing_more_for(MARIEKE, PILOT)
    yield "Stopped", between.stopped()
    asked = QUESTION.model_copy(update={"asked_at": NOVEMBER})
    yield "A question that has waited", nudges.reminder(interview, asked, (MARIEKE,))
    yield "A summary that has waited", nudges.summary_waits(finished, DEE)
    yield "The lead is told: no answer", nudges.stalled(interview, asked, (MARIEKE, TOMASZ), None)
    yield "The lead is told: away", nudges.stalled(interview, asked, (MARIEKE,), DECEMBER)
    yield "Said in a pause", between.still_paused(interview)
    yield "After a pause", between.was_paused()
    yield "Only the lead may end it", between.only_they_may_end((DEE,))
    yield "Said after the end", between.over(PILOT)
    yield "A command is done", between.moved("the interview is paused.", PILOT, THREAD)
    yield "A file instead of words", between.cannot_read_files()
    yield "The file is on its way", between.file_on_its_way()
    yield "Summary, after a correction", closing.summary_again(finished)
    yield "Summary, closed", closing.summary_closed(judged, framework)
    yield "Summary, after a correction, closed", closing.summary_again_closed()
    yield "Finished", closing.finished(interview, framework)


def _at_the_door(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    interview, team = samples.an_interview(knowledge), samples.TEAM
    seen = Overview(pilot=PILOT, interview=interview, thread=THREAD)
    yield "Greeting a stranger", direct_message.greeting(())
    yield "Greeting somebody with a pilot", direct_message.greeting((team,))
    yield "Mentioned in a channel", direct_message.greeting_in_channel((), "C04FREIGHT")
    yield "Mentioned in a pilot's channel", direct_message.greeting_in_channel((team,), "C04FREIGHT")
    yield "In several interviews", direct_message.which_interview(((interview, THREAD), (interview, None)))
    yield "Somebody can't be reached", direct_message.cannot_reach(team, (MARIEKE,))
    yield "Somebody from outside", direct_message.outside()
    yield "My questions", direct_message.open_questions((Waiting(seen=seen, question=QUESTION, thread=THREAD),))
    yield "My questions, none", direct_message.open_questions(())
    yield "How to start", status.how_to_start()


# --- showing ------------------------------------------------------------------------------------------


def shown(payload: Shown) -> str:
    """As a person would see it, roughly: texts, [buttons], fields."""
    if isinstance(payload, Post):
        return "\n".join([f"({payload.text})", *_lines(payload.blocks)])
    foot = [f"[{payload[key]['text']}]" for key in ("submit", "close") if key in payload]
    head = [f"== {payload['title']['text']} =="] if "title" in payload else []
    return "\n".join([*head, *_lines(payload["blocks"]), *([" ".join(foot)] if foot else [])])


def seen(message: Post) -> list[str]:
    """Line by line, without what only notifications say."""
    return [line for text in _lines(message.blocks) for line in text.split("\n")]


def _lines(blocks: Any) -> Iterator[str]:
    for block in blocks:
        yield from _block(block)


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "section":
        aside = f"   {_element(block['accessory'])}" if "accessory" in block else ""
        yield block["text"]["text"] + aside
    elif kind == "context":
        yield "\n".join(f"  ~ {line}" for element in block["elements"] for line in element["text"].split("\n"))
    elif kind == "actions":
        yield " ".join(_element(element) for element in block["elements"])
    elif kind == "input":
        label = block["label"]["text"] + (" (optional)" if block["optional"] else "")
        hint = f"\n  ~ {block['hint']['text']}" if "hint" in block else ""
        yield f"{label}: {_element(block['element'])}{hint}"
    elif kind == "rich_text":
        yield "\n".join(
            f"  | {line}" for part in block["elements"] for e in part["elements"] for line in e["text"].split("\n")
        )
    elif kind == "data_visualization":
        series = [(s["name"], [(p["label"], p["value"]) for p in s["data"]]) for s in block["chart"]["series"]]
        yield f"  <chart {block['title']}: {series}>"
    else:
        yield "  ----"


def _element(element: dict[str, Any]) -> str:
    if element["type"] == "button":
        return f"[{element['text']['text']}]"
    options = [*element.get("options", []), *(o for g in element.get("option_groups", []) for o in g["options"])]
    ticked = [o["text"]["text"] for o in element.get("initial_options", [])]
    initial = (
        ", ".join(ticked)
        or element.get("initial_value")
        or element.get("initial_option", {}).get("text", {}).get("text", "")
    )
    inside = initial[:200] or element.get("initial_date") or element.get("placeholder", {}).get("text", "")
    return f"<{element['type']}: {inside or ' / '.join(o['text']['text'] for o in options)}>"


def main() -> None:
    knowledge = load_knowledge(Path(__file__).resolve().parents[2] / "knowledge")
    for title, payload in everything(knowledge):
        sys.stdout.write(f"\n######## {title}\n{shown(payload)}\n")


if __name__ == "__main__":
    main()
