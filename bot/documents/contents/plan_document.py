"""Matter: a plan, the assessment it rests on, and the framework's names for what they speak of."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.documents.contents.budget_words import speaks_of_budget, to_budget_words
from bot.documents.contents.wording import (
    clean_line,
    format_level_with_bar,
    format_number_ranges,
    format_quote,
    shorten_text,
)
from bot.domain.assessment.assessment import Assessment
from bot.domain.assessment.explanation import Explanation, explain_rating
from bot.domain.core.phrases import format_date
from bot.domain.framework.framework import Criterion, Framework
from bot.domain.interview.evidence import Evidence
from bot.domain.plan.action import Action, Reason
from bot.domain.plan.plan import ProductionPlan
from bot.wording.level_words import describe_basis, describe_support, describe_translation

OFFLINE = "offline"


@dataclass(frozen=True)
class PlanDocumentData:
    """Tolerant of names that the framework has no more: an older plan is still told, by what it calls things."""

    plan: ProductionPlan
    assessment: Assessment
    framework: Framework

    @cached_property
    def _numbers_by_action(self) -> dict[str, int]:
        return {action.id: place for place, action in enumerate(self.plan.actions, start=1)}

    @cached_property
    def _has_no_profit(self) -> bool:
        return speaks_of_budget(self.assessment)

    def tell(self, text: str) -> str:
        """The library's words, or those of whoever worded the plan, as they fit these readers."""
        return to_budget_words(text) if self._has_no_profit else text

    def get_action_number(self, action_id: str) -> int:
        """What people call the action: its place in the plan, from 1."""
        return self._numbers_by_action[action_id]

    def format_action_numbers(self, action_ids: Iterable[str]) -> str:
        return format_number_ranges(self._numbers_by_action[a] for a in action_ids if a in self._numbers_by_action)

    def get_action_with_reasons(self, action: Action) -> Action:
        """The action where the reasons of this one stand in full: itself, or an earlier one."""
        reasons = _collect_reason_texts(action)
        return next(other for other in self.plan.actions if reasons <= _collect_reason_texts(other))

    def find_criterion(self, criterion_id: str) -> Criterion | None:
        return next((found for found in self.framework.criteria if found.id == criterion_id), None)

    def get_criterion_name(self, criterion_id: str) -> str:
        found = self.find_criterion(criterion_id)
        return self.tell(found.name) if found else _to_readable_name(criterion_id)

    def get_level_description(self, criterion_id: str, of_level: int) -> str:
        """What the ladder says of a level."""
        found = self.find_criterion(criterion_id)
        return self.tell(found.ladder[of_level]) if found else self.framework.get_level_name(of_level)

    def explain_rating(self, criterion_id: str) -> Explanation:
        """Why the criterion is rated as it is."""
        criterion = self.framework.get_criterion(criterion_id)
        return explain_rating(self.assessment, self.assessment.get_rating(criterion_id), criterion)

    def format_said(self, text: str, speaker: str | None, most: int = 0, translation: str = "") -> str:
        """A quote with its speaker's name, and in English where it is foreign; `most`: characters before it is cut."""
        quote, english = (shorten_text(words, most) if most else words for words in (text, translation))
        name = self.assessment.get_person(speaker).full_byline if speaker else None
        translated = f" (in English: “{clean_line(english)}”)" if english else ""
        return f"{format_quote(quote, name)}{translated}"

    def format_person(self, person_id: str) -> str:
        """Name and role."""
        person = self.assessment.get_person(person_id)
        return ", ".join(filter(None, (clean_line(person.full_byline), clean_line(person.role))))

    def get_translation(self, reason: Reason) -> str:
        """In English, where somebody's words were translated when they were read."""
        said = (item.translation for item in self.assessment.evidence if item.id == reason.evidence_id)
        return reason.translation or next(said, "")

    def format_evidence(self, item: Evidence) -> str:
        """A quote with its speaker, and the day where that was in an earlier interview."""
        before = f", said on {format_date(item.said_on)}" if item.said_on else ""
        name = self.assessment.get_person(item.speaker).byline
        chosen = f"; {by}" if (by := describe_support(item, name, self.assessment.evidence)) else ""
        english = clean_line(describe_translation(item))
        return f"{format_quote(item.sentence, f'{name}{before}{chosen}')} {english}".rstrip()

    def get_pillar_name(self, pillar_id: str) -> str:
        return next((p.name for p in self.framework.pillars if p.id == pillar_id), _to_readable_name(pillar_id))

    def format_level(self, value: int | None) -> str:
        return format_level_with_bar(value, self.framework.get_level_name(value))

    def get_stage_name(self, stage_id: str) -> str:
        return next((rule.name for rule in self.framework.stages if rule.id == stage_id), _to_readable_name(stage_id))

    def format_reason(self, because: Reason) -> str:
        """A reason as people read it: quoted with its speaker, or the plain statement."""
        if not because.speaker:
            return because.text
        person = self.assessment.get_person(because.speaker)
        said = next((item for item in self.assessment.evidence if item.id == because.evidence_id), None)
        chosen = f"; {by}" if said and (by := describe_basis(said, person.byline)) else ""
        english = clean_line(describe_translation(said)) if said else ""
        return f"{format_quote(because.text, f'{person.full_byline}{chosen}')} {english}".rstrip()

    def get_target_level(self) -> int:
        """The level that every criterion needs next."""
        stage = self.framework.get_stage(self.plan.stage)
        return next((gap.target for gap in self.plan.gaps), stage.target_level)


def _collect_reason_texts(action: Action) -> set[str]:
    return {reason.text for reason in action.because}


def _to_readable_name(name: str) -> str:
    return name.replace("_", " ").capitalize()
