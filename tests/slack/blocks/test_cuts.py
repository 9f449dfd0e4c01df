"""How long a text is shown before it is cut: whole at the limit, cut one letter beyond."""

from collections.abc import Callable

import pytest

from bot.domain.actions.progress import Step
from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.assessment.assessment import Assessment
from bot.domain.core.people import Pilot
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Evidence
from bot.domain.interview.turn import Question
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.overview import PilotOverview, WaitingQuestion
from bot.slack.blocks.actions import action, following, rescheduled
from bot.slack.blocks.assessment import assessment, changes, ratings
from bot.slack.blocks.interview import closing, evidence, nudges, questions
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.pilots import home, overview
from bot.slack.blocks.plan import canvas
from tests.slack import samples
from tests.slack.plain_text import shown
from tests.slack.samples import DEE, MARIEKE, NOVEMBER, PILOT, TODAY, TOMASZ

Show = Callable[[Knowledge, str], str]


def _with(at: TrackedAction, state: str = "open", **fields: object) -> TrackedAction:
    """The action otherwise, and where it stands."""
    own: dict[str, object] = {key: fields.pop(key) for key in ("title", "exit", "depends_on") if key in fields}
    changed = at.standing.model_copy(update={"action": at.action.model_copy(update=own), "state": state, **fields})
    standings = tuple(changed if s.action.id == at.action.id else s for s in at.progress.standings)
    return at._replace(standing=changed, progress=at.progress.model_copy(update={"standings": standings}))


def _action(knowledge: Knowledge, state: str = "open", **fields: object) -> TrackedAction:
    return _with(samples.followed(knowledge)[2], state, **fields)


def _step(knowledge: Knowledge, note: str) -> Step:
    return samples.the_steps(samples.progress(knowledge).plan)[-1].model_copy(update={"note": note})


def _said(text: str) -> Evidence:
    plain = {"id": "e1", "criterion": "systems", "level": 2, "turn_id": "t1", "speaker": TOMASZ.id}
    return Evidence.model_validate({**plain, "quote": text, "sentence": text})


def _asked(text: str, why: str = "") -> Question:
    return samples.QUESTION.model_copy(update={"text": text, "why": why})


def _rated(knowledge: Knowledge, text: str) -> Assessment:
    return samples.assessed(knowledge.framework, PILOT, (_said(text),))


def _ladder(knowledge: Knowledge, text: str) -> str:
    framework = knowledge.framework
    pillars = tuple(
        pillar.model_copy(
            update={"criteria": tuple(c.model_copy(update={"ladder": (text,) * 5}) for c in pillar.criteria)}
        )
        for pillar in framework.pillars
    )
    renewed = framework.model_copy(update={"pillars": pillars})
    return shown(assessment.build_assessment_message(samples.an_assessment(renewed), renewed))


def _plan(knowledge: Knowledge, **fields: object) -> str:
    progress = samples.progress(knowledge)
    plan: ProductionPlan = progress.plan.model_copy(update=fields)
    parts = canvas.build_canvas_parts(progress.model_copy(update={"plan": plan}))
    return "\n".join(part.shown for part in parts)


SHOWS: dict[str, tuple[int, Show]] = {
    "an action's title": (140, lambda k, text: action.build_action_message(_action(k, title=text)).text),
    "what an action is done by": (300, lambda k, text: shown(action.build_action_message(_action(k, exit=text)))),
    "where a proof can be looked at": (
        300,
        lambda k, text: shown(action.build_action_message(_action(k, "done", link=text, since=NOVEMBER))),
    ),
    "a proof": (300, lambda k, text: shown(action.build_action_message(_action(k, "done", note=text, since=NOVEMBER)))),
    "what is in the way": (
        300,
        lambda k, text: shown(action.build_action_message(_action(k, "blocked", note=text, since=NOVEMBER))),
    ),
    "a note to whoever gets it": (
        500,
        lambda k, text: shown(following.build_action_handover_message(_action(k), _step(k, text))),
    ),
    "why it was declined": (
        500,
        lambda k, text: shown(following.build_action_declined_message(_action(k), _step(k, text))),
    ),
    "an action that moves": (
        100,
        lambda k, text: "\n".join(
            rescheduled.format_plan_difference(
                _action(k, title=text), samples.a_move(samples.followed(k)[2]).difference
            )
        ),
    ),
    "what a level asks for": (150, _ladder),
    "what made a level move": (
        400,
        lambda k, text: changes.format_level_changes(
            samples.assessed(k.framework, PILOT, ()), _rated(k, text), k.framework
        ),
    ),
    "what a rating rests on": (
        400,
        lambda k, text: shown(ratings.build_ratings_modal(_rated(k, text), k.framework, {})),
    ),
    "a challenge": (
        500,
        lambda k, text: shown(
            ratings.build_challenge_message(_rated(k, "x"), k.framework, "systems", level=3, reason=text, by=DEE)
        ),
    ),
    "what was understood": (
        400,
        lambda k, text: shown(
            closing.build_summary_message(samples.an_interview(k, evidence=(_said(text),)), k.framework)
        ),
    ),
    "what somebody is asked to agree to": (
        600,
        lambda k, text: shown(
            evidence.build_consent_request_message(
                text, PILOT, by=DEE, author=MARIEKE, message="", reference=Reference()
            )
        ),
    ),
    "a question": (
        1200,
        lambda k, text: shown(questions.build_question_message(samples.an_interview(k), _asked(text), k.framework)),
    ),
    "why it is asked": (
        300,
        lambda k, text: shown(
            questions.build_question_message(samples.an_interview(k), _asked("Who?", text), k.framework)
        ),
    ),
    "a note to a colleague": (
        500,
        lambda k, text: shown(
            questions.build_invitation_message(samples.an_interview(k), samples.an_interview(k).passes[0], text)
        ),
    ),
    "a question that waits": (
        1200,
        lambda k, text: nudges.build_nudge_message(samples.an_interview(k), _asked(text), [DEE]).text,
    ),
    "a question on Home": (
        300,
        lambda k, text: shown(
            home.build_app_home(
                [WaitingQuestion(seen=PilotOverview(pilot=PILOT), question=_asked(text))],
                (),
                k.framework,
                home.HomeViewer(TOMASZ.id, TODAY),
            )
        ),
    ),
    "what comes next": (120, lambda k, text: overview.format_next_action(_action(k, title=text).progress, TODAY)),
    "why it is blocked": (
        100,
        lambda k, text: overview.format_plan_problems(_action(k, "blocked", note=text).progress, TODAY),
    ),
    "an open question on a canvas": (400, lambda k, text: _plan(k, open_questions=(text,))),
}


@pytest.mark.parametrize(("limit", "show"), SHOWS.values(), ids=SHOWS.keys())
def test_a_text_is_whole_at_its_limit_and_cut_one_letter_beyond(knowledge: Knowledge, limit: int, show: Show) -> None:
    whole, longer = "x" * limit, "x" * (limit + 1)
    assert whole in show(knowledge, whole)
    assert whole not in show(knowledge, longer) and "x" * (limit - 1) in show(knowledge, longer)


@pytest.mark.parametrize(("letters", "ends"), [(123, ": production plan"), (124, ": production…")])
def test_a_canvas_has_a_title_of_a_hundred_and_forty_letters(knowledge: Knowledge, letters: int, ends: str) -> None:
    plan = samples.progress(knowledge).plan.model_copy(update={"pilot": Pilot(id="p", name="x" * letters)})
    assert canvas.format_canvas_title(plan) == f"{'x' * letters}{ends}"


@pytest.mark.parametrize(("many", "told"), [(6, "1, 2, 3, 4, 5 and 6"), (7, "1, 2, 3, 4, 5 and 2 more")])
def test_up_to_six_that_an_action_waits_for_are_numbered(knowledge: Knowledge, many: int, told: str) -> None:
    progress = samples.progress(knowledge, begun=False)
    first = [planned.id for planned in progress.plan.actions[:many]]
    at = _with(samples.followed(knowledge, begun=False)[-1], depends_on=tuple(first))
    assert f"waits for {told}" in shown(action.build_action_message(at))
