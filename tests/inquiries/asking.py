"""Asking the sixty questions: who asks what of which database, and what comes back as people would read it."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import yaml

from bot.domain.core.people import Person
from bot.domain.framework.knowledge import Knowledge
from bot.domain.inquiry.answer import RecordAnswer
from bot.domain.inquiry.record import Record
from bot.llm.offline.analyst import OfflineAnalyst
from bot.services.inquiries.answer_inquiry import InquiryRequest, answer_inquiry, recheck_answer
from bot.services.inquiries.load_record import Reader, load_record
from bot.services.ports.core import Analyst
from bot.services.ports.dependencies import Dependencies
from bot.slack.blocks.inquiry.answers import build_record_answer_message
from bot.slack.workspace.permalinks import Permalinks
from bot.storage.engine.database import Database
from tests.inquiries.workspace import ASKERS, fill
from tests.seeded.telling import Told
from tests.slack_stub.state.records import words_of
from tests.support.model_server import ModelServer, Request
from tests.support.once import load_shipped_cues
from tests.support.rooms import build_deps

QUESTIONS = Path(__file__).parent / "questions.yaml"
LINKS = Permalinks("https://acme.slack.com/")
KINDS = ("answered", "hidden", "untold")


class Asking(NamedTuple):
    kind: str
    by: Person
    ask: str
    cites: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.by.first_name}: {self.ask}"


class Heard(NamedTuple):
    asked: Asking
    answer: RecordAnswer
    shown: str
    """All that is read of it, links included."""
    requests: tuple[Request, ...] = ()
    """What a model was sent for it."""

    @property
    def cites_what_is_expected(self) -> bool:
        return all(any(piece in text for text in self.cited) for piece in self.asked.cites)

    @property
    def cited(self) -> tuple[str, ...]:
        return tuple(entry.text for claim in self.answer.claims for entry in claim.entries)


def load_questions() -> tuple[Asking, ...]:
    loaded = yaml.safe_load(QUESTIONS.read_text())
    return tuple(
        Asking(kind, ASKERS[one["by"]], one["ask"], tuple(one.get("cites", ())))
        for kind in KINDS
        for one in loaded[kind]
    )


@asynccontextmanager
async def open_workspace(
    pilots: Iterable[Told], knowledge: Knowledge, analyst: Analyst | None = None
) -> AsyncIterator[Dependencies]:
    """A database with these pilots and no others."""
    with Database("sqlite:///:memory:") as database:
        deps = build_deps(database, knowledge, analyst or build_rules(knowledge))
        await deps.transactions.run(lambda uow: fill(uow, pilots))
        yield deps


def build_rules(knowledge: Knowledge) -> Analyst:
    return OfflineAnalyst(knowledge, load_shipped_cues())


async def ask(deps: Dependencies, asked: Asking) -> Heard:
    request = InquiryRequest(asked.ask, Reader(asked.by.id))
    found = await answer_inquiry(deps, LINKS, request)
    answer = await deps.transactions.run(lambda uow: recheck_answer(uow, request.reader, found.answer))
    message = build_record_answer_message(answer, deps.knowledge)
    return Heard(asked, answer, "\n".join((message.text, *words_of(list(message.blocks)))))


async def ask_all(
    pilots: Iterable[Told],
    knowledge: Knowledge,
    questions: Sequence[Asking],
    analyst: Analyst | None = None,
    server: ModelServer | None = None,
) -> list[Heard]:
    """Each by itself. `server`: that of the analyst, to see what it was sent."""
    heard = []
    async with open_workspace(pilots, knowledge, analyst) as deps:
        for one in questions:
            before = len(server.requests) if server is not None else 0
            found = await ask(deps, one)
            sent = tuple(server.requests[before:]) if server is not None else ()
            heard.append(found._replace(requests=sent))
    return heard


async def load_seen(deps: Dependencies, person: Person) -> Record:
    return await deps.transactions.run(lambda uow: load_record(uow, Reader(person.id), deps.knowledge, LINKS))


def list_hidden(asked: Asking, pilots: Sequence[Told]) -> list[str]:
    """Names of the pilots that the asker may not see."""
    seen = {pilot.team.pilot.id for pilot in list_visible(pilots, asked.by)}
    return [pilot.team.pilot.name for pilot in pilots if pilot.team.pilot.id not in seen]


def list_visible(pilots: Sequence[Told], person: Person) -> tuple[Told, ...]:
    return tuple(pilot for pilot in pilots if person.id in pilot.team.member_ids)
