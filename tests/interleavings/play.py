"""Play: one random interleaving from its seed, checked where everything is worked. Run as a program: many of them.

python -m tests.interleavings.play COUNT [FIRST]
"""

import asyncio
import sys
import time
from pathlib import Path

from bot.domain.framework.knowledge import Knowledge
from bot.knowledge import load_knowledge
from tests.interleavings.agreement import list_disagreements
from tests.interleavings.moves import Moves
from tests.interleavings.world import World

_MOST_MOVES = (16, 16, 16, 60)
"""One in four talks may be long: those reach the summary."""


async def play(knowledge: Knowledge, seed: int) -> list[str]:
    """What is wrong at the end, with the story that led there; empty where everything agrees."""
    world = World(knowledge, seed, private=seed % 2 == 0)
    moves = Moves(world)
    try:
        return await asyncio.wait_for(_play(world, moves), 300)
    except Exception as exc:
        return [f"{type(exc).__name__}: {exc!r}", *moves.story]


async def _play(world: World, moves: Moves) -> list[str]:
    await world.start()
    for _ in range(world.chance.randrange(1, world.chance.choice(_MOST_MOVES))):
        choice = world.chance.random()
        if choice < 0.3:
            await asyncio.gather(world.work_all(), _move_meanwhile(world, moves))
        else:
            await moves.make()
            if choice < 0.75:
                await world.work_all()
    await world.work_all()
    wrong = await list_disagreements(world)
    if not wrong and world.analyst.away:
        world.analyst.away = False
        world.store.wake()
        moves.story.append("the model is back for good")
        await world.work_all()
        wrong = await list_disagreements(world)
    if not wrong and world.interview.status == "paused":
        await moves.resume()
        await world.work_all()
        wrong = await list_disagreements(world)
    return [*wrong, *moves.story] if wrong else []


async def _move_meanwhile(world: World, moves: Moves) -> None:
    for _ in range(world.chance.randrange(1, 3)):
        for _ in range(world.chance.randrange(40)):
            await asyncio.sleep(0)
        await moves.make()


def main() -> None:
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    knowledge = load_knowledge(Path(__file__).parents[1] / "fixtures/knowledge")
    begun, failed = time.perf_counter(), 0
    for seed in range(first, first + count):
        wrong = asyncio.run(play(knowledge, seed))
        if wrong:
            failed += 1
            sys.stdout.write("\n  ".join([f"seed {seed}:", *wrong]) + "\n")
    sys.stdout.write(f"{count} interleavings from seed {first}, {failed} wrong, {time.perf_counter() - begun:.0f} s\n")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
