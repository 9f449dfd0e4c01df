"""Everybody tries everything that is registered: on what they see, on a hidden pilot, on another workspace's, with ids
that don't belong together. Allowed is exactly the table; a hidden pilot reads like none at all.

What is sent twice is worked once: test_replays.py. What the usual kinds of people may, they carry out in
tests/slack/interactions/test_who_may.py.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.domain.access.relation import WORKSPACE, Relation
from bot.domain.access.right import MAY, may
from bot.domain.core.people import Person
from bot.domain.core.team import Thread
from bot.domain.framework.knowledge import Knowledge
from bot.services.conversation.context import Member
from bot.services.ports.core import UnitOfWork
from bot.slack.blocks.kit.references import Reference
from bot.slack.registry.interaction import Form, Interaction, LinkButton, Shortcut
from bot.slack.registry.typed_commands import Command
from bot.storage.engine.database import Database
from tests.services.followings import LEE
from tests.slack.interactions.test_who_may import EVERYTHING, FILLED, HOLDS_PART, REFUSED, World, about, name_of
from tests.support.builders import DANA, PAOLO, a_plan, a_question, a_turn, an_assessment
from tests.support.databases import create_sqlite
from tests.support.teams import MARTA, READER, STRANGER, a_team, an_open_interview

EVE, GUS, OTTO, DEE = "U20", "U21", "U22", "U23"
TRIED = [entry for entry in EVERYTHING if not isinstance(entry, LinkButton)]


class Kind(NamedTuple):
    """Somebody of one kind, and what the table knows them as."""

    person: str
    relations: frozenset[Relation]
    member: Member | None = None


KINDS = {
    "lead": Kind(DANA.id, frozenset((Relation.LEAD,))),
    "operational leader": Kind(PAOLO.id, frozenset((Relation.OWNER,))),
    "participant": Kind(MARTA.id, frozenset((Relation.PARTICIPANT,))),
    "reader of the digest": Kind(LEE.id, frozenset((Relation.DIGEST_READER,))),
    "reader of the channel": Kind(READER, frozenset((Relation.READER,))),
    "colleague who was asked in": Kind(EVE, frozenset((Relation.ASKED,))),
    "guest who reads the channel": Kind(
        GUS, frozenset((Relation.READER,)), Member(Person(id=GUS, name=GUS, guest=True))
    ),
    "who left the private channel": Kind(DANA.id, frozenset((Relation.FORMER,))),
    "stranger": Kind(STRANGER, frozenset((Relation.STRANGER,))),
    "outsider in the channel": Kind(
        OTTO, frozenset((Relation.OUTSIDER,)), Member(Person(id=OTTO, name=OTTO), outside=True)
    ),
    "lead of another organisation": Kind(DANA.id, frozenset((Relation.OUTSIDER,)), Member(DANA, outside=True)),
    "deactivated participant": Kind(MARTA.id, frozenset((Relation.DEACTIVATED,)), Member(MARTA, left=True)),
}
OUTSIDE = ("participant", "who left the private channel", "stranger", "outsider in the channel")
"""Of what is hidden from them all are the same, but for how they came to be outside: these are tried each day."""
HIDDEN_FROM = [
    pytest.param(kind, id=name, marks=() if name in OUTSIDE else pytest.mark.soak) for name, kind in KINDS.items()
]
OTHERS = ("colleague who was asked in", "guest who reads the channel", "who left the private channel")
HOLDER_IDS = {MARTA.id}
"""Said what was said, has the action, and is whom evidence was asked of."""
HIDDEN, NOWHERE, ELSEWHERE = "hush", "none", "afar"
"""What a pilot is called: one in a private channel, one that isn't there, one of another workspace."""
BARRED = frozenset((Relation.OUTSIDER, Relation.DEACTIVATED))


def is_allowed(kind: Kind, entry: Interaction | Command) -> bool:
    holds = {MARTA.id: Relation.HOLDER} if kind.person in HOLDER_IDS else {}
    if not isinstance(entry, Command) and entry.id in HOLDS_PART:
        holds = {kind.person: Relation.HOLDER} if kind.relations & HOLDS_PART[entry.id] else {}
    if Relation.ASKED in kind.relations and not isinstance(entry, Command) and entry.id == "output_feedback":
        return False  # here it is about a rating, which they don't see
    alive = not kind.relations & (BARRED | {Relation.FORMER})
    return may(kind.relations | frozenset(holds.values() if alive else ()), entry.right)


async def fill(world: World, kind: Kind, tried: str = "") -> None:
    await world.fill(tried)
    if kind.member is not None:
        world.office.map.strangers[kind.person] = kind.member
    await world.office.acme.run(lambda uow: _place(uow, kind))
    await world.office.acme.run(lambda uow: _store_pilot(uow, HIDDEN))


def _place(uow: UnitOfWork, kind: Kind) -> None:
    """Everybody where they belong: in the channel, asked in, or gone."""
    for person in (GUS, OTTO):
        uow.channel_members.add_member("C1", person)
    for pilot in ("freightmatch", "claims", "audit"):
        team = uow.teams.get(pilot)
        if Relation.FORMER in kind.relations:
            uow.teams.save(team.model_copy(update={"private": True}).leave(kind.person))
        interview = uow.interviews.find_latest_by_pilot([pilot])[pilot]
        left = a_question("q9", to=EVE, key="left:data")
        asked = interview.add_person(Person(id=EVE, name="Eve"))
        uow.interviews.save(asked.model_copy(update={"questions": (left, *asked.questions)}))


def _store_pilot(uow: UnitOfWork, name: str) -> None:
    hidden = a_team(name, lead="U91", owner="U92", participants=("U93",), leaders=("U94",), channel="C8", private=True)
    said = a_turn("t1", "It is secret.", speaker="U93", state="mapped")
    talked = an_open_interview(name, turns=(said,))
    assert uow.teams.add(hidden)
    uow.interviews.add(talked)
    uow.threads.add(Thread(channel="C8", ts=f"8.{len(name)}", interview_id=talked.id))
    uow.assessments.add(an_assessment(f"{name}-a", of=talked.id).model_copy(update={"pilot": hidden.pilot}))
    uow.plans.add(a_plan(f"{name}-p", of=f"{name}-a").model_copy(update={"pilot": hidden.pilot}))


def of_pilot(name: str, reference: Reference) -> Reference:
    """The same button, about that pilot."""
    ids = {"pilot": name, "interview": f"{name}-i1", "assessment": f"{name}-a", "plan": f"{name}-p"}
    swapped = {field: value for field, value in ids.items() if getattr(reference, field) is not None}
    subject = reference.subject and re.sub(r"\ba2\b", f"{name}-a", reference.subject)
    return reference.model_copy(update={**swapped, "subject": subject})


def mixed(reference: Reference) -> Reference:
    """Their own pilot's, with a hidden one's rating."""
    return reference.model_copy(update={"assessment": f"{HIDDEN}-a"})


def fill_form(entry: Interaction, name: str) -> dict[str, object] | None:
    if not isinstance(entry, Form):
        return None
    return {field: name if field == "pilot" else value for field, value in FILLED[entry.id].items()}


def list_takers() -> Iterator[Interaction]:
    """What is about a pilot, and takes more than an account."""
    for entry in TRIED:
        if not isinstance(entry, Command | Shortcut) and MAY[entry.right] != WORKSPACE:
            yield entry


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(create_sqlite(tmp_path)) as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
async def test_what_somebody_may_not_is_refused_and_changes_nothing(
    kind: Kind, database: Database, knowledge: Knowledge
) -> None:
    world, wrong = World(database, knowledge, "T1"), []
    await fill(world, kind)
    before = await world.kept()
    for entry in (entry for entry in TRIED if not is_allowed(kind, entry)):
        if isinstance(entry, Command) and kind.relations & BARRED:
            continue  # the listener asks who types
        world.key = name_of(entry)
        told = await try_own(world, kind, entry)
        if not REFUSED.search(told):
            wrong.append(f"{name_of(entry)}: {told[:200]}")
    assert wrong == []
    assert await world.kept() == before


@pytest.mark.parametrize("called", OTHERS)
async def test_what_somebody_may_is_not_refused(called: str, database: Database, knowledge: Knowledge) -> None:
    kind, wrong = KINDS[called], []
    for number, entry in enumerate(entry for entry in TRIED if is_allowed(kind, entry)):
        world = World(database, knowledge, f"T{number}")
        await fill(world, kind, "" if isinstance(entry, Command) else entry.id)
        told = await try_own(world, kind, entry)
        if REFUSED.search(told):
            wrong.append(f"{name_of(entry)}: {told[:200]}")
    assert wrong == []


async def try_own(world: World, kind: Kind, entry: Interaction | Command) -> str:
    if isinstance(entry, Command):
        return await world.types(entry, kind.person)
    return await world.tries(entry, kind.person)


@pytest.mark.parametrize("kind", HIDDEN_FROM)
async def test_a_hidden_pilot_and_one_of_another_workspace_read_like_none_at_all_and_nothing_is_done(
    kind: Kind, database: Database, knowledge: Knowledge
) -> None:
    afar = World(database, knowledge, "T-AFAR")
    await afar.office.acme.run(lambda uow: _store_pilot(uow, ELSEWHERE))
    world, wrong = World(database, knowledge, "T1"), []
    await fill(world, kind)
    before, before_afar = await world.kept(), await afar.kept()
    for entry in list_takers():
        told = {}
        for name in (HIDDEN, NOWHERE, ELSEWHERE):
            world.key = f"{name_of(entry)}:{name}"
            told[name] = await world.tries(entry, kind.person, fill_form(entry, name), of=of_pilot(name, about(entry)))
        if len(set(told.values())) > 1 or not REFUSED.search(told[HIDDEN]):
            wrong.append(f"{name_of(entry)}: {told}")
    assert wrong == []
    assert (await world.kept(), await afar.kept()) == (before, before_afar)


@pytest.mark.parametrize("kind", HIDDEN_FROM)
async def test_ids_that_dont_belong_together_lead_nowhere(kind: Kind, database: Database, knowledge: Knowledge) -> None:
    world, wrong = World(database, knowledge, "T1"), []
    await fill(world, kind)
    before = await world.kept()
    for entry in list_takers():
        if not (about(entry).pilot or about(entry).interview) or "evidence" in entry.id:
            continue
        world.key = f"{name_of(entry)}:mixed"
        told = await world.tries(entry, kind.person, fill_form(entry, HIDDEN), of=mixed(about(entry)))
        if not REFUSED.search(told):
            wrong.append(f"{name_of(entry)}: {told[:200]}")
    assert wrong == []
    assert await world.kept() == before
