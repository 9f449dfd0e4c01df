"""The opening of the document: its cover, and the summary that a leader reads when they read nothing else."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Bullets, Cover, Facts, Paragraph, Picture, Section, Subheading, Words
from bot.documents.contents.plan_document import OFFLINE, Matter
from bot.documents.contents.wording import clean, counted, day, level, short_day, strong, words
from bot.domain.assessment.assessment import PillarReadiness
from bot.domain.planning.plan import Action

_FIRST = 3
_CHECK = "Flightplan is an AI assistant: check what it wrote before you commit to it."


def cover(matter: Matter) -> Cover:
    plan = matter.plan
    return Cover(
        title=clean(plan.pilot.name),
        subtitle="from pilot to production",
        facts=(
            ("Stage now", matter.stage_name(plan.stage)),
            ("Plan", plan.headline),
            ("From", f"{day(plan.start)} to {day(plan.end)}"),
            ("Drafted", day(plan.made_at.date())),
            ("Rests on", _basis(matter)),
        ),
        note=f"{readers(matter)} {_CHECK}",
    )


def _basis(matter: Matter) -> str:
    people = counted(len(matter.assessment.people), "person", "people")
    return f"what {people} said in an interview, rated on {day(matter.assessment.made_at.date())}"


def readers(matter: Matter) -> str:
    """Who read the answers and worded the plan: people, rules or a model."""
    read, worded = matter.assessment.analyst, matter.plan.analyst
    if read == OFFLINE and worded == OFFLINE:
        return "No language model was used: rules read and rated the answers, and the library words the plan."
    by = "rules, without a language model" if read == OFFLINE else clean(read)
    how = "in the library's own wording" if worded == OFFLINE else f"worded by {clean(worded)}"
    return f"The answers were read and rated by {by}; the actions were chosen and dated by rule, and are {how}."


def summary_section(matter: Matter) -> Section:
    return Section("Executive summary", tuple(_summary(matter)), own_page=True)


def _summary(matter: Matter) -> Iterator[Block]:
    first, *others = matter.plan.summary or (matter.plan.headline,)
    yield Paragraph(words(first), lead=True)
    if others:
        yield Paragraph(words(" ".join(others)))
    yield Facts(tuple(_at_a_glance(matter)))
    yield pillar_profile(matter)
    if matter.plan.actions:
        yield Subheading("The first steps")
        yield Bullets(tuple(_step(action, matter) for action in _first(matter)))


def _at_a_glance(matter: Matter) -> Iterator[tuple[str, str]]:
    plan = matter.plan
    if not plan.actions:
        yield "Stage", matter.stage_name(plan.stage)
        return
    yield "Stage", f"{matter.stage_name(plan.stage)}, next: {matter.stage_name(plan.target_stage)}"
    days = sum(action.effort_days for action in plan.actions)
    yield "Actions", f"{len(plan.actions)}, {days:g} days of work in all"
    if not plan.only_finds_out:
        yield "Go or no-go", day(plan.phases[-1].gate.due)
    yield "Still unknown", _of_criteria(sum(gap.kind == "unknown" for gap in plan.gaps))
    yield "In dispute", _of_criteria(sum(gap.kind == "disagreement" for gap in plan.gaps))
    nameless = {action.role for action in plan.actions if action.person_name is None}
    yield "Roles without a name", f"{len(nameless)} of {len({action.role for action in plan.actions})}"


def _of_criteria(number: int) -> str:
    return counted(number, "criterion", "criteria") if number else "nothing"


def _first(matter: Matter) -> list[Action]:
    return sorted(matter.plan.actions, key=lambda action: (action.start, action.due))[:_FIRST]


def _step(action: Action, matter: Matter) -> Words:
    who = clean(action.person_name) if action.person_name else f"{action.role_within}, to be named"
    return words(strong(f"By {short_day(action.due)}: "), f"{clean(action.title)} ({who}; action ", _no(action, matter))


def _no(action: Action, matter: Matter) -> str:
    return f"{matter.number(action.id)})"


def _mean(readiness: PillarReadiness) -> str:
    return f"{readiness.mean:.2f}" if readiness.known else "unknown"


def pillar_profile(matter: Matter) -> Picture:
    told = [f"{matter.pillar_name(readiness.pillar)} {_mean(readiness)}" for readiness in matter.assessment.pillars]
    target = level(matter.target(), matter.framework.level_name(matter.target()))
    return Picture(
        name="pillars",
        caption="Readiness of each pillar, now and needed",
        alt=f"On a scale of 0 to 4: {', '.join(told)}. Needed in each: {target.split(' ', 1)[1]}.",
    )
