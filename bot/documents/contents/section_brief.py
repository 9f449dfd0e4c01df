"""The brief: the one page that is forwarded, what is asked of whom, what it brings, what blocks it, and the way."""

from collections.abc import Iterator, Sequence

from bot.documents.contents.outline import Block, Bullets, Facts, Section, Subheading, Words
from bot.documents.contents.pieces import OPEN, build_paragraph, build_strong_run, build_words
from bot.documents.contents.plan_document import PlanDocumentData
from bot.documents.contents.section_roadmap import build_way_blocks
from bot.documents.contents.wording import clean_line, format_range, format_short_day, list_range, shorten_text
from bot.domain.core.phrases import join_with_and
from bot.domain.plan.action import Action
from bot.domain.plan.plan import PlannedGap
from bot.domain.plan.value_case import MissingFigure, SaidFigure, ValueEntry
from bot.domain.quotation.languages import may_turn
from bot.wording.gate_words import format_gate_day
from bot.wording.unknowns import explain_unknown, group_unknowns

_OWNER = "operational_owner"
MOST = 3
"""Of what blocks it, and of what it clashes with: the plan holds the rest."""
_PURPOSE, _SAID, _TITLE, _LIST = 260, 170, 110, 330
"""Characters of one thing on the page."""


def build_brief_section(matter: PlanDocumentData) -> Section:
    return Section("", tuple(_build_blocks(matter)), fits_page=True)


def _build_blocks(matter: PlanDocumentData) -> Iterator[Block]:
    yield build_paragraph(_describe_purpose(matter), lead=True)
    yield build_paragraph(_describe_stage(matter))
    if not matter.plan.actions:
        yield build_paragraph("Nothing has to be done: every criterion is where production needs it.")
        return
    yield Facts((*_list_decision(matter), *_list_money(matter)))
    yield from _build_value_lines(matter)
    last = matter.framework.is_last_stage(matter.plan.target_stage)
    yield Subheading("What is still to be proven" if last else "What blocks it")
    yield Bullets(tuple(_build_blockers(matter)), numbered=True)
    yield Subheading("The way to live proof")
    yield from build_way_blocks(matter)
    yield from _build_conflicts(matter)
    yield from _build_not_known(matter)


def _describe_purpose(matter: PlanDocumentData) -> str:
    purpose = matter.assessment.purpose
    if purpose is None:
        return f"{clean_line(matter.plan.pilot.name)}: nobody said in a sentence what it does and for whom."
    said = matter.format_said(purpose.quote, None, _PURPOSE, purpose.translation)
    return f"{said} ({shorten_text(matter.format_person(purpose.speaker), _TITLE)})"


def _describe_stage(matter: PlanDocumentData) -> str:
    means = (
        f"{matter.get_pillar_name(r.pillar).lower()} {f'{r.mean:.1f}' if r.known else 'unknown'}"
        for r in matter.assessment.pillars
        if matter.framework.get_pillar(r.pillar).gates_stage
    )
    basis = "" if matter.assessment.stage_basis == "rated" else ", provisionally"
    stage = matter.get_stage_name(matter.plan.stage)
    speakers = [matter.assessment.get_person(p.id) for p in matter.assessment.people]
    told = [clean_line(p.full_byline) for p in speakers if p.id in matter.assessment.speakers]
    rests = f" It rests on the words of {shorten_text(join_with_and(told), _TITLE)}." if told else ""
    return f"Stage{basis}: {stage}; readiness, of 4: {', '.join(means)}.{rests}"


def _list_decision(matter: PlanDocumentData) -> Iterator[tuple[str, Words]]:
    """What is asked first, of whom and by when: of the owner, or at the first gate."""
    asked = _find_decision(matter)
    if asked is None:
        gate = matter.plan.phases[0].gate
        owner = _get_owner_name(matter)
        yield "Decision asked", build_words(f"Go or no-go at the gate {clean_line(gate.name)}")
        yield "Of whom", build_words(f"{owner}, who answers for it") if owner else build_words(OPEN)
        yield "By when", build_words(format_gate_day(gate, format_short_day))
        return
    yield "Decision asked", build_words(_describe_decision(asked, matter))
    yield "Of whom", build_words(_describe_asked(asked, matter))
    yield "By when", build_words(format_when_due(asked) if asked.is_committed else list_range(None, asked.latest)[0])


def _find_decision(matter: PlanDocumentData) -> Action | None:
    """What is committed to before what is only outlined; who the owner is before what they decide."""
    owed = [a for a in matter.plan.actions if a.role == _OWNER or _settles_owner(a, matter)]
    return min(owed, key=lambda a: (not a.is_committed, not _settles_owner(a, matter), a.due), default=None)


def _settles_owner(action: Action, matter: PlanDocumentData) -> bool:
    rule = matter.framework.acceptance
    if rule is None:
        return False
    return action.practice == rule.practice or (action.criterion == rule.criterion and action.gap == "unknown")


def _describe_decision(asked: Action, matter: PlanDocumentData) -> str:
    """As it is put to whoever has to decide; an acceptance to the one who is to give it."""
    if not _settles_owner(asked, matter):
        return shorten_text(matter.tell(asked.title), _TITLE)
    if asked.gap == "level" and asked.person_name:
        return "Say yes or no to answering for it in operations, in writing"
    return "Name who answers for it in operations, for their yes in writing"


def format_when_due(action: Action) -> str:
    return format_short_day(action.due) if action.is_committed else format_range(action.due, action.latest)


def _describe_asked(asked: Action, matter: PlanDocumentData) -> str:
    claim = matter.plan.owner
    if asked.person_name is None:
        whom = "Whoever carries this work's budget" if _settles_owner(asked, matter) else asked.role_name
        return f"{whom}: nobody is named yet"
    proposed = claim is not None and claim.claim == "proposed" and claim.person == asked.person
    to_ask = " (proposed, still to be asked)" if proposed else ""
    return f"{clean_line(asked.person_name)}, {asked.role_in_sentence}{to_ask}"


def _get_owner_name(matter: PlanDocumentData) -> str:
    claim = matter.plan.owner
    return clean_line(claim.name or claim.person) if claim and claim.claim == "accepted" else ""


def _list_money(matter: PlanDocumentData) -> Iterator[tuple[str, Words]]:
    value = matter.plan.value_case
    yield "Brings a year", _build_figure(value.value_a_year, matter)
    yield "Costs a year", _build_figure(value.running_cost_a_year, matter)
    days = value.person_days or sum(action.effort_days for action in matter.plan.actions)
    money = f", {value.plan_cost:,.0f} {value.currency or ''}".rstrip() if value.plan_cost else ""
    yield "This plan costs", build_words(f"{days:g} person-days{money}")


def _build_figure(said: SaidFigure | None, matter: PlanDocumentData) -> Words:
    if said is None:
        return build_words(OPEN, ": not said yet")
    return build_words(f"{clean_line(said.text)} ({matter.assessment.get_person(said.speaker).byline})")


def _build_value_lines(matter: PlanDocumentData) -> Iterator[Block]:
    case = matter.plan.value_case
    yearly = clean_line(case.value_a_year.text) if case.value_a_year else ""
    shifts = [told for entry in case.shifts if (told := _describe_shift(entry, yearly, matter))]
    lines = [f"In numbers: {'; '.join(shifts)}."] if shifts else []
    lines += [f"Still to be said: {'; '.join(_describe_missing(case.missing))}."] if case.missing else []
    if lines:
        yield build_paragraph(shorten_text(" ".join(lines), 2 * _LIST))


def _describe_shift(entry: ValueEntry, yearly: str, matter: PlanDocumentData) -> str:
    """Without the number that is told as the value of a year."""
    parts = ((entry.baseline, "today"), (entry.target, "aimed at"), (entry.measured, "measured"))
    told = [f"{clean_line(number)} {what}" for number, what in parts if number and clean_line(number) != yearly]
    numbers = " ".join(told).casefold()
    new = entry.unit and not all(word in numbers for word in entry.unit.casefold().split())
    unit = f" ({clean_line(entry.unit or '')})" if new and told else ""
    return f"{matter.get_criterion_name(entry.criterion).lower()}{unit} {', '.join(told)}" if told else ""


def _describe_missing(missing: Sequence[MissingFigure]) -> Iterator[str]:
    """What each has to say, by whom and when."""
    asked: dict[str, list[str]] = {}
    for figure in missing:
        who = clean_line(figure.person_name or f"{figure.role_name}, to be named")
        by = f", by {format_short_day(figure.by)}" if figure.by else ""
        what = clean_line(figure.what)
        asked.setdefault(f"({who}{by})", []).append(f"{what[:1].lower()}{what[1:]}")
    return (f"{', '.join(what)} {who}" for who, what in asked.items())


def _build_blockers(matter: PlanDocumentData) -> Iterator[Words]:
    """The first gaps that somebody spoke of, in other words each; then those that nobody could."""
    told: dict[str, Words] = {}
    disputed = {gap.criterion for gap in matter.plan.gaps if gap.kind == "disagreement"}
    gaps = [gap for gap in matter.plan.gaps if gap.kind == "disagreement" or gap.criterion not in disputed]
    for gap in sorted(gaps, key=lambda gap: gap.now is None and gap.kind != "disagreement"):
        said = _describe_gap(gap, matter)
        name = build_strong_run(f"{matter.get_criterion_name(gap.criterion)}: ")
        told.setdefault(said, build_words(name, f"{said} ", _describe_answer(gap, matter)))
    yield from list(told.values())[:MOST]


def _describe_gap(gap: PlannedGap, matter: PlanDocumentData) -> str:
    if gap.kind == "disagreement":
        rating = matter.assessment.get_rating(gap.criterion)
        views = {item.speaker: item for item in reversed(matter.assessment.evidence_for(rating))}
        return " against ".join(
            matter.format_said(item.sentence, item.speaker, _SAID, item.translation) for item in views.values()
        )
    quotes = matter.explain_rating(gap.criterion).quotes if gap.now is not None else ()
    for item in sorted(quotes, key=lambda item: not may_turn(item.sentence, item.sentence))[:1]:
        return matter.format_said(item.sentence, item.speaker, _SAID, item.translation)
    return explain_unknown(matter.assessment.get_rating(gap.criterion), matter.assessment)


def _describe_answer(gap: PlannedGap, matter: PlanDocumentData) -> str:
    """The action that begins to close it, and whose it is."""
    action = next((action for action in matter.plan.actions if action.id in gap.actions), None)
    if action is None:
        return ""
    who = clean_line(action.person_name or f"{action.role_in_sentence}, to be named")
    what = shorten_text(matter.tell(action.title), _TITLE)
    number = matter.get_action_number(action.id)
    return f"→ {what} (action {number}: {shorten_text(who, 40)}, {format_when_due(action)})"


def _build_conflicts(matter: PlanDocumentData) -> Iterator[Block]:
    clashes = matter.plan.conflicts
    if not clashes:
        return
    yield Subheading("Where it clashes with your own dates")
    yield Bullets(tuple(build_words(shorten_text(clash.sentence, _LIST)) for clash in clashes[:MOST]))
    if len(clashes) > MOST:
        yield build_paragraph(f"{len(clashes) - MOST} more stand in the plan, under the dates and limits you named.")


def _build_not_known(matter: PlanDocumentData) -> Iterator[Block]:
    groups = [
        f"{why}: {', '.join(names).lower()}" for why, names in group_unknowns(matter.assessment, matter.framework)
    ]
    if matter.plan.strand and matter.plan.risk_answers.tier is None:
        groups.append("not asked: how much can go wrong, so no control is left out")
    if groups:
        yield Subheading("What is not known")
        told = "; ".join(groups)
        yield build_paragraph(shorten_text(f"{told[0].upper()}{told[1:]}.", 2 * _LIST))
