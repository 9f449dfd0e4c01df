"""To whoever has to know that a colleague left the workspace: what they leave behind, and what can be done about it."""

from bot.domain.actions.departure import Departure
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.actions.action import format_action_line
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, format_mention, format_name
from bot.wording.formatter import format_count

_MOST = 6


def build_departed_message(left: Departure) -> MessageContent:
    head = _format_head(left)
    told = "\n".join((f"{AT_RISK} {head}", *_list_consequences(left)))
    count = format_count(len(left.actions), "action")
    wanted = f"Hand over {count} of {format_name(left.team.pilot.name)}: " if left.actions else ""
    return kit.build_message(f"{wanted}{head}", kit.build_section(told))


def _format_head(left: Departure) -> str:
    who = format_mention(left.person)
    if left.channel is None:
        return f"{who} has left this workspace, and nothing reaches them any more."
    pilot = format_name(left.team.pilot.name)
    return f"{who} has left <#{left.channel}>, and has no part in _{pilot}_ until they are in it again."


def _list_consequences(left: Departure) -> list[str]:
    pilot = format_name(left.team.pilot.name)
    if left.channel is not None:
        return [f"What they were asked about _{pilot}_ I ask {format_mention(left.next)} instead."] if left.next else []
    lines = [_format_actions(left), f"`/pilot actions {pilot}` hands them to somebody else."] if left.actions else []
    if left.next is not None:
        lines.append(f"What they were asked about _{pilot}_ I ask {format_mention(left.next)} instead.")
    elif left.takes_part and not left.actions:
        lines.append(f"The interview of _{pilot}_ goes on without them.")
    if left.was_owner:
        lines.append(f"They were the operational leader of _{pilot}_: nobody is named as that now.")
    if left.person.id == left.team.lead:
        lines.append(f"They led _{pilot}_.")
    return lines


def _format_actions(left: Departure) -> str:
    lines = [f"• {format_action_line(at.progress, at.standing)}" for at in left.actions[:_MOST]]
    more = [f"• and {len(left.actions) - _MOST} more"] if len(left.actions) > _MOST else []
    count = format_count(len(left.actions), "open action")
    head = f"In _{format_name(left.team.pilot.name)}_ {count} {'is' if len(left.actions) == 1 else 'are'} left behind:"
    return "\n".join((head, *lines, *more))
