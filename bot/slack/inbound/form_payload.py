"""Forms: what was filled into a modal, checked while it is open, and kept as an event before it closes."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bot.domain.core.days_off import FREEZE_ASKED_FOR, Freeze
from bot.domain.core.people import Pilot, build_pilot_id
from bot.domain.core.team import Team
from bot.domain.messaging.event import Event
from bot.domain.messaging.message_source import MessageSource
from bot.domain.plan.register import RiskAnswers
from bot.domain.planning.terms import PlanOptions, read_day_rate
from bot.slack.blocks.interview.modals import ANYONE, UNKNOWN
from bot.slack.blocks.kit.elements import View
from bot.slack.blocks.kit.references import Reference, pack_reference, parse_reference
from bot.slack.inbound.slack_events import FormSubmission

Json = Mapping[str, Any]
_ANSWERS = (
    *("value", "selected_date", "selected_user", "selected_users"),
    *("selected_conversation", "selected_channel"),
)
"""Where Slack puts what was filled in, by the kind of field; a choice apart."""
Errors = dict[str, str]
"""What is wrong, by field, in words that stand under it."""


def parse_form_submission(body: Json) -> FormSubmission:
    view = body["view"]
    return FormSubmission(
        callback=view["callback_id"],
        view_id=view["id"],
        person=body["user"]["id"],
        reference=parse_reference(view.get("private_metadata") or ""),
        values=_read_field_values(view),
    )


def _read_field_values(view: Json) -> dict[str, Any]:
    """A field's block id and action id are the same word."""
    states = (view.get("state") or {}).get("values") or {}
    return {field: _read_element_value(element) for block in states.values() for field, element in block.items()}


def _read_element_value(element: Json) -> Any:
    for key in _ANSWERS:
        if key in element:
            return element[key]
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or ()]
    option = element.get("selected_option")
    return option["value"] if option else None


def require_field(field: str, otherwise: str) -> Callable[[FormSubmission], Errors]:
    """A check that it is filled in; `otherwise` is what stands at the field."""
    return lambda form: {} if form.get_text(field) else {field: otherwise}


def attach_origin(view: View, source: MessageSource, about: Reference) -> View:
    """The modal knows where it was opened, so that what it sends is worked in order with what is said there."""
    if "submit" not in view:
        return view
    here = {"channel": source.channel, "message": source.ts, "thread": source.thread, "answer": about.answer}
    return {**view, "private_metadata": pack_reference(about.model_copy(update=here))}


def form_to_event(form: FormSubmission, *, in_order: bool) -> Event:
    """Kept before the modal closes: Slack sends a form once."""
    return form.to_event(f"form:{form.view_id}", _get_partition_key(form) if in_order else f"form:{form.person}")


def _get_partition_key(form: FormSubmission) -> str:
    """That of the thread it is about, so that it is worked in order with what is said there."""
    reference = form.reference
    if reference.channel and (reference.thread or reference.message):
        return MessageSource(reference.channel, reference.thread or reference.message or "").partition_key
    return f"form:{form.person}"


def build_team(form: FormSubmission, at: datetime, key: str) -> Team:
    """As it was filled in; names are looked up later. `key`: of the submission, by which it is done once."""
    chosen = form.list_values("participants") or (form.person,)
    name = form.get_text("name")
    return Team(
        pilot=Pilot(id=build_pilot_id(name, key), name=name),
        purpose=form.get_text("purpose"),
        lead=form.person,
        owner=form.find_value("leader"),
        participants=tuple(dict.fromkeys(chosen)),
        leaders=form.list_values("leaders"),
        channel=form.find_value("channel"),
        by_role=form.find_value("asking") != ANYONE,
        created_at=at,
    )


def parse_options(form: FormSubmission) -> PlanOptions:
    """Raises InvalidInput for a day rate that is none."""
    hands = {"team_size": int(hands)} if (hands := form.find_value("team_size")) else {}
    named = {name: form.find_value(name) for name in ("start", "country", "language")}
    rate, currency = read_day_rate(typed) if (typed := form.get_text("day_rate")) else (None, None)
    stakes = {"risk": RiskAnswers.from_words(form.list_values("risk")), "day_rate": rate, "currency": currency}
    return PlanOptions.model_validate({**named, **hands, **stakes, "freezes": _list_freezes(form)})


def _list_freezes(form: FormSubmission) -> tuple[Freeze, ...]:
    """The one that was filled in; a single day is a freeze of that day."""
    days = [date.fromisoformat(day) for name in ("freeze_first", "freeze_last") if (day := form.find_value(name))]
    return (Freeze(first=days[0], last=days[-1], name=FREEZE_ASKED_FOR),) if days else ()


def parse_level(form: FormSubmission) -> int | None:
    chosen = form.find_value("level")
    return None if chosen in {None, UNKNOWN} else int(str(chosen))
