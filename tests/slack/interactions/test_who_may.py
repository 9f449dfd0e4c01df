"""Who may do what: everybody tries everything that is registered, and just those may of whom the registry says so.

Who may not is told so politely, and nothing is changed.
"""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import select

from bot.domain.access.relation import Relation
from bot.domain.access.right import may
from bot.domain.asking.stopped_requests import StoppedRequests
from bot.domain.core.errors import NoAccess, NotAllowed
from bot.domain.core.people import Person
from bot.domain.core.team import Part, Thread
from bot.domain.digest.decision import Decision
from bot.domain.digest.digest import Digest
from bot.domain.framework.knowledge import Knowledge
from bot.domain.messaging.event import Claim, Event
from bot.domain.messaging.message import BotMessage, Place
from bot.domain.messaging.message_source import MessageSource
from bot.domain.plan.plan import ProductionPlan
from bot.domain.work.output_feedback import OutputFeedback
from bot.services.actions import action_commands
from bot.services.actions.action_commands import CompletionProof
from bot.services.arrivals.propose_evidence import build_consent_id
from bot.services.conversation.context import Member
from bot.services.conversation.interview_actions import Click
from bot.services.ports.core import UnitOfWork
from bot.services.queries.pilots import QueryDependencies
from bot.slack.blocks.kit.elements import MENU
from bot.slack.blocks.kit.references import Reference, pack_reference
from bot.slack.context import SlackContext
from bot.slack.dispatch.failed_events import FailedEventHandler
from bot.slack.dispatch.handlers import InboxHandlers
from bot.slack.inbound.payloads import BotIdentity
from bot.slack.inbound.slack_events import ButtonClicked, FormSubmission, PortfolioAsked
from bot.slack.interactions.catalogue import INTERACTIONS, find_clicked, find_form
from bot.slack.interactions.commands import COMMANDS, answer_command
from bot.slack.registry.interaction import (
    Button,
    Choice,
    Form,
    Interaction,
    ModalButton,
    Press,
    Shortcut,
    open_or_explain,
    open_shortcut,
    rebuild_form,
)
from bot.slack.registry.typed_commands import Command, CommandRequest
from bot.slack.views.commands import TypedCommand
from bot.slack.workspace.directory import SlackDirectory
from bot.storage.engine.database import Database
from bot.storage.session.transaction import Transaction
from bot.storage.tables import events, metadata
from tests.services.followings import LEE, MONDAY, WIRE, Map, Office
from tests.slack.conftest import Grip
from tests.slack.gallery import everything
from tests.slack.pilots import LINKS
from tests.slack.plain_text import shown
from tests.support.builders import DANA, PAOLO, a_turn, an_assessment, some_evidence
from tests.support.databases import create_sqlite
from tests.support.teams import MARTA, READER, STRANGER, a_team, an_open_interview

EVERYBODY = {
    Relation.LEAD: DANA.id,
    Relation.OWNER: PAOLO.id,
    Relation.PARTICIPANT: MARTA.id,
    Relation.DIGEST_READER: LEE.id,
    Relation.READER: READER,
    Relation.STRANGER: STRANGER,
}
HOLDS = {Relation.PARTICIPANT}
"""The participant said what was said, has the action in question, and is whom evidence was asked of."""
HOLDS_PART = {
    "part_take_back_owner": {Relation.OWNER},
    "part_take_back_digest": {Relation.OWNER, Relation.DIGEST_READER},
    "part_decline_owner": set[Relation](),
    "part_decline_digest": set[Relation](),
    "part_accept_digest": set[Relation](),
}
"""Who declined it, and may take that back."""
REFUSED = re.compile(
    r"or it is gone|I can't open that pilot|You see no pilot called|"
    r"Only .+ can |I work for people of this organisation only|account is switched off|"
    r"only .+ can change it|"
    r"This action isn't yours|is not on record any more|Nothing waits for your word|'s to change"
)
WEEK = "2026-W46"
PLANNED = {"pilot": "freightmatch", "plan": "p1", "assessment": "a1"}
ACTION = {**PLANNED, "action": "wire"}
TALKED = {"pilot": "claims", "interview": "claims-i1", "question": "q1", "turn": "t1"}
RATED = {"pilot": "audit", "assessment": "a2"}
JUDGED = {"output_feedback": {"subject": "up:card:a2"}, "feedback_why": {"subject": "card:a2"}}
OTHERWHERE = {"pilot": "claims", "channel": "C9", "message": "5.5", "person": MARTA.id}
SPECIAL = {
    **{
        taking: Reference(**{**ACTION, "action": "clean"}) for taking in ("action_accept", "action_mark", "chosen_move")
    },
    "plan_difference": Reference(**{**ACTION, "plan": "p1-r1"}),
    "more_people": Reference(**PLANNED),
    "requests_stop": Reference(person="U77"),
    "requests_allow": Reference(person="U77"),
}
DECISIONS = [
    Decision(kind="gate", pilot=a_team().pilot, subject="gate:p1:align", plan_id="p1", phase="align", title="align"),
    Decision(kind="unblock", pilot=a_team().pilot, subject="unblock:wire", plan_id="p1", action_id="wire", title="x"),
    Decision(kind="assign", pilot=a_team().pilot, subject="assign:clean", plan_id="p1", action_id="clean", title="x"),
    Decision(kind="ownership", pilot=a_team().pilot, subject="ownership:x"),
]
ASKED = {"decision_cleared": "unblock:wire", "decision_assign": "assign:clean", "decision_owner": "ownership:x"}
FILLED: Mapping[str, dict[str, Any]] = {
    "start_pilot": {"name": "Something new", "participants": []},
    "ask_colleague": {"colleague": "U7"},
    "correct_turn": {"answer_0": "It reads nothing."},
    "choose_levels": {"level_systems": "1", "shows_systems": None},
    "confirm_levels": {"confirm_systems": "1", "shows": None},
    "add_evidence": {"pilot": "claims"},
    "challenge_rating": {"criterion": "systems", "level": "1", "reason": "It was a trial."},
    "make_plan": {"start": "2026-11-30"},
    "plan_people": {"person_owner": "U7", "name_owner": None, "share_owner": "50"},
    "action_done": {"note": "It runs."},
    "action_block": {"reason": "No key."},
    "action_reassign": {"colleague": "U7"},
    "action_move": {"due": "2026-11-25"},
    "action_mark": {"chosen_move": "action_accept"},
    "decision_no": {"note": "Not yet."},
    "decision_cleared": {"note": "It is."},
    "decision_owner": {"colleague": "U7"},
    "decision_assign": {"colleague": "U7"},
    "feedback_why": {"why": "It was a trial."},
    "digest_wishes": {"weekday": "2", "hour": "9", "digest": ["on"]},
    "forget_me": {},
    "forget_pilot": {"name": "Audit"},
}
CHOSEN = {"due": "2026-11-25", "criterion": "systems", "chosen_move": "action_done", "more_people": "details"}
ONLY_READS = re.compile(
    r"actions_mine|plan_(all_)?actions|portfolio_|plan_(file|brief|pdf|docx|annex)|status_share|digest_wishes|rating_resume"
    r"|forget_me|forget_pilot|pilot_list|home_pilots"
)
"""What changes no record by itself: it is only read, or an event of its own does it."""


def about(entry: Interaction) -> Reference:
    """What a message of ours would have put behind it."""
    if entry.id.startswith("decision_"):
        return Reference(pilot="freightmatch", person=LEE.id, week=WEEK, subject=ASKED.get(entry.id, "gate:p1:align"))
    if "evidence" in entry.id or "feedback" in entry.id:
        return Reference(**(OTHERWHERE if "evidence" in entry.id else JUDGED[entry.id]))
    if entry.id.startswith(("interview_", "rating_", "fit_", "turn_", "ask_", "correct_", "choose_", "confirm_")):
        return Reference(**TALKED)
    if entry.id in SPECIAL:
        return SPECIAL[entry.id]
    if entry.id.startswith("action") or entry.id in {"due", "chosen_move"}:
        return Reference(**ACTION)
    return Reference(**(PLANNED if entry.id.startswith("plan_") and entry.id != "plan_make" else RATED))


class Town(Map):
    """Where every channel can be joined and every message be read."""

    async def ensure_member(self, channel_id: str) -> None:
        """It is."""

    async def refresh_member(self, person_id: str) -> Member:
        return await self.get_member(person_id)

    async def find_message_text(self, source: MessageSource, author: str) -> str | None:
        return "Nothing is kept of what it decides."


class World:
    """Three pilots of the same people: one planned, one talked about, one just rated."""

    def __init__(self, database: Database, knowledge: Knowledge, workspace: str) -> None:
        self.office, self.workspace = Office(database, knowledge, workspace), workspace
        self.key = "try"
        """Of what is tried next: by which it is done once."""
        self.office.map = town = Town()
        deps = self.office.deps
        object.__setattr__(deps, "directory", town)
        viewing = QueryDependencies(self.office.acme, knowledge, LINKS)
        self.context = SlackContext(deps, viewing, cast(SlackDirectory, town), LINKS, BotIdentity("U0FLIGHT"))
        self.inbox = InboxHandlers(self.context, FailedEventHandler(deps)).build_handlers()

    async def fill(self, tried: str) -> None:
        await self.office.open()
        await self.office.acme.run(_store_others)
        if tried in BEFORE:
            await self.office.acme.run(lambda uow: BEFORE[tried](uow, self.office))

    async def types(self, command: Command, person: str) -> str:
        name = "claims" if "[NAME]" in command.usage and command.word != "start" else ""
        asker = self.context.build_asker(await self.office.map.get_member(person), "C5")
        spoken = CommandRequest(TypedCommand(command.word, name), asker, "k")
        told = shown(await answer_command(self.context, spoken))
        if command.word == "portfolio":
            await self._work_portfolio(spoken.key)
        return told

    async def _work_portfolio(self, key: str) -> None:
        """It comes after the ack, where there is one."""
        asked = select(events.c.body, events.c.line).where(events.c.id == key)
        for body, line in await self.office.database.run(lambda tx: tx.connection.execute(asked).all()):
            await self.work(Event(id=key, lane="inbox", line=line, kind=PortfolioAsked.kind, body=body))

    async def tries(
        self, entry: Interaction, person: str, filled: dict[str, Any] | None = None, *, of: Reference | None = None
    ) -> str:
        """What they are shown or told. `of`: what it is about, where that is not what our own message would say."""
        reference, told = of or about(entry), "a link"
        member = await self.office.map.get_member(person)
        click = Click(self.key, Person(id=person, name=person), MessageSource("C1", "2.3", "2.2"))
        match entry:
            case ModalButton():
                told = shown(await open_or_explain(self.context, entry, Press(click, reference), member))
            case Choice():
                told = await self._chooses(entry, person, reference)
            case Button():
                at = {"channel": "C1", "ts": "2.3", "thread": "2.2"}
                clicked = ButtonClicked(action=entry.id, value=pack_reference(reference), person=person, **at)
                told = await self._worked(clicked.to_event(self.key, "l1"), person)
            case Form():
                values = filled or FILLED[entry.id]
                form = FormSubmission(callback=entry.id, person=person, reference=reference, values=values)
                assert entry.check(form) == {}
                told = await self._worked(form.to_event(self.key, "l1"), person)
            case Shortcut():
                message = {"user": MARTA.id, "ts": "5.5", "text": "It works."}
                body = {"message": message, "channel": {"id": "C9"}, "user": {"id": person}}
                told = shown(await open_shortcut(self.context, entry, click, body, member))
        return told

    async def _chooses(self, entry: Choice, person: str, reference: Reference) -> str:
        """A form of theirs stays as it is where it can't be built anew."""
        try:
            click = Click(self.key, Person(id=person, name=person), MessageSource(person, "0"))
            return shown(
                await rebuild_form(
                    self.context,
                    entry,
                    Press(click, reference),
                    CHOSEN[entry.id],
                    await self.office.map.get_member(person),
                )
            )
        except (NoAccess, NotAllowed) as refusal:
            return str(refusal)

    async def _worked(self, event: Event, person: str) -> str:
        """As a worker of the inbox would, and committed; what was said to them of it."""
        before = len(self._list_whispers(person))
        await self.work(event)
        return "\n".join(self._list_whispers(person)[before:])

    def _list_whispers(self, person: str) -> list[str]:
        asked = select(events.c.body).where(events.c.kind == "whisper", events.c.workspace_id == self.workspace)
        with self.office.database.engine.connect() as connection:
            bodies = [dict(row.body) for row in connection.execute(asked.order_by(events.c.sequence))]
        return [str(body["text"]) for body in bodies if body["person"] == person]

    async def work(self, event: Event) -> None:
        claim = Claim(workspace_id=self.workspace, event=event, owner="w1", epoch=1, attempt=1, received_at=MONDAY)
        await self.office.done(await self.inbox[event.kind](claim, Grip()))

    async def kept(self) -> str:
        """Everything but what waits to be said, who is in a channel, and what was tried."""
        others = ("events", "lines", "channel_members", "audit_acts")
        tables = [one for one in metadata.sorted_tables if one.name not in others]

        def read(tx: Transaction) -> str:
            ours = ((one, select(one).where(one.c.workspace_id == self.workspace)) for one in tables)
            return "\n".join(f"{one.name}: {tx.connection.execute(asked).all()}" for one, asked in ours)

        return await self.office.database.run(read)


BEFORE: Mapping[str, Callable[[UnitOfWork, Office], object]] = {
    "action_reopen": lambda uow, office: action_commands.complete_action(
        uow, office.deps, office.click(DANA), WIRE, CompletionProof("It runs.")
    ),
    "action_unblock": lambda uow, office: action_commands.block_action(
        uow, office.deps, office.click(DANA), WIRE, "No key."
    ),
    "plan_difference": lambda uow, office: uow.plans.add(_revise(uow.plans.get("p1"))),
    "interview_confirm": lambda uow, office: _claim_more(uow),
    "confirm_levels": lambda uow, office: _claim_more(uow),
    "interview_resume": lambda uow, office: uow.interviews.save(uow.interviews.get("claims-i1").pause()),
    "feedback_why": lambda uow, office: uow.output_feedback.add(
        OutputFeedback(
            id="f1",
            kind="card",
            subject="a2",
            by=MARTA.id,
            value="down",
            model="offline",
            framework_version="1",
            at=MONDAY,
        )
    ),
    "rating_resume": lambda uow, office: uow.interviews.save(uow.interviews.get("claims-i1").close()),
    "part_take_back_owner": lambda uow, office: _decline(uow, "owner", PAOLO),
    "part_take_back_digest": lambda uow, office: _decline(uow, "digest", PAOLO, LEE),
    "requests_allow": lambda uow, office: _stop_requests(uow),
    "turn_retry": lambda uow, office: uow.interviews.save(
        uow.interviews.get("claims-i1").edit_turn("t1", "It reads it.").mark_unreadable("t1", 1)
    ),
}
"""What has to have happened, so that there is something to be done."""


def _revise(plan: ProductionPlan) -> ProductionPlan:
    return plan.model_copy(update={"id": "p1-r1", "revises": "p1", "line": "p1", "made_at": MONDAY})


def _stop_requests(uow: UnitOfWork) -> None:
    for person in EVERYBODY.values():
        uow.stopped_requests.save(StoppedRequests(person=person, of=("U77",)))


def _decline(uow: UnitOfWork, part: Part, *people: Person) -> None:
    team = uow.teams.get("audit")
    for person in people:
        team = team.decline(person.id, part)
    uow.teams.save(team)


def _claim_more(uow: UnitOfWork) -> None:
    talked = uow.interviews.get("claims-i1")
    raised = tuple(item.model_copy(update={"level": 4}) for item in talked.evidence)
    uow.interviews.save(talked.model_copy(update={"evidence": raised}))


def _store_others(uow: UnitOfWork) -> None:
    said = a_turn("t1", "It reads SAP.", speaker=MARTA.id, state="mapped", source="C1:2.4:2.2")
    heard = some_evidence(speaker=MARTA.id)
    talked = an_open_interview("Claims", people=(DANA, MARTA), turns=(said,), evidence=(heard,))
    for team, interview in ((a_team("Claims"), talked), (a_team("Audit"), an_open_interview("Audit", status="closed"))):
        assert uow.teams.add(team)
        uow.interviews.add(interview)
        ts = "2.2" if interview is talked else "3.3"
        uow.threads.add(Thread(channel="C1", ts=ts, interview_id=interview.id))
    uow.assessments.add(an_assessment("a2", of="audit-i1").model_copy(update={"pilot": a_team("Audit").pilot}))
    uow.messages.add(
        BotMessage(id=build_consent_id("claims", MessageSource("C9", "5.5")), place=Place(person=MARTA.id), parts=())
    )
    since = MONDAY - timedelta(weeks=1)
    uow.digests.add(Digest(leader=LEE.id, week=WEEK, due=MONDAY, since=since, until=MONDAY, decisions=tuple(DECISIONS)))


def holds_right(role: Relation, entry: Interaction | Command) -> bool:
    holds = HOLDS if isinstance(entry, Command) else HOLDS_PART.get(entry.id, HOLDS)
    return may(frozenset((role, Relation.HOLDER) if role in holds else (role,)), entry.right)


EVERYTHING: list[Interaction | Command] = [*INTERACTIONS, *COMMANDS]


def name_of(entry: Interaction | Command) -> str:
    return f"/pilot {entry.word}" if isinstance(entry, Command) else f"{type(entry).__name__} {entry.id}"


@pytest.mark.parametrize("entry", EVERYTHING, ids=name_of)
async def test_those_may_of_whom_the_registry_says_so(
    entry: Interaction | Command, tmp_path: Path, knowledge: Knowledge
) -> None:
    with Database(create_sqlite(tmp_path)) as database:
        changed = set()
        for number, (role, person) in enumerate(EVERYBODY.items()):
            world = World(database, knowledge, f"T{number}")
            await world.fill("" if isinstance(entry, Command) else entry.id)
            before = await world.kept()
            told = await (world.types(entry, person) if isinstance(entry, Command) else world.tries(entry, person))
            allowed, refused = holds_right(role, entry), bool(REFUSED.search(told))
            assert refused is not allowed, f"{role}: {told}"
            if await world.kept() != before:
                changed.add(role)
        assert all(holds_right(role, entry) for role in changed), "who may not has changed something"
        if isinstance(entry, Button | Form) and not ONLY_READS.match(entry.id):
            assert changed, "nobody has changed anything: it was not tried"


def test_every_button_and_every_form_that_people_are_shown_is_registered_once(knowledge: Knowledge) -> None:
    ids = [(isinstance(entry, Form), isinstance(entry, Shortcut), entry.id) for entry in INTERACTIONS]
    assert len(set(ids)) == len(ids)
    for _, told in everything(knowledge):
        if isinstance(told, dict) and "submit" in told:
            assert find_form(told["callback_id"]), told["callback_id"]
        for block in told["blocks"] if isinstance(told, dict) else told.blocks:
            for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
                if element and element.get("action_id", "").startswith(MENU):
                    assert all(find_clicked(entry["value"]) for entry in element["options"]), element["options"]
                elif element and (element["type"] == "button" or block.get("dispatch_action")):
                    assert find_clicked(element["action_id"]), element["action_id"]
