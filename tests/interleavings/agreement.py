"""Agreement: once all is worked, each who is asked sees one question or why not, and every place says the same."""

from collections.abc import AsyncIterator
from itertools import pairwise

from bot.domain.asking.open_state import OpenState, find_open_state, list_questions_before
from bot.domain.asking.shown_state import find_shown_state, select_thread_messages
from bot.domain.core.team import Thread
from bot.services.conversation.interview_threads import list_asked_threads
from bot.services.conversation.next_question import SESSIONS
from bot.services.ports.core import UnitOfWork
from bot.services.queries.home_board import list_waiting_questions
from tests.interleavings.moves import find_open_questions
from tests.interleavings.world import PEOPLE, World

_SHOWN_AS = {"model_away": ("model_away", "question"), "reading": (), "stopped": ("stopped",)}

_ASKED_AGAIN = "asked once more below"
"""May stand twice: where somebody took back, twice, what they had answered in between."""


async def list_disagreements(world: World) -> list[str]:
    interview, team = world.interview, world.team
    found: list[str] = []
    threads = await world.store.run(lambda uow: list_asked_threads(uow, interview))
    states = {thread.person: find_open_state(interview, team, thread.person) for thread in threads}
    for thread in threads:
        found += [
            f"{thread.channel} {thread.ts}: {wrong}" for wrong in _check_thread(world, thread, states[thread.person])
        ]
    found += [wrong async for wrong in _check_homes(world)]
    if interview.status == "open" and not any(one.is_asked for one in states.values()):
        reasons = {one.kind for one in states.values()} & {"model_away", "stopped"}
        on_their_way = [one.to for one in interview.pending_questions]
        if not reasons and not on_their_way:
            found.append(f"nobody is asked anything, and nothing says why: {states}")
    return found


def _check_thread(world: World, thread: Thread, state: OpenState) -> list[str]:
    messages = select_thread_messages(world.store.tables.messages.values(), thread)
    shown = find_shown_state(messages)
    wrong = []
    wrong += [
        f"says in one message twice: {one.parts}"
        for one in messages
        if len({p.key for p in one.parts}) < len(one.parts)
    ]
    visible = [find_open_questions(one) for one in world.screen.read(thread.channel, thread.ts)]
    asked = [question for questions in visible for question in questions]
    expected = _list_expected(world, thread, state)
    if state.kind == "question" and asked.count(state.question.id if state.question else "") != 1:
        wrong.append(f"the question {state.question and state.question.id} stands {asked}")
    if not set(asked) <= expected:
        wrong.append(f"shows {asked}, of which only {expected} wait")
    kinds = _SHOWN_AS.get(state.kind, (state.kind,))
    guest = thread.person is not None and not world.team.takes_part(thread.person)
    kinds += ("paused",) if guest and world.interview.status == "paused" else ()
    kinds += ("done",) if guest and state.kind == "over" else ()
    said_so = [part for message in messages for part in message.parts if part.key in {"paused", "still_paused"}]
    if state.kind == "paused":
        owed = shown.kind == "question" and not (shown.part and shown.part.settled)
        wrong += (
            ["is paused, but does not say so"] if owed or (state.question and all(p.settled for p in said_so)) else []
        )
    elif state.kind == "reading":
        wrong.append(f"looks as if it were being read: {world.interview.unread_turns}")
    elif shown.kind not in kinds or shown.part is None or (shown.part.settled and state.kind != "over"):
        wrong.append(f"is {state.kind} for {state.waits_for}, but shows {shown.kind}: {shown.part and shown.part.text}")
    elif state.kind == "waiting" and world.interview.pending_questions:
        people = shown.part.key.partition(":")[2].split("+")
        if sorted(people) != sorted(state.waits_for):
            wrong.append(f"waits for {state.waits_for}, but says {people}")
    session = world.screen.sessions.get((thread.channel, thread.ts))
    rated = state.kind == "over" and session == "processing"
    unconcerned = state.kind == "paused" and state.question is None and session == "closed"
    rests = guest and state.kind == "done" and shown.kind == "paused" and session == SESSIONS["paused"]
    if session != SESSIONS[state.kind] and not rated and not unconcerned and not rests:
        wrong.append(f"is {state.kind}, but its session {session}")
    return wrong + _find_repetitions(world, thread)


def _list_expected(world: World, thread: Thread, state: OpenState) -> set[str]:
    """What may stand there to be answered. In a pause what was asked of everybody waits as well."""
    waiting, paused = world.interview.pending_questions, state.kind == "paused"
    own = {state.question.id} if state.question and (paused or state.kind == "question") else set()
    shared = {one.id for one in waiting if paused and one.to in {None, thread.person}}
    named = {one.id for one in waiting if thread.person is None and one.to and not _has_own(world, one.to)}
    return own | shared | named


def _has_own(world: World, person: str) -> bool:
    return any(thread.person == person for thread in world.threads)


def _find_repetitions(world: World, thread: Thread) -> list[str]:
    shown = pairwise(world.screen.read(thread.channel, thread.ts))
    same = (one for one, then in shown if (one.text, one.blocks) == (then.text, then.blocks))
    read = [one.text for one in same if _ASKED_AGAIN not in str(one.blocks)]
    allowed = ("Shall I finish", "Whom shall I", "paused", "Resume")
    asked = [one for one in read if not any(words in one for words in allowed)]
    return [f"says twice in a row: {one}" for one in asked if "?" in one or "waiting for" in one]


async def _check_homes(world: World) -> AsyncIterator[str]:
    for person in PEOPLE:

        def look(uow: UnitOfWork, person: str = person) -> set[str]:
            return {one.question.id for one in list_waiting_questions(uow, person, world.context.links)}

        shown = await world.store.run(look)
        over = world.interview.status == "closed"
        expected = set() if over else {one.id for one in list_questions_before(world.interview, world.team, person)}
        if shown != expected:
            yield f"Home of {PEOPLE[person].first_name} shows {shown}, but {expected} wait"
