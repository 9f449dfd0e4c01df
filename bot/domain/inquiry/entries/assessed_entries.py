"""What the latest assessment says, and what has moved since the one before, entry by entry."""

from collections.abc import Iterator
from typing import Any

from bot.domain.assessment.assessment import Assessment, PillarReadiness, list_weakest_pillars
from bot.domain.assessment.rating import Rating
from bot.domain.core.phrases import format_date, join_with_and
from bot.domain.framework.framework import Framework, Pillar
from bot.domain.inquiry.entries.matter import PilotMatter
from bot.domain.inquiry.record import EntryKind, RecordEntry
from bot.domain.interview.criterion_state import STATE_PHRASES
from bot.domain.interview.evidence import OwnerClaim
from bot.domain.reassessment.comparison import compare_assessments

_STANCES = {
    "accepted": "{name} answers for {pilot}: accepted.",
    "proposed": "{name} is proposed to answer for {pilot}, and has not accepted yet.",
    "refused": "{name} said that they don't answer for {pilot}.",
}


def build_assessed_entries(matter: PilotMatter, framework: Framework) -> Iterator[RecordEntry]:
    made = matter.overview.assessment
    if made is None:
        text = f"{matter.team.pilot.name} has not been rated yet."
        yield RecordEntry(id="", kind="stage", text=text, pilot=matter.team.pilot, address=matter.thread)
        return
    version = framework.get_version(made.framework_version)
    yield from _build_stage(matter, made, version)
    yield from _build_pillars(matter, made, version)
    for rating in made.ratings:
        yield _build_rating(matter, made, rating, version)
    yield from _build_owner(matter, made)
    yield from _build_disagreements(matter, made, version)
    yield from _build_traps(matter, made, version)
    yield from _build_changes(matter, made, framework)
    for fact in made.facts:
        told = ", ".join(f"{detail.key.replace('_', ' ')}: {detail.value}" for detail in fact.details)
        text = f"{fact.kind.capitalize()}: {fact.name}" + (f" ({told})" if told else "")
        yield _build_entry(matter, made, "fact", text, address=_find_address(matter, fact.turn_id))


def _build_entry(matter: PilotMatter, made: Assessment, kind: EntryKind, text: str, **fields: Any) -> RecordEntry:
    known = {"day": made.made_at.date(), "address": matter.card, **fields}
    return RecordEntry(id="", kind=kind, text=text, pilot=matter.team.pilot, **known)


def _find_address(matter: PilotMatter, turn_id: str) -> str | None:
    return matter.addresses.get(turn_id) or matter.card


def _build_stage(matter: PilotMatter, made: Assessment, framework: Framework) -> Iterator[RecordEntry]:
    name, stage = matter.team.pilot.name, framework.get_stage(made.stage)
    if not made.is_rated:
        lacking = "was not asked" if made.stage_basis == "open" else "is not known"
        yield _build_entry(matter, made, "stage", f"So much of {name} {lacking} that it has no stage yet.")
        return
    so_far = " as far as is known" if made.stage_basis == "provisional" else ""
    rated = format_date(made.made_at.date())
    text = f"{name} {stage.sentence}{so_far}, rated on {rated}."
    yield _build_entry(matter, made, "stage", text, weight=-framework.get_stage_rank(made.stage))


def _build_pillars(matter: PilotMatter, made: Assessment, framework: Framework) -> Iterator[RecordEntry]:
    """The weakest first; what holds the stage back is said so."""
    settled = not made.is_rated or framework.is_last_stage(made.stage)
    holding = () if settled else [pillar.id for pillar in list_weakest_pillars(framework, made.levels)]
    for pillar in framework.pillars:
        found = made.get_pillar_readiness(pillar.id)
        text = _describe_pillar(pillar.name, matter.team.pilot.name, found)
        if pillar.id in holding:
            text += f"; {'it' if len(holding) == 1 else 'with others, it'} holds the pilot back most"
        yield _build_entry(
            matter, made, "pillar", f"{text}.", pillar=pillar.id, weight=_weigh_pillar(pillar, found.mean)
        )


def _describe_pillar(pillar: str, pilot: str, found: PillarReadiness) -> str:
    """Of a pillar of which nobody could say anything there is no mean."""
    if not found.known:
        return f"{pillar} of {pilot}: nothing is known yet of its {found.of} criteria"
    return f"{pillar} of {pilot}: {_format_mean(found.mean)} of 4, {found.known} of {found.of} criteria known"


def _format_mean(mean: float) -> str:
    text = f"{mean:.2f}"
    return text[:-1] if text.endswith("0") else text


def _weigh_pillar(pillar: Pillar, mean: float) -> float:
    """Those that gate no stage come last."""
    return mean if pillar.gates_stage else 5.0 + mean


def _build_rating(matter: PilotMatter, made: Assessment, rating: Rating, framework: Framework) -> RecordEntry:
    criterion, pillar = framework.get_criterion(rating.criterion), framework.get_pillar_of_criterion(rating.criterion)
    about = f"{criterion.name} of {matter.team.pilot.name}"
    if rating.level is None:
        text = f"{about} is unknown: {STATE_PHRASES[rating.state]}."
    else:
        meaning = framework.get_level_name(rating.level)
        text = f"{about} is at level {rating.level} of 4, {meaning}" + (", disputed." if rating.disputed else ".")
    level = 0.5 if rating.level is None else rating.level
    weight = level if pillar.gates_stage else 5.0 + level
    return _build_entry(matter, made, "rating", text, criterion=rating.criterion, pillar=pillar.id, weight=weight)


def _build_owner(matter: PilotMatter, made: Assessment) -> Iterator[RecordEntry]:
    claim = made.owner
    if claim is None:
        return
    who = matter.team.get_person(claim.person)
    name = claim.name or who.display_name
    text = _STANCES[claim.claim].format(name=name, pilot=matter.team.pilot.name)
    address = _find_address(matter, claim.turn_id) if claim.turn_id else matter.card
    yield _build_entry(matter, made, "owner", text, who=who, day=_find_day(claim, made), address=address)


def _find_day(claim: OwnerClaim, made: Assessment) -> object:
    return (claim.at or made.made_at).date()


def _build_disagreements(matter: PilotMatter, made: Assessment, framework: Framework) -> Iterator[RecordEntry]:
    for found in made.disagreements:
        names = join_with_and([framework.get_criterion(c).name for c in found.between or (found.criterion,)])
        speakers = dict.fromkeys(item.speaker for item in made.evidence if item.id in found.evidence_ids)
        people = join_with_and([made.get_person(speaker).byline for speaker in speakers])
        text = f"{people} see {names} of {matter.team.pilot.name} differently; it is rated by the weaker view."
        yield _build_entry(matter, made, "disagreement", text, criterion=found.criterion)


def _build_traps(matter: PilotMatter, made: Assessment, framework: Framework) -> Iterator[RecordEntry]:
    for found in made.traps:
        trap = framework.get_trap(found.trap)
        yield _build_entry(matter, made, "trap", f"{matter.team.pilot.name} shows the trap {trap.name}.")


def _build_changes(matter: PilotMatter, made: Assessment, framework: Framework) -> Iterator[RecordEntry]:
    before, name = matter.overview.before, matter.team.pilot.name
    if before is None:
        return
    since = f"between {format_date(before.made_at.date())} and {format_date(made.made_at.date())}"
    if before.stage != made.stage:
        stages = (framework.get_stage(before.stage).name, framework.get_stage(made.stage).name)
        yield _build_entry(matter, made, "change", f"{name} went from {stages[0]} to {stages[1]} {since}.", weight=-1)
    changes = compare_assessments(before, made, framework).levels
    for change in changes:
        told = f"went from {_name_level(change.before)} to {_name_level(change.after)}"
        if not change.has_new_level:
            told = "became disputed" if change.dispute == "arose" else "is no longer disputed"
        text = f"{change.name} of {name} {told} {since}."
        yield _build_entry(matter, made, "change", text, criterion=change.criterion)
    if not changes and before.stage == made.stage:
        yield _build_entry(matter, made, "change", f"No level of {name} changed {since}.")


def _name_level(level: int | None) -> str:
    return "unknown" if level is None else str(level)
