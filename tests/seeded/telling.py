"""Tells a story in domain objects, by the rules that the product works by: nothing here rates or plans by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.domain.actions.progress import Step
from bot.domain.assessment.assessment import (
    Assessment,
    compute_pillar_readiness,
    detect_traps,
    determine_stage,
    list_disagreements,
)
from bot.domain.assessment.rating import build_standings
from bot.domain.assessment.review import PillarReview, apply_review
from bot.domain.core.people import Person, Pilot
from bot.domain.core.team import Team
from bot.domain.framework.knowledge import Knowledge
from bot.domain.interview.evidence import Evidence, Fact
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, SkippedQuestion, Turn, TurnFindings
from bot.domain.plan.calendar import get_next_monday
from bot.domain.plan.plan import ProductionPlan
from bot.domain.planning.draft import draft_plan
from bot.domain.planning.terms import PlanTerms
from tests.seeded.story import NOW, Assessed, Happened, Levels, Story
from tests.seeded.words import SAID


@dataclass(frozen=True)
class Told:
    """Everything that is stored of a pilot, each oldest first."""

    team: Team
    interviews: tuple[Interview, ...]
    assessments: tuple[Assessment, ...]
    plans: tuple[ProductionPlan, ...]
    steps: tuple[Step, ...]


def told(story: Story, knowledge: Knowledge) -> Told:
    held = tuple(_held(story, knowledge))
    assessments = tuple(assessment for _, assessment, _ in held)
    plans = tuple(plan for _, _, plan in held if plan is not None)
    asked = (_under_way(story, knowledge),) if story.asked else ()
    return Told(
        team=_team(story),
        interviews=(*(interview for interview, _, _ in held), *asked),
        assessments=assessments,
        plans=plans,
        steps=tuple(_steps(story, plans[-1])) if plans else (),
    )


def _team(story: Story) -> Team:
    people = (story.lead, story.second, *story.leaders, *((story.owner,) if story.owner else ()))
    return Team(
        pilot=Pilot(id=story.pilot_id, name=story.name),
        purpose=story.purpose,
        lead=story.lead.id,
        owner=story.owner.id if story.owner else None,
        participants=(story.lead.id, story.second.id),
        leaders=tuple(person.id for person in story.leaders),
        channel=story.channel,
        private=story.private,
        people=tuple(dict.fromkeys(people)),
        created_at=story.begun,
    )


def _held(story: Story, knowledge: Knowledge) -> Iterator[tuple[Interview, Assessment, ProductionPlan | None]]:
    """Each interview that ended, with what was made of it; what was said before is said again."""
    levels: Levels = {}
    said: dict[str, str] = {}
    for number, made in enumerate(story.assessed, start=1):
        levels = {**levels, **made.changes}
        said = {c: words for c, words in {**said, **made.said}.items() if c not in made.changes or c in made.said}
        interview = _interview(story, number, made, levels, said)
        assessment = assessed(interview, knowledge, number, made)
        yield interview, assessment, _plan(assessment, knowledge, made) if made.plans_in is not None else None


def _interview(story: Story, number: int, made: Assessed, levels: Levels, said: dict[str, str]) -> Interview:
    interview = Interview(
        id=f"{story.pilot_id}-i{number}",
        pilot=Pilot(id=story.pilot_id, name=story.name),
        people=(story.lead, story.second),
    )
    known = {criterion: level for criterion, level in levels.items() if level is not None}
    for place, (criterion, level) in enumerate(known.items()):
        by = story.second if criterion in made.said else story.lead
        words = said.get(criterion, SAID[criterion][level])
        moment = made.at - timedelta(minutes=60 - place)
        interview = _answered(
            interview, _question(criterion, f"q{place}"), _turn(by, words, f"t{place}", moment), level
        )
    for place, criterion in enumerate(made.disputed):
        level = min(4, known[criterion] + 1)
        turn = _turn(story.second, SAID[criterion][level], f"d{place}", made.at - timedelta(minutes=9 - place))
        interview = _answered(interview, _question(criterion, f"qd{place}"), turn, level, disputes=True)
    facts = tuple(_fact(system, story.lead, interview.turns[0]) for system in story.systems)
    return interview.model_copy(update={"facts": facts, "status": "closed"})


def _answered(interview: Interview, question: Question, turn: Turn, level: int, *, disputes: bool = False) -> Interview:
    asked = interview.add_question(question.model_copy(update={"asked_at": turn.at - timedelta(minutes=1)}))
    heard = asked.add_turn(turn.model_copy(update={"question_id": question.id}))
    evidence = Evidence(
        id=f"{turn.id}.1",
        criterion=question.criteria[0],
        level=level,
        quote=turn.text.rstrip("."),
        sentence=turn.text,
        turn_id=turn.id,
        speaker=turn.speaker,
        disputes=disputes,
    )
    return heard.record_findings(turn.id, 0, TurnFindings(evidence=(evidence,)))


def _under_way(story: Story, knowledge: Knowledge) -> Interview:
    """The first question is answered, the next one waits."""
    asked = story.asked
    assert asked is not None
    pilot = Pilot(id=story.pilot_id, name=story.name)
    interview = Interview(id=f"{story.pilot_id}-i{len(story.assessed) + 1}", pilot=pilot, people=(story.lead,))
    said = _turn(story.lead, SAID["systems"][0], "t0", asked.at - timedelta(minutes=5))
    interview = _answered(interview, _question("systems", "q0"), said, 0)
    words = knowledge.guide.get_criterion_guide(asked.criterion).question
    waiting = _question(asked.criterion, "q1").model_copy(update={"text": words, "asked_at": asked.at})
    interview = interview.add_question(waiting)
    if asked.to is not None:
        left = SkippedQuestion(
            question_id="q1", criteria=waiting.criteria, how="handed_over", by=story.lead.id, to=asked.to.id
        )
        own = waiting.model_copy(update={"id": "q2", "key": f"left:{asked.criterion}:{asked.to.id}", "to": asked.to.id})
        interview = interview.model_copy(update={"passes": (left,)}).add_person(asked.to).add_question(own)
    return interview.pause() if asked.paused else interview


def assessed(interview: Interview, knowledge: Knowledge, number: int, made: Assessed) -> Assessment:
    framework = knowledge.framework
    known = build_standings(framework, interview.evidence)
    passages = frozenset(passage.id for passage in knowledge.passages)
    ratings = tuple(r for p in framework.pillars for r in apply_review(p, PillarReview(), known, passages))
    levels = {rating.criterion: rating.level for rating in ratings}
    return Assessment(
        id=f"{interview.id}-a{number}",
        interview_id=interview.id,
        pilot=interview.pilot,
        people=interview.people,
        framework_version=framework.version,
        analyst="offline",
        made_at=made.at,
        ratings=ratings,
        evidence=interview.evidence,
        facts=interview.facts,
        pillars=tuple(compute_pillar_readiness(pillar, levels) for pillar in framework.pillars),
        stage=determine_stage(framework, levels),
        disagreements=list_disagreements(ratings, interview.evidence),
        traps=detect_traps(framework, ratings, ()),
    )


def _plan(assessment: Assessment, knowledge: Knowledge, made: Assessed) -> ProductionPlan:
    later = made.at + timedelta(hours=1)
    start = get_next_monday(later.date()) + timedelta(weeks=made.plans_in or 0)
    terms = PlanTerms(plan_id=f"{assessment.id}-plan", made_at=later, start=start)
    return draft_plan(assessment, knowledge, terms)


def _steps(story: Story, plan: ProductionPlan) -> Iterator[Step]:
    touched = {what.action for what in story.happened}
    done = [
        Happened(datetime.combine(action.due, time(15), UTC), action.id, "done", story.lead, note="in the team folder")
        for action in plan.actions
        if action.due < NOW.date() and action.id not in {*touched, *story.behind}
    ]
    everything = sorted((*story.happened, *done), key=lambda what: what.at)
    return (_step(story, plan, number, what) for number, what in enumerate(everything))


def _step(story: Story, plan: ProductionPlan, number: int, what: Happened) -> Step:
    plan.get_action(what.action)
    return Step(
        id=f"{story.pilot_id}-s{number}",
        root=plan.root_id,
        pilot_id=story.pilot_id,
        action_id=what.action,
        kind=what.kind,
        at=what.at,
        by=what.by.id,
        by_name=what.by.name,
        to=what.to.id if what.to else None,
        to_name=what.to.name if what.to else None,
        note=what.note,
    )


def _question(criterion: str, question_id: str) -> Question:
    key = f"criterion:{criterion}"
    return Question(id=question_id, key=key, kind="question", criteria=(criterion,), text="?", why="It matters.")


def _turn(by: Person, words: str, turn_id: str, at: object) -> Turn:
    return Turn.model_validate({"id": turn_id, "question_id": None, "speaker": by.id, "text": words, "at": at})


def _fact(system: str, by: Person, turn: Turn) -> Fact:
    return Fact(kind="system", name=system, quote=system, turn_id=turn.id, speaker=by.id)
