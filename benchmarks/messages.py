"""How much people read and click in an interview: python -m benchmarks.messages [RECORDING ...]

The real app over sockets, on SQLite, with the offline analyst and the local Slack of the tests. Each recorded team of
`tests/evals/interviews` is interviewed twice, until its assessment stands: two people in their direct messages, and
everybody in a channel's thread. Counted is what the app said to all of them together: what it posted and what it
changed afterwards, how many buttons and menus the posts showed and the most that one message ever had, how many
characters people read in posts, and how many of the posts rang somebody's bell.
"""

import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

import structlog

from bot.domain.framework.knowledge import Knowledge
from bot.knowledge import load_knowledge
from tests.conftest import ROOT
from tests.e2e.app import App, running, sqlite
from tests.e2e.participants import Participants
from tests.e2e.scenes import at_rest
from tests.slack_stub import Channel, Message, SlackServer, Timing, User
from tests.slack_stub.slack import Call
from tests.slack_stub.state.records import elements_of, words_of

RECORDINGS = ("freight-invoice-matching", "insurance-first-notice", "bank-kyc-triage")


class Figures(NamedTuple):
    posts: int = 0
    updates: int = 0
    buttons: int = 0
    most_buttons: int = 0
    characters: int = 0
    bells: int = 0
    """A post in direct messages rings once; one in a thread for each who follows it or is mentioned."""
    reactions: int = 0

    def __add__(self, other: Self) -> Self:  # type: ignore[override]
        summed = {name: getattr(self, name) + getattr(other, name) for name in self._fields}
        return type(self)(**summed | {"most_buttons": max(self.most_buttons, other.most_buttons)})


# --- interviewing ------------------------------------------------------------------------------------


async def interview_in_direct_messages(app: App, team: Participants) -> None:
    """Two people, each in their own; whoever has a question before them answers it."""
    lead, other = team.everybody[:2]
    threads = [await team.start(lead, participants=[lead, other])]
    await at_rest(app)
    threads += [message for message in app.slack.said(other.dm) if not message.is_reply][:1]
    await team.open(threads[0])
    while True:
        await at_rest(app)
        waiting = next(((root, asked) for root in threads if (asked := team.open_question(root))), None)
        if waiting is None:
            break
        root, asked = waiting
        reader = next(one for one in team.everybody if one.dm.id == root.channel)
        for speaker, text in team.list_replies(root, asked) or [(reader, "I don't know.")]:
            await speaker.says(root.channel, text, root)
    await _conclude(app, team, lead, threads[0])


async def interview_in_channel(app: App, team: Participants) -> None:
    lead, channel = team.everybody[0], app.slack.channel("pilot", *team.everybody)
    root = await team.start(lead, channel, team.everybody)
    await team.open(root)
    await team.answer_all(root)
    await _conclude(app, team, lead, root)


async def _conclude(app: App, team: Participants, lead: User, root: Message) -> None:
    await lead.clicks(await team.with_button(root, "fit_4"), "fit_4")
    await team.with_button(root, "plan_make")
    await at_rest(app)


# --- counting ----------------------------------------------------------------------------------------


def count(slack: SlackServer) -> Figures:
    posts = [call for call in slack.calls("chat.postMessage") if not call.error]
    updates = [call for call in slack.calls("chat.update") if not call.error]
    return Figures(
        posts=len(posts),
        updates=len(updates),
        buttons=sum(count_buttons(call) for call in posts),
        most_buttons=max(count_buttons(call) for call in (*posts, *updates)),
        characters=sum(len("\n".join(words_of(_blocks_of(call)))) for call in posts),
        bells=sum(count_bells(slack, call) for call in posts),
        reactions=len([call for call in slack.calls("reactions.add") if not call.error]),
    )


def count_buttons(call: Call) -> int:
    return len(list(elements_of(_blocks_of(call))))


def count_bells(slack: SlackServer, call: Call) -> int:
    channel = slack.slack.workspace.channels[call.response["channel"]]
    if channel.kind == "im":
        return 1
    thread = slack.messages(channel, call.args["thread_ts"]) if call.args.get("thread_ts") else []
    earlier = [one for one in thread if float(one.ts) < float(call.response["ts"])]
    return len(_list_followers(channel, earlier, "\n".join(words_of(_blocks_of(call)))))


def _list_followers(channel: Channel, thread: Sequence[Message], said: str) -> set[str]:
    """Who spoke in the thread or was mentioned there."""
    words = "\n".join([said, *(message.shown for message in thread)])
    return {one for one in channel.members if f"<@{one}>" in words} | {one.user for one in thread if not one.bot_id}


def _blocks_of(call: Call) -> list[dict[str, Any]]:
    return list(call.args.get("blocks") or [])


# --- showing -----------------------------------------------------------------------------------------


async def measure(slack: SlackServer, knowledge: Knowledge, recording: str, *, shared: bool) -> Figures:
    with tempfile.TemporaryDirectory() as directory:
        team = Participants(slack, knowledge, recording)
        async with running(slack, knowledge, sqlite(Path(directory))) as app:
            await (interview_in_channel if shared else interview_in_direct_messages)(app, team)
        return count(slack)


def show(what: str, found: Figures) -> None:
    print(f"{what:36}" + "".join(f"{figure:14,}" for figure in found))


def main() -> None:
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    knowledge = load_knowledge(ROOT / "knowledge")
    manifest = json.loads((ROOT / "manifest.json").read_text())
    print(f"{'':36}" + "".join(f"{name.replace('_', ' '):>14}" for name in Figures._fields))
    for shared in (False, True):
        total, place = Figures(), "channel" if shared else "direct"
        for recording in sys.argv[1:] or RECORDINGS:
            with SlackServer(manifest, Timing.unhurried()) as slack:
                found = asyncio.run(measure(slack, knowledge, recording, shared=shared))
            show(f"{place}: {recording}", found)
            total += found
        show(f"{place}: all", total)


if __name__ == "__main__":
    main()
