"""SharedRemedy: what most pilots of a portfolio can lack together, and the one decision that lifts them together."""

from bot.domain.core.model import Value


class SharedRemedy(Value):
    criterion: str
    lack: str
    """Goes on after "6 of 9 pilots": what is missing at level 0 and at level 1 alike."""
    decision: str
    """What somebody above the pilots can decide once, for all of them."""


class SharedRemedies(Value):
    version: str
    remedies: tuple[SharedRemedy, ...]

    def get_remedy(self, criterion_id: str) -> SharedRemedy:
        return next(remedy for remedy in self.remedies if remedy.criterion == criterion_id)
