"""Exporting a person: everything that is kept of somebody, as one file for them."""

import json
from collections.abc import Sequence
from datetime import datetime

from bot.domain.forgetting.kept_records import KeptRecords
from bot.services.messaging.outbox_events import UploadFiles
from bot.services.ports.core import UnitOfWork
from bot.wording.kept_words import KEPT_KINDS

EXPORT_FILE = "kept-of-you.json"
_NOTE = (
    "This is everything I keep of you as of now, by kind. Of pilots that you don't see it holds only what is your own. "
    "`/pilot forget` has what you said taken out, and deletes this file."
)


def request_export(uow: UnitOfWork, person: str, key: str) -> None:
    """As a file into their direct messages, made when it is sent. `key`: by which it is sent once."""
    wanted = UploadFiles(person=person, files=(EXPORT_FILE,), title="What I keep of you", note=_NOTE)
    uow.events.add(wanted.to_event(f"upload:export:{key}", f"dm:{person}"))


def build_export(uow: UnitOfWork, person: str, at: datetime) -> str:
    """As JSON, to be read by people and programs."""
    told = {"person": person, "as_of": at.isoformat(), "kept": _describe(uow.personal_records.collect(person))}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _describe(kept: Sequence[KeptRecords]) -> list[dict[str, object]]:
    return [
        {"kind": one.kind, "what": KEPT_KINDS.get(one.kind, one.kind), "records": list(one.records)} for one in kept
    ]
