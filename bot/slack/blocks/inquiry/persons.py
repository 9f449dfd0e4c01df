"""What is said to somebody who asks for a human, and to the lead whom they ask for."""

from bot.domain.core.people import Person
from bot.domain.core.team import Team
from bot.domain.inquiry.person_request import PersonAnswer
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import format_list, format_mention, format_name

_MOST = 8


def build_person_request_message(team: Team, asker: Person, where: str | None) -> MessageContent:
    """`where`: the address of what they wrote; None: in their direct messages with the app, which nobody else reads."""
    who, pilot = format_mention(asker), f"_{format_name(team.pilot.name)}_"
    place = "" if where else " They wrote it in their direct messages with me."
    return kit.build_message(
        f"Write to {who}: they would like to talk to a person about {pilot}.",
        kit.build_section(f"{who} would like to talk to a person about {pilot}, which you lead.{place} Write to them."),
        kit.build_buttons(kit.build_link_button("Go there", "open_thread", where)) if where else None,
    )


def build_person_answer_message(answer: PersonAnswer, asker: Person) -> MessageContent:
    if answer.outcome is None:
        return kit.build_text_message(_ask_which(answer.teams))
    team = answer.teams[0]
    lead, pilot = format_mention(team.get_person(team.lead)), f"_{format_name(team.pilot.name)}_"
    return kit.build_text_message(
        {
            "told": f"I've told {lead}, who leads {pilot}, that you would like to talk to a person.",
            "already": f"I told {lead} already, who leads {pilot}. You can write to them directly, too.",
            "own": f"You lead {pilot} yourself, so I told nobody.{_name_others(team, asker)}",
            "unasked": f"{lead}, who leads {pilot}, doesn't want to be asked by you through me, so I told nobody. You "
            f"can still write to them yourself.{_name_others(team, asker)}",
            "gone": f"{lead}, who leads {pilot}, has left, so I told nobody.{_name_others(team, asker)}",
        }[answer.outcome]
    )


def _ask_which(teams: tuple[Team, ...]) -> str:
    if not teams:
        return "I know of no pilot that you may see, so I have nobody to tell."
    led = [f"{format_mention(t.get_person(t.lead))} leads _{format_name(t.pilot.name)}_" for t in teams]
    example = format_name(teams[0].pilot.name)
    return f"Whom do you want? {format_list(led, _MOST)}. Say “talk to a person about {example}”, and I tell them."


def _name_others(team: Team, asker: Person) -> str:
    """The operational leader, where somebody is named who is neither."""
    if team.owner is None or team.owner in (asker.id, team.lead):
        return ""
    return f" {format_mention(team.get_person(team.owner))} is named as its operational leader."
