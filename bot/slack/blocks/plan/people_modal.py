"""The modal that names who takes the open roles of a plan, and how much of their week they have for it."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from bot.domain.core.people import Pilot
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import (
    build_checkboxes,
    build_input,
    build_option,
    build_person_select,
    build_select,
    build_text_input,
    dispatch_on_change,
)
from bot.slack.blocks.kit.phrases import format_name
from bot.slack.blocks.kit.references import Reference
from bot.wording.formatter import format_count

PERSON, NAME, SHARE = "person", "name", "share"
MORE, ALL_ROLES, DETAILS = "more_people", "all_roles", "details"
_SHARES = range(10, 101, 10)
_NAME_LENGTH = 80


class OpenRoles(NamedTuple):
    """The names of the roles that nobody has yet, by their ids: of what has a date, and of what is only outlined."""

    committed: Mapping[str, str]
    outlined: Mapping[str, str]


def build_people_field(kind: str, role: str) -> str:
    """The field's name: what is asked, and of which role."""
    return f"{kind}_{role}"


def build_people_modal(pilot: Pilot, roles: OpenRoles, reference: Reference, wanted: Collection[str] = ()) -> kit.View:
    """A field for each role of what begins soon; `wanted`: what else was ticked. All fields are optional."""
    shown = {**roles.committed, **roles.outlined} if ALL_ROLES in wanted or not roles.committed else roles.committed
    return kit.build_modal(
        "plan_people",
        "Name the people",
        kit.build_section(
            f"Who takes what nobody has yet in the plan of _{format_name(pilot.name)}_? Leave open what you don't know."
        ),
        *(block for role, name in shown.items() for block in _build_role_fields(role, name, details=DETAILS in wanted)),
        _build_more(roles, wanted),
        kit.build_context("Their actions get their name at once, and I ask them whether that is right."),
        submit="Name them",
        reference=reference,
    )


def _build_more(roles: OpenRoles, wanted: Collection[str]) -> kit.Block:
    """What makes the form longer, only for whoever wants it."""
    later = len(set(roles.outlined) - set(roles.committed)) if roles.committed else 0
    options = [
        *([build_option(f"{format_count(later, 'role')} of what is only outlined", ALL_ROLES)] if later else []),
        build_option("People who aren't in Slack, and how much of their week", DETAILS),
    ]
    return dispatch_on_change(build_input(MORE, "Show also", build_checkboxes(options, tuple(wanted)), optional=True))


def _build_role_fields(role: str, name: str, *, details: bool) -> tuple[kit.Block, ...]:
    person = build_input(build_people_field(PERSON, role), name, build_person_select("Who is in Slack"), optional=True)
    if not details:
        return (person,)
    shares = [build_option(f"{share} %", str(share)) for share in _SHARES]
    return (
        person,
        build_input(
            build_people_field(NAME, role),
            f"{name}: or a name, where they aren't in Slack",
            build_text_input(most=_NAME_LENGTH),
            optional=True,
        ),
        build_input(
            build_people_field(SHARE, role),
            f"{name}: how much of their week?",
            build_select(shares, placeholder="As usual for this role"),
            optional=True,
        ),
    )
