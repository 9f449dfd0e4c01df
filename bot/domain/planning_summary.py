"""The plan told in a few plain sentences, and the notes on what a reader must know of how it was made."""

from collections.abc import Iterator
from datetime import date

from bot.domain.assessment import Assessment, weakest_pillars
from bot.domain.framework import Framework
from bot.domain.plan import Action, ProductionPlan
from bot.domain.plan_contents_open import listed
from bot.domain.schedule import LEAST_WEEKS, MOST_WEEKS, MovedGate, Schedule

_OWNER = "operational_owner"
_COUNTED = {2: "two", 3: "three", 4: "four"}
_STANDS = {
    "lab": "is still in the lab",
    "pilot": "is a pilot",
    "candidate": "is a production candidate",
    "production": "is in production",
}


def summary_of(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> tuple[str, ...]:
    """Stage, what holds it back, what comes first, length, and the first decision with whoever owes it."""
    if not plan.actions:
        return (_stage(plan, framework), "Every criterion is where production needs it: there is no gap to close.")
    told = (
        _stage(plan, framework),
        _held_back_by(plan, assessment, framework),
        _settled_first(plan, framework),
        _length(plan),
        _first_decision(plan),
        "It ends with a go or no-go on what was proven, not with a report.",
    )
    return tuple(sentence for sentence in told if sentence)


def notes_of(plan: ProductionPlan, laid_out: Schedule) -> tuple[str, ...]:
    """Gates that moved and why, a plan longer than the framework's weeks, and steps that are provisional."""
    return tuple(_notes(plan, laid_out))


def day(when: date) -> str:
    return f"{when:%A} {when.day} {when:%B %Y}"


def _stage(plan: ProductionPlan, framework: Framework) -> str:
    rule = next(stage for stage in framework.stages if stage.id == plan.stage)
    return f"{plan.pilot.name} {_STANDS.get(plan.stage, f'is at the stage {rule.name}')}. {rule.means}"


def _held_back_by(plan: ProductionPlan, assessment: Assessment, framework: Framework) -> str:
    weakest = weakest_pillars(framework, assessment.levels)
    ids = {criterion.id for pillar in weakest for criterion in pillar.criteria}
    lowest = list(dict.fromkeys(gap.criterion for gap in plan.gaps if gap.criterion in ids))[:2]
    if not lowest:
        return ""
    pillars = listed([pillar.name.lower() for pillar in weakest])
    names = listed([framework.criterion(criterion).name.lower() for criterion in lowest])
    if len(weakest) == len(framework.gating_pillars):
        return (
            f"All {_COUNTED.get(len(weakest), len(weakest))} pillars hold it back alike; lowest of all stand {names}."
        )
    if plan.target_stage == "production":
        return f"Furthest from being proven is {pillars}, above all: {names}."
    return f"What holds it back most is {pillars}, above all: {names}."


def _settled_first(plan: ProductionPlan, framework: Framework) -> str:
    def names(kind: str) -> list[str]:
        return [framework.criterion(gap.criterion).name.lower() for gap in plan.gaps if gap.kind == kind]

    unknown, disputed = names("unknown"), names("disagreement")
    parts = [f"nobody could say how it stands with {_few(unknown)}"] if unknown else []
    parts += [f"two views of {_few(disputed)} stand against each other"] if disputed else []
    if not parts:
        return ""
    sentence = ", and ".join(parts)
    return f"{sentence[0].upper()}{sentence[1:]}: that is settled first."


def _few(names: list[str]) -> str:
    return listed(names) if len(names) <= 3 else f"{len(names)} of the criteria"


def _only_settles(plan: ProductionPlan) -> bool:
    """Whether no action builds anything yet: the plan finds out and settles, and nothing more."""
    return all(action.gap != "level" and not action.provisional for action in plan.actions)


def _length(plan: ProductionPlan) -> str:
    if _only_settles(plan):
        done = max(action.due for action in plan.actions)
        return f"So far the plan can only settle that, by {day(done)}; what to build follows from the answers."
    many = f"{len(plan.actions)} actions" if len(plan.actions) > 1 else "One action"
    people = f"{plan.team_size} people working side by side" if plan.team_size > 1 else "one person at work"
    verb = "lead" if len(plan.actions) > 1 else "leads"
    where = "the rest of the proof" if plan.stage == "production" else "a proof of production"
    return f"{many} {verb} to {where} in {plan.weeks} weeks, from {day(plan.start)} to {day(plan.end)}, with {people}."


def _first_decision(plan: ProductionPlan) -> str:
    """What the operational owner decides in the first phase; where that is nothing, the step that comes first."""
    first = next((a for a in plan.actions_of(plan.phases[0].id) if a.role == _OWNER), None)
    kind, action = ("decision", first) if first else ("step", min(plan.actions, key=lambda a: (a.start, a.due)))
    return f"The first {kind} is owed by {_owed_by(action)}, by {day(action.due)}: “{action.title}”."


def _owed_by(action: Action) -> str:
    if action.person_name:
        return f"{action.person_name} ({action.role_name.lower()})"
    return f"the {action.role_name.lower()}, still to be named"


def _notes(plan: ProductionPlan, laid_out: Schedule) -> Iterator[str]:
    for moved in laid_out.moved:
        yield _moved(moved, plan)
    if plan.weeks > MOST_WEEKS:
        yield f"The plan takes {plan.weeks} weeks, longer than the {LEAST_WEEKS} to {MOST_WEEKS} weeks meant for it."
    if _only_settles(plan) and plan.actions:
        yield "No step towards production is planned yet: draft the plan again once the questions are answered."
    elif plan.actions and plan.weeks == LEAST_WEEKS > (done := max(action.weeks[1] for action in plan.actions)):
        yield (
            f"The work ends in week {done}. The weeks after it are for running: "
            "some exit criteria can be met only after weeks of it."
        )
    if any(action.provisional for action in plan.actions):
        yield (
            "Actions marked provisional are steps of criteria nobody could speak to, planned because others wait for "
            "them. What is needed there is known once the question is answered; draft the plan again then."
        )
    elif any(gap.kind == "unknown" for gap in plan.gaps) and not _only_settles(plan):
        yield "For what nobody could say, no steps are planned yet: draft the plan again once it is known."


def _moved(moved: MovedGate, plan: ProductionPlan) -> str:
    last = plan.action(moved.job)
    if moved.waited_for:
        other = plan.action(moved.waited_for)
        why = f"“{last.title}” waits for “{other.title}”, due {day(other.due)}"
    else:
        hands = f"{plan.team_size} people" if plan.team_size > 1 else "one person"
        why = f"“{last.title}” is due only on {day(last.due)}, as early as {hands} can get to it"
    return f"Gate {moved.phase.replace('_', ' ')} moves from week {moved.allowed} to week {moved.week}: {why}."
