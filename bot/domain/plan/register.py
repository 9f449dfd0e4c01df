"""Risk: what stands against a plan, and which actions answer it."""

from bot.domain.core.model import Value


class Risk(Value):
    id: str = ""
    """A trap's id, `unknown`, or `<criterion>_disagreement`; empty in a plan from before it was kept."""
    title: str
    why: str
    actions: tuple[str, ...] = ()
    """Ids of the actions that answer it; empty when there is none, and somebody has to decide."""
    trap: str | None = None
    quote: str | None = None
    speaker: str | None = None
