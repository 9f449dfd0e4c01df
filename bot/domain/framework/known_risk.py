"""KnownRisk: what can go wrong where a criterion is low, a trap shows or something is found, as a register's row."""

from typing import Literal

from bot.domain.core.model import Value
from bot.domain.framework.strand import Grade

FindingKind = Literal[
    "no_owner", "owner_not_asked", "unknown", "disagreement", "ban", "conflict", "grave_decisions", "harm_not_asked"
]
"""What a plan can show beside low criteria and traps: nobody has accepted, somebody has still to be asked, criteria are
unknown or in dispute, something is forbidden, a date of the team's clashes, the harm is grave or was not asked."""


class KnownRisk(Value):
    about: str
    """Id of a criterion or a trap, or a kind of finding."""
    title: str = ""
    """Of a trap, its name stands for it."""
    why: str = ""
    """What it puts at risk; of a trap, what it means stands for it."""
    impact: Grade
    first_sign: str
    answer: str
    role: str
    """Id of the role that watches it."""


class KnownRisks(Value):
    version: str = ""
    risks: tuple[KnownRisk, ...] = ()

    def find(self, about: str) -> KnownRisk | None:
        return next((risk for risk in self.risks if risk.about == about), None)
