"""Knowledge: everything of knowledge/ that the rules and the analyst work from."""

from bot.domain.framework import Framework
from bot.domain.guide import Guide, Passage
from bot.domain.lift import Lifts
from bot.domain.model import Value
from bot.domain.practice import Practices


class Knowledge(Value):
    framework: Framework
    guide: Guide
    passages: tuple[Passage, ...]
    practices: Practices
    lifts: Lifts

    def passage(self, passage_id: str) -> Passage | None:
        return next((passage for passage in self.passages if passage.id == passage_id), None)
