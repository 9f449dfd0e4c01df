"""Prompts that fit the moment: what is suggested to one person, from what waits for them and what they may see."""

from collections.abc import Iterator

from bot.services.queries.home_board import HomeBoard

START = "I want to take an AI pilot to production."
WHERE = "Where do my pilots stand?"
MINE = "Which questions are open for me?"
ACTIONS = "Which actions are mine?"
RESUME = "Resume "
"""Before a pilot's name."""
HOW = "How does the interview work, and who sees what I say?"
_MOST = 4
_LONGEST = 40
"""Characters of a pilot's name in a prompt: a longer one would be cut, and not found again."""

Prompt = tuple[str, str]


def choose_prompts(board: HomeBoard) -> tuple[Prompt, ...]:
    """At most four, as title and message; what waits for them comes first."""
    return tuple(_iter_prompts(board))[:_MOST]


def _iter_prompts(board: HomeBoard) -> Iterator[Prompt]:
    named = [seen for seen in board.pilots if len(seen.pilot.name) <= _LONGEST]
    paused = [seen for seen in named if seen.may_steer and seen.interview and seen.interview.status == "paused"]
    for seen in paused[:1]:
        yield f"{RESUME}{seen.pilot.name}", f"{RESUME}{seen.pilot.name}"
    if board.waiting:
        yield "My open questions", MINE
    if board.actions:
        yield "My actions", ACTIONS
    for name in [seen.pilot.name for seen in named if seen.assessment][:1]:
        yield f"What holds {name} back?", f"What holds {name} back?"
    if board.pilots:
        yield "Where my pilots stand", WHERE
    yield "Start a pilot", START
    yield "How this works", HOW
