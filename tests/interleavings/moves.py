"""Moves: whatever three people may do in an interview, by chance, each as Slack would tell it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.domain.core.errors import FlightplanError
from bot.domain.core.team import Thread
from bot.domain.interview.level_choice import list_choosable_criteria
from bot.domain.interview.turn import LevelChoice, Turn
from bot.domain.messaging.message_source import MessageSource
from bot.services.conversation import interview_actions
from bot.services.conversation.interview_actions import ChosenLevels, Click, Delegation
from bot.services.ports.core import UnitOfWork
from bot.slack.blocks.kit.elements import MENU
from bot.slack.blocks.kit.references import parse_reference
from bot.slack.inbound.slack_events import ButtonClicked
from tests.interleavings.screen import Shown
from tests.interleavings.world import PEOPLE, World

_PRESSED = (
    "interview_skip",
    "interview_dont_know",
    "interview_pause",
    "interview_resume",
    "turn_undo",
    "interview_rate",
)
_SAID = (
    "answer",
    "answer",
    "answer",
    "vague",
    "what is that?",
    "skip it",
    "unknown",
    "later",
    "hello",
    "pause",
    "finish",
)


def list_buttons(shown: Shown) -> Iterator[tuple[str, str]]:
    """Action and value of everything that can be pressed in a message, menus unfolded."""
    for block in shown.blocks:
        for element in (*block.get("elements", ()), *filter(None, [block.get("accessory")])):
            action = element.get("action_id", "") if isinstance(element, dict) else ""
            if action.startswith(MENU):
                yield from ((option["value"], action.removeprefix(MENU)) for option in element["options"])
            elif action:
                yield action, element.get("value", "")


class Moves:
    def __init__(self, world: World) -> None:
        self._world = world
        self._chance = world.chance
        self._seen: list[tuple[Shown, str, str]] = []
        """Buttons that stood somewhere at some time: an old screen may still show them."""
        self.story: list[str] = []
        self._said: list[dict[str, Any]] = []

    async def make(self) -> None:
        moves = (
            (self._say, 10),
            (self._press, 5),
            (self._name_colleague, 2),
            (self._ask_by_form, 1),
            (self._choose_level, 1),
            (self._edit, 2),
            (self._delete, 1),
            (self._pause_or_resume, 1),
            (self._stop, 1),
            (self._turn_model, 1),
            (self._finish, 0.3),
            (self._write_anew, 0.5),
        )
        move = self._chance.choices([one for one, _ in moves], [weight for _, weight in moves])[0]
        await move()
        self._look()

    def _look(self) -> None:
        for shown in self._world.screen.messages.values():
            for action, value in list_buttons(shown):
                if action in _PRESSED and (shown, action, value) not in self._seen[-60:]:
                    self._seen.append((shown, action, value))

    def _tell(self, *what: object) -> None:
        self.story.append(" ".join(str(one) for one in what))

    def _choose_place(self) -> tuple[str, Thread] | None:
        person = self._chance.choice(list(PEOPLE))
        threads = self._world.threads_of(person)
        return (person, self._chance.choice(threads[-2:])) if threads else None

    def _word(self) -> str:
        word = self._chance.choice(_SAID)
        if word != "answer":
            return f"{word} {self._chance.randrange(1000)}"
        criteria = list(self._world.knowledge.framework.criterion_ids)
        named = self._chance.sample(criteria, self._chance.choice((0, 0, 1, 2, 4)))
        return " ".join(["answer", *(f".{criterion}" for criterion in named), f"{self._chance.randrange(1000)} a day"])

    # --- what is said -------------------------------------------------------------------------

    async def _say(self) -> None:
        if place := self._choose_place():
            await self._send(*place, self._word())

    async def _name_colleague(self) -> None:
        if place := self._choose_place():
            await self._send(*place, f"ask {self._chance.choice(('Bob', 'Cara', 'Eve', 'Samira', ''))}")

    async def _write_anew(self) -> None:
        """At the root of one's direct messages: the interview goes on there."""
        person = self._chance.choice(list(PEOPLE))
        own = next((one for one in self._world.threads if one.person == person), None)
        if own is not None:
            await self._send(person, own, self._word(), root=True)

    async def _send(self, person: str, thread: Thread, text: str, *, root: bool = False) -> None:
        ts = self._world.clock.next_ts()
        event = {"type": "message", "channel": thread.channel, "ts": ts, "user": person, "text": text}
        event |= {"channel_type": "im" if thread.person else "channel", "parent_user_id": "U0FLIGHT"}
        event |= {} if root else {"thread_ts": thread.ts}
        self._said.append(event)
        self._tell(PEOPLE[person].first_name, "says", repr(text), "in", thread.channel, "anew" if root else thread.ts)
        await self._world.receive({"event": event, "event_id": f"Ev{ts}"})

    async def _edit(self) -> None:
        if self._said:
            before = self._chance.choice(self._said[-6:])
            now = {**before, "text": self._word()}
            self._said[self._said.index(before)] = now
            self._tell(PEOPLE[now["user"]].first_name, "edits", repr(before["text"]), "to", repr(now["text"]))
            await self._change("message_changed", message=now, previous_message=before, channel=now["channel"])

    async def _delete(self) -> None:
        if self._said:
            gone = self._chance.choice(self._said[-6:])
            self._said.remove(gone)
            self._tell(PEOPLE[gone["user"]].first_name, "deletes", repr(gone["text"]))
            told = {"previous_message": gone, "deleted_ts": gone["ts"], "channel": gone["channel"]}
            await self._change("message_deleted", **told)

    async def _change(self, subtype: str, **what: Any) -> None:
        ts = self._world.clock.next_ts()
        kind = "im" if what["channel"].startswith("D") else "channel"
        event = {"type": "message", "subtype": subtype, "event_ts": ts, "channel_type": kind, **what}
        await self._world.receive({"event": event, "event_id": f"Ev{ts}"})

    # --- what is done -------------------------------------------------------------------------

    async def _press(self) -> None:
        """Mostly of what stands there now."""
        if not self._seen:
            return
        shown, action, value = self._chance.choice(self._seen[-8:] if self._chance.random() < 0.8 else self._seen)
        readers = [
            person for person in PEOPLE if shown.channel in {one.channel for one in self._world.threads_of(person)}
        ]
        if not readers:
            return
        person, key = self._chance.choice(readers), f"click:{self._world.clock.next_ts()}"
        self._tell(PEOPLE[person].first_name, "presses", action, value, "in", shown.channel, shown.ts)
        thread = shown.thread if shown.thread != shown.ts else None
        told = ButtonClicked(
            channel=shown.channel, ts=shown.ts, thread=thread, person=person, action=action, value=value
        )
        self._world.put(told, key, told.source.partition_key)

    async def _act(self, what: str, act: Any) -> None:
        """As a command does, at once."""
        person = self._chance.choice(list(PEOPLE.values()))
        click = Click(f"command:{self._world.clock.next_ts()}", person, MessageSource(person.id, "0"))
        self._tell(person.first_name, what)

        def work(uow: UnitOfWork) -> None:
            act(uow, self._world.context.deps, click, uow.interviews.get("freight-i1"))

        try:
            await self._world.store.run(work)
        except FlightplanError as refused:
            self._tell("  refused:", refused)

    async def resume(self) -> None:
        await self._act("resumes at last", interview_actions.resume_and_ask)

    async def _pause_or_resume(self) -> None:
        if self._world.interview.status == "paused":
            await self._act("resumes", interview_actions.resume_and_ask)
        else:
            await self._act("pauses", interview_actions.pause_and_announce)

    async def _finish(self) -> None:
        await self._act("finishes", interview_actions.finish_early)

    async def _ask_by_form(self) -> None:
        questions = [one for one in self._world.interview.questions if self._world.interview.is_awaiting_answer(one)]
        if questions:
            naming = Delegation(self._chance.choice(questions), self._chance.choice(list(PEOPLE.values())))
            await self._act(
                f"leaves {naming.question.id} to {naming.colleague.first_name}",
                lambda uow, deps, click, interview: interview_actions.delegate_question(
                    uow, deps, click, interview, naming
                ),
            )

    async def _choose_level(self) -> None:
        turns = [one for one in self._world.interview.turns if list_choosable_criteria(self._world.interview, one)]
        if turns and self._world.interview.status != "closed":
            turn: Turn = self._chance.choice(turns)
            criterion = self._chance.choice(list_choosable_criteria(self._world.interview, turn))
            chosen = ChosenLevels(turn, (LevelChoice(criterion=criterion, level=1),))
            await self._act(
                f"chooses a level of {criterion} for {turn.id}",
                lambda uow, deps, click, interview: interview_actions.choose_levels(
                    uow, deps, click, interview, chosen
                ),
            )

    async def _stop(self) -> None:
        if place := self._choose_place():
            person, thread = place
            at = self._world.clock.next_ts()
            self._tell(PEOPLE[person].first_name, "presses Stop in", thread.channel, thread.ts)
            told = {"type": "agent_session_stopped", "channel": thread.channel, "user": person}
            await self._world.receive(
                {"event": {**told, "thread_ts": thread.ts, "event_ts": at}, "event_id": f"Ev{at}"}
            )
            self._world.stop_lines()

    async def _turn_model(self) -> None:
        self._world.analyst.away = not self._world.analyst.away
        self._tell("the model is", "away" if self._world.analyst.away else "back")
        self._world.store.wake()


def find_open_questions(shown: Shown) -> set[str]:
    """Ids of the questions that can be let go or handed on in a message."""
    asks = ("interview_dont_know", "interview_skip", "interview_ask_colleague", "interview_pause")
    values = (value for action, value in list_buttons(shown) if action in asks and value)
    return {found for value in values if (found := parse_reference(value).question)}


def to_plain(shown: Shown) -> str:
    return re.sub(r"\s+", " ", json.dumps(shown.blocks, ensure_ascii=False))
