"""Mapping: a domain object to its row and back, both ways in one place."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache, cached_property
from typing import TypeVar, cast

from pydantic import ValidationError
from sqlalchemy import Table

from bot.domain.asking.interview_activity import AskedQuestion, InterviewStatus, InterviewTimeline, ReceivedReply
from bot.domain.assessment.assessment import Assessment
from bot.domain.audit.act import Act
from bot.domain.audit.chain import ChainedAct
from bot.domain.core.errors import StorageFailed
from bot.domain.core.model import Value
from bot.domain.core.people import Person
from bot.domain.core.team import PilotName, Team
from bot.domain.core.usage import ModelCall
from bot.domain.digest.digest import Digest
from bot.domain.digest.settings import DigestSettings
from bot.domain.framework.framework import Framework
from bot.domain.interview.evidence import Evidence, Fact, Signal
from bot.domain.interview.interview import Interview
from bot.domain.interview.turn import Question, RequestedProbe, SkippedQuestion, SummaryFeedback, Turn
from bot.domain.messaging.event import DeadLetter, Event
from bot.domain.messaging.message import BotMessage
from bot.domain.plan.outline import PlanOutline
from bot.domain.plan.plan import ProductionPlan
from bot.domain.portfolio.summaries import AssessmentSummary, InterviewSummary
from bot.domain.reassessment.snapshot import Snapshot
from bot.storage import tables

Row = dict[str, object]
V = TypeVar("V", bound=Value)
Body = TypeVar("Body", bound=Assessment | ProductionPlan)

_OURS = frozenset({"workspace_id", "sequence", "position", "detail"})
"""Columns that are storage's own: a field of the same name would go to `detail`."""
_RETIRED = frozenset({"headline", "refused", "calls"})
"""What digests hold from when a model put a line over them: the line, or why it was refused, and what it cost."""


class InterviewCollection:
    """A collection of the interview, and the table that keeps it in order."""

    def __init__(self, field: str, table: Table, noun: type[Value]) -> None:
        self.field = field
        self.table = table
        self.noun = noun

    @cached_property
    def key_column(self) -> str:
        """What tells the rows of one interview apart: an id of the domain, else the position."""
        (key,) = set(self.table.primary_key.columns.keys()) - {"workspace_id", "interview_id"}
        return key

    def to_rows(self, interview: Interview) -> list[Row]:
        items: tuple[Value, ...] = getattr(interview, self.field)
        return [
            {"interview_id": interview.id, "position": position, **to_row(item, self.table)}
            for position, item in enumerate(items)
        ]


PARTS = (
    InterviewCollection("people", tables.people, Person),
    InterviewCollection("questions", tables.questions, Question),
    InterviewCollection("turns", tables.turns, Turn),
    InterviewCollection("evidence", tables.evidence, Evidence),
    InterviewCollection("facts", tables.facts, Fact),
    InterviewCollection("signals", tables.signals, Signal),
    InterviewCollection("wishes", tables.wishes, RequestedProbe),
    InterviewCollection("passes", tables.passes, SkippedQuestion),
    InterviewCollection("fits", tables.fits, SummaryFeedback),
)
"""In the order in which they may be written: what is pointed at comes first."""

_HEAD = {"id", "status", "version"}
_IN_PARTS = {part.field for part in PARTS}


def to_row(item: Value, table: Table) -> Row:
    """Fields with a column of their own as they are, the long tail as JSON."""
    columns, tail = _get_column_fields(type(item), table), _get_detail_fields(type(item), table)
    detail = item.model_dump(mode="json", include=tail) if tail else {}
    return {name: getattr(item, name) for name in columns} | {"detail": detail}


def from_row(noun: type[V], row: Row, table: Table) -> V:
    return validate_stored(noun, _read_fields(noun, row, table))


def interview_to_row(interview: Interview) -> Row:
    """The interview without its collections. The pilot's id and name are copied out for queries."""
    return {
        **interview.model_dump(include=_HEAD),
        "pilot_id": interview.pilot.id,
        "pilot_name": interview.pilot.name,
        "detail": interview.model_dump(mode="json", exclude=_HEAD | _IN_PARTS),
        "summary": InterviewSummary.from_interview(interview).model_dump(mode="json"),
    }


def interview_from_rows(head: Row, parts: dict[str, list[Row]]) -> Interview:
    collections = {part.field: [_read_fields(part.noun, r, part.table) for r in parts[part.field]] for part in PARTS}
    return validate_stored(Interview, {name: head[name] for name in _HEAD} | _read_detail(head) | collections)


def assessment_to_row(assessment: Assessment) -> Row:
    snapshot = Snapshot.from_assessment(assessment).model_dump(mode="json")
    summary = AssessmentSummary.from_assessment(assessment).model_dump(mode="json")
    return _body_to_row(assessment) | {
        "interview_id": assessment.interview_id,
        "snapshot": snapshot,
        "summary": summary,
    }


def plan_to_row(plan: ProductionPlan) -> Row:
    outline = PlanOutline.from_plan(plan).model_dump(mode="json", exclude_defaults=True)
    return _body_to_row(plan) | {"assessment_id": plan.assessment_id, "outline": outline}


def from_body(noun: type[Body], row: Row) -> Body:
    return validate_stored(noun, row["body"])


def reply_from_row(row: Row) -> ReceivedReply:
    at, question = row["at"], row["question_id"]
    assert isinstance(at, datetime)
    return ReceivedReply(at, str(question) if question is not None else None)


def interview_timeline_from_rows(
    asked: Sequence[Row], replied: Sequence[ReceivedReply], let_go: frozenset[str]
) -> InterviewTimeline:
    """`asked`: the questions of one interview, each with the interview's own columns beside it."""
    interview_id, pilot_id = (str(asked[0][name]) for name in ("interview_id", "pilot_id"))
    questions = [one for row in asked if (one := _find_asked_question(row)) is not None]
    status = cast(InterviewStatus, asked[0]["status"])  # written by ourselves: one of the three
    return InterviewTimeline(interview_id, pilot_id, status, questions, replied, let_go)


def _find_asked_question(row: Row) -> AskedQuestion | None:
    detail = _read_detail(row)
    at, to = detail.get("asked_at"), detail.get("to")
    if at is None:
        return None
    return AskedQuestion(str(row["id"]), datetime.fromisoformat(str(at)), str(to) if to is not None else None)


def digest_to_row(digest: Digest) -> Row:
    names = ("leader", "week", "until", "sent")
    return {name: getattr(digest, name) for name in names} | {"body": digest.model_dump(mode="json")}


def digest_from_row(row: Row) -> Digest:
    body = row["body"]
    assert isinstance(body, dict)
    return validate_stored(Digest, {key: value for key, value in body.items() if key not in _RETIRED})


def digest_settings_from_row(row: Row) -> DigestSettings:
    """Those of before also hold by whom somebody doesn't want to be asked, which is a record of its own now."""
    kept = _read_fields(DigestSettings, row, tables.digest_settings).items()
    return validate_stored(DigestSettings, {key: value for key, value in kept if key != "no_requests_of"})


def framework_to_row(framework: Framework) -> Row:
    return {"version": framework.version, "body": framework.model_dump(mode="json", exclude={"earlier"})}


def framework_from_row(row: Row) -> Framework:
    return validate_stored(Framework, row["body"])


def model_call_to_row(interview_id: str, call: ModelCall) -> Row:
    return {"interview_id": interview_id, **to_row(call, tables.model_calls)}


def model_call_from_row(row: Row) -> ModelCall:
    return from_row(ModelCall, row, tables.model_calls)


def team_to_row(team: Team) -> Row:
    return {"pilot_id": team.pilot.id, **to_row(team, tables.teams)}


def team_from_row(row: Row) -> Team:
    return from_row(Team, row, tables.teams)


def pilot_name_from_row(row: Row) -> PilotName:
    channel = row["channel"]
    return PilotName(str(row["id"]), str(row["name"]), str(channel) if channel is not None else None)


def team_people_to_rows(team: Team) -> list[Row]:
    """Everybody named, once for each part they have. Who declined the digest sees the pilot, and is told nothing."""
    named = {("lead", team.lead)} | {("participant", person) for person in team.participants}
    for part, people in (("owner", (team.owner,) if team.owner else ()), ("leader", team.leaders)):
        named |= {(part if team.gets_digest(person) else "reader", person) for person in people}
    there = sorted((role, person) for role, person in named if person in team.member_ids)
    return [{"pilot_id": team.pilot.id, "role": role, "person": person} for role, person in there]


def message_to_row(posting: BotMessage) -> Row:
    parts = [part.model_dump(mode="json") for part in posting.parts]
    return to_row(posting, tables.postings) | {"parts": parts}


def message_from_texts(row: Row) -> BotMessage:
    """From a row whose JSON is still text."""
    read = {name: json.loads(str(row[name])) for name in ("parts", "detail")}
    return from_row(BotMessage, row | read, tables.postings)


def event_to_row(event: Event, received_at: datetime) -> Row:
    fresh = {"state": "open", "attempts": 0, "error": "", "received_at": received_at}
    return to_row(event, tables.events) | fresh


def event_from_row(row: Row) -> Event:
    return from_row(Event, row, tables.events)


def dead_letter_from_row(row: Row) -> DeadLetter:
    told = {name: row[name] for name in ("workspace_id", "sequence", "attempts", "error", "received_at")}
    return validate_stored(DeadLetter, told | {"event": event_from_row(row), "given_up_at": row["ended_at"]})


def partition_to_row(event: Event, at: datetime) -> Row:
    """The line as it is before anybody worked in it."""
    return {"lane": event.lane, "line": event.line, "served_at": at, "epoch": 0, "interrupted": False}


def chained_act_to_row(row: ChainedAct) -> Row:
    place_in_chain = row.model_dump(include={"number", "previous", "hash"})
    return place_in_chain | to_row(row.act, tables.audit_acts)


def chained_act_from_row(row: Row) -> ChainedAct:
    act = from_row(Act, row, tables.audit_acts)
    told = {name: row[name] for name in ("number", "previous", "hash")}
    return validate_stored(ChainedAct, told | {"workspace": row["workspace_id"], "act": act})


def _body_to_row(made: Assessment | ProductionPlan) -> Row:
    """The whole as JSON, and the columns that one asks by."""
    return {
        "id": made.id,
        "pilot_id": made.pilot.id,
        "stage": made.stage,
        "framework_version": made.framework_version,
        "made_at": made.made_at,
        "body": made.model_dump(mode="json"),
    }


def validate_stored(noun: type[V], stored: object) -> V:
    """Raises StorageFailed."""
    try:
        return noun.model_validate(stored)
    except ValidationError as exc:
        # Field and reason only: the value may be what somebody said.
        first = exc.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise StorageFailed(
            f"The database holds a {noun.__name__} that this Flightplan cannot read: {field}: {first['msg']}."
        ) from exc


def _read_fields(noun: type[Value], row: Row, table: Table) -> Row:
    return {name: row[name] for name in _get_column_fields(noun, table)} | _read_detail(row)


@cache
def _get_column_fields(noun: type[Value], table: Table) -> set[str]:
    return (set(noun.model_fields) & set(table.c.keys())) - _OURS


@cache
def _get_detail_fields(noun: type[Value], table: Table) -> set[str]:
    return set(noun.model_fields) - _get_column_fields(noun, table)


def _read_detail(row: Row) -> Row:
    detail = row["detail"]
    assert isinstance(detail, dict)
    return detail
