"""Takes what a reader may see apart into the entries of a record: each says one thing and can be cited."""

from collections.abc import Iterable, Iterator, Sequence

from bot.domain.actions.tracked_action import TrackedAction
from bot.domain.core.people import Person
from bot.domain.framework.framework import Framework
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.entries.assessed_entries import build_assessed_entries
from bot.domain.inquiry.entries.matter import PilotMatter
from bot.domain.inquiry.entries.plan_entries import build_action_entry, build_plan_entries
from bot.domain.inquiry.entries.said_entries import build_said_entries
from bot.domain.inquiry.record import Record, RecordEntry

OWNS, LEADS = 0, 1
"""Weights of roles."""


def build_record(matters: Sequence[PilotMatter], knowledge: Knowledge, handed: Sequence[TrackedAction] = ()) -> Record:
    """`handed`: actions that the reader has in pilots of which they see nothing else."""
    entries = (
        *(entry for matter in matters for entry in _build_pilot_entries(matter, knowledge.framework)),
        *(build_action_entry(at) for at in handed),
        *_build_passages(knowledge),
    )
    return Record(
        pilots=tuple(matter.team.pilot for matter in matters),
        people=_list_people(matters),
        entries=tuple(entry.model_copy(update={"id": f"e{n}"}) for n, entry in enumerate(entries, start=1)),
    )


def _build_pilot_entries(matter: PilotMatter, framework: Framework) -> Iterator[RecordEntry]:
    yield from build_assessed_entries(matter, framework)
    yield from _build_roles(matter)
    yield from _build_interview_entries(matter, framework)
    yield from build_plan_entries(matter)
    yield from build_said_entries(matter, framework)


def _build_passages(knowledge: Knowledge) -> Iterator[RecordEntry]:
    explained = {entry.passage: entry.criterion for entry in knowledge.guide.criteria}
    pillars = {pillar.name: pillar.id for pillar in knowledge.framework.pillars}
    for passage in knowledge.passages:
        criterion = explained.get(passage.id, "")
        own = knowledge.framework.get_pillar_of_criterion(criterion).id
        yield RecordEntry(
            id="",
            kind="passage",
            passage=passage.id,
            text=f"{passage.title}. {passage.text}",
            keywords=passage.keywords,
            criterion=criterion,
            pillar=own or pillars.get(passage.title, ""),
        )


def _build_roles(matter: PilotMatter) -> Iterator[RecordEntry]:
    team = matter.team
    lead = team.get_person(team.lead)
    yield _build_role(matter, lead, f"{lead.display_name} leads {team.pilot.name}.", LEADS)
    if team.owner is not None:
        owner = team.get_person(team.owner)
        text = f"{owner.display_name} is named as operational leader of {team.pilot.name}."
        yield _build_role(matter, owner, text, OWNS)
    if team.purpose:
        yield RecordEntry(
            id="", kind="fact", text=f"{team.pilot.name}: {team.purpose}", pilot=team.pilot, address=matter.home
        )


def _build_role(matter: PilotMatter, who: Person, text: str, weight: float) -> RecordEntry:
    return RecordEntry(
        id="", kind="role", text=text, pilot=matter.team.pilot, who=who, weight=weight, address=matter.home
    )


def _build_interview_entries(matter: PilotMatter, framework: Framework) -> Iterator[RecordEntry]:
    """How far the interview is, while it is under way."""
    talked = matter.overview.interview
    if talked is None or talked.status == "closed":
        return
    known = len(talked.known_criteria & set(framework.criterion_ids))
    paused = "paused" if talked.status == "paused" else "under way"
    of = len(framework.criteria)
    text = f"The interview about {matter.team.pilot.name} is {paused}: {known} of {of} criteria known."
    yield RecordEntry(id="", kind="interview", text=text, pilot=matter.team.pilot, address=matter.home)


def _list_people(matters: Iterable[PilotMatter]) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for matter in matters:
        made, talked = matter.overview.assessment, matter.overview.interview
        known = (*matter.team.people, *(made.people if made else ()), *(talked.people if talked else ()))
        for person in known:
            people.setdefault(person.id, person)
    return tuple(people.values())
