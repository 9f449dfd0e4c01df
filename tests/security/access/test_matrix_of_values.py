"""Everything that is registered, with each of its ids changed, and everything sent twice: a value that was tampered
with is refused and changes nothing, and the same request acts once.

The figures stand in the log: `pytest -o log_cli=true -o log_cli_level=INFO`. That a request that was captured on its
way comes to nothing is walked through the door in test_replays.py.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.domain.access.relation import WORKSPACE
from bot.domain.access.right import MAY
from bot.domain.core.errors import MoveRefused
from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Event
from bot.slack.blocks.kit.references import Reference, pack_reference
from bot.slack.inbound.slack_events import ButtonClicked, FormSubmission
from bot.slack.interactions.catalogue import INTERACTIONS
from bot.slack.registry.interaction import Button, Choice, Form, Interaction, ModalButton
from bot.storage.engine.database import Database
from tests.security.access.test_matrix import HIDDEN, _store_pilot
from tests.services.followings import LEE
from tests.slack.interactions.test_who_may import FILLED, HOLDS_PART, REFUSED, World, about, name_of
from tests.support.builders import DANA, PAOLO
from tests.support.databases import create_sqlite
from tests.support.teams import MARTA

OF_A_PILOT = ("pilot", "interview", "assessment", "plan")
WITHIN = ("question", "turn", "action", "person", "week", "subject", "message", "channel")
OTHERS = ("hidden", "none", "own")
"""Whose the id is that is put in its place: a hidden pilot's, nobody's, another one's of their own."""
OWN = {"pilot": "claims", "interview": "claims-i1", "assessment": "a1", "plan": "p1"}
GARBAGE = (
    "",
    "{",
    "[]",
    "null",
    '"x"',
    "{}",
    '{"p": {"a": 1}}',
    '{"i": ["claims-i1"]}',
    "[" * 5000,
    "\x00",
    "9" * 4000,
)

log = logging.getLogger(__name__)


class Tampering(NamedTuple):
    entry: Interaction
    field: str
    whose: str

    @property
    def reference(self) -> Reference:
        ids = {"pilot": HIDDEN, "interview": f"{HIDDEN}-i1", "assessment": f"{HIDDEN}-a", "plan": f"{HIDDEN}-p"}
        found = {"hidden": ids.get(self.field, "t9"), "own": OWN.get(self.field, "t2")}.get(self.whose, "nothing-1")
        return about(self.entry).model_copy(update={self.field: found})

    def __str__(self) -> str:
        return f"{name_of(self.entry)}: {self.field} of {self.whose}"


def tried() -> Iterator[Interaction]:
    for entry in INTERACTIONS:
        if isinstance(entry, Button | ModalButton | Choice | Form):
            yield entry


def list_tamperings(fields: tuple[str, ...]) -> Iterator[Tampering]:
    for entry in tried():
        before = about(entry)
        asked = fields if MAY[entry.right] != WORKSPACE else ()
        for field in (field for field in asked if getattr(before, field) is not None):
            for whose in OTHERS if field in OF_A_PILOT else OTHERS[1:]:
                tampering = Tampering(entry, field, whose)
                if tampering.reference != before and not _leads_elsewhere_alone(before, field, whose):
                    yield tampering


def _leads_elsewhere_alone(before: Reference, field: str, whose: str) -> bool:
    """What holds no other id of a pilot is, with another own one's, just a button of that other pilot."""
    return whose == "own" and not any(getattr(before, other) for other in OF_A_PILOT if other != field)


def who(entry: Interaction) -> Person:
    """Somebody who may do it, where anybody may."""
    if entry.id.startswith("decision_") or entry.id in HOLDS_PART:
        return LEE if "owner" not in entry.id else PAOLO
    held = ("turn_", "correct_", "choose_levels", "feedback_why", "action_", "evidence_")
    return MARTA if entry.id.startswith(held) else DANA


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(create_sqlite(tmp_path)) as opened:
        yield opened


async def fill(world: World, entry: Interaction) -> None:
    await world.fill(entry.id)
    await world.office.acme.run(lambda uow: _store_pilot(uow, HIDDEN))


async def test_an_id_of_another_pilot_beside_ones_own_is_refused_and_changes_nothing(
    database: Database, knowledge: Knowledge
) -> None:
    world, wrong, figures = World(database, knowledge, "T1"), [], Counter[str]()
    await fill(world, next(tried()))
    before = await world.kept()
    for tampering in list_tamperings(OF_A_PILOT):
        for person in (DANA, MARTA, PAOLO, LEE):
            world.key = f"{tampering}:{person.id}"
            told = await world.tries(tampering.entry, person.id, of=tampering.reference)
            figures[tampering.field] += 1
            if not REFUSED.search(told) and await world.kept() != before:
                wrong.append(f"{tampering}: {told[:150]}")
                before = await world.kept()
    log.info("tampered ids of a pilot: %s tries, %s, %s let through", sum(figures.values()), dict(figures), len(wrong))
    assert wrong == [], "\n".join(wrong)


async def test_an_id_within_a_pilot_that_leads_nowhere_changes_nothing_or_was_not_asked_for(
    database: Database, knowledge: Knowledge
) -> None:
    """A hidden pilot is never touched, whatever was put in; nobody gets an error that we didn't foresee."""
    figures, changed, world = Counter[str](), set[str](), World(database, knowledge, "T1")
    await fill(world, next(tried()))
    before = await world.kept()
    kept_hidden = before.count("secret")
    for tampering in list_tamperings(WITHIN):
        world.key = str(tampering)
        with suppress(MoveRefused):
            await world.tries(tampering.entry, who(tampering.entry).id, of=tampering.reference)
        figures[tampering.field] += 1
        after = await world.kept()
        assert after.count("secret") == kept_hidden, tampering
        if after != before:
            changed.add(f"{tampering.entry.id}.{tampering.field}")
            before = after
    log.info("tampered ids within: %s tries, %s, not looked at: %s", sum(figures.values()), figures, sorted(changed))
    assert changed == NOT_LOOKED_AT


NOT_LOOKED_AT = {
    *("interview_pause.question", "interview_resume.question", "interview_rate.question"),
    *("interview_skip.turn", "turn_undo.question", "evidence_refuse.person"),
}
"""What stands beside the ids that count, such as the question that the button to pause is under."""


@pytest.mark.parametrize("value", GARBAGE, ids=range(len(GARBAGE)))
async def test_a_value_that_is_none_of_ours_is_refused_by_every_button(
    value: str, database: Database, knowledge: Knowledge
) -> None:
    world, wrong = World(database, knowledge, "T1"), []
    await fill(world, next(tried()))
    before = await world.kept()
    for entry in (entry for entry in tried() if isinstance(entry, Button)):
        at = {"channel": "C1", "ts": "2.3", "thread": "2.2"}
        clicked = ButtonClicked(action=entry.id, value=value, person=DANA.id, **at)
        await world.work(clicked.to_event(f"{entry.id}:{len(value)}", "l1"))
        if await world.kept() != before:
            wrong.append(entry.id)
            before = await world.kept()
    assert wrong == [], "\n".join(wrong)


def build_event(entry: Interaction, person: str) -> Event:
    if isinstance(entry, Button):
        at = {"channel": "C1", "ts": "2.3", "thread": "2.2"}
        clicked = ButtonClicked(action=entry.id, value=pack_reference(about(entry)), person=person, **at)
        return clicked.to_event(f"click:{entry.id}", "l1")
    form = FormSubmission(callback=entry.id, person=person, reference=about(entry), values=FILLED[entry.id])
    return form.to_event(f"form:{entry.id}", "l1")


async def test_what_is_sent_twice_is_taken_in_once_also_after_it_was_worked(
    database: Database, knowledge: Knowledge
) -> None:
    """A captured request has the ids that it had."""
    wrong, entries = [], [entry for entry in tried() if isinstance(entry, Button | Form)]
    world = World(database, knowledge, "T1")
    await fill(world, next(tried()))
    for entry in entries:
        event = build_event(entry, who(entry).id)
        taken = [await world.office.acme.run(lambda uow, sent=event: uow.events.add(sent))]  # type: ignore[misc]
        await world.work(event)
        taken.append(await world.office.acme.run(lambda uow, sent=event: uow.events.add(sent)))  # type: ignore[misc]
        if taken != [True, False]:
            wrong.append(name_of(entry))
    log.info("sent twice: %s buttons and forms, %s taken in twice", len(entries), len(wrong))
    assert wrong == [], "\n".join(wrong)
