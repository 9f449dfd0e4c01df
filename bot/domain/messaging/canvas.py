"""Canvas: a plan as a page that its team writes on too, in parts that are renewed one by one."""

from collections.abc import Sequence
from typing import NamedTuple, Self

from bot.domain.core.model import Value


class CanvasPart(Value):
    """One paragraph or heading of ours."""

    key: str
    """What it is about: the same in every rendering of a plan."""
    text: str
    """As it was written, in Markdown."""
    shown: str
    """As people read it: by this it is found again, as long as nobody has changed it."""


class CanvasChanges(NamedTuple):
    """What has to happen to a canvas so that it tells the plan as it is now."""

    changed: tuple[tuple[CanvasPart, CanvasPart], ...]
    """As it was written, and as it reads now."""
    added: tuple[CanvasPart, ...]
    dropped: tuple[CanvasPart, ...]


class Canvas(Value):
    root: str
    """The plan whose line of revisions it tells."""
    pilot_id: str
    channel: str
    id: str
    """On the platform; empty where no canvas is to be had, or people took it away."""
    parts: tuple[CanvasPart, ...] = ()
    """What we wrote there last."""

    @property
    def is_published(self) -> bool:
        return bool(self.id)

    def mark_removed(self) -> Self:
        return self.model_copy(update={"id": "", "parts": ()})


def compare_canvas_parts(before: Sequence[CanvasPart], after: Sequence[CanvasPart]) -> CanvasChanges:
    """In the order of `after`; what is dropped in the order of `before`."""
    had = {part.key: part for part in before}
    has = {part.key for part in after}
    return CanvasChanges(
        changed=tuple((had[part.key], part) for part in after if part.key in had and had[part.key].text != part.text),
        added=tuple(part for part in after if part.key not in had),
        dropped=tuple(part for part in before if part.key not in has),
    )
