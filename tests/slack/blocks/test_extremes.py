"""Whatever people type, however many they are: Slack takes every payload, and nobody is notified by a quote."""

import json
import re
from collections.abc import Iterator
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.actions.progress import Progress, Step, StepKind
from bot.domain.actions.tracked_action import TrackedAction, list_tracked_actions
from bot.domain.asking.invitation import build_receipt
from bot.domain.assessment.review import CitedAnswer
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Challenge
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion, SummaryFeedback, Turn
from bot.domain.messaging.message import MessageContent
from bot.domain.plan.action import Action, Reason
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.overview import PilotOverview, WaitingQuestion
from bot.domain.replanning.difference import MovedAction, PlanDifference
from bot.knowledge import load_knowledge
from bot.services.interview.interviewing import TurnOutcome
from bot.slack.blocks.actions import action, action_lists, action_modals, following, reminders
from bot.slack.blocks.assessment import assessment, ratings
from bot.slack.blocks.interview import closing, confirming, evidence, ladders, modals, noted, questions, unread_answers
from bot.slack.blocks.kit import errors
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.opening import invitations, opening
from bot.slack.blocks.pilots import home, status
from bot.slack.blocks.pilots.pilot_modal import build_pilot_modal
from bot.slack.blocks.plan import plan
from tests.conftest import FIXED_KNOWLEDGE
from tests.slack import samples
from tests.slack.limits import problems_of
from tests.slack.plain_text import Shown
from tests.support.chance import some_examples

_EVIL = (
    "<!channel> <!here> <!everyone>",
    "<@UVICTIM99> <#C0SECRET1|x> <!subteam^S1>",
    "<https://evil.example|click>",
    "*bold* _it_ ~no~ `code` ```block```",
    "&lt;!channel&gt; &amp;lt;",
    "> quoted\n> again",
    "\u202eדוגמה\u202c \u200b\u200e\ufeff",
    "\u200b",
    " \n\t ",
    "🙂👩\u200d🔧🏴\u200d☠️",
    "x" * 4000,
    "😀" * 4000,
    "&<>" * 1400,
    "word " * 800,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "\ud800",
    "null\x00byte",
)
_WORDS = st.sampled_from(_EVIL) | st.text(max_size=300)
_NAMES = st.sampled_from((*_EVIL, "Bo", "N" * 200)) | st.text(max_size=200)
_KNOWLEDGE = load_knowledge(FIXED_KNOWLEDGE)
_MANY = some_examples(0.5)


@st.composite
def _teams(draw: st.DrawFn) -> tuple[Person, ...]:
    count = draw(st.sampled_from((1, 2, 40)))
    in_slack = draw(st.booleans())
    name = draw(_NAMES)
    return tuple(Person(id=f"U0PERSON{n:02}" if in_slack else f"p{n}", name=name) for n in range(count))


class Scene:
    """An interview that tells a failing test's reader what it was made of, and not all of itself."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview

    def __repr__(self) -> str:
        talk = self.interview
        told = [item.criterion for item in talk.evidence if item.speaker == talk.people[0].id]
        return f"{len(talk.people)} of {talk.people[0]!r} in {talk.pilot!r}: {talk.turns[0].text[:60]!r} on {told}"


@st.composite
def _scenes(draw: st.DrawFn) -> Scene:
    people, words, criteria = draw(_teams()), draw(_WORDS), _CRITERIA
    told = draw(st.lists(st.sampled_from(criteria), max_size=len(criteria), unique=True))
    turns = tuple(
        Turn(id=f"t{n}", question_id="q1", speaker=person.id, text=words, at=samples.NOVEMBER)
        for n, person in enumerate(people)
    )
    items = tuple(
        Evidence(
            id=f"e{n}.{criterion}",
            criterion=criterion,
            level=(n + k) % 5,
            quote=f"{words}{k if draw(st.booleans()) else ''}",
            sentence=words,
            turn_id=turn.id,
            speaker=turn.speaker,
            disputes=n > 0,
        )
        for n, turn in enumerate(turns)
        for k, criterion in enumerate(told)
    )
    question = Question(id="q1", key="left:owner", kind="question", criteria=criteria, text=words, why=words)
    handed = SkippedQuestion(
        question_id="q1", criteria=("owner",), how="handed_over", by=people[0].id, to=people[-1].id
    )
    interview = Interview(
        id="i1",
        pilot=Pilot(id="p1", name=draw(_NAMES)),
        people=people,
        status=draw(st.sampled_from(("open", "paused", "closed"))),
        questions=(question,),
        turns=turns,
        evidence=items,
        passes=(handed,),
        fits=(SummaryFeedback(person=people[0].id, score=draw(st.sampled_from((1, 2, 3, 4)))),),
    )
    return Scene(interview)


_CRITERIA = (
    *("systems", "data", "workflow_fit", "volume", "owner", "decisions", "exceptions", "adoption"),
    *("boundary", "escalation", "proportionality", "audit", "throughput", "profit", "predictability"),
)


def _of_interview(knowledge: Knowledge, interview: Interview, words: str) -> Iterator[Shown | None]:
    framework, asked, by = knowledge.framework, interview.questions[0], interview.people[0]
    other = interview.people[-1]
    heard = TurnOutcome(interview, interview.turns[0], "answer", ())
    named = {"people": interview.people, "participants": tuple(p.id for p in interview.people), "purpose": words}
    team = samples.TEAM.model_copy(update=named)
    receipt = build_receipt(team.model_copy(update={"unreachable": (other.id,), "owner": by.id}), interview)
    for to in (None, by.id, other.id):
        yield opening.build_opening_message(interview, team, to)
    yield invitations.build_receipt_message(receipt)
    yield invitations.build_named_message(receipt.team, by, DigestSettings(person=by.id), None)
    yield invitations.build_absent_people_message(team, interview.people, interview.people)
    yield invitations.build_channel_invitation_message(team, by)
    yield invitations.build_owner_declined_message(team, by)
    for kind in ("question", "probe"):
        yield questions.build_question_message(interview, asked.model_copy(update={"kind": kind}), framework)
    yield questions.build_skipped_question_message(interview, asked, interview.passes[0], framework)
    yield questions.build_cited_answer_message(
        CitedAnswer(text=words * 6, citations=("levels.scale",)), knowledge, back=True
    )
    yield questions.build_invitation_message(interview, interview.passes[0], words)
    yield questions.build_invitation_message(interview, interview.passes[0], words, takes_part=True)
    yield questions.build_invitation_sent_message(other, interview.pilot.name)
    yield questions.build_paused_message(interview, framework, by)
    yield questions.build_resumed_message(interview, framework, by)
    yield questions.build_existing_interview_message(interview, framework, words)
    yield noted.build_answer_recorded_message(heard, framework)
    yield noted.build_answer_recorded_message(heard, framework, by_rule=True)
    yield ladders.build_levels_modal(interview, heard.turn.model_copy(update={"state": "mapped"}), framework)
    yield confirming.build_confirm_modal(interview, framework, "U-nobody")
    yield noted.build_secret_removed_message((words,) * 3)
    yield unread_answers.build_model_unavailable_message(words)
    yield closing.build_summary_message(interview, framework)
    yield closing.build_feedback_recorded_message(interview, interview.fits[0])
    yield closing.build_finished_early_message(interview, framework)
    yield modals.build_correction_modal(interview, interview.turns[0])
    yield modals.build_ask_colleague_modal(interview, asked)
    yield modals.build_start_pilot_modal(
        modals.PilotDraft(name=interview.pilot.name, participants=tuple(p.id for p in interview.people))
    )


def _of_assessment(knowledge: Knowledge, interview: Interview, words: str) -> Iterator[Shown | None]:
    framework, by = knowledge.framework, interview.people[0]
    made = samples.assessed(
        framework, interview.pilot, interview.evidence, people=interview.people, analyst=words or "offline"
    )
    before = samples.an_assessment(framework, at=samples.NOVEMBER)
    yield assessment.build_assessment_message(made, framework)
    yield assessment.build_assessment_message(made, framework, before=before)
    yield assessment.build_shared_assessment_message(made, framework, by, before=made)
    yield ratings.build_ratings_modal(made, framework, {turn.id: words for turn in interview.turns})
    views = [
        Challenge(
            id=f"c{n}", assessment_id="a1", pilot_id="p1", criterion=c, level=3, reason=words, by=by.id, at=made.made_at
        )
        for n in range(5)
        for c in _CRITERIA
    ]
    yield ratings.build_ratings_modal(made, framework, {}, views)
    yield ratings.build_ratings_modal(made, framework, {turn.id: samples.THREAD for turn in interview.turns})
    for criterion in (None, "owner", words):
        yield modals.build_challenge_modal(made, framework, criterion)
    yield ratings.build_challenge_message(made, framework, "owner", level=None, reason=words, by=by)
    yield from _of_plan(_evil_plan(samples.a_plan(knowledge, made), words, by))


def _evil_plan(drafted: ProductionPlan, words: str, owner: Person) -> ProductionPlan:
    """Sixty actions, all worded by whoever is worst at it."""
    one = Action(
        id="a0",
        practice="a",
        criterion="owner",
        gap="level",
        now=1,
        target=3,
        phase="align",
        title=words,
        deliverable=words,
        exit=words,
        role="owner",
        role_name=words,
        person=owner.id,
        person_name=owner.name,
        effort_days=1,
        start=drafted.start,
        due=drafted.end,
        weeks=(1, 2),
        because=(Reason(text=words),),
        depends_on=("a1", "gone"),
        provisional=True,
    )
    many = tuple(one.model_copy(update={"id": f"a{n}"}) for n in range(60))
    steps = tuple(step.model_copy(update={"action": "a0", "needs": (words,) * 9}) for step in drafted.rollout)
    line = drafted.horizons.model_copy(update={"line": words})
    told = {"actions": many, "notes": (words,) * 9, "rollout": steps, "horizons": line}
    return drafted.model_copy(update=told)


_EVIL_KINDS: tuple[StepKind, ...] = ("done", "blocked", "accepted", "declined")


def _of_plan(drafted: ProductionPlan) -> Iterator[Shown | None]:
    empty = drafted.model_copy(update={"actions": ()})
    owner, words = str(drafted.actions[0].person), drafted.actions[0].title
    lead = Person(id=owner, name=drafted.actions[0].person_name or owner)
    team = samples.TEAM.model_copy(update={"lead": owner, "people": (lead,), "pilot": drafted.pilot})
    steps = tuple(_evil_step(drafted, f"a{n}", kind, words) for n, kind in enumerate(_EVIL_KINDS))
    progress = Progress.from_steps(drafted, steps)
    yield plan.build_plan_message(progress)
    yield plan.build_plan_message(Progress.from_steps(empty, ()))
    for page in (-1, 0, 3, 99):
        yield action_lists.build_plan_actions_message(team, progress, owner, samples.TODAY, page=page)
        yield action_lists.build_my_actions_message(
            list_tracked_actions(team, progress), owner, date(2030, 1, 1), page=page
        )
    yield action_lists.build_plan_actions_message(team, progress, owner, samples.TODAY, own=True)
    yield action_lists.build_plan_actions_message(team, progress, "nobody", samples.TODAY, own=True)
    yield plan.build_drafting_message(drafted.pilot.name)
    yield following.build_assigned_actions_message(team, progress, owner)
    yield following.build_assigned_actions_message(team, progress, "nobody")
    for at, step in zip(list_tracked_actions(team, progress), steps, strict=False):
        yield from _of_action(at, step)


def _of_action(at: TrackedAction, step: Step) -> Iterator[Shown | None]:
    yield action.build_action_message(at)
    yield from (
        build(at, step)
        for build in (
            following.build_action_handover_message,
            following.build_action_reassigned_message,
            following.build_action_declined_message,
        )
    )
    yield following.build_action_blocked_message(at, step)
    yield following.build_plan_superseded_message(at)
    yield following.build_date_moved_message(at, samples.TODAY)
    yield reminders.build_reminder_message((at,) * 10, samples.TODAY)
    yield reminders.build_missed_dates_message((at,) * 4)
    moved = tuple(
        MovedAction(action_id=one.id, before=one.planned_dates, after=one.planned_dates, because=at.action.id)
        for one in at.plan.actions
    )
    everything = PlanDifference(actions=moved, weeks=(8, 60), end=(at.plan.start, at.plan.end))
    yield following.build_action_moved_message(at, Person(id=step.by, name=step.by_name), everything)
    yield action_modals.build_move_modal(at, at.plan.end, everything)
    yield action_modals.build_move_modal(at, at.plan.end, step.note)
    yield from (
        build(at)
        for build in (
            action_modals.build_done_modal,
            action_modals.build_blocked_modal,
            action_modals.build_reassign_modal,
        )
    )


def _evil_step(drafted: ProductionPlan, action_id: str, kind: StepKind, words: str) -> Step:
    owner, called = str(drafted.actions[0].person), words
    return Step(
        id=action_id,
        root=drafted.root_id,
        pilot_id=drafted.pilot.id,
        action_id=action_id,
        kind=kind,
        at=samples.DECEMBER,
        by=owner,
        by_name=called,
        to=owner,
        to_name=called,
        note=words,
        link=words,
    )


def _of_many_pilots(knowledge: Knowledge, interview: Interview, words: str) -> Iterator[Shown | None]:
    framework = knowledge.framework
    made = samples.assessed(framework, interview.pilot, interview.evidence, people=interview.people)
    seen = PilotOverview(
        pilot=interview.pilot, lead=interview.people[0], interview=interview, thread=words, assessment=made, before=made
    )
    drafted = _evil_plan(samples.a_plan(knowledge, made), words, interview.people[0])
    many = [seen] * 200
    names = [interview.pilot.name] * 200
    waiting = [WaitingQuestion(seen=seen, question=interview.questions[0], thread=words)] * 60
    yield status.build_status_message(seen, framework, samples.TODAY, others=199)
    yield status.build_status_message(PilotOverview(pilot=interview.pilot), framework, samples.TODAY)
    yield status.build_shared_status_message(seen, framework, samples.TODAY, interview.people[0])
    yield build_pilot_modal(seen, framework, samples.TODAY)
    yield status.build_pilot_list_message(many, framework)
    yield status.build_unknown_command_message(words, None)
    yield status.build_unknown_command_message(words, "status", words)
    desktop = home.HomeViewer(interview.people[0].id, samples.TODAY)
    progress = Progress.from_steps(drafted, (_evil_step(drafted, "a0", "blocked", words),))
    planned = seen.model_copy(update={"progress": progress})
    yield home.build_app_home(waiting, many, framework, desktop)
    yield home.build_app_home(
        waiting, [planned] * 200, framework, desktop, list_tracked_actions(samples.TEAM, progress)
    )
    yield home.build_app_home(waiting, (), framework, desktop)
    yield status.build_status_message(planned, framework, date(2030, 1, 1))
    yield errors.build_unknown_pilot_message(words, names)
    yield errors.build_which_pilot_message(names)
    yield errors.build_refusal_message(words)
    yield errors.build_failure_message(words, saved=True)
    yield errors.build_no_access_message()
    pilots = [Pilot(id=f"p{n}", name=interview.pilot.name) for n in range(200)]
    yield evidence.build_evidence_modal(
        words, interview.people[0], evidence.PilotChoice(tuple(pilots), (), "p7"), Reference(), own=False
    )
    yield evidence.build_consent_request_message(
        words, pilots[0], by=interview.people[0], author=interview.people[-1], message=words, reference=Reference()
    )


@_MANY
@given(scene=_scenes(), words=_WORDS)
def test_slack_takes_everything_an_interview_can_show(scene: Scene, words: str) -> None:
    _all_fit(_of_interview(_KNOWLEDGE, scene.interview, words))


@_MANY
@given(scene=_scenes(), words=_WORDS)
def test_slack_takes_every_assessment_and_plan(scene: Scene, words: str) -> None:
    _all_fit(_of_assessment(_KNOWLEDGE, scene.interview, words))


@_MANY
@given(scene=_scenes(), words=_WORDS)
def test_slack_takes_two_hundred_pilots(scene: Scene, words: str) -> None:
    _all_fit(_of_many_pilots(_KNOWLEDGE, scene.interview, words))


def _all_fit(payloads: Iterator[Shown | None]) -> None:
    for payload in payloads:
        if payload is not None:
            assert problems_of(payload) == []
            for text in _texts(payload):
                assert not re.search(r"<(?!@U0PERSON\d\d>|@U03\w+>|#C04FREIGHT>|https://acme\.slack\.com/)", text), text


def _texts(payload: Shown) -> Iterator[str]:
    """Every text that Slack reads as its own formatting, and the fallback."""
    blocks = payload.blocks if isinstance(payload, MessageContent) else payload["blocks"]
    if isinstance(payload, MessageContent):
        json.dumps([payload.text, *payload.blocks], ensure_ascii=False).encode()
        yield payload.text
    for block in blocks:
        for element in (block.get("text"), *(block["elements"] if block["type"] == "context" else ())):
            if element is not None and element["type"] == "mrkdwn":
                yield element["text"]
