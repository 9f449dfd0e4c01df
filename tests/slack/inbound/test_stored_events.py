"""Bodies of events as releases before stored them: they wait in databases, and are read to the letter."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.domain.asking.nudge_rules import Nudge
from bot.domain.core.errors import EventUnreadable
from bot.domain.core.week import Week
from bot.domain.messaging.event import Event, EventBody
from bot.domain.planning.terms import PlanOptions
from bot.services.budget.budget_warning import BudgetNearlySpent
from bot.services.forgetting.forget_person import PersonToForget
from bot.services.forgetting.forget_pilot import PilotToForget
from bot.services.forgetting.retention import RetentionDue
from bot.services.forgetting.unused_pilot import PilotUnused
from bot.services.messaging.digest_schedule import ScheduledDigest
from bot.services.messaging.inbox_events import (
    AssessmentRequested,
    ChannelSuspected,
    DepartureSuspected,
    OwnersUnasked,
    PlanRequested,
    ReadingDeferred,
    RecordsUnread,
    ReminderDue,
    ThreadOpened,
)
from bot.services.messaging.outbox_events import (
    DeleteUploads,
    MarkRecorded,
    PostEphemeral,
    PostMessage,
    RefreshCanvas,
    RefreshHome,
    ReplaceAnswer,
    ReplaceDeleted,
    SetSession,
    SuggestPrompts,
    UpdateMessage,
    UploadFiles,
)
from bot.slack.blocks.kit.references import Reference
from bot.slack.inbound.slack_events import (
    ButtonClicked,
    FormSubmission,
    HomeOpened,
    MembersChanged,
    MessageDeleted,
    MessageEdited,
    MessageSaid,
    MessagesOpened,
    PortfolioAsked,
    PreviewAsked,
)

STORED: list[tuple[str, str, EventBody]] = [
    (
        "said",
        '{"channel": "D04", "ts": "5.1", "thread": "1.1", "person": "U1", "text": "The <P&amp;L> is mine.", '
        '"direct": true, "under_us": true, "files": 1, "mentions": false}',
        MessageSaid(
            channel="D04",
            ts="5.1",
            thread="1.1",
            person="U1",
            text="The <P&amp;L> is mine.",
            direct=True,
            under_us=True,
            files=1,
        ),
    ),
    (
        "said",
        '{"channel": "C04", "ts": "5.1", "thread": null, "person": "U1", "text": "<@U0FLIGHT>", "direct": false, '
        '"under_us": false, "files": 0, "mentions": true}',
        MessageSaid(channel="C04", ts="5.1", person="U1", text="<@U0FLIGHT>", mentions=True),
    ),
    (
        "edited",
        '{"channel": "C04", "ts": "5.1", "thread": "1.1", "person": "U1", "text": "It is hers.", "direct": false, '
        '"under_us": true, "files": 0, "mentions": false, "changed": "6.1"}',
        MessageEdited(
            channel="C04", ts="5.1", thread="1.1", person="U1", text="It is hers.", under_us=True, changed="6.1"
        ),
    ),
    (
        "deleted",
        '{"channel": "D04", "ts": "5.1", "thread": null, "person": "U1", "text": "", "direct": true, '
        '"under_us": false, "files": 0, "mentions": false, "changed": "6.1"}',
        MessageDeleted(channel="D04", ts="5.1", person="U1", text="", direct=True, changed="6.1"),
    ),
    (
        "click",
        '{"action": "interview_skip", "value": "{\\"i\\":\\"freight-i1\\",\\"q\\":\\"q1\\"}", "person": "U1", '
        '"channel": "C04", "ts": "5.1", "thread": "1.1"}',
        ButtonClicked(
            action="interview_skip",
            value='{"i":"freight-i1","q":"q1"}',
            person="U1",
            channel="C04",
            ts="5.1",
            thread="1.1",
        ),
    ),
    (
        "form",
        '{"callback": "ask_colleague", "person": "U1", "values": {"colleague": "U2", "note": null}, '
        '"reference": {"interview": "freight-i1", "question": "q1", "channel": "C04", "message": "5.1"}}',
        FormSubmission(
            callback="ask_colleague",
            person="U1",
            values={"colleague": "U2", "note": None},
            reference=Reference(interview="freight-i1", question="q1", channel="C04", message="5.1"),
        ),
    ),
    (
        "portfolio",
        '{"person": "U1", "channel": null, "tz": "Europe/Berlin"}',
        PortfolioAsked(person="U1", channel=None, tz="Europe/Berlin"),
    ),
    ("preview", '{"person": "U1"}', PreviewAsked(person="U1")),
    ("home_opened", '{"person": "U1"}', HomeOpened(person="U1")),
    ("members", '{"channel": "C04", "here": false}', MembersChanged(channel="C04", here=False)),
    (
        "read",
        '{"interview": "freight-i1", "mentioned": ["U2"]}',
        ReadingDeferred(interview="freight-i1", mentioned=("U2",)),
    ),
    ("read", '{"interview": "freight-i1"}', ReadingDeferred(interview="freight-i1")),
    ("records", '{"interview": "freight-i2"}', RecordsUnread(interview="freight-i2")),
    ("assess", '{"interview": "freight-i1"}', AssessmentRequested(interview="freight-i1")),
    (
        "plan",
        '{"assessment": "freight-i1-a1", "wish": {"start": "2026-11-30", "team_size": 3, "country": "DE"}}',
        PlanRequested(
            assessment="freight-i1-a1", wish=PlanOptions(start=date(2026, 11, 30), team_size=3, country="DE")
        ),
    ),
    ("entrust", '{"plan": "freight-i1-plan-1"}', OwnersUnasked(plan="freight-i1-plan-1")),
    ("channel", '{"channel": "C04"}', ChannelSuspected(channel="C04")),
    ("departure", '{"person": "U1"}', DepartureSuspected(person="U1")),
    ("remind", '{"to": "U1", "day": "2026-11-30"}', ReminderDue(to="U1", day=date(2026, 11, 30))),
    (
        "nudge",
        '{"interview": "freight-i1", "question": "q1", "since": "2026-11-02T08:00:00Z", "count": 2}',
        Nudge(interview="freight-i1", question="q1", since=datetime(2026, 11, 2, 8, tzinfo=UTC), count=2),
    ),
    (
        "digest",
        '{"leader": "U1", "week": "2026-W45", "version": 3, "after": "2026-11-02T08:00:00+00:00"}',
        ScheduledDigest(leader="U1", week=Week(2026, 45), version=3, after=datetime(2026, 11, 2, 8, tzinfo=UTC)),
    ),
    (
        "budget_near",
        '{"lead": "U1", "period": "day", "used": "4 of 5 calls a day", "renews": "2026-12-01"}',
        BudgetNearlySpent(lead="U1", period="day", used="4 of 5 calls a day", renews=date(2026, 12, 1)),
    ),
    ("post", '{"posting": "card:a1:C04:1.1"}', PostMessage(posting="card:a1:C04:1.1")),
    ("update", '{"posting": "card:a1:C04:1.1"}', UpdateMessage(posting="card:a1:C04:1.1")),
    (
        "whisper",
        '{"channel": "C04", "thread": null, "person": "U1", "text": "No.", "blocks": [{"type": "divider"}]}',
        PostEphemeral(channel="C04", person="U1", text="No.", blocks=({"type": "divider"},)),
    ),
    (
        "session",
        '{"channel": "D04", "thread": "1.1", "status": "suspended"}',
        SetSession(channel="D04", thread="1.1", status="suspended"),
    ),
    ("home", '{"person": "U1"}', RefreshHome(person="U1")),
    ("home", '{"person": "U1", "page": 2}', RefreshHome(person="U1", page=2)),
    (
        "upload",
        '{"channel": "C04", "person": null, "thread": "1.1", "plan": "p1", "files": ["plan.pdf", "plan.docx"], '
        '"title": "Freight: production plan", "note": "Ten weeks."}',
        UploadFiles(
            channel="C04",
            thread="1.1",
            plan="p1",
            files=("plan.pdf", "plan.docx"),
            title="Freight: production plan",
            note="Ten weeks.",
        ),
    ),
    (
        "upload",
        '{"person": "U1", "thread": null, "filename": "plan.md", "title": "Plan", "note": "Here.", "plan": "p1"}',
        UploadFiles(person="U1", plan="p1", files=("plan.md",), title="Plan", note="Here."),
    ),
    (
        "upload",
        '{"person": "U1", "tz": "Europe/Berlin", "files": ["portfolio.png"], "title": "Side by side", "note": "Now."}',
        UploadFiles(person="U1", tz="Europe/Berlin", files=("portfolio.png",), title="Side by side", note="Now."),
    ),
    (
        "upload",
        '{"person": "U1", "files": ["kept-of-you.json"], "title": "What I keep of you", "note": "Now."}',
        UploadFiles(person="U1", files=("kept-of-you.json",), title="What I keep of you", note="Now."),
    ),
    ("canvas", '{"pilot": "freight"}', RefreshCanvas(pilot="freight")),
    (
        "prompts",
        '{"channel": "D1", "prompts": [["Resume Freight", "Resume Freight"]]}',
        SuggestPrompts(channel="D1", prompts=(("Resume Freight", "Resume Freight"),)),
    ),
    (
        "replace",
        '{"channel": "C1", "ts": "1.1", "text": "This pilot was deleted.", "blocks": []}',
        ReplaceDeleted(channel="C1", ts="1.1", text="This pilot was deleted."),
    ),
    ("delete_uploads", '{"files": [], "canvases": ["F1"]}', DeleteUploads(files=(), canvases=("F1",))),
    ("forget", '{"person": "U1", "key": "form:V1"}', PersonToForget(person="U1", key="form:V1")),
    (
        "forget_pilot",
        '{"pilot": "freight", "by": "U1", "key": "form:V1"}',
        PilotToForget(pilot="freight", by="U1", key="form:V1"),
    ),
    ("retention", '{"day": "2026-03-02"}', RetentionDue(day=date(2026, 3, 2))),
    (
        "unused",
        '{"pilot": "freight", "used": "2026-03-02T09:00:00Z", "key": "unused:0123:2026-03-02T09:00:00:365"}',
        PilotUnused(
            pilot="freight", used=datetime(2026, 3, 2, 9, tzinfo=UTC), key="unused:0123:2026-03-02T09:00:00:365"
        ),
    ),
    ("messages_opened", '{"person": "U1", "channel": "D1"}', MessagesOpened(person="U1", channel="D1")),
    (
        "answer",
        '{"url": "https://hooks.slack.com/actions/T1/2/x", "text": "3 actions", "blocks": []}',
        ReplaceAnswer(url="https://hooks.slack.com/actions/T1/2/x", text="3 actions"),
    ),
    ("opened", '{"channel": "C04", "thread": "1.1"}', ThreadOpened(channel="C04", thread="1.1")),
    ("tick", '{"channel": "C04", "ts": "1.1", "recorded": true}', MarkRecorded(channel="C04", ts="1.1")),
]


def stored(kind: str, body: dict[str, Any]) -> Event:
    return Event(id="e1", lane="inbox", line="l1", kind=kind, body=body)


def all_bodies(of: type[EventBody] = EventBody) -> Iterator[type[EventBody]]:
    for body in of.__subclasses__():
        if "kind" in vars(body):
            yield body
        yield from all_bodies(body)


@pytest.mark.parametrize(("kind", "body", "meant"), STORED)
def test_a_body_that_was_stored_before_says_what_it_said(kind: str, body: str, meant: EventBody) -> None:
    assert (meant.kind, type(meant).from_event(stored(kind, json.loads(body)))) == (kind, meant)


@pytest.mark.parametrize(("kind", "body", "meant"), STORED)
def test_a_body_is_stored_under_the_keys_of_before(kind: str, body: str, meant: EventBody) -> None:
    """So that the release before can still work what waits."""
    before, now = json.loads(body), meant.to_event("e1", "l1")
    assert (now.kind, now.lane) == (kind, meant.queue)
    assert set(before) - {"filename"} <= set(now.body)
    assert json.loads(json.dumps(now.body)) == now.body
    assert type(meant).from_event(now) == meant


def test_there_is_an_example_of_every_kind_and_no_kind_has_two_owners() -> None:
    kinds = [body.kind for body in all_bodies()]
    assert sorted(kinds) == sorted({kind for kind, _, _ in STORED})


@pytest.mark.parametrize(("kind", "body", "meant"), STORED)
def test_keys_of_another_version_are_passed_over(kind: str, body: str, meant: EventBody) -> None:
    assert type(meant).from_event(stored(kind, {**json.loads(body), "mood": "glad"})) == meant


@pytest.mark.parametrize("meant", {type(meant): meant for _, _, meant in STORED}.values(), ids=lambda one: one.kind)
def test_a_body_without_what_it_is_about_cannot_be_read_and_the_reason_quotes_nothing(meant: EventBody) -> None:
    with pytest.raises(EventUnreadable, match=rf"The body of this {meant.kind} event cannot be read \(.*missing"):
        type(meant).from_event(stored(meant.kind, {"note": "our password is hunter2"}))
    damaged = {key: {"our password": ["is hunter2"]} for key in type(meant).model_fields}
    with pytest.raises(EventUnreadable) as caught:
        type(meant).from_event(stored(meant.kind, damaged))
    assert "hunter2" not in str(caught.value)
