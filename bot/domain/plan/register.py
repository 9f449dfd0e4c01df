"""What stands against a plan: its risks, the strand that nobody mentions, and clashes with what the team named."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from bot.domain.core.errors import InvalidInput
from bot.domain.core.model import Value
from bot.domain.framework.strand import GRADES, Citation, Grade
from bot.domain.plan.limits import LimitKind


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
    translation: str = ""
    """The quote in English, where it was said in another language and could be translated."""
    likelihood: Grade | None = None
    impact: Grade | None = None
    first_sign: str = ""
    """By what somebody would notice it first."""
    answer: str = ""
    """What is done about it."""
    owner_role: str = ""
    owner: str | None = None
    """Name of the person who watches it, where one is known."""


class RiskAnswers(Value):
    """What was answered to the one question about how much can go wrong; None: not asked."""

    impact: Grade | None = None
    """How much harm a wrong decision does."""
    autonomy: Grade | None = None
    """How much it decides without a person."""
    irreversibility: Grade | None = None
    """How hard a wrong decision is to undo."""
    people: Grade | None = None
    """How many people it touches, and how closely."""

    @classmethod
    def from_words(cls, words: Iterable[str]) -> Self:
        """From "impact=high" and the like, the gravest where one is answered twice. Raises InvalidInput."""
        answers: dict[str, Grade] = {}
        for word in words:
            field, _, said = word.strip().partition("=")
            grade = next((one for one in GRADES if one == said.strip()), None)
            if field not in cls.model_fields or grade is None:
                raise InvalidInput(f"{word} is no answer: {', '.join(cls.model_fields)}, each = low, medium or high.")
            answers[field] = max(grade, answers.get(field, grade), key=GRADES.index)
        return cls.model_validate(answers)

    @property
    def tier(self) -> Grade | None:
        """The gravest of the four; None where none was answered."""
        said = {self.impact, self.autonomy, self.irreversibility, self.people}
        return next((grade for grade in reversed(GRADES) if grade in said), None)


class StrandItem(Value):
    """A practice that no team mentions unasked: security, privacy, law, vendor, model operations, and so on."""

    id: str
    topic: str
    title: str
    exit: str
    tier: Grade | None = None
    """The pilot's tier of risk that it is scaled to; None where that was not asked."""
    asked: bool = False
    """Whether the question behind the tier was answered."""
    relieved: bool = False
    """Whether a low tier needs no such control: said in writing, so that nobody has to ask."""
    why: str = ""
    phase: str
    """Id of the phase at whose gate it counts."""
    due: date | None = None
    role: str
    role_name: str
    person_name: str | None = None
    effort_days: float = 0.0
    cites: tuple[Citation, ...] = ()


class Conflict(Value):
    """A date, ban or freeze of the team's against the plan's own."""

    kind: LimitKind
    fact: str = ""
    """Id of the limit's fact."""
    said: str
    """What the team named, in its words."""
    speaker: str
    team_day: date | None = None
    what: str
    """What of the plan it clashes with."""
    action: str | None = None
    plan_day: date | None = None
    """The day the plan puts it on: the earliest that it can."""
    sentence: str
    """The clash, as it is told."""
