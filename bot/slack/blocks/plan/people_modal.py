"""The modal that names who takes the open roles of a plan, and how much of their week they have for it."""

from collections.abc import Mapping

from bot.domain.core.people import Pilot
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.inputs import build_input, build_option, build_person_select, build_select, build_text_input
from bot.slack.blocks.kit.phrases import format_name
from bot.slack.blocks.kit.references import Reference

PERSON, NAME, SHARE = "person", "name", "share"
_SHARES = range(10, 101, 10)
_NAME_LENGTH = 80


def build_people_field(kind: str, role: str) -> str:
    """The field's name: what is asked, and of which role."""
    return f"{kind}_{role}"


def build_people_modal(pilot: Pilot, roles: Mapping[str, str], reference: Reference) -> kit.View:
    """`roles`: the names of the open roles by their ids; all fields are optional."""
    return kit.build_modal(
        "plan_people",
        "Name the people",
        kit.build_section(
            f"Who takes what nobody has yet in the plan of _{format_name(pilot.name)}_? Leave open what you don't know."
        ),
        *(block for role, name in roles.items() for block in _build_role_fields(role, name)),
        kit.build_context("Their actions get their name at once, and I ask them whether that is right."),
        submit="Name them",
        reference=reference,
    )


def _build_role_fields(role: str, name: str) -> tuple[kit.Block, ...]:
    shares = [build_option(f"{share} %", str(share)) for share in _SHARES]
    return (
        build_input(build_people_field(PERSON, role), name, build_person_select("Who is in Slack"), optional=True),
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
