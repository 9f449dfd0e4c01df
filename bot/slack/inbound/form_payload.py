"""Forms: what was filled into a modal, checked while it is open, and kept as an event before it closes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bot.domain.core.people import Pilot, slug
from bot.domain.core.team import Team
from bot.domain.messaging.event import Event
from bot.domain.messaging.message_source import Source
from bot.domain.planning.draft import PlanWish
from bot.slack.blocks.interview.modals import UNKNOWN, corrected_text
from bot.slack.blocks.kit.references import Reference, parsed

Json = Mapping[str, Any]
_ANSWERS = (
    *("value", "selected_date", "selected_user", "selected_users"),
    *("selected_conversation", "selected_channel"),
)
"""Where Slack puts what was filled in, by the kind of field; a choice apart."""
Errors = dict[str, str]
"""What is wrong, by field, in words that stand under it."""


class Form(NamedTuple):
    """A submitted modal."""

    callback: str
    view_id: str
    person: str
    reference: Reference
    values: dict[str, Any]
    """By field: a text, an id, a list of ids, or None."""

    def text(self, field: str) -> str:
        return str(self.values.get(field) or "").strip()

    def people(self, field: str) -> tuple[str, ...]:
        return tuple(self.values.get(field) or ())

    def one(self, field: str) -> str | None:
        return self.values.get(field) or None


def read_form(body: Json) -> Form:
    view = body["view"]
    return Form(
        callback=view["callback_id"],
        view_id=view["id"],
        person=body["user"]["id"],
        reference=parsed(view.get("private_metadata") or ""),
        values=_values(view),
    )


def _values(view: Json) -> dict[str, Any]:
    """A field's block id and action id are the same word."""
    states = (view.get("state") or {}).get("values") or {}
    return {field: _value(element) for block in states.values() for field, element in block.items()}


def _value(element: Json) -> Any:
    for key in (
        "value",
        "selected_user",
        "selected_users",
        "selected_conversation",
        "selected_channel",
        "selected_date",
    ):
        if key in element:
            return element[key]
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or ()]
    option = element.get("selected_option")
    return option["value"] if option else None


def missing(form: Form) -> Errors:
    """What can be told from the form alone; the rest is checked where it is known."""
    return _CHECKS[form.callback](form) if form.callback in _CHECKS else {}


def _of_start(form: Form) -> Errors:
    if not form.text("name"):
        return {"name": "Give the pilot a name that your team knows."}
    return {}


def _of_correction(form: Form) -> Errors:
    if corrected_text(form.values):
        return {}
    return {"answer_0": "Write the new words, or close this and use Undo to take the answer back."}


def _of_colleague(form: Form) -> Errors:
    colleague = form.one("colleague")
    if colleague is None:
        return {"colleague": "Choose somebody."}
    return {"colleague": "That is you. Choose somebody else."} if colleague == form.person else {}


def _of_challenge(form: Form) -> Errors:
    return {} if form.text("reason") else {"reason": "Say what makes you see it differently, so that others can check."}


def _of_plan(form: Form) -> Errors:
    return {} if form.one("start") else {"start": "Choose the first day."}


_CHECKS = {
    "start_pilot": _of_start,
    "correct_turn": _of_correction,
    "ask_colleague": _of_colleague,
    "challenge_rating": _of_challenge,
    "make_plan": _of_plan,
}


def as_event(form: Form) -> Event:
    """Kept before the modal closes: Slack sends a form once."""
    body = {
        "callback": form.callback,
        "person": form.person,
        "values": form.values,
        "reference": form.reference.model_dump(exclude_none=True),
    }
    return Event(id=f"form:{form.view_id}", lane="inbox", line=_line(form), kind="form", body=body)


def _line(form: Form) -> str:
    """That of the thread it is about, so that it is worked in order with what is said there."""
    reference = form.reference
    if reference.channel and (reference.thread or reference.message) and form.callback != "add_evidence":
        return Source(reference.channel, reference.thread or reference.message or "").line
    return f"form:{form.person}"


def form_of(body: Json) -> Form:
    """The form of an event."""
    reference = Reference.model_validate(body["reference"])
    return Form(body["callback"], "", body["person"], reference, body["values"])


def team_of(form: Form, at: datetime) -> Team:
    """As it was filled in; names are looked up later."""
    chosen = form.people("participants") or (form.person,)
    name = form.text("name")
    return Team(
        pilot=Pilot(id=slug(name), name=name),
        purpose=form.text("purpose"),
        lead=form.person,
        owner=form.one("leader"),
        participants=tuple(dict.fromkeys(chosen)),
        leaders=form.people("leaders"),
        channel=form.one("channel"),
        created_at=at,
    )


def plan_wish_of(form: Form) -> PlanWish:
    hands = {"team_size": int(hands)} if (hands := form.one("team_size")) else {}
    return PlanWish.model_validate({"start": form.one("start"), "country": form.one("country"), **hands})


def level_of(form: Form) -> int | None:
    chosen = form.one("level")
    return None if chosen in {None, UNKNOWN} else int(str(chosen))
