"""The opening of the document: its cover, and the summary that a leader reads when they read nothing else."""

from collections.abc import Iterator

from bot.documents.contents.outline import Block, Bullets, Cover, Facts, Picture, Subheading, Words
from bot.documents.contents.pieces import build_paragraph, build_strong_run, build_words
from bot.documents.contents.plan_document import OFFLINE, PlanDocumentData
from bot.documents.contents.wording import clean_line, format_short_day
from bot.domain.assessment.assessment import PillarReadiness
from bot.domain.core.phrases import format_date
from bot.domain.plan.action import Action
from bot.wording.formatter import format_count
from bot.wording.gate_words import format_gate_day
from bot.wording.level_words import describe_chosen_levels

_FIRST = 3
_CHECK = "Flightplan is an AI assistant: check what it wrote before you commit to it."


def build_cover(matter: PlanDocumentData) -> Cover:
    plan = matter.plan
    return Cover(
        title=clean_line(plan.pilot.name),
        subtitle="from pilot to production",
        facts=(
            ("Stage now", matter.get_stage_name(plan.stage)),
            ("Plan", plan.duration_headline),
            ("From", f"{format_date(plan.start)} to {format_date(plan.end)}"),
            ("Drafted", format_date(plan.made_at.date())),
            ("Rests on", _describe_basis(matter)),
        ),
        note=f"{describe_authorship(matter)} {_CHECK}",
    )


def _describe_basis(matter: PlanDocumentData) -> str:
    speakers = matter.assessment.speakers
    people = f"{format_count(len(speakers), 'person', 'people')} " if speakers else "was "
    return f"what {people}said in an interview, rated on {format_date(matter.assessment.made_at.date())}"


def describe_authorship(matter: PlanDocumentData) -> str:
    """Who read the answers and worded the plan: people, rules or a model."""
    chosen = describe_chosen_levels(matter.assessment)
    return f"{_describe_analysts(matter)} {clean_line(chosen)}".strip()


def _describe_analysts(matter: PlanDocumentData) -> str:
    read, worded = matter.assessment.analyst, matter.plan.analyst
    if read == OFFLINE and worded == OFFLINE:
        return "No language model was used: rules read and rated the answers, and the library words the plan."
    by = "rules, without a language model" if read == OFFLINE else clean_line(read)
    how = "in the library's own wording" if worded == OFFLINE else f"worded by {clean_line(worded)}"
    return f"The answers were read and rated by {by}; the actions were chosen and dated by rule, and are {how}."


def build_summary_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    first, *others = matter.plan.summary or (matter.plan.duration_headline,)
    yield build_paragraph(first, lead=True)
    if others:
        yield build_paragraph(" ".join(others))
    yield Facts(tuple(_list_key_facts(matter)))
    yield build_pillar_picture(matter)
    if matter.plan.actions:
        yield Subheading("The first steps")
        yield Bullets(tuple(_build_first_step(action, matter) for action in _select_first_actions(matter)))


def _list_key_facts(matter: PlanDocumentData) -> Iterator[tuple[str, str]]:
    plan = matter.plan
    if not plan.actions:
        yield "Stage", matter.get_stage_name(plan.stage)
        return
    yield "Stage", f"{matter.get_stage_name(plan.stage)}, next: {matter.get_stage_name(plan.target_stage)}"
    days = sum(action.effort_days for action in plan.actions)
    yield "Actions", f"{len(plan.actions)}, {days:g} days of work in all"
    if not plan.is_discovery_only:
        yield "Go or no-go", format_gate_day(plan.phases[-1].gate, format_date)
    yield "Still unknown", _format_criteria_count(sum(gap.kind == "unknown" for gap in plan.gaps))
    yield "In dispute", _format_criteria_count(sum(gap.kind == "disagreement" for gap in plan.gaps))
    nameless = {action.role for action in plan.actions if action.person_name is None}
    yield "Roles without a name", f"{len(nameless)} of {len({action.role for action in plan.actions})}"


def _format_criteria_count(number: int) -> str:
    return format_count(number, "criterion", "criteria") if number else "nothing"


def _select_first_actions(matter: PlanDocumentData) -> list[Action]:
    return sorted(matter.plan.actions, key=lambda action: (action.start, action.due))[:_FIRST]


def _build_first_step(action: Action, matter: PlanDocumentData) -> Words:
    who = clean_line(action.person_name) if action.person_name else f"{action.role_in_sentence}, to be named"
    return build_words(
        build_strong_run(f"By {format_short_day(action.due)}: "),
        f"{clean_line(action.title)} ({who}; action {matter.get_action_number(action.id)})",
    )


def _format_mean(readiness: PillarReadiness) -> str:
    return f"{readiness.mean:.2f}" if readiness.known else "unknown"


def build_pillar_picture(matter: PlanDocumentData) -> Picture:
    told = [f"{matter.get_pillar_name(r.pillar)} {_format_mean(r)}" for r in matter.assessment.pillars]
    target = matter.format_level(matter.get_target_level())
    return Picture(
        name="pillars",
        caption="Readiness of each pillar, now and needed",
        alt=f"On a scale of 0 to 4: {', '.join(told)}. Needed in each: {target.split(' ', 1)[1]}.",
    )
