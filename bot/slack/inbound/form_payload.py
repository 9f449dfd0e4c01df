"""Forms: what was filled into a modal, checked while it is open, and kept as an event before it closes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.core.people import Pilot, slugify_name
from bot.domain.core.team import Team
from bot.domain.messaging.event import Event
from bot.domain.messaging.message_source import MessageSource
from bot.domain.planning.draft import PlanOptions
from bot.slack.blocks.interview.modals import UNKNOWN, join_corrected_text
from bot.slack.blocks.kit.references import parse_reference
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


def find_form_errors(form: FormSubmission) -> Errors:
    """What can be told from the form alone; the rest is checked where it is known."""
    return _CHECKS[form.callback](form) if form.callback in _CHECKS else {}


def _find_start_errors(form: FormSubmission) -> Errors:
    if not form.get_text("name"):
        return {"name": "Give the pilot a name that your team knows."}
    return {}


def _find_correction_errors(form: FormSubmission) -> Errors:
    if join_corrected_text(form.values):
        return {}
    return {"answer_0": "Write the new words, or close this and use Undo to take the answer back."}


def _find_colleague_errors(form: FormSubmission) -> Errors:
    colleague = form.find_value("colleague")
    if colleague is None:
        return {"colleague": "Choose somebody."}
    return {"colleague": "That is you. Choose somebody else."} if colleague == form.person else {}


def _find_challenge_errors(form: FormSubmission) -> Errors:
    return (
        {}
        if form.get_text("reason")
        else {"reason": "Say what makes you see it differently, so that others can check."}
    )


def _find_plan_errors(form: FormSubmission) -> Errors:
    return {} if form.find_value("start") else {"start": "Choose the first day."}


_CHECKS = {
    "start_pilot": _find_start_errors,
    "correct_turn": _find_correction_errors,
    "ask_colleague": _find_colleague_errors,
    "challenge_rating": _find_challenge_errors,
    "make_plan": _find_plan_errors,
}


def form_to_event(form: FormSubmission) -> Event:
    """Kept before the modal closes: Slack sends a form once."""
    return form.to_event(f"form:{form.view_id}", _get_partition_key(form))


def _get_partition_key(form: FormSubmission) -> str:
    """That of the thread it is about, so that it is worked in order with what is said there."""
    reference = form.reference
    if reference.channel and (reference.thread or reference.message) and form.callback != "add_evidence":
        return MessageSource(reference.channel, reference.thread or reference.message or "").partition_key
    return f"form:{form.person}"


def build_team(form: FormSubmission, at: datetime) -> Team:
    """As it was filled in; names are looked up later."""
    chosen = form.list_values("participants") or (form.person,)
    name = form.get_text("name")
    return Team(
        pilot=Pilot(id=slugify_name(name), name=name),
        purpose=form.get_text("purpose"),
        lead=form.person,
        owner=form.find_value("leader"),
        participants=tuple(dict.fromkeys(chosen)),
        leaders=form.list_values("leaders"),
        channel=form.find_value("channel"),
        created_at=at,
    )


def build_plan_request(form: FormSubmission) -> PlanOptions:
    hands = {"team_size": int(hands)} if (hands := form.find_value("team_size")) else {}
    return PlanOptions.model_validate(
        {"start": form.find_value("start"), "country": form.find_value("country"), **hands}
    )


def parse_level(form: FormSubmission) -> int | None:
    chosen = form.find_value("level")
    return None if chosen in {None, UNKNOWN} else int(str(chosen))
