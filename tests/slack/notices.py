"""For the gallery: what is said of files, forwards, people and channels that Slack can't bring or has lost."""

from collections.abc import Iterator

from bot.domain.actions.departure import Departure
from bot.domain.framework.knowledge import Knowledge
from bot.slack.blocks.notices import channels, departed, unread
from tests.slack import samples
from tests.slack.plain_text import Shown
from tests.slack.samples import DEE, MARIEKE, TEAM


def _departure(knowledge: Knowledge) -> Departure:
    """Somebody who had two actions and was asked something."""
    held = {"owner": MARIEKE.id, "owner_name": MARIEKE.name, "owner_left": True}
    actions = samples.followed(knowledge)[2:4]
    left = tuple(at._replace(standing=at.standing.model_copy(update=held)) for at in actions)
    return Departure(MARIEKE, TEAM, left, next=DEE)


def noticing(knowledge: Knowledge) -> Iterator[tuple[str, Shown]]:
    yield "A file instead of words", unread.build_unreadable_files_message(("quarterly.xlsx",), beside=False)
    yield "Files beside words", unread.build_unreadable_files_message(("a.xlsx", "b.pdf"), beside=True)
    yield "No words at all", unread.build_wordless_message()
    yield "Forwarded, from nobody knows whom", unread.build_forward_unread_message(None, "unknown")
    yield "Forwarded, from an app", unread.build_forward_unread_message(MARIEKE, "app")
    yield "Forwarded, from a guest", unread.build_forward_unread_message(MARIEKE, "guest")
    yield "Somebody left", departed.build_departed_message(_departure(knowledge))
    gone = Departure(MARIEKE, TEAM, next=DEE, channel="C0FREIGHT")
    yield "Somebody left the private channel", departed.build_departed_message(gone)
    archived, absent = (TEAM.model_copy(update={"channel_lost": lost}) for lost in ("archived", "absent"))
    yield "A channel was archived", channels.build_channel_changed_message(TEAM, archived)
    yield "A channel without the app", channels.build_channel_changed_message(TEAM, absent)
    yield "A channel is back", channels.build_channel_changed_message(archived, TEAM)
    exposed = TEAM.model_copy(update={"private": not TEAM.private, "shared": True})
    yield "A channel is seen by others", channels.build_channel_changed_message(TEAM, exposed)
    yield "Forwarded, from somebody who left", unread.build_forward_unread_message(MARIEKE, "left")
