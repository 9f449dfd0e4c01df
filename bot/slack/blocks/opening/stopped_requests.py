"""Not to be asked again: the menu under a request, what follows from it, and how it is taken back."""

from collections.abc import Sequence

from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import format_list, format_mention, format_name
from bot.slack.blocks.kit.references import Reference
from bot.slack.blocks.kit.text import is_slack_user


def build_stop_menu(by: str) -> kit.Element | None:
    """`by`: whose request it is; none where they are nobody in Slack."""
    if not is_slack_user(by):
        return None
    return kit.build_menu(Reference(person=by), ("Don't ask me again", "requests_stop"))


def build_requests_stopped_message(by: str) -> MessageContent:
    whose = format_mention(Person(id=by, name=by))
    return kit.build_text_message(
        f"You won't be asked anything by {whose} again, through me: not for this pilot, nor for another. What you said "
        "so far stays; `/pilot forget` takes it out.",
        kit.build_buttons(_build_allow_button(by, "requests_allow")),
    )


def build_left_out_message(team: Team, people: Sequence[Person]) -> MessageContent:
    """Neither why, nor since when."""
    whom, wants = format_list(map(format_mention, people)), "doesn't" if len(people) == 1 else "don't"
    return kit.build_text_message(
        f"_{format_name(team.pilot.name)}_ goes on without {whom}, who {wants} want to be asked by you through me. You "
        "can still ask them yourself."
    )


def build_actions_unasked_message(team: Team, person: Person) -> MessageContent:
    """Neither why, nor since when."""
    return kit.build_text_message(
        f"I don't ask {format_mention(person)} to take actions of _{format_name(team.pilot.name)}_: they don't want to "
        "be asked by you through me. What they accepted before stays theirs. You can still ask them yourself, or give "
        "the actions to somebody else: `/pilot actions`."
    )


def build_stopped_blocks(stopped: Sequence[str]) -> list[kit.Block]:
    """In Home: whose requests somebody stopped."""
    return [
        kit.build_section(
            f"{format_mention(Person(id=by, name=by))} can't have me ask you anything.",
            _build_allow_button(by, f"requests_allow_{number}"),
        )
        for number, by in enumerate(stopped, start=1)
    ]


def _build_allow_button(by: str, action_id: str) -> kit.Element:
    return kit.build_button("They may ask me again", action_id, Reference(person=by))
