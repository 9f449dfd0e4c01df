"""To the lead: what became of the channel that a pilot lives in, and what that means for its interview."""

from bot.domain.core.team import Team
from bot.domain.messaging.message import MessageContent
from bot.slack.blocks.kit import elements as kit
from bot.slack.blocks.kit.phrases import AT_RISK, format_name


def build_channel_changed_message(before: Team, after: Team) -> MessageContent:
    channel, pilot = f"<#{after.channel}>", format_name(after.pilot.name)
    rests = f"The interview of _{pilot}_ rests, and nothing of it is lost; `/pilot resume {pilot}` goes on"
    if after.channel_lost == "archived":
        return kit.build_text_message(f"{AT_RISK} {channel} was archived. {rests} once it is unarchived.")
    if after.channel_lost == "absent":
        return kit.build_text_message(
            f"{AT_RISK} I'm not in {channel} any more, or it is gone. {rests} once I'm back: write /invite @Flightplan "
            "there."
        )
    told = [f"{channel} can be read and written in again: `/pilot resume {pilot}` goes on with _{pilot}_."]
    if before.channel_lost is None:
        told = []
    if after.private != before.private:
        who = "only its members see" if after.private else "everybody in it and whoever joins sees"
        told.append(f"{channel} is {'private' if after.private else 'public'} now: {who} _{pilot}_ there.")
    if after.shared != before.shared:
        told.append(
            f"{channel} is shared with another organisation now: they read what I write there about _{pilot}_, and "
            "what they write I don't take in."
            if after.shared
            else f"{channel} is shared with no other organisation any more."
        )
    return kit.build_text_message("\n".join(told))
